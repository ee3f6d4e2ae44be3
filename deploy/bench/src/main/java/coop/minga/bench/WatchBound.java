package coop.minga.bench;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.monitor.Form;
import coop.minga.node.monitor.Noticed;
import coop.minga.node.monitor.SeriesWatch;
import coop.minga.node.monitor.WatchSettings;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// How many steps could be found at all, by how much is sold: Poisson counts around a known week,
/// the least noise that counts can have.
///
/// Beside the watch stands one who knows the week, both sizes that a step may have, and the law of
/// the counts, and not only whether and when. It adds up evidence as Page did ("Continuous
/// inspection schemes", Biometrika 41, 1954): a strong yardstick, and no bound. At the same number
/// of false alarms nobody betters its delay in the mean over the worst case, of one size (G. V.
/// Moustakides, "Optimal stopping times for detecting changes in distributions", Annals of
/// Statistics 14, 1986); what is counted here is the share found in 14 days, of two sizes.
///
/// Of both, false alarms are those that say that something changed, once the watch is no longer
/// cold; odd days are neither found nor counted.
///
/// @param figures where they go
record WatchBound(Figures figures) {
  private static final double[] MEANS = {1, 2, 3, 5, 8, 12, 20, 40};
  private static final double[] SHAPE = {.8, .9, 1, 1, 1.2, 1.4, .7};
  private static final double[] FACTORS = {.6, 1.6};
  private static final LocalDate MONDAY = LocalDate.of(2025, 8, 4);
  private static final double GOAL = 6;
  private static final double YEAR = 365;
  private static final int SERIES = 150;
  private static final int DAYS = 280;
  private static final int FIRST_CHANGE = 140;
  private static final int IN_TIME = 14;
  private static final int HALVINGS = 24;

  /// One series that something happens to.
  ///
  /// @param at the day from which it is multiplied
  private record Injected(List<Integer> plain, List<Integer> stepped, int at, double factor) {}

  void run(int seed) {
    for (double mean : MEANS) {
      List<Injected> all = injected(mean, seed);
      double own = all.stream().filter(WatchBound::isFound).count() / (double) all.size();
      double alarms = alarms(all);
      figures
          .of(seed)
          .print(
              new Figures.Figure(
                  "watch-steps-found-counts",
                  Map.of("mean", mean),
                  own,
                  "",
                  Map.of(
                      "alarms-per-series-year",
                      alarms,
                      "knowing-all-at-the-same-alarms",
                      known(all, mean, alarms),
                      "knowing-all-at-6-alarms",
                      known(all, mean, GOAL))));
    }
  }

  /// Of the week, at its mean 1.
  static double shape(int day) {
    return SHAPE[day % SHAPE.length];
  }

  private static List<Injected> injected(double mean, int seed) {
    var random = new SplittableRandom(seed);
    var all = new ArrayList<Injected>();
    for (int i = 0; i < SERIES; i++) {
      for (double factor : FACTORS) {
        int at = random.nextInt(FIRST_CHANGE, DAYS - IN_TIME);
        var plain = new ArrayList<Integer>(DAYS);
        var stepped = new ArrayList<Integer>(DAYS);
        for (int day = 0; day < DAYS; day++) {
          double usual = mean * shape(day);
          int count = BigShop.poisson(usual, random);
          plain.add(count);
          stepped.add(day < at ? count : BigShop.poisson(usual * factor, random));
        }
        all.add(new Injected(plain, stepped, at, factor));
      }
    }
    return all;
  }

  private static boolean isFound(Injected one) {
    LocalDate day = MONDAY.plusDays(one.at());
    return changes(one.stepped()).stream()
        .filter(each -> each.isMore() == one.factor() > 1)
        .anyMatch(
            each -> !each.seen().isBefore(day) && each.seen().isBefore(day.plusDays(IN_TIME)));
  }

  private static double alarms(List<Injected> all) {
    long alarms =
        all.stream()
            .flatMap(one -> changes(one.plain()).stream())
            .filter(each -> isJudged((int) ChronoUnit.DAYS.between(MONDAY, each.seen())))
            .count();
    return perYear(alarms, all);
  }

  private static boolean isJudged(int day) {
    return day >= SeriesWatch.COLD;
  }

  private static double perYear(long alarms, List<Injected> all) {
    return alarms / (all.size() * (double) (DAYS - SeriesWatch.COLD) / YEAR);
  }

  /// What the watch takes for a change in these counts, from Monday on.
  static List<Noticed> changes(List<Integer> counts) {
    var days = new ArrayList<SalesDay>();
    for (int count : counts) {
      days.add(SalesDay.sold(count));
    }
    var series = DailySeries.of(new SeriesKey("shop", "item"), MONDAY, days);
    return SeriesWatch.over(series, _ -> false, WatchSettings.USUAL).noticed().stream()
        .filter(each -> each.form() != Form.ODD_DAY)
        .toList();
  }

  /// The share that is found by who knows all, at so many false alarms a series-year.
  private static double known(List<Injected> all, double mean, double alarms) {
    double low = 0;
    double high = 20;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      long rung = 0;
      for (Injected one : all) {
        rung += falselyRung(one.plain(), mean, middle);
      }
      boolean tooMany = perYear(rung, all) > alarms;
      low = tooMany ? middle : low;
      high = tooMany ? high : middle;
    }
    double sure = high;
    return all.stream()
            .filter(one ->
                rings(one.stepped(), mean, sure).stream()
                    .anyMatch(ring ->
                        ring.factor() == one.factor()
                            && ring.day() >= one.at()
                            && ring.day() < one.at() + IN_TIME))
            .count()
        / (double) all.size();
  }

  /// How often who knows all would ring in counts that nothing happens to, on the days on which the
  /// watch could.
  static long falselyRung(List<Integer> plain, double mean, double enough) {
    return rings(plain, mean, enough).stream().filter(ring -> isJudged(ring.day())).count();
  }

  private record Ring(int day, double factor) {}

  /// Evidence for each size is added up, never below nothing; once it is enough, it begins anew.
  private static List<Ring> rings(List<Integer> counts, double mean, double enough) {
    var rings = new ArrayList<Ring>();
    for (double factor : FACTORS) {
      double evidence = 0;
      for (int day = 0; day < counts.size(); day++) {
        double usual = mean * shape(day);
        evidence =
            Math.max(0, evidence + counts.get(day) * StrictMath.log(factor) - usual * (factor - 1));
        if (evidence >= enough) {
          rings.add(new Ring(day, factor));
          evidence = 0;
        }
      }
    }
    return rings;
  }
}
