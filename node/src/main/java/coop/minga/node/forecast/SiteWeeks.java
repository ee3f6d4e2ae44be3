package coop.minga.node.forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What a member's sales would change of a model, week by week and site by site, so that what one
/// week of one site can change is bounded: one step against the gradient for each, from the base
/// and from a few weeks alone, no longer than a week's clip; the sum of all of them.
///
/// A week is learnt from with the [#BEHIND] weeks before it, and as if nothing had been before
/// those: last year, older holidays and how often the shelf used to be empty are not looked at,
/// though forecasts do. So one week of one site occurs in [#PLACES] steps and no more: its own and
/// those of the weeks that look back at it. A step takes all those weeks; where one is not in the
/// history there is none. Which items and how they are drawn follows from those weeks too. Weeks
/// begin on Monday; none reaches into the validation days.
///
/// What is not bounded is what no week alone tells: the first and the last day of the history, and
/// what items and categories are called.
///
/// Source: Abadi and others, "Deep learning with differential privacy", 2016, for clipping what
/// each part of the data changes; McMahan and others, "Learning differentially private recurrent
/// language models", 2018, for parts that train several steps. Our part is a week of a site, and
/// all are summed.
final class SiteWeeks {
  /// Weeks before the one that is learnt from.
  static final int BEHIND = 8;

  /// Steps in which one week of one site occurs.
  static final int PLACES = BEHIND + 1;

  private static final int DAYS = 7;

  /// So many items of a site teach in one week at most.
  private static final int MOST_ITEMS = 64;

  private final TrainingData data;
  private final Training training;

  /// What training from the base on some windows alone changes of it.
  interface Training {
    float[] on(List<TrainingData.Window> windows, SplitMix random);
  }

  SiteWeeks(TrainingData data, Training training) {
    this.data = data;
    this.training = training;
  }

  /// The sum of all steps.
  ///
  /// @param seed draws items, and what sold-out days may have been asked for
  double[] sum(int size, DemandModel.Clips clips, long seed) {
    double[] sum = new double[size];
    bySite()
        .forEach((site, items) -> {
          for (long monday = firstMonday(items);
              monday + DAYS - 1 <= lastDay(items);
              monday += DAYS) {
            var random = new SplitMix(seed ^ (31 * (31L * site.hashCode() + monday)));
            List<TrainingData.Window> windows = windows(items, monday, random);
            if (!windows.isEmpty()) {
              add(training.on(windows, random), clips.week(), sum);
            }
          }
        });
    double length = length(sum);
    return length <= clips.all() ? sum : scaled(sum, clips.all() / length);
  }

  private Map<String, List<Series>> bySite() {
    var sites = new TreeMap<String, List<Series>>();
    for (Series one : data.all()) {
      sites.computeIfAbsent(one.key().site(), _ -> new ArrayList<>()).add(one);
    }
    sites.values().forEach(items -> items.sort(Comparator.comparing(Series::key)));
    return sites;
  }

  /// The first Monday that has all weeks behind it.
  private static long firstMonday(List<Series> items) {
    long first = items.stream().mapToLong(Series::firstDay).min().orElseThrow();
    long monday = first + Math.floorMod(-(first + 3), (long) DAYS);
    return monday + (long) BEHIND * DAYS;
  }

  private long lastDay(List<Series> items) {
    int spare = data.validationDays();
    return items.stream()
        .mapToLong(one -> one.firstDay() + data.last(one) - spare)
        .max()
        .orElseThrow();
  }

  /// One window an item: asked for the week, knowing the weeks behind it.
  private static List<TrainingData.Window> windows(
      List<Series> items, long monday, SplitMix random) {
    List<Series> sold = new ArrayList<>();
    for (Series item : items) {
      item.during(monday - (long) BEHIND * DAYS, monday + DAYS - 1)
          .filter(weeks -> weeks.indexOf(monday) >= Features.MIN_DAYS)
          .filter(weeks -> tells(weeks, monday))
          .ifPresent(sold::add);
    }
    int[] order = IntStream.range(0, sold.size()).toArray();
    random.shuffle(order);
    return IntStream.of(order)
        .limit(MOST_ITEMS)
        .mapToObj(sold::get)
        .map(weeks -> new TrainingData.Window(weeks, weeks.indexOf(monday) - 1, weeks.length() - 1))
        .toList();
  }

  private static boolean tells(Series weeks, long monday) {
    return IntStream.range(weeks.indexOf(monday), weeks.length()).anyMatch(weeks::tellsDemand);
  }

  private static void add(float[] change, double longest, double[] sum) {
    double squares = 0;
    for (float each : change) {
      squares += (double) each * each;
    }
    double length = Math.sqrt(squares);
    if (Double.isFinite(length)) {
      double factor = length > longest ? longest / length : 1;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += factor * change[i];
      }
    }
  }

  private static double length(double[] vector) {
    double squares = 0;
    for (double each : vector) {
      squares += each * each;
    }
    return Math.sqrt(squares);
  }

  private static double[] scaled(double[] vector, double factor) {
    double[] scaled = new double[vector.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = vector[i] * factor;
    }
    return scaled;
  }
}
