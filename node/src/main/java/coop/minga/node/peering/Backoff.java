package coop.minga.node.peering;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next dial: drawn evenly from zero up to a bound that grows 1.6-fold
/// ("full jitter": Brooker, "Exponential backoff and jitter", 2015). So the peers of a node that
/// comes back do not all dial at once.
///
/// @param patience has the first bound and the last
/// @param failures dials in a row that led to nothing that lasted
record Backoff(PeeringSettings.Patience patience, int failures) {
  private static final double GROWTH = 1.6;
  private static final int MAX_FAILURES = 64;

  static Backoff fresh(PeeringSettings.Patience patience) {
    return new Backoff(patience, 0);
  }

  Backoff afterFailure() {
    return new Backoff(patience, Math.min(MAX_FAILURES, failures + 1));
  }

  /// The longest that the next wait may be.
  Duration bound() {
    double millis = patience.firstRetry().toMillis() * Math.pow(GROWTH, failures);
    return Duration.ofMillis((long) Math.min((double) patience.longestRetry().toMillis(), millis));
  }

  Duration draw(RandomGenerator random) {
    return Duration.ofMillis((long) (random.nextDouble() * (double) bound().toMillis()));
  }
}
