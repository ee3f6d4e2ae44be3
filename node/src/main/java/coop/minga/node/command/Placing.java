package coop.minga.node.command;

import coop.minga.node.history.ChangedOrder;
import coop.minga.node.history.PlacedOrder;
import coop.minga.node.planning.OrderLine;
import java.time.LocalDate;
import java.util.List;

/// What is ordered by one order line.
///
/// @param units the proposal, or what a person said instead
record Placing(OrderLine line, long units) {
  /// What is ordered today: what can wait for a later order day waits.
  ///
  /// @param changes of any morning
  static List<Placing> today(List<OrderLine> lines, List<ChangedOrder> changes, LocalDate today) {
    return lines.stream()
        .filter(line -> !line.delivery().cover().ordered().isAfter(today))
        .map(line -> new Placing(line, units(line, changes, today)))
        .toList();
  }

  private static long units(OrderLine line, List<ChangedOrder> changes, LocalDate today) {
    return changes.stream()
        .filter(change -> change.morning().equals(today) && change.series().equals(line.series()))
        .mapToLong(change -> Math.round(change.units()))
        .findFirst()
        .orElse(line.units());
  }

  PlacedOrder on(LocalDate morning) {
    return new PlacedOrder(morning, line.series(), line.arrives(), units);
  }
}
