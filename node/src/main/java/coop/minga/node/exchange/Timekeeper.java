package coop.minga.node.exchange;

import java.time.Instant;
import java.time.InstantSource;

/// One time for one event: everything that is done about it happens at the same instant, which
/// never goes back.
final class Timekeeper {
  private final InstantSource source;
  private Instant now;

  Timekeeper(InstantSource source) {
    this.source = source;
    this.now = Instant.ofEpochMilli(source.millis());
  }

  /// Looks at the clock; whole milliseconds, as entries have them.
  void look() {
    Instant seen = Instant.ofEpochMilli(source.millis());
    if (seen.isAfter(now)) {
      now = seen;
    }
  }

  Instant now() {
    return now;
  }
}
