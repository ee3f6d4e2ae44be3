package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.Forecasts.SeriesForecast;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Holidays;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  @Test
  void theWeekdayMeanIsTheMeanOfTheLastFourOpenOnes() {
    Series mondays = series(43, day -> day % 7 == 0 ? 10 + day : 1);
    assertEquals(
        10 + (21 + 28 + 35 + 42) / 4.0, Baselines.point(Method.WEEKDAY_MEAN, mondays, 42, 49));
    assertEquals(52, Baselines.point(Method.SEASONAL_NAIVE, mondays, 42, 49));
  }

  @Test
  void aClosedWeekdayIsSkippedNotCountedAsZero() {
    Series shut = series(43, day -> day == 35 ? -1 : day % 7 == 0 ? 10 + day : 1);
    assertEquals(
        10 + (14 + 21 + 28 + 42) / 4.0, Baselines.point(Method.WEEKDAY_MEAN, shut, 42, 49));
  }

  @Test
  void aSoldOutDayIsAtLeastAsMuchAsItsWeekdayUsuallyIs() {
    List<SalesDay> days = new ArrayList<>();
    for (int day = 0; day < 29; day++) {
      days.add(SalesDay.sold(20));
    }
    days.set(21, SomeShop.soldOut(5));
    days.set(28, SomeShop.soldOut(44));
    Series one =
        new Series(DailySeries.of(SomeShop.key("milk"), SomeShop.FIRST, days), Context.NONE);
    assertEquals(20, one.demand(21), .01, "5 were sold, and more were asked for");
    assertEquals(44.4, one.demand(28), .1);
    assertTrue(!one.tellsDemand(21) && one.tellsDemand(20));
  }

  @Test
  void theRangeIsThatOfItsOwnPastErrors() {
    Series steady = series(100, day -> 10);
    SeriesForecast sure = Baselines.forecast(Method.WEEKDAY_MEAN, steady, 99, 2);
    assertEquals(10, sure.days().getFirst().low(), 1e-9);
    assertEquals(10, sure.days().getFirst().high(), 1e-9);
    Series uneven = told(100, day -> day / 7 % 2 == 0 ? 5 : 15);
    Quantiles wide = Baselines.forecast(Method.WEEKDAY_MEAN, uneven, 99, 1).days().getFirst();
    assertEquals(5, wide.low(), .5);
    assertEquals(15, wide.high(), .5);
  }

  @Test
  void withFewErrorsTheRangeIsThatOfACount() {
    Series young = series(8, day -> 25);
    Quantiles day = Baselines.forecast(Method.WEEKDAY_MEAN, young, 7, 1).days().getFirst();
    assertEquals(25, day.median());
    assertEquals(25 + 1.281552 * 5, day.high(), 1e-9);
  }

  @Test
  void aSiteThatIsMostlyClosedOnAWeekdayIsExpectedToBe() {
    Series sundays = series(70, day -> day % 7 == 6 ? -1 : 9);
    List<Quantiles> week = Baselines.forecast(Method.WEEKDAY_MEAN, sundays, 69, 7).days();
    assertEquals(Quantiles.ZERO, week.get(6));
    assertEquals(9, week.get(5).median());
  }

  @Test
  void aShopThatWasClosedOnAHolidayAYearAgoIsExpectedToBeAgain() {
    Context may = new Context(Holidays.of("05-01", "05-25"), Map.of());
    LocalDate eve = LocalDate.of(2025, 4, 30);
    int days = (int) (eve.toEpochDay() - SomeShop.FIRST.toEpochDay()) + 1;
    int closed = (int) (LocalDate.of(2024, 5, 1).toEpochDay() - SomeShop.FIRST.toEpochDay());
    DailySeries sold = SomeShop.series("bread", days, day -> day == closed ? -1 : 9);
    TrainingData data = TrainingData.of(List.of(sold), eve, may);
    Forecasts said = Baselines.forecast(Method.WEEKDAY_MEAN, data, eve, 28);
    SeriesKey key = SomeShop.key("bread");
    assertEquals(Optional.of(Quantiles.ZERO), said.at(key, LocalDate.of(2025, 5, 1)));
    assertEquals(9, said.at(key, LocalDate.of(2025, 5, 2)).orElseThrow().median());
    assertEquals(9, said.at(key, LocalDate.of(2025, 5, 25)).orElseThrow().median());
  }

  @Test
  void aPersonsWordOnOpeningGoesBeforeWhatWasAYearAgo() {
    LocalDate eve = LocalDate.of(2025, 4, 28);
    int days = (int) (eve.toEpochDay() - SomeShop.FIRST.toEpochDay()) + 1;
    int closed = (int) (LocalDate.of(2024, 5, 1).toEpochDay() - SomeShop.FIRST.toEpochDay());
    DailySeries sold = SomeShop.series("bread", days, day -> day == closed ? -1 : 9);
    var says = new Context(Holidays.of("05-01", "2025-05-01 open", "2025-05-02 closed"), Map.of());
    TrainingData data = TrainingData.of(List.of(sold), eve, says);
    Forecasts said = Baselines.forecast(Method.WEEKDAY_MEAN, data, eve, 28);
    SeriesKey key = SomeShop.key("bread");
    assertEquals(9, said.at(key, LocalDate.of(2025, 5, 1)).orElseThrow().median());
    assertEquals(Optional.of(Quantiles.ZERO), said.at(key, LocalDate.of(2025, 5, 2)));
    assertEquals(9, said.at(key, LocalDate.of(2025, 5, 9)).orElseThrow().median());
  }

  @Test
  void smoothingFollowsAStepAndKeepsTheWeekdays() {
    Series stepped =
        series(140, day -> (day < 70 ? 20 : 40) + (day % 7 == 5 ? 10 : 0) - (day % 7 == 1 ? 8 : 0));
    double saturday = Baselines.point(Method.EXPONENTIAL_SMOOTHING, stepped, 139, 145);
    double tuesday = Baselines.point(Method.EXPONENTIAL_SMOOTHING, stepped, 139, 141);
    assertEquals(50, saturday, 1.5);
    assertEquals(32, tuesday, 1.5);
  }

  @Test
  void smoothingLearnsNothingFromClosedDaysAndStaysAboveZero() {
    Series shut = series(60, day -> day % 7 == 6 ? -1 : 9);
    assertEquals(9, Baselines.point(Method.EXPONENTIAL_SMOOTHING, shut, 59, 60), 1e-9);
    Series ending = series(90, day -> day < 40 ? 30 : 0);
    assertEquals(0, Baselines.point(Method.EXPONENTIAL_SMOOTHING, ending, 89, 90), 1);
    Series empty = series(40, day -> -1);
    assertEquals(0, Baselines.point(Method.EXPONENTIAL_SMOOTHING, empty, 39, 40));
  }

  @Test
  void theModelIsNoPlainRule() {
    TrainingData data = SomeShop.data(1, 60, 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> Baselines.forecast(Method.MODEL, data, data.until(), 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Baselines.forecast(Method.WEEKDAY_MEAN, data, data.until().plusDays(1), 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Baselines.forecast(Method.WEEKDAY_MEAN, data, data.until(), Forecasts.MAX_DAYS + 1));
  }

  @Test
  void quantilesLieOnStraightLinesBetweenNeighbours() {
    double[] sorted = {1, 2, 4, 8};
    double[] found = new double[] {0, 1.0 / 3, .5, 1};
    for (int i = 0; i < found.length; i++) {
      found[i] = Baselines.quantile(sorted, found[i]);
    }
    assertArrayEquals(new double[] {1, 2, 3, 8}, found, 1e-9);
  }

  /// A series of which is known that it never sold out.
  private static Series told(int days, IntToDoubleFunction quantity) {
    List<SalesDay> sold =
        IntStream.range(0, days)
            .mapToObj(day -> SalesDay.enough(quantity.applyAsDouble(day)))
            .toList();
    return new Series(DailySeries.of(SomeShop.key("item"), SomeShop.FIRST, sold), Context.NONE);
  }

  private static Series series(int days, IntToDoubleFunction quantity) {
    return new Series(SomeShop.series("item", days, quantity), Context.NONE);
  }
}
