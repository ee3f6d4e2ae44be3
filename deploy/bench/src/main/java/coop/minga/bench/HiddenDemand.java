package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.Quantiles;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.StockOut;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// What sold-out days hide, on invented shops whose true demand is known.
///
/// Customers come one by one, more on good days and in good weeks, and each buys one to three; the
/// shop orders a little more than usual in packs of six, and whoever comes after the last one goes
/// away unseen. Nothing of this is in the model, which knows normal and piecewise straight
/// distributions only. The bias is that of the forecast mean against the true demand, sold-out days
/// included, over the last weeks.
///
/// Where nobody says which days sold out, it is counted how much of the true demand lies under the
/// upper quantiles, in shops that order more and more; beside it, what those would be if a day of
/// which nobody speaks were taken for one with enough.
record HiddenDemand(Figures figures, List<Integer> seeds, boolean quick) {
  private static final int ITEMS = 20;
  private static final int DAYS = 420;
  private static final int WEEKS = 8;
  private static final int EPOCHS = 12;
  private static final int PACK = 6;
  private static final double ORDERS = 1.05;
  private static final List<Double> MORE_AND_MORE = List.of(ORDERS, 1.3, 1.6, 9.0);
  private static final List<Double> UPPER = List.of(.75, .9, .95);
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
  private static final double[] WEEK = {.8, .85, .9, 1, 1.2, 1.5, .75};

  /// One item's days.
  private static final class Shelf {
    /// What customers wanted each day.
    private final double[] asked = new double[DAYS];

    /// What the shop had.
    private final double[] had = new double[DAYS];

    double soldOut() {
      return (double) IntStream.range(0, DAYS).filter(day -> asked[day] > had[day]).count() / DAYS;
    }
  }

  /// How a day is written down.
  private interface Clerk {
    SalesDay day(double asked, double had);
  }

  /// What was said of a day, and what was asked for.
  private interface Told {
    void day(Quantiles said, double asked);
  }

  void run() {
    List<Double> ratios = new ArrayList<>();
    List<Double> blind = new ArrayList<>();
    List<Double> silent = new ArrayList<>();
    List<Double> told = new ArrayList<>();
    for (int seed : seeds) {
      List<Shelf> shelves = shelves(seed, ORDERS);
      blind.add(bias(shelves, seed, (asked, had) -> SalesDay.enough(Math.min(asked, had))));
      silent.add(bias(shelves, seed, (asked, had) -> SalesDay.sold(Math.min(asked, had))));
      told.add(bias(shelves, seed, HiddenDemand::withItsSign));
      ratios.add(Math.abs(told.getLast() / blind.getLast()));
    }
    figures.print(
        new Figures.Figure(
            "censored-bias-ratio",
            Map.of("items", ITEMS, "days", DAYS),
            median(ratios),
            "",
            Map.of(
                "bias-sales-as-demand", median(blind),
                "bias-nobody-says", median(silent),
                "bias-sold-out-known", median(told))),
        seeds,
        Map.of());
    MORE_AND_MORE.forEach(this::unsaid);
  }

  /// How the upper quantiles of some days did.
  ///
  /// @param covered the share of days on which no more was asked for, for each of [#UPPER]
  /// @param pinball their mean loss, as a share of what was asked for
  private record Upper(List<Double> covered, double pinball) {}

  private void unsaid(double orders) {
    List<Upper> silent = new ArrayList<>();
    List<Upper> enough = new ArrayList<>();
    List<Double> soldOut = new ArrayList<>();
    for (int seed : seeds) {
      List<Shelf> shelves = shelves(seed, orders);
      TrainingData all = written(shelves, (asked, had) -> SalesDay.sold(Math.min(asked, had)));
      TrainingData sure = written(shelves, (asked, had) -> SalesDay.enough(Math.min(asked, had)));
      DemandModel model = DemandModel.open(DemandModel.Effort.FULL);
      TrainingData known = known(all);
      MemberModel used =
          MemberModel.fit(model, Optional.of(trained(model, known, seed)), Optional.empty(), known);
      silent.add(upper(model, used, all, shelves));
      enough.add(upper(model, used, sure, shelves));
      soldOut.add(shelves.stream().mapToDouble(Shelf::soldOut).average().orElseThrow());
    }
    Map<String, Double> beside = new LinkedHashMap<>();
    beside.put("sold-out-days", median(soldOut));
    for (int level = 0; level < UPPER.size(); level++) {
      int at = level;
      String name = "" + Math.round(100 * UPPER.get(level));
      beside.put("covered-" + name, median(silent, one -> one.covered().get(at)));
      beside.put("taken-for-enough-" + name, median(enough, one -> one.covered().get(at)));
    }
    beside.put("pinball", median(silent, Upper::pinball));
    beside.put("taken-for-enough-pinball", median(enough, Upper::pinball));
    figures.print(
        new Figures.Figure(
            "unsaid-covered-90",
            Map.of("orders", orders),
            beside.getOrDefault("covered-90", Double.NaN),
            "",
            beside),
        seeds,
        Map.of());
  }

  private static double median(List<Upper> all, ToDoubleFunction<Upper> of) {
    return Figures.median(all.stream().mapToDouble(of).toArray());
  }

  private static Upper upper(
      DemandModel model, MemberModel used, TrainingData all, List<Shelf> shelves) {
    double[] covered = new double[UPPER.size()];
    double[] sums = new double[3];
    each(
        all,
        shelves,
        origin -> model.forecast(used, all, origin, 7),
        (said, asked) -> {
          sums[0]++;
          sums[1] += asked;
          for (int i = 0; i < covered.length; i++) {
            double above = asked - said.at(UPPER.get(i));
            covered[i] += above <= 0 ? 1 : 0;
            sums[2] += 2 * Math.max(UPPER.get(i) * above, (UPPER.get(i) - 1) * above);
          }
        });
    return new Upper(
        Arrays.stream(covered).mapToObj(days -> days / sums[0]).toList(),
        sums[2] / UPPER.size() / sums[1]);
  }

  private static SalesDay withItsSign(double asked, double had) {
    StockOut out = asked > had ? StockOut.YES : StockOut.NO;
    return new SalesDay(Math.min(asked, had), false, out, OptionalDouble.empty(), false);
  }

  private double bias(List<Shelf> shelves, int seed, Clerk clerk) {
    TrainingData all = written(shelves, clerk);
    DemandModel model = DemandModel.open(DemandModel.Effort.FULL);
    return bias(model, trained(model, known(all), seed), all, shelves);
  }

  private static TrainingData written(List<Shelf> shelves, Clerk clerk) {
    List<DailySeries> series = new ArrayList<>();
    for (int item = 0; item < shelves.size(); item++) {
      List<SalesDay> days = new ArrayList<>();
      Shelf shelf = shelves.get(item);
      for (int day = 0; day < DAYS; day++) {
        days.add(clerk.day(shelf.asked[day], shelf.had[day]));
      }
      series.add(DailySeries.of(new SeriesKey("shop", "item" + item), FIRST, days));
    }
    return TrainingData.of(series, FIRST.plusDays(DAYS - 1L));
  }

  private static TrainingData known(TrainingData all) {
    return all.until(all.until().minusDays(7L * WEEKS));
  }

  private ModelWeights trained(DemandModel model, TrainingData known, int seed) {
    Hash first = Hash.sha256(Bytes.utf8("minga bench hidden demand " + seed));
    return model.train(DemandModel.seeded(first), known, seed, quick ? EPOCHS / 2 : EPOCHS);
  }

  private static double bias(
      DemandModel model, ModelWeights trained, TrainingData all, List<Shelf> shelves) {
    double[] sums = new double[2];
    each(
        all,
        shelves,
        origin -> model.forecast(trained, all, origin, 7),
        (said, asked) -> {
          sums[0] += said.mean();
          sums[1] += asked;
        });
    return sums[0] / sums[1] - 1;
  }

  /// Each item's days of the last weeks: what was said of them a week before, and what was wanted.
  private static void each(
      TrainingData all, List<Shelf> shelves, Frozen.Forecaster forecaster, Told told) {
    for (int week = WEEKS; week > 0; week--) {
      LocalDate origin = all.until().minusDays(7L * week);
      Forecasts forecasts = forecaster.from(origin);
      for (int item = 0; item < shelves.size(); item++) {
        for (int ahead = 1; ahead <= 7; ahead++) {
          LocalDate day = origin.plusDays(ahead);
          told.day(
              forecasts.at(all.series().get(item), day).orElseThrow(),
              shelves.get(item).asked[(int) (day.toEpochDay() - FIRST.toEpochDay())]);
        }
      }
    }
  }

  /// @param orders times what usually sells
  private static List<Shelf> shelves(int seed, double orders) {
    List<Shelf> shelves = new ArrayList<>();
    var random = new Random(seed);
    for (int item = 0; item < ITEMS; item++) {
      double level = 8 + 30 * random.nextDouble();
      var shelf = new Shelf();
      double mood = 0;
      for (int day = 0; day < DAYS; day++) {
        mood = .8 * mood + .08 * random.nextGaussian();
        double luck = Math.exp(mood + .15 * random.nextGaussian());
        shelf.asked[day] = customers(random, level * WEEK[day % 7] * luck);
        shelf.had[day] = PACK * Math.ceil(usual(shelf, day, level * 2) * orders / PACK);
      }
      shelves.add(shelf);
    }
    return shelves;
  }

  /// What so many customers on average, who come one by one, buy together.
  private static double customers(Random random, double mean) {
    double bought = 0;
    double until = 0;
    while (true) {
      until -= Math.log(1 - random.nextDouble());
      if (until > mean) {
        return bought;
      }
      bought += 1 + random.nextInt(3);
    }
  }

  /// What sold on the last four such weekdays, as the shop saw it.
  private static double usual(Shelf shelf, int day, double atFirst) {
    double sum = 0;
    int count = 0;
    for (int at = day - 7; at >= 0 && count < 4; at -= 7) {
      sum += Math.min(shelf.asked[at], shelf.had[at]);
      count++;
    }
    return count == 0 ? atFirst : sum / count;
  }

  private static double median(List<Double> all) {
    return Figures.median(all.stream().mapToDouble(one -> one).toArray());
  }
}
