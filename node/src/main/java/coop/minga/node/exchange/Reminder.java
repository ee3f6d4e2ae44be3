package coop.minga.node.exchange;

import java.time.Duration;

/// When mirrors are shown this node's last checkpoint once more, because it still lacks its quorum:
/// the checkpoint may not have arrived, nor a mirror's word, or a mirror could not say it then.
///
/// Less and less often, and never more than one question each [#LATEST] for good.
final class Reminder {
  /// How soon the mirrors are asked again.
  static final Duration SOONEST = Duration.ofSeconds(4);

  /// The longest between two such questions.
  static final Duration LATEST = Duration.ofSeconds(64);

  private long size;
  private long dueNanos;
  private Duration pause = SOONEST;

  /// Whether to ask now; it is taken to be done.
  ///
  /// @param newest the size of the newest checkpoint that lacks its quorum
  /// @param nowNanos of a clock that never goes back
  boolean isDue(long newest, long nowNanos) {
    if (newest != size) {
      size = newest;
      pause = SOONEST;
      dueNanos = nowNanos + pause.toNanos();
      return false;
    }
    if (nowNanos - dueNanos < 0) {
      return false;
    }
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LATEST) > 0 ? LATEST : longer;
    dueNanos = nowNanos + pause.toNanos();
    return true;
  }
}
