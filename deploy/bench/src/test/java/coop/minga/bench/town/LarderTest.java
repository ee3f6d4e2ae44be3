package coop.minga.bench.town;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LarderTest {
  private static final Item APPLES =
      new Item("I16", "roots-apples", 1000, 10, new Item.Life(8, 2, false), 100);
  private static final Item MILK = new Item("I21", "milk", 1000, 6, new Item.Life(7, 0, true), 100);

  /// Ten guests: 4 kg a day, 2.4 kg of them chilled.
  private final Larder larder =
      new Larder(new Taker("T01", new Spot(0, 0), 10, new Taker.Stores(20_000, 10_000), 60, true));

  @Test
  void roomIsWhatCanBeEatenByItsDate() {
    assertEquals(4, larder.room(APPLES, 5, 5));
    assertEquals(8, larder.room(APPLES, 6, 5));
    assertEquals(2, larder.room(MILK, 5, 5));
    assertEquals(0, larder.room(APPLES, 4, 5), "its first meal is after its date");
  }

  @Test
  void whatIsHeldForALaterDateStillNeedsItsPlates() {
    larder.add(new Larder.Batch(APPLES, 6, 5, 5, 7));
    assertEquals(1, larder.room(APPLES, 5, 5));
    larder.add(new Larder.Batch(APPLES, 7, 5, 5, 5));
    assertEquals(0, larder.room(APPLES, 5, 5));
  }

  @Test
  void shelvesBoundWhatIsHeld() {
    larder.add(new Larder.Batch(APPLES, 20, 5, 5, 18));
    assertEquals(2, larder.room(APPLES, 20, 5));
  }

  @Test
  void guestsEatWhatMustGoFirstAndNoMoreColdFoodThanTheyWould() {
    larder.add(new Larder.Batch(APPLES, 9, 5, 5, 3));
    larder.add(new Larder.Batch(MILK, 6, 5, 5, 3));
    larder.add(new Larder.Batch(APPLES, 6, 5, 6, 1));
    assertEquals(
        List.of(new Larder.Batch(MILK, 6, 5, 5, 2), new Larder.Batch(APPLES, 9, 5, 5, 2)),
        larder.eat(5));
    assertEquals(2000, larder.spoil(6));
  }
}
