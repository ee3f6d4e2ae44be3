package coop.minga.node.exchange;

import java.time.Duration;

/// When the own ledger is signed for again: one checkpoint is underway at a time. A mirror cosigns
/// each one that it is shown, so a burst of entries would cost everybody a signature an entry.
final class Pace {
  /// How long a checkpoint is waited for that does not find its quorum.
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private long signedAt;
  private boolean signed;

  /// Whether to sign now; it is taken to be done.
  ///
  /// @param now of a clock that never goes back, in nanoseconds
  /// @param inFlight whether the last checkpoint still waits for its quorum
  boolean maySign(long now, boolean inFlight) {
    boolean may = !inFlight || !signed || now - signedAt >= PATIENCE.toNanos();
    if (may) {
      signedAt = now;
      signed = true;
    }
    return may;
  }
}
