package coop.minga.node.monitor;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sums of many series of one site, in kilograms.
final class Totals {
  private static final double KILOGRAM = 1000;

  private Totals() {}

  /// Sums series that end on the same day, from the first day of any.
  ///
  /// @param series at least one
  static DailySeries of(SeriesKey key, List<DailySeries> series, Map<String, Item> items) {
    LocalDate first =
        series.stream().map(DailySeries::firstDay).min(Comparator.naturalOrder()).orElseThrow();
    int length = Math.toIntExact(series.getFirst().lastDay().toEpochDay() - first.toEpochDay() + 1);
    double[] kilograms = new double[length];
    boolean[] open = new boolean[length];
    for (DailySeries each : series) {
      Item item = Optional.ofNullable(items.get(each.key().item())).orElseThrow();
      double unit = item.unitGrams() / KILOGRAM;
      int from = length - each.length();
      for (int day = 0; day < each.length(); day++) {
        kilograms[from + day] += each.quantity(day) * unit;
        open[from + day] |= !each.closed(day);
      }
    }
    var days = new ArrayList<SalesDay>(length);
    for (int day = 0; day < length; day++) {
      days.add(open[day] ? SalesDay.sold(kilograms[day]) : SalesDay.shut());
    }
    return DailySeries.of(key, first, days);
  }
}
