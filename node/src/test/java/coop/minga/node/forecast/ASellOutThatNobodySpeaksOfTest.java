package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.DemandModel.Effort;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Mapocho bakes about a quarter more than it usually sells and now and then is sold out by noon,
/// and its file does not say on which days. What was asked for only the test knows.
class ASellOutThatNobodySpeaksOfTest {
  private static final int DAYS = 420;
  private static final int JUDGED = 140;
  private static final int ITEMS = 6;
  private static final double BAKES = 1.25;
  private static final LocalDate LAST = SomeShop.FIRST.plusDays(DAYS - 1L);

  private final double[][] asked = new double[ITEMS][DAYS];
  private final double[][] baked = new double[ITEMS][DAYS];

  ASellOutThatNobodySpeaksOfTest() {
    SplitMix random = new SplitMix(11);
    for (int item = 0; item < ITEMS; item++) {
      double level = 15 + 30 * random.uniform();
      for (int day = 0; day < DAYS; day++) {
        double root = Math.sqrt(level * (day % 7 == 5 ? 1.5 : 1)) + .8 * random.normal();
        asked[item][day] = Math.rint(root * root);
        baked[item][day] = Math.rint(BAKES * level * (day % 7 == 5 ? 1.5 : 1));
      }
    }
  }

  @Test
  void theRangeReachesAsFarUpAsDown() {
    TrainingData silent = shop(SalesDay::sold);
    double covered = covered(silent, plain(silent));
    assertEquals(.9, covered, .03, "of what was asked for lies under the .9 quantile");
  }

  @Test
  void whoSaysThatNothingSoldOutIsTakenAtItsWord() {
    TrainingData sure = shop(SalesDay::enough);
    double covered = covered(sure, plain(sure));
    assertTrue(covered < .86, () -> covered + " of what was asked for");
  }

  @Test
  void theModelsRangeDoesTheSame() {
    TrainingData silent = shop(SalesDay::sold);
    TrainingData sure = shop(SalesDay::enough);
    DemandModel model = DemandModel.open(new Effort(4000, 0));
    ModelWeights seeded = DemandModel.seeded(Hash.sha256(Bytes.utf8("sold out")));
    ModelWeights trained = model.train(seeded, silent.until(LAST.minusDays(JUDGED)), 1, 6);
    double unaware = covered(sure, from -> model.forecast(trained, sure, from, 7));
    double aware = covered(silent, from -> model.forecast(trained, silent, from, 7));
    assertTrue(
        Math.abs(.9 - aware) < .6 * Math.abs(.9 - unaware), () -> aware + ", not " + unaware);
  }

  @Test
  void onlyTheUpperSideMoves() {
    TrainingData silent = shop(SalesDay::sold);
    TrainingData sure = shop(SalesDay::enough);
    Quantiles wide = tomorrow(silent);
    Quantiles told = tomorrow(sure);
    assertEquals(told.values().subList(0, 4), wide.values().subList(0, 4));
    for (int level = 4; level < Quantiles.LEVELS.size(); level++) {
      assertTrue(wide.values().get(level) >= told.values().get(level));
    }
    assertTrue(wide.high() > told.high());
  }

  @Test
  void theMoreDaysAreSpokenOfTheLessItMoves() {
    Quantiles narrow = new Quantiles(List.of(10.0, 12.0, 16.0, 25.0, 26.0, 27.0, 28.0));
    assertEquals(narrow, narrow.evened(0));
    assertEquals(List.of(36.0, 42.7, 46.8), rounded(narrow.evened(1)));
    assertEquals(List.of(31.0, 34.9, 37.4), rounded(narrow.evened(.5)));
    Quantiles open = new Quantiles(List.of(20.0, 21.0, 23.0, 25.0, 28.0, 35.0, 40.0));
    assertEquals(open, open.evened(1), "what reaches further up than down stays");
  }

  @Test
  void ofWhatSoldNothingAndOfWeeksNothingIsConcluded() {
    List<SalesDay> slow =
        IntStream.range(0, 60)
            .mapToObj(day -> day % 5 == 0 ? SalesDay.enough(1) : SalesDay.sold(0))
            .toList();
    DailySeries radish = DailySeries.of(SomeShop.key("radish"), SomeShop.FIRST, slow);
    assertEquals(0, new Series(radish, Context.NONE).unsaid(59), "no row is no word");
    DailySeries weeks = SomeShop.series("cheese", 60, _ -> 9);
    assertEquals(0, Series.byTheWeek(weeks).unsaid(59));
    assertEquals(1, new Series(weeks, Context.NONE).unsaid(59));
  }

  @Test
  void whoCountsNowIsNotAskedAboutYearsAgo() {
    List<SalesDay> days =
        IntStream.range(0, 300)
            .mapToObj(day -> day < 200 ? SalesDay.sold(5) : SalesDay.enough(5))
            .toList();
    var counted = new Series(DailySeries.of(SomeShop.key("0"), SomeShop.FIRST, days), Context.NONE);
    assertEquals(1, counted.unsaid(199));
    assertEquals(.5, counted.unsaid(199 + 42));
    assertEquals(0, counted.unsaid(299));
    assertEquals(0, counted.unsaid(-1), "nothing is known yet");
  }

  @Test
  void partsOfASeriesAndAFilledInPastKeepWhatWasSaid() {
    List<SalesDay> days = List.of(SalesDay.enough(5), SomeShop.soldOut(5), SalesDay.sold(5));
    var half = new Series(DailySeries.of(SomeShop.key("0"), SomeShop.FIRST, days), Context.NONE);
    long first = half.firstDay();
    assertEquals(1 / 3.0, half.unsaid(2));
    assertEquals(0, half.unsaid(1), "of what is known by then");
    assertEquals(1 / 3.0, half.during(first, first + 2).orElseThrow().unsaid(2));
    double[] past = {4, Double.NaN, 4};
    assertEquals(3 / 5.0, half.precededBy(past).unsaid(5), "four was never spoken of either");
    Series told = half.during(first, first + 1).orElseThrow();
    assertEquals(0, told.precededBy(past).unsaid(4));
  }

  private TrainingData shop(DoubleFunction<SalesDay> written) {
    List<DailySeries> series = new ArrayList<>();
    for (int item = 0; item < ITEMS; item++) {
      List<SalesDay> days = new ArrayList<>();
      for (int day = 0; day < DAYS; day++) {
        days.add(written.apply(Math.min(asked[item][day], baked[item][day])));
      }
      series.add(DailySeries.of(SomeShop.key("" + item), SomeShop.FIRST, days));
    }
    return TrainingData.of(series, LAST);
  }

  private static Function<LocalDate, Forecasts> plain(TrainingData data) {
    return from -> Baselines.forecast(Method.WEEKDAY_MEAN, data, from, 7);
  }

  private static Quantiles tomorrow(TrainingData data) {
    return plain(data).apply(LAST).at(SomeShop.key("0"), LAST.plusDays(1)).orElseThrow();
  }

  /// The share of what was asked for that the .9 quantile covers, in the last weeks.
  private double covered(TrainingData data, Function<LocalDate, Forecasts> forecast) {
    int covered = 0;
    int days = 0;
    for (int back = JUDGED; back >= 7; back -= 7) {
      Forecasts said = forecast.apply(LAST.minusDays(back));
      for (int item = 0; item < data.series().size(); item++) {
        for (int ahead = 0; ahead < 7; ahead++) {
          LocalDate on = said.origin().plusDays(ahead + 1L);
          Quantiles day = said.at(data.series().get(item), on).orElseThrow();
          covered += asked[item][DAYS - back + ahead] <= day.high() ? 1 : 0;
          days++;
        }
      }
    }
    return (double) covered / days;
  }

  private static List<Double> rounded(Quantiles said) {
    return said.values().subList(4, 7).stream().map(value -> Math.rint(10 * value) / 10).toList();
  }
}
