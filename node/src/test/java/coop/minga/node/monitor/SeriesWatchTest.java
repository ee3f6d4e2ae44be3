package coop.minga.node.monitor;

import static coop.minga.node.monitor.Bakehouse.FIRST;
import static coop.minga.node.monitor.Bakehouse.days;
import static coop.minga.node.monitor.Bakehouse.noticed;
import static coop.minga.node.monitor.Bakehouse.ofForty;
import static coop.minga.node.monitor.Bakehouse.series;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.StockOut;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeriesWatchTest {
  /// A Wednesday.
  private static final int CHANGE = 191;

  private static final LocalDate CHANGED = FIRST.plusDays(CHANGE);

  private static boolean isChange(Noticed noticed) {
    return noticed.form() != Form.ODD_DAY;
  }

  @Test
  void aStepIsFoundWithinDaysAndTheDayOnWhichItBegan() {
    int found =
        ofForty(seed ->
            (int)
                noticed(series(260, seed, day -> day < CHANGE ? 1 : .6)).stream()
                    .filter(n -> n.form() == Form.STEP)
                    .filter(n -> n.seen().isBefore(CHANGED.plusDays(8)))
                    .filter(n -> Math.abs(n.since().toEpochDay() - CHANGED.toEpochDay()) <= 2)
                    .filter(n -> Math.abs(n.change() + .4) < .15)
                    .limit(1)
                    .count());
    assertTrue(found >= 35, "steps found: " + found);
  }

  @Test
  void oneOddDayIsToldTheSameDayAndMovesNothing() {
    int odd =
        ofForty(seed -> {
          List<Noticed> all = noticed(series(260, seed, day -> day == CHANGE ? .3 : 1));
          boolean told =
              all.stream().anyMatch(n -> n.form() == Form.ODD_DAY && n.seen().equals(CHANGED));
          boolean stayed = all.stream().noneMatch(SeriesWatchTest::isChange);
          return told && stayed ? 1 : 0;
        });
    assertTrue(odd >= 37, "odd days told, and no step: " + odd);
  }

  @Test
  void whenNothingHappensNextToNothingIsTold() {
    int told = ofForty(seed -> noticed(series(400, seed, _ -> 1)).size());
    assertTrue(told <= 20, "of 40 series for 400 days: " + told);
  }

  @Test
  void ofWhatSellsLittleAFallIsToldBeforeOneCanBeSure() {
    int found = ofForty(seed -> fell(few(seed)).isPresent() ? 1 : 0);
    assertTrue(found >= 26, "falls found of six a day: " + found);
    boolean unsure =
        LongStream.range(0, 40)
            .mapToObj(seed -> fell(few(seed)))
            .flatMap(Optional::stream)
            .anyMatch(n -> n.chances().change() < .5);
    assertTrue(unsure);
  }

  /// Six a day, and 40 % less from a day on.
  private static DailySeries few(long seed) {
    var random = new SplittableRandom(seed);
    var days = new ArrayList<SalesDay>();
    for (int day = 0; day < 260; day++) {
      int sold = 0;
      for (int chance = 0; chance < 60; chance++) {
        sold += random.nextDouble() < (day < CHANGE ? .1 : .06) ? 1 : 0;
      }
      days.add(SalesDay.sold(sold));
    }
    return series("marraqueta", days);
  }

  private static Optional<Noticed> fell(DailySeries series) {
    return noticed(series).stream()
        .filter(SeriesWatchTest::isChange)
        .filter(n -> !n.isMore() && !n.seen().isBefore(CHANGED))
        .filter(n -> n.seen().isBefore(CHANGED.plusDays(14)))
        .findFirst();
  }

  @Test
  void aSlopeIsCalledASlope() {
    int slopes =
        ofForty(seed ->
            noticed(series(280, seed, day -> StrictMath.exp(-.02 * Math.max(0, day - CHANGE))))
                    .stream()
                    .filter(SeriesWatchTest::isChange)
                    .filter(n -> n.since().isAfter(CHANGED.minusDays(7)))
                    .findFirst()
                    .filter(n -> n.form() == Form.SLOPE && !n.isMore())
                    .isPresent()
                ? 1
                : 0);
    assertTrue(slopes >= 15, "slopes: " + slopes);
  }

  @Test
  void onTheFirstDayNobodyIsSureWhetherItGoesOn() {
    Noticed first = noticed(series(CHANGE + 1, 3, day -> day < CHANGE ? 1 : .3)).getLast();
    assertEquals(Form.ODD_DAY, first.form());
    assertTrue(first.chances().oddDay() > first.chances().step(), first.toString());
    assertTrue(first.chances().step() > .05, first.toString());
  }

  @Test
  void closedDaysAndPromotionsAndHolidaysTellNothing() {
    var days = new ArrayList<>(days(260, 5, _ -> 1));
    for (int day = CHANGE; day < CHANGE + 4; day++) {
      days.set(day, SalesDay.shut());
    }
    days.set(CHANGE + 7, new SalesDay(300, false, StockOut.UNKNOWN, OptionalDouble.empty(), true));
    days.set(CHANGE + 14, SalesDay.sold(200));
    LocalDate holiday = FIRST.plusDays(CHANGE + 15);
    List<Noticed> all =
        SeriesWatch.over(series("pan", days), holiday::equals, WatchSettings.USUAL).noticed();
    assertEquals(noticed(series(260, 5, _ -> 1)), withItem(all));
    assertFalse(noticed(series("pan", days)).isEmpty(), "a holiday that nobody knew is odd");
  }

  /// As of the other series.
  private static List<Noticed> withItem(List<Noticed> all) {
    return all.stream()
        .map(n ->
            new Noticed(
                Bakehouse.key("marraqueta"),
                n.form(),
                n.since(),
                n.seen(),
                n.chances(),
                n.usual(),
                n.now()))
        .toList();
  }

  @Test
  void aSoldOutDayIsNoFall() {
    var days = new ArrayList<>(days(260, 6, _ -> 1));
    days.set(CHANGE, new SalesDay(5, false, StockOut.YES, OptionalDouble.empty(), false));
    assertTrue(noticed(series("pan", days)).isEmpty());
    days.set(CHANGE, SalesDay.sold(5));
    assertEquals(CHANGED, noticed(series("pan", days)).getLast().seen());
  }

  @Test
  void anItemThatIsNotSoldAnyMoreIsToldOnceAndThenSleeps() {
    List<Noticed> all = noticed(series(330, 7, day -> day < CHANGE || day > 290 ? 1 : 0));
    assertEquals(1, all.stream().filter(SeriesWatchTest::isChange).count(), all.toString());
    assertTrue(all.stream().noneMatch(n -> n.seen().isAfter(CHANGED.plusDays(6))), all.toString());
  }

  @Test
  void aNewItemIsWatchedInSilenceFirst() {
    var days = new ArrayList<>(days(60, 8, day -> day == 20 ? 3 : 1));
    assertTrue(noticed(series("pan", days)).isEmpty());
  }

  @Test
  void allZerosAndOneRowAndAYearsGapAreNothing() {
    assertTrue(noticed(series(300, 1, _ -> 0)).isEmpty());
    assertTrue(noticed(series(1, 1, _ -> 1)).isEmpty());
    var days = new ArrayList<>(days(800, 9, _ -> 1));
    for (int day = 200; day < 600; day++) {
      days.set(day, SalesDay.shut());
    }
    assertTrue(noticed(series("pan", days)).size() <= 2);
  }

  @Test
  void ratherMillionsThanAnInfinity() {
    var days = new ArrayList<>(days(260, 4, _ -> 1));
    for (int day = CHANGE; day < 260; day++) {
      days.set(day, SalesDay.sold(1e12));
    }
    for (Noticed each : noticed(series("pan", days))) {
      assertTrue(each.chances().any() <= 1 && Double.isFinite(each.now()), each.toString());
    }
  }
}
