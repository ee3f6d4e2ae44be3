package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.StockOut;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/// What sold-out days hide, on invented shops whose true demand is known.
///
/// Customers come one by one, more on good days and in good weeks, and each buys one to three; the
/// shop orders a little more than usual in packs of six, and whoever comes after the last one goes
/// away unseen. Nothing of this is in the model, which knows normal and piecewise straight
/// distributions only. The bias is that of the forecast mean against the true demand, sold-out days
/// included, over the last weeks.
record HiddenDemand(Figures figures, List<Integer> seeds, boolean quick) {
  private static final int ITEMS = 20;
  private static final int DAYS = 420;
  private static final int WEEKS = 8;
  private static final int EPOCHS = 12;
  private static final int PACK = 6;
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
  private static final double[] WEEK = {.8, .85, .9, 1, 1.2, 1.5, .75};

  /// One item's days.
  private static final class Shelf {
    /// What customers wanted each day.
    private final double[] asked = new double[DAYS];

    /// What the shop had.
    private final double[] had = new double[DAYS];
  }

  /// How a day is written down.
  private interface Clerk {
    SalesDay day(double asked, double had);
  }

  void run() {
    List<Double> ratios = new ArrayList<>();
    List<Double> blind = new ArrayList<>();
    List<Double> told = new ArrayList<>();
    for (int seed : seeds) {
      List<Shelf> shelves = shelves(seed);
      blind.add(bias(shelves, seed, (asked, had) -> SalesDay.sold(Math.min(asked, had))));
      told.add(bias(shelves, seed, HiddenDemand::withItsSign));
      ratios.add(Math.abs(told.getLast() / blind.getLast()));
    }
    figures.print(
        new Figures.Figure(
            "censored-bias-ratio",
            Map.of("items", ITEMS, "days", DAYS),
            median(ratios),
            "",
            Map.of("bias-sales-as-demand", median(blind), "bias-sold-out-known", median(told))),
        seeds,
        Map.of());
  }

  private static SalesDay withItsSign(double asked, double had) {
    StockOut out = asked > had ? StockOut.YES : StockOut.NO;
    return new SalesDay(Math.min(asked, had), false, out, OptionalDouble.empty(), false);
  }

  private double bias(List<Shelf> shelves, int seed, Clerk clerk) {
    List<DailySeries> series = new ArrayList<>();
    for (int item = 0; item < shelves.size(); item++) {
      List<SalesDay> days = new ArrayList<>();
      Shelf shelf = shelves.get(item);
      for (int day = 0; day < DAYS; day++) {
        days.add(clerk.day(shelf.asked[day], shelf.had[day]));
      }
      series.add(DailySeries.of(new SeriesKey("shop", "item" + item), FIRST, days));
    }
    TrainingData all = TrainingData.of(series, FIRST.plusDays(DAYS - 1L));
    DemandModel model = DemandModel.open(DemandModel.Effort.FULL);
    Hash first = Hash.sha256(Bytes.utf8("minga bench hidden demand " + seed));
    TrainingData known = all.until(all.until().minusDays(7L * WEEKS));
    ModelWeights trained =
        model.train(DemandModel.seeded(first), known, seed, quick ? EPOCHS / 2 : EPOCHS);
    return bias(model, trained, all, shelves);
  }

  private static double bias(
      DemandModel model, ModelWeights trained, TrainingData all, List<Shelf> shelves) {
    double said = 0;
    double asked = 0;
    for (int week = WEEKS; week > 0; week--) {
      LocalDate origin = all.until().minusDays(7L * week);
      Forecasts forecasts = model.forecast(trained, all, origin, 7);
      for (int item = 0; item < shelves.size(); item++) {
        for (int ahead = 1; ahead <= 7; ahead++) {
          LocalDate day = origin.plusDays(ahead);
          said += forecasts.at(all.series().get(item), day).orElseThrow().mean();
          asked += shelves.get(item).asked[(int) (day.toEpochDay() - FIRST.toEpochDay())];
        }
      }
    }
    return said / asked - 1;
  }

  private static List<Shelf> shelves(int seed) {
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
        shelf.had[day] = PACK * Math.ceil(usual(shelf, day, level * 2) * 1.05 / PACK);
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
