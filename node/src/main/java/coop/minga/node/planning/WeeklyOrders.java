package coop.minga.node.planning;

import coop.minga.node.forecast.DemandPaths;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.Site;
import coop.minga.node.history.WeeklySeries;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/// Orders of what sells in files of weeks: one for a week at least, never one for a day.
///
/// A week is the mean of the last [#WEEKS] open ones, give or take what the same rule was off
/// before; its days are shared out as the weekdays of the category sell, or else of all that sells
/// by the day, or else alike on each open day. Each line is marked, and says how it was shared out.
public final class WeeklyOrders {
  static final int WEEKS = 8;

  private static final int FEWEST_RATIOS = 6;
  private static final int WEEK = 7;

  private final OrderPlan plan;
  private final Shop shop;
  private final long seed;

  /// @param plan by which orders are chosen
  /// @param seed of the order in which weeks go well or badly
  public WeeklyOrders(OrderPlan plan, Shop shop, long seed) {
    this.plan = plan;
    this.shop = shop;
    this.seed = seed;
  }

  /// One line for each that ever sold, in the order given.
  public List<OrderLine> plan(List<WeeklySeries> all) {
    var lines = new ArrayList<OrderLine>();
    for (WeeklySeries weekly : all) {
      shop.item(weekly.key().item()).ifPresent(item -> lines.add(line(weekly, item)));
    }
    return lines;
  }

  private OrderLine line(WeeklySeries weekly, Item item) {
    Profile profile = profile(weekly.key(), item);
    double[] open = open(weekly);
    double mean = mean(open, open.length);
    Delivery delivery = forAWeek(plan.delivery(shop, weekly.key(), item), profile, mean);
    int days = Math.toIntExact(delivery.cover().next().toEpochDay() - shop.morning().toEpochDay());
    return plan.line(shop, weekly.key(), item, delivery, paths(open, profile, days));
  }

  private static double[] open(WeeklySeries weekly) {
    return weekly.weeks().stream()
        .filter(week -> !week.closed())
        .mapToDouble(SalesDay::quantity)
        .toArray();
  }

  /// The mean of the last weeks before one.
  private static double mean(double[] weeks, int before) {
    return Arrays.stream(weeks, Math.max(0, before - WEEKS), before).average().orElse(0);
  }

  // ---- The week

  /// The order comes in parts, as it sells, so that its life is no matter.
  private Delivery forAWeek(Delivery told, Profile profile, double mean) {
    Cover cover = told.cover();
    LocalDate week = cover.arrives().plusDays(WEEK);
    Cover whole =
        new Cover(
            cover.ordered(), cover.arrives(), cover.next().isBefore(week) ? week : cover.next());
    var sentences = new ArrayList<String>();
    sentences.add(
        "From weekly sales: in a week about %s, by the days of %s."
            .formatted(profile.words(mean), profile.of()));
    sentences.addAll(told.assumed());
    int life = Math.max(told.lifeDays(), whole.days());
    return new Delivery(whole, told.limits(), life, told.aim(), sentences);
  }

  /// Each week's demand goes through all that the rule was off before, in an order of its own.
  private DemandPaths paths(double[] open, Profile profile, int days) {
    double mean = mean(open, open.length);
    double[] ratios = ratios(open);
    double[][] paths = new double[DemandPaths.COUNT][days];
    var random = new Random(seed);
    var order = new ArrayList<Integer>();
    for (int path = 0; path < paths.length; path++) {
      order.add(path);
    }
    for (int first = 0; first < days; first += WEEK) {
      Collections.shuffle(order, random);
      for (int path = 0; path < paths.length; path++) {
        double level = (order.get(path) + .5) / paths.length;
        double week = mean * DemandPaths.quantile(ratios, level);
        for (int day = first; day < Math.min(days, first + WEEK); day++) {
          paths[path][day] = week * profile.share(shop.morning().plusDays(day));
        }
      }
    }
    return DemandPaths.of(paths);
  }

  /// What came of what the rule said, for each week; with few weeks as counts vary.
  private static double[] ratios(double[] open) {
    var found = new ArrayList<Double>();
    for (int week = 1; week < open.length; week++) {
      double said = mean(open, week);
      if (said > 0) {
        found.add(open[week] / said);
      }
    }
    if (found.size() >= FEWEST_RATIOS) {
      return found.stream().mapToDouble(ratio -> ratio).toArray();
    }
    double deviation = 1 / Math.sqrt(Math.max(1, mean(open, open.length)));
    return new double[] {Math.max(0, 1 - 2 * deviation), 1, 1 + 2 * deviation};
  }

  // ---- The days

  /// How a week is shared out.
  ///
  /// @param of whose weekdays these are
  /// @param shares of the weekdays, which sum to 1
  private record Profile(String of, Map<DayOfWeek, Double> shares) {
    double share(LocalDate day) {
      return shares.getOrDefault(day.getDayOfWeek(), 0.0);
    }

    String words(double week) {
      return shares.entrySet().stream()
          .map(each ->
              each.getKey().getDisplayName(TextStyle.SHORT, Locale.ENGLISH)
                  + " "
                  + Math.round(week * each.getValue()))
          .collect(Collectors.joining(", "));
    }
  }

  private Profile profile(SeriesKey key, Item item) {
    Map<DayOfWeek, Double> ofCategory = sold(item.category());
    Map<DayOfWeek, Double> ofAll = ofCategory.isEmpty() ? sold("") : Map.of();
    if (ofCategory.isEmpty() && ofAll.isEmpty()) {
      return alike(key.site());
    }
    return ofCategory.isEmpty()
        ? shared("all that sells", ofAll)
        : shared(item.category(), ofCategory);
  }

  private Profile alike(String site) {
    var days = new EnumMap<DayOfWeek, Double>(DayOfWeek.class);
    Optional.ofNullable(shop.sites().get(site)).map(Site::openDays).stream()
        .flatMap(java.util.Set::stream)
        .forEach(day -> days.put(day, 1.0));
    return shared("a week that is alike on each open day: assumed", days);
  }

  private static Profile shared(String of, Map<DayOfWeek, Double> sold) {
    double all = sold.values().stream().mapToDouble(units -> units).sum();
    var shares = new EnumMap<DayOfWeek, Double>(DayOfWeek.class);
    sold.forEach((day, units) -> shares.put(day, units / all));
    return new Profile(of, shares);
  }

  /// What the daily series of a category sold by weekday in the last weeks, or all under the empty
  /// name; empty if nothing.
  private Map<DayOfWeek, Double> sold(String category) {
    var found = new EnumMap<DayOfWeek, Double>(DayOfWeek.class);
    for (DailySeries series : shop.sales().values()) {
      boolean counts =
          category.isEmpty()
              || shop.item(series.key().item())
                  .filter(item -> item.category().equals(category))
                  .isPresent();
      for (int day = Math.max(0, series.length() - WEEKS * WEEK);
          counts && day < series.length();
          day++) {
        if (series.quantity(day) > 0) {
          found.merge(series.day(day).getDayOfWeek(), series.quantity(day), Double::sum);
        }
      }
    }
    return found;
  }
}
