package coop.minga.federation.decision;

import java.time.Duration;

/// How patient nodes are. None of it bears on which change follows; nodes may differ.
///
/// @param firstRound how long the first round is open; each one after it twice as long, up to 2^8
///   times
/// @param turn how long a node waits for those whose turn to call a ballot comes before its own,
///   for each of them
public record Terms(Duration firstRound, Duration turn) {
  /// What nodes use: a round is for nodes, which answer in seconds; people have approved before it.
  public static final Terms USUAL = new Terms(Duration.ofMinutes(10), Duration.ofSeconds(30));

  private static final int MOST_DOUBLINGS = 8;

  /// Checks that time goes forward.
  public Terms {
    if (!firstRound.isPositive() || turn.isNegative()) {
      throw new IllegalArgumentException("rounds last, and turns are not negative");
    }
  }

  /// How long a round is open. The longest of [#USUAL] is over 42 hours: more than clocks are off.
  public Duration length(int round) {
    return firstRound.multipliedBy(doubled(round));
  }

  /// How long each voter waits for the one before it to call a ballot: it grows with the round as
  /// the rounds do, so that in the end one ballot has reached everybody before a second is called.
  Duration turn(int round) {
    return turn.multipliedBy(doubled(round));
  }

  private static long doubled(int round) {
    return 1L << Math.min(round - 1, MOST_DOUBLINGS);
  }
}
