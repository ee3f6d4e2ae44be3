package coop.minga.node.monitor;

import coop.minga.federation.goods.Storage;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.Site;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/// A shop that sells invented bread, closed on Sundays. Days are counted from a Monday.
final class Bakehouse {
  static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  static final Site SITE =
      new Site(
          "mapocho",
          Optional.empty(),
          "Mapocho",
          Optional.empty(),
          EnumSet.complementOf(EnumSet.of(DayOfWeek.SUNDAY)),
          "shop");

  private static final double[] WEEK = {.8, .9, 1, 1, 1.3, 1.7, 0};
  private static final double NOISE = .15;

  private Bakehouse() {}

  static SeriesKey key(String item) {
    return new SeriesKey(SITE.site(), item);
  }

  static Item item(String code, String name, String category) {
    return new Item(code, Optional.empty(), name, category, 1, 500, Storage.AMBIENT, 2);
  }

  /// Days of about 40 units with the week's shape and noise, times a factor of each day's number.
  static List<SalesDay> days(int count, long seed, IntToDoubleFunction factor) {
    var random = new SplittableRandom(seed);
    var days = new ArrayList<SalesDay>();
    for (int day = 0; day < count; day++) {
      double noise = StrictMath.exp(NOISE * gauss(random));
      double units = Math.rint(40 * WEEK[day % 7] * noise * factor.applyAsDouble(day));
      days.add(day % 7 == 6 ? SalesDay.shut() : SalesDay.sold(units));
    }
    return days;
  }

  static DailySeries series(String item, List<SalesDay> days) {
    return DailySeries.of(key(item), FIRST, days);
  }

  static DailySeries series(int count, long seed, IntToDoubleFunction factor) {
    return series("marraqueta", days(count, seed, factor));
  }

  static List<Noticed> noticed(DailySeries days) {
    return SeriesWatch.over(days, _ -> false, WatchSettings.USUAL).noticed();
  }

  /// How many of 40 seeds do something.
  static int ofForty(IntUnaryOperator does) {
    int count = 0;
    for (int seed = 1; seed <= 40; seed++) {
      count += does.applyAsInt(seed);
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
