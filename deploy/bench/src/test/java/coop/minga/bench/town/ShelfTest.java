package coop.minga.bench.town;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ShelfTest {
  @Test
  void twoInFiveTakeTheFreshest() {
    var shelf = new Shelf();
    shelf.put(0, 10);
    shelf.put(3, 10);
    assertEquals(5, shelf.sell(0, 5));
    assertEquals(7, shelf.ending(0));
    assertEquals(8, shelf.ending(3));
  }

  @Test
  void whoTakesTheFreshestIsCountedFromTheFirstUnitEverSold() {
    var shelf = new Shelf();
    shelf.put(0, 10);
    shelf.put(3, 10);
    shelf.sell(0, 2);
    assertEquals(8, shelf.ending(0));
    shelf.sell(0, 1);
    assertEquals(9, shelf.ending(3), "the third unit is the first of two in five");
  }

  @Test
  void whenTheOldestAreGoneTheNextOldestFollow() {
    var shelf = new Shelf();
    shelf.put(0, 1);
    shelf.put(1, 5);
    shelf.put(2, 5);
    shelf.sell(0, 5);
    assertEquals(0, shelf.ending(0));
    assertEquals(3, shelf.ending(1));
    assertEquals(3, shelf.ending(2));
  }

  @Test
  void anEmptyShelfSellsWhatItHad() {
    var shelf = new Shelf();
    shelf.put(4, 3);
    assertEquals(3, shelf.sell(2, 9));
    assertEquals(0, shelf.units());
  }
}
