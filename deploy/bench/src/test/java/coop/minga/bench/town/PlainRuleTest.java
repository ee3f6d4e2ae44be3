package coop.minga.bench.town;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PlainRuleTest {
  private static final int MONDAY = 35;

  private final Play play = new SmallTown().play(false);

  @Test
  void theMeanOfTheWeekdayIsOrderedAndHalfOfItIsTheFirstSafety() {
    play.record(0).enter(1, 10_000, false);
    assertEquals(10, new PlainRule(0).order(play, 0, MONDAY));
    assertEquals(12, new PlainRule(160).order(play, 0, MONDAY), "1.6 x .25 x 5 loaves more");
  }

  @Test
  void whatIsOnTheShelfAndGoodTomorrowIsNotOrdered() {
    play.record(0).enter(0, 20_000, false);
    play.record(0).enter(1, 10_000, false);
    play.shelf(0).put(MONDAY + 1, 6);
    assertEquals(7, new PlainRule(0).order(play, 0, MONDAY), "3 of the 6 go tonight");
    play.shelf(0).put(MONDAY, 2);
    assertEquals(5, new PlainRule(0).order(play, 0, MONDAY), "2 of these go first");
  }
}
