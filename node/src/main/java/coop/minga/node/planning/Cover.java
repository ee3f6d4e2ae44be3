package coop.minga.node.planning;

import java.time.LocalDate;

/// The days that one order must last for: from its arrival to the day before the next one's.
///
/// @param ordered the last morning on which it is early enough to order
/// @param arrives the morning on which it is there
/// @param next the morning on which the next one is
public record Cover(LocalDate ordered, LocalDate arrives, LocalDate next) {
  /// Checks the order.
  public Cover {
    if (arrives.isBefore(ordered) || !next.isAfter(arrives)) {
      throw new IllegalArgumentException("no cover: %s %s %s".formatted(ordered, arrives, next));
    }
  }

  /// The last day of it.
  public LocalDate last() {
    return next.minusDays(1);
  }

  /// How many days it has.
  public int days() {
    return Math.toIntExact(next.toEpochDay() - arrives.toEpochDay());
  }
}
