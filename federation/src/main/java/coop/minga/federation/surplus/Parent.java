package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;

/// The award of which a lot is a part: whoever got the one split it and offers the other.
///
/// @param lot the lot that was split
/// @param award the number of the award within it
public record Parent(LotName lot, int award) {
  /// Checks the number.
  public Parent {
    Checks.range("an award's number", award, 1, Integer.MAX_VALUE);
  }
}
