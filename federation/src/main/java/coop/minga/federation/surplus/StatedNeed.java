package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.Grams;
import java.time.Instant;

/// What a taker's site needs from now on, instead of what it said of that category before: the
/// taker's ledger, kind NEED, version 2. It stands in the clear, so it is told in steps.
///
/// @param need how much on which weekdays, in steps of [#STEP_GRAMS]; nothing on any day ends it
/// @param least less than this is not worth the way
/// @param most that is taken on one day
/// @param at when
public record StatedNeed(Need need, Grams least, Grams most, Instant at)
    implements SurplusStatement {
  /// The step in which needs are told.
  public static final int STEP_GRAMS = 500;

  /// More than any kitchen takes on a day: no bound.
  public static final Grams NO_BOUND = new Grams(1_000_000_000);

  /// Checks steps and order.
  public StatedNeed {
    Checks.range("the most grams of a day", most.value(), 1, NO_BOUND.value());
    Checks.instant("a time", at);
    if (least.compareTo(most) > 0) {
      throw new IllegalArgumentException("the least of a need is not more than its most");
    }
    for (Grams grams : need.perWeekday()) {
      if (grams.value() % STEP_GRAMS != 0) {
        throw new IllegalArgumentException("needs are told in steps of 500 g, not as " + grams);
      }
    }
  }

  /// So many grams, rounded up to the step.
  public static Grams stepped(Grams grams) {
    return new Grams(Math.ceilDiv(grams.value(), STEP_GRAMS) * STEP_GRAMS);
  }
}
