package coop.minga.node.forecast;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.StockOut;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;

/// Sales of an invented shop, from a seed.
final class SomeShop {
  /// A Monday.
  static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

  private static final double[] WEEK = {.8, .9, 1, 1, 1.3, 1.7, 0};

  private SomeShop() {}

  static SeriesKey key(String item) {
    return new SeriesKey("mapocho", item);
  }

  /// A series whose quantity on each day is a function of the day's number; below 0 means closed.
  static DailySeries series(String item, int days, IntToDoubleFunction quantity) {
    List<SalesDay> sold = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      double units = quantity.applyAsDouble(day);
      sold.add(units < 0 ? SalesDay.shut() : SalesDay.sold(units));
    }
    return DailySeries.of(key(item), FIRST, sold);
  }

  static SalesDay soldOut(double quantity) {
    return new SalesDay(quantity, false, StockOut.YES, OptionalDouble.empty(), false);
  }

  /// A few items with a week's shape, closed on Sundays, with noise. A longer history of the same
  /// seed goes on from a shorter one.
  static TrainingData data(int items, int days, long seed) {
    List<DailySeries> series = new ArrayList<>();
    for (int item = 0; item < items; item++) {
      SplitMix random = new SplitMix(1000 * seed + item);
      double level = 10 + 40 * random.uniform();
      series.add(series("item" + item, days, day -> noisy(random, day, level)));
    }
    return TrainingData.of(series, FIRST.plusDays(days - 1));
  }

  private static double noisy(SplitMix random, int day, double level) {
    double shape = WEEK[day % 7];
    double units = Math.rint(level * shape * StrictMath.exp(.25 * random.normal()));
    return shape == 0 ? -1 : units;
  }
}
