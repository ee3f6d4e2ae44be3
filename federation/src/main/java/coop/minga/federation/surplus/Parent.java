package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;

/// The award of which a lot is a part: whoever got the one split it and offers the other.
///
/// @param lot the lot that was split
/// @param award the number of the award within it; [#OWN] if it is of what nobody took of a lot of
///   its own
public record Parent(LotName lot, int award) {
  /// The number of no award: its giver kept what nobody took, and froze it.
  public static final int OWN = 0;

  /// Checks the number.
  public Parent {
    Checks.range("an award's number", award, OWN, Integer.MAX_VALUE);
  }
}
