package coop.minga.node.planning;

import java.time.Duration;

/// Time that a lot must still have when it is offered, before its use ends.
///
/// @param serve from a taker's door to the plate
/// @param travel from the giver's door to the taker's
public record Allowances(Duration serve, Duration travel) {
  /// What is assumed where no taker's signed time is known: 6 hours and 1 hour.
  public static final Allowances ASSUMED = new Allowances(Duration.ofHours(6), Duration.ofHours(1));

  /// Checks that neither is negative.
  public Allowances {
    if (serve.isNegative() || travel.isNegative()) {
      throw new IllegalArgumentException("an allowance is not negative: " + serve + ", " + travel);
    }
  }

  Duration both() {
    return serve.plus(travel);
  }
}
