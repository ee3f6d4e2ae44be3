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
/// @param architecture the model's, in a word
record Waste(Figures figures, DemandModel model, Frozen frozen, String architecture) {
  private static final int LEAD = 2;
  private static final int CHOSEN_BY = TrainingData.MAX_VALIDATION_DAYS;
  private static final double SERVICE = .95;

  /// Days before those of the comparison, which the plain rule's errors are learnt from.
  private static final int BEFORE = 7 * 26;

  private static final double[] SERVED = {.90, .95, .98};
  private static final String PLAIN = "weekday-4";
  private static final String OURS = "model";
  private static final String VALUE = "value";
  private static final String ALIKE = "model-all-items-alike";

  /// What comes with an origin, for one member.
  private interface Forecaster {
    Forecasts from(int member, LocalDate origin);
  }

  /// Compares food of one day's life and of two; medians over the seeds.
  ///
  /// @param used by seed and member
  void print(List<List<MemberModel>> used, Boosted boosted, List<Integer> seeds) {
    Map<String, List<Shelf>> rules = new LinkedHashMap<>();
    rules.put("gbm", modelled((member, origin) -> trees(boosted, member, origin)));
    rules.put(PLAIN, plain(4));
    rules.put("weekday-8", plain(8));
    rules.put("last-weekday", plain(1));
    List<List<Shelf>> ours =
        used.stream()
            .map(models -> modelled((member, origin) -> ours(models.get(member), member, origin)))
            .toList();
    for (int life = 1; life <= 2; life++) {
      int days = life;
      List<Map<String, Sweep>> bySeed =
          ours.stream().map(shelves -> sweeps(shelves, rules, days)).toList();
      tell("waste-at-equal-service", life, bySeed.stream().map(Waste::equal).toList(), seeds);
      tell("waste-as-run", life, bySeed.stream().map(Waste::asRun).toList(), seeds);
    }
  }

  private static Map<String, Sweep> sweeps(
      List<Shelf> ours, Map<String, List<Shelf>> rules, int life) {
    Map<String, Sweep> sweeps = new LinkedHashMap<>();
    sweeps.put(OURS, Sweep.noneServedLess(ours, CHOSEN_BY, life));
    sweeps.put(ALIKE, Sweep.alike(ours, CHOSEN_BY, life));
    rules.forEach((name, shelves) -> sweeps.put(name, Sweep.alike(shelves, CHOSEN_BY, life)));
    return sweeps;
  }

  private Forecasts ours(MemberModel used, int member, LocalDate origin) {
    return model.forecast(used, frozen.members().get(member), origin, LEAD);
  }

  private Forecasts trees(Boosted boosted, int member, LocalDate origin) {
    return Rows.forecast(boosted, frozen.members().get(member), origin, LEAD);
  }

  private static Map<String, Double> equal(Map<String, Sweep> sweeps) {
    Map<String, Double> found = new LinkedHashMap<>();
    found.put(VALUE, saved(sweeps, OURS, SERVICE));
    for (double served : SERVED) {
      int percent = (int) Math.round(100 * served);
      found.put("saved-at-" + percent, saved(sweeps, OURS, served));
      found.put("saved-at-" + percent + "-all-items-alike", saved(sweeps, ALIKE, served));
    }
    sweeps.forEach((name, sweep) -> found.put("waste-at-95-" + name, sweep.wasteAt(SERVICE)));
    found.put("worst-item-fill-gap", worstGap(sweeps, OURS));
    found.put("worst-item-fill-gap-all-items-alike", worstGap(sweeps, ALIKE));
    return found;
  }

  private static Map<String, Double> asRun(Map<String, Sweep> sweeps) {
    Map<String, Double> found = new LinkedHashMap<>();
    found.put(VALUE, 1 - asRun(sweeps, OURS).waste() / asRun(sweeps, PLAIN).waste());
    sweeps.forEach((name, sweep) -> {
      Shelf.Sum sum = sweep.chosenFor(SERVICE);
      found.put("fill-" + name, sum.fill());
      found.put("waste-" + name, sum.waste());
    });
    return found;
  }

  private void tell(String name, int life, List<Map<String, Double>> bySeed, List<Integer> seeds) {
    Map<String, Double> medians = new LinkedHashMap<>();
    for (String key : bySeed.getFirst().keySet()) {
      medians.put(
          key,
          Figures.median(bySeed.stream().mapToDouble(one -> one.getOrDefault(key, 0.0)).toArray()));
    }
    double value = medians.getOrDefault(VALUE, 0.0);
    medians.remove(VALUE);
    Map<String, Object> params = Map.of("life", life, "model", architecture);
    figures.print(new Figures.Figure(name, params, value, "", medians), seeds, Map.of());
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
