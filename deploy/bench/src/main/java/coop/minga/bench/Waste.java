package coop.minga.bench;

import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.Quantiles;
import coop.minga.node.forecast.Rows;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is thrown away at the same service: the model's orders beside the plain rule's, on the
/// frozen window.
///
/// All order for each day on the morning before it, knowing what sold up to the day before that.
/// The plain rule aims at the mean of the last 4 open days of the weekday and k times the spread of
/// its own last 12 weeks' errors, in whole units; the model at one of its quantiles. Both are
/// swept, and compared where they serve the same share of demand. Waste is units outdated, as a
/// share of demand. The model's quantile is one for all items, but higher for an item of a member
/// that it would have served less than all together on the validation days: without that an item
/// may pay for what the others save, which is printed beside. Beside them 8 weekdays, the last one
/// alone, and the pooled trees; and all of them as they would have been run, with what serves .95
/// of the validation days.
///
/// @param frozen the last days of all members
/// @param name of the model's architecture
record Waste(Figures figures, DemandModel model, Frozen frozen, String name) {
  private static final int LEAD = 2;
  private static final int CHOSEN_BY = TrainingData.MAX_VALIDATION_DAYS;
  private static final double SERVICE = .95;

  /// Days before those of the comparison, which the plain rule's errors are learnt from.
  private static final int BEFORE = 7 * 26;

  private static final double[] SERVED = {.90, .95, .98};
  private static final String PLAIN = "weekday-4";
  private static final String OURS = "model";
  private static final String ALIKE = "model-all-items-alike";

  /// What comes with an origin, for one member.
  private interface Forecaster {
    Forecasts from(int member, LocalDate origin);
  }

  /// Compares food of one day's life and of two.
  ///
  /// @param used by seed and member
  void print(List<List<MemberModel>> used, List<Boosted> boosted, List<Integer> seeds) {
    for (int seed = 0; seed < seeds.size(); seed++) {
      print(used.get(seed), boosted.get(seed), List.of(seeds.get(seed)));
    }
  }

  private void print(List<MemberModel> used, Boosted boosted, List<Integer> seeds) {
    Map<String, List<Shelf>> ways = new LinkedHashMap<>();
    ways.put(OURS, modelled((member, origin) -> ours(used.get(member), member, origin)));
    ways.put("gbm", modelled((member, origin) -> trees(boosted, member, origin)));
    ways.put(PLAIN, plain(4));
    ways.put("weekday-8", plain(8));
    ways.put("last-weekday", plain(1));
    for (int life = 1; life <= 2; life++) {
      int days = life;
      Map<String, Sweep> sweeps = new LinkedHashMap<>();
      ways.forEach((name, shelves) -> sweeps.put(name, Sweep.alike(shelves, CHOSEN_BY, days)));
      sweeps.put(ALIKE, named(sweeps, OURS));
      sweeps.put(OURS, Sweep.noneServedLess(ways.getOrDefault(OURS, List.of()), CHOSEN_BY, days));
      tellEqual(sweeps, life, seeds);
      tellAsRun(sweeps, life, seeds);
    }
  }

  private Forecasts ours(MemberModel used, int member, LocalDate origin) {
    return model.forecast(used, frozen.members().get(member), origin, LEAD);
  }

  private Forecasts trees(Boosted boosted, int member, LocalDate origin) {
    return Rows.forecast(boosted, frozen.members().get(member), origin, LEAD);
  }

  private void tellEqual(Map<String, Sweep> sweeps, int life, List<Integer> seeds) {
    Map<String, Double> beside = new LinkedHashMap<>();
    for (double served : SERVED) {
      int percent = (int) Math.round(100 * served);
      beside.put("saved-at-" + percent, saved(sweeps, OURS, served));
      beside.put("saved-at-" + percent + "-all-items-alike", saved(sweeps, ALIKE, served));
    }
    sweeps.forEach((name, sweep) -> beside.put("waste-at-95-" + name, sweep.wasteAt(SERVICE)));
    beside.put("worst-item-fill-gap", worstGap(sweeps, OURS));
    beside.put("worst-item-fill-gap-all-items-alike", worstGap(sweeps, ALIKE));
    tell("waste-at-equal-service", life, saved(sweeps, OURS, SERVICE), beside, seeds);
  }

  private void tellAsRun(Map<String, Sweep> sweeps, int life, List<Integer> seeds) {
    Map<String, Double> beside = new LinkedHashMap<>();
    sweeps.forEach((name, sweep) -> {
      Shelf.Sum sum = sweep.chosenFor(SERVICE);
      beside.put("fill-" + name, sum.fill());
      beside.put("waste-" + name, sum.waste());
    });
    double saved = 1 - asRun(sweeps, OURS).waste() / asRun(sweeps, PLAIN).waste();
    tell("waste-as-run", life, saved, beside, seeds);
  }

  private void tell(
      String name, int life, double value, Map<String, Double> beside, List<Integer> seeds) {
    var figure =
        new Figures.Figure(name, Map.of("life", life, "model", this.name), value, "", beside);
    figures.print(figure, seeds, Map.of());
  }

  private static Shelf.Sum asRun(Map<String, Sweep> sweeps, String name) {
    return named(sweeps, name).chosenFor(SERVICE);
  }

  private static double saved(Map<String, Sweep> sweeps, String name, double served) {
    return 1 - named(sweeps, name).wasteAt(served) / named(sweeps, PLAIN).wasteAt(served);
  }

  private static Sweep named(Map<String, Sweep> sweeps, String name) {
    return sweeps.entrySet().stream()
        .filter(one -> one.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  /// How much less of one member's item is served than by the plain rule, at most.
  private static double worstGap(Map<String, Sweep> sweeps, String name) {
    Map<String, Double> theirs = named(sweeps, PLAIN).fillByItem(SERVICE);
    double worst = 0;
    for (Map.Entry<String, Double> item : named(sweeps, name).fillByItem(SERVICE).entrySet()) {
      worst = Math.max(worst, theirs.getOrDefault(item.getKey(), 0.0) - item.getValue());
    }
    return worst;
  }

  private int days() {
    return CHOSEN_BY + frozen.days();
  }

  private static LocalDate day(TrainingData data, int days, int index) {
    return data.until().minusDays(days - 1L - index);
  }

  /// What one series sold each day, from long before the first one; not a number if closed.
  private double[] sold(TrainingData data, SeriesKey key) {
    double[] sold = new double[BEFORE + days()];
    for (int i = 0; i < sold.length; i++) {
      sold[i] = data.told(key, day(data, sold.length, i)).orElse(Double.NaN);
    }
    return sold;
  }

  private List<Shelf> plain(int weekdays) {
    List<Shelf> shelves = new ArrayList<>();
    for (int member = 0; member < frozen.members().size(); member++) {
      TrainingData data = frozen.members().get(member);
      for (SeriesKey key : data.series()) {
        double[] sold = sold(data, key);
        var rule = new PlainRule(sold, weekdays);
        double[] expected = new double[days()];
        double[][] aims = new double[days()][];
        for (int day = 0; day < days(); day++) {
          expected[day] = rule.mean(BEFORE + day);
          aims[day] = rule.aims(BEFORE + day);
        }
        shelves.add(shelf(member, key, sold, expected, aims));
      }
    }
    return shelves;
  }

  private List<Shelf> modelled(Forecaster forecaster) {
    List<Shelf> shelves = new ArrayList<>();
    for (int member = 0; member < frozen.members().size(); member++) {
      TrainingData data = frozen.members().get(member);
      List<Forecasts> said = new ArrayList<>();
      for (int day = 0; day < days(); day++) {
        said.add(forecaster.from(member, day(data, days(), day).minusDays(LEAD)));
      }
      for (SeriesKey key : data.series()) {
        double[] expected = new double[days()];
        double[][] aims = new double[days()][];
        for (int day = 0; day < days(); day++) {
          LocalDate date = day(data, days(), day);
          expected[day] = expected(said, day, key, date);
          aims[day] = aims(said.get(day).at(key, date).orElseThrow());
        }
        shelves.add(shelf(member, key, sold(data, key), expected, aims));
      }
    }
    return shelves;
  }

  /// On a day's own morning, which the order for the day after it is made on; nothing is ordered
  /// after the last.
  private static double expected(List<Forecasts> said, int day, SeriesKey key, LocalDate date) {
    return day + 1 == said.size() ? 0 : said.get(day + 1).at(key, date).orElseThrow().median();
  }

  private Shelf shelf(
      int member, SeriesKey key, double[] sold, double[] expected, double[][] aims) {
    double[] demand = java.util.Arrays.copyOfRange(sold, BEFORE, sold.length);
    return new Shelf(member + "/" + key.item(), demand, expected, aims);
  }

  private static double[] aims(Quantiles said) {
    double[] aims = new double[Sweep.STEPS];
    for (int step = 0; step < aims.length; step++) {
      aims[step] = Math.rint(said.at(.3 + .695 * step / (aims.length - 1)));
    }
    return aims;
  }
}
