package coop.minga.node.history;

import java.time.LocalDate;

/// An order that was placed.
///
/// @param morning on which it was
/// @param series which item for which site
/// @param arrives the morning on which it is to be there
/// @param units 0 or more; of none, that nothing was ordered on that morning after all
public record PlacedOrder(LocalDate morning, SeriesKey series, LocalDate arrives, double units) {
  /// Checks the days and the number.
  public PlacedOrder {
    if (arrives.isBefore(morning) || !(units >= 0) || Double.isInfinite(units)) {
      throw new IllegalArgumentException(
          "no order: %s to %s, %s units".formatted(morning, arrives, units));
    }
  }
}
