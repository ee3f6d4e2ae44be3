package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import java.time.Duration;
import java.time.Instant;

/// When a lot can be collected.
///
/// @param from its first instant
/// @param until its end, later than `from`
public record Window(Instant from, Instant until) {
  /// Checks the order.
  public Window {
    Checks.instant("a window's start", from);
    Checks.instant("a window's end", until);
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("a window ends after it begins: " + from + ", " + until);
    }
  }

  /// How long it is.
  public Duration length() {
    return Duration.between(from, until);
  }
}
