package coop.minga.bench;

import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Shops that nobody runs, of one town: the same kinds of items sell alike everywhere, good days
/// are good for all, and each shop has its own size and luck.
final class InventedShops {
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
  private static final double[][] WEEKS = {
    {.8, .85, .9, 1, 1.2, 1.5, .75}, {1.2, 1, .9, .9, 1, .8, 1.2}, {1, 1, 1, 1.1, 1.3, .9, .7}
  };

  private InventedShops() {}

  /// So many shops, each a member.
  static List<TrainingData> of(int shops, int days, long seed) {
    var random = new Random(seed);
    double[] town = new double[days];
    for (int day = 1; day < days; day++) {
      town[day] = .85 * town[day - 1] + .08 * random.nextGaussian();
    }
    List<TrainingData> members = new ArrayList<>();
    for (int shop = 0; shop < shops; shop++) {
      List<DailySeries> series = new ArrayList<>();
      int items = 2 + random.nextInt(4);
      for (int item = 0; item < items; item++) {
        double level = 5 + 30 * random.nextDouble();
        double[] week = WEEKS[item % WEEKS.length];
        List<SalesDay> sold = new ArrayList<>();
        for (int day = 0; day < days; day++) {
          double luck = Math.exp(town[day] + .2 * random.nextGaussian());
          sold.add(SalesDay.enough(Math.rint(level * week[day % 7] * luck)));
        }
        series.add(DailySeries.of(new SeriesKey("shop" + shop, "item" + item), FIRST, sold));
      }
      members.add(TrainingData.of(series, FIRST.plusDays(days - 1L)));
    }
    return members;
  }
}
