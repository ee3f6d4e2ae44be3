package coop.minga.bench;

import coop.minga.federation.goods.Storage;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.Site;
import coop.minga.node.monitor.Alarm;
import coop.minga.node.monitor.Form;
import coop.minga.node.monitor.SiteWatch;
import coop.minga.node.monitor.WatchSettings;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// An invented shop with 2,000 items in 20 categories, every day of 8 weeks: how many alarms it is
/// rung for, and whether steps that were put in are among them. Demand is negative binomial around
/// levels of .5 to 60 a day. On one day all of a category falls by 40 %; each week, two of the 200
/// items that weigh most fall or rise.
///
/// @param figures where they go
record BigShop(Figures figures) {
  private static final int CATEGORIES = 20;
  private static final int ITEMS = 100;
  private static final int DAYS = 280;
  private static final int WATCHED = 56;
  private static final int CHANGES = 12;
  private static final int IN_TIME = 14;
  private static final int WEEK = 7;
  private static final double RUN = .1;
  private static final LocalDate FIRST = LocalDate.of(2025, 8, 4);
  private static final double[] SHAPE = {.8, .9, 1, 1, 1.2, 1.4, .7};
  private static final Site SITE =
      new Site(
          "shop",
          Optional.empty(),
          "Shop",
          Optional.empty(),
          EnumSet.allOf(DayOfWeek.class),
          "shop");

  /// Something put in.
  private record Change(String item, int day, double factor) {}

  void run(List<Integer> seeds) {
    double[] rung = new double[seeds.size()];
    double[] most = new double[seeds.size()];
    double[] found = new double[seeds.size()];
    for (int i = 0; i < rung.length; i++) {
      double[] result = measure(seeds.get(i));
      rung[i] = result[0];
      most[i] = result[1];
      found[i] = result[2];
    }
    print("alarms-per-shop-day", rung);
    print("alarms-per-shop-day-most", most);
    print("alarms-steps-found", found);
  }

  private void print(String name, double[] all) {
    figures.print(
        new Figures.Figure(
            name,
            Map.of(
                "items",
                CATEGORIES * ITEMS,
                "seeds",
                all.length,
                "first",
                WatchBench.JUDGED_ON.getFirst()),
            Figures.median(all),
            "",
            Map.of()));
  }

  private static double[] measure(int seed) {
    var random = new SplittableRandom(seed);
    var items = new HashMap<String, Item>();
    var levels = new HashMap<String, Double>();
    for (int i = 0; i < CATEGORIES * ITEMS; i++) {
      String code = "item%04d".formatted(i);
      items.put(code, item(code, "category" + i / ITEMS, random));
      levels.put(code, .5 * StrictMath.pow(120, random.nextDouble()));
    }
    List<Change> changes = changes(items, levels, random);
    var series = new ArrayList<DailySeries>();
    new TreeMap<>(items)
        .forEach((code, item) ->
            series.add(series(item, levels.getOrDefault(code, 0.0), changes, random)));
    var rules = new SiteWatch.Rules(_ -> false, WatchSettings.USUAL);
    var watch = new SiteWatch(SITE, series, items, rules);
    return judged(watch, changes);
  }

  private static double[] judged(SiteWatch watch, List<Change> changes) {
    int rung = 0;
    int most = 0;
    var found = new ArrayList<Change>();
    for (int day = DAYS - WATCHED; day < DAYS; day++) {
      List<Alarm> alarms = watch.on(FIRST.plusDays(day)).rung();
      rung += alarms.size();
      most = Math.max(most, alarms.size());
      for (Change change : changes) {
        int after = day - change.day();
        if (after >= 0 && after < IN_TIME && alarms.stream().anyMatch(a -> tells(a, change))) {
          found.add(change);
        }
      }
    }
    long told = found.stream().distinct().count();
    return new double[] {(double) rung / WATCHED, most, (double) told / changes.size()};
  }

  private static boolean tells(Alarm alarm, Change change) {
    boolean whole = alarm.reach() == Alarm.Reach.CATEGORY && alarm.what().equals(change.item());
    return (whole || alarm.items().contains(change.item()))
        && alarm.noticed().form() != Form.ODD_DAY
        && alarm.noticed().isMore() == change.factor() > 1;
  }

  /// The first is a whole category.
  private static List<Change> changes(
      Map<String, Item> items, Map<String, Double> levels, SplittableRandom random) {
    List<String> heaviest =
        items.keySet().stream()
            .sorted((a, b) -> Double.compare(weight(items, levels, b), weight(items, levels, a)))
            .limit(CATEGORIES * ITEMS / 10)
            .toList();
    var changes = new ArrayList<Change>();
    changes.add(new Change("category3", DAYS - WATCHED + WEEK, .6));
    for (int i = 0; i < CHANGES; i++) {
      int day = DAYS - WATCHED + i * WEEK / 2;
      String item = heaviest.get(random.nextInt(heaviest.size()));
      changes.add(new Change(item, day, i % 2 == 0 ? .6 : 1.6));
    }
    return changes;
  }

  private static double weight(Map<String, Item> items, Map<String, Double> levels, String code) {
    long grams = Optional.ofNullable(items.get(code)).map(Item::unitGrams).orElseThrow();
    return levels.getOrDefault(code, 0.0) * grams;
  }

  private static Item item(String code, String category, SplittableRandom random) {
    int grams = 100 + random.nextInt(900);
    int life = 1 + random.nextInt(2 * WEEK);
    return new Item(code, Optional.empty(), code, category, 1, grams, Storage.CHILLED, life);
  }

  private static DailySeries series(
      Item item, double level, List<Change> changes, SplittableRandom random) {
    var days = new ArrayList<SalesDay>();
    for (int day = 0; day < DAYS; day++) {
      double mean = level * SHAPE[day % WEEK];
      for (Change change : changes) {
        boolean its = change.item().equals(item.item()) || change.item().equals(item.category());
        mean *= its && day >= change.day() ? change.factor() : 1;
      }
      days.add(SalesDay.sold(poisson(mean * StrictMath.exp(RUN * gauss(random)), random)));
    }
    return DailySeries.of(new SeriesKey(SITE.site(), item.item()), FIRST, days);
  }

  /// A Poisson count: exact for few, a rounded normal for many.
  static int poisson(double mean, SplittableRandom random) {
    if (mean > 30) {
      return (int) Math.max(0, Math.rint(mean + StrictMath.sqrt(mean) * gauss(random)));
    }
    double product = random.nextDouble();
    int count = 0;
    for (double least = StrictMath.exp(-mean); product > least; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }

  private static double gauss(SplittableRandom random) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }
}
