package coop.minga.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShelfTest {
  private static final double CLOSED = Double.NaN;

  @Test
  void foodOfOneDayIsOutdatedTheSameEvening() {
    Shelf.Sum sum = shelf(12, 10, 10, 15).run(0, 1, 0, 2);
    assertEquals(new Shelf.Sum(25, 22, 2), sum, "two left of the first, three not served");
  }

  @Test
  void whatIsExpectedToBeLeftIsOrderedLessAndOlderFoodIsSoldFirst() {
    assertEquals(new Shelf.Sum(20, 20, 0), shelf(12, 10, 10, 10).run(0, 2, 0, 2));
  }

  @Test
  void whatWasLeftAgainstExpectationIsOutdatedTheNextEvening() {
    assertEquals(new Shelf.Sum(3, 3, 9), shelf(12, 10, 2, 1).run(0, 2, 0, 2));
  }

  @Test
  void closedDaysArePassedOver() {
    assertEquals(shelf(12, 10, 2, 1).run(0, 2, 0, 2), shelf(12, 10, 2, CLOSED, 1).run(0, 2, 0, 3));
  }

  @Test
  void whatIsLeftAfterAClosedDayIsWhatTheLastOpenDayLeaves() {
    double[] expected = {10, 2, 0, 1};
    double[] demand = {10, 2, CLOSED, 1};
    assertEquals(
        new Shelf.Sum(13, 13, 9),
        shelf(12, expected, demand).run(0, 2, 0, 4),
        "10 of 12 were expected to be left, and 9 are");
    double[] open = {10, 2, 1};
    assertEquals(
        shelf(12, open, open).run(0, 2, 0, 3), shelf(12, expected, demand).run(0, 2, 0, 4));
  }

  @Test
  void waysAreComparedWhereTheyServeTheSame() {
    double[][] aims = new double[100][Sweep.STEPS];
    for (double[] day : aims) {
      Arrays.setAll(day, step -> step / 3.0);
    }
    double[] demand = new double[100];
    Arrays.setAll(demand, day -> 5 + day % 11);
    var sweep = Sweep.alike(List.of(new Shelf("0/bread", demand, demand, aims)), 50, 1);
    double waste = sweep.wasteAt(.95);
    assertTrue(sweep.wasteAt(.90) < waste && waste < sweep.wasteAt(.98));
    assertEquals(.95, sweep.chosenFor(.95).fill(), .03);
  }

  @Test
  void thePlainRuleIsTheMeanOfItsWeekdaysAndSomeSpreadsOfItsErrors() {
    double[] sold = new double[7 * 30];
    Arrays.setAll(sold, day -> day % 7 == 6 ? CLOSED : 10 + day / 7 % 2 * 4);
    var rule = new PlainRule(sold, 4);
    assertEquals(12, rule.mean(7 * 29));
    assertEquals(10, new PlainRule(sold, 1).mean(7 * 29));
    double[] aims = rule.aims(7 * 29);
    assertEquals(10, aims[0], "one spread under the mean, which is always two off");
    assertEquals(20, aims[Sweep.STEPS - 1], "four over it");
  }

  /// Always the same aim and the same expectation.
  private static Shelf shelf(double aim, double expected, double... demand) {
    double[] all = new double[demand.length];
    Arrays.fill(all, expected);
    return shelf(aim, all, demand);
  }

  private static Shelf shelf(double aim, double[] expected, double[] demand) {
    double[][] aims = new double[demand.length][1];
    for (double[] day : aims) {
      day[0] = aim;
    }
    return new Shelf("0/bread", demand, expected, aims);
  }
}
