package coop.minga.node.history;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// How an item comes to a site, as far as a file tells; nothing here is assumed.
///
/// @param series which item for which site
/// @param supplier who brings it
/// @param orderDays weekdays on which it can be ordered
/// @param cutoff until when on those days
/// @param leadDays days from the order to its arrival
/// @param deliveryDays weekdays on which it comes
/// @param pack units in the smallest quantity that can be ordered
/// @param terms what limits and prices there are
public record SupplyLine(
    SeriesKey series,
    Optional<String> supplier,
    Optional<Set<DayOfWeek>> orderDays,
    Optional<LocalTime> cutoff,
    OptionalInt leadDays,
    Optional<Set<DayOfWeek>> deliveryDays,
    OptionalInt pack,
    Terms terms) {
  /// Limits and prices.
  ///
  /// @param minOrder the least that can be ordered, in units
  /// @param maxShelf the most that the shelf holds, in units
  /// @param cost of one unit, in the shop's currency
  /// @param price that one unit sells for
  /// @param lifeOnReceipt days it can be sold from its arrival, that day included
  public record Terms(
      OptionalDouble minOrder,
      OptionalDouble maxShelf,
      OptionalDouble cost,
      OptionalDouble price,
      OptionalInt lifeOnReceipt) {}
}
