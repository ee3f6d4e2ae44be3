package coop.minga.node.forecast;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.StockOut;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;

/// One item at one site, week by week without a gap.
///
/// @param key which
/// @param first the day in whose place the first week stands, see [TrainingData#weekly]
/// @param weeks in their order, at least one
public record WeeklyItem(SeriesKey key, LocalDate first, List<Week> weeks) {
  /// One week.
  ///
  /// @param quantity sold
  /// @param price of a unit
  /// @param display the share of shops in which it was displayed, 0 to 1
  public record Week(double quantity, double price, float display) {}

  /// Copies.
  public WeeklyItem {
    weeks = List.copyOf(weeks);
  }

  DailySeries inDaysPlaces() {
    return DailySeries.of(key, first, weeks.stream().map(WeeklyItem::day).toList());
  }

  private static SalesDay day(Week week) {
    return new SalesDay(
        week.quantity(), false, StockOut.NO, OptionalDouble.of(week.price()), false);
  }
}
