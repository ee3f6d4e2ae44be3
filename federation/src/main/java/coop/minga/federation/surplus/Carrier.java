package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.MemberId;
import java.time.Instant;

/// Who fetches an award for its taker, instead of whom it named before: the taker's ledger. It
/// counts until the giver enters that the food left.
///
/// @param lot whose units
/// @param seq of the award
/// @param carrier the member that comes; the taker itself if nobody comes for it
/// @param at when
public record Carrier(LotName lot, int seq, MemberId carrier, Instant at)
    implements CarriageStatement {
  /// Checks the ranges. A giver that brings its food itself hands it over at the taker's door.
  public Carrier {
    Checks.range("an award's number", seq, 1, Integer.MAX_VALUE);
    Checks.instant("a time", at);
    if (carrier.equals(lot.giver())) {
      throw new IllegalArgumentException("a giver carries nothing of its own lot");
    }
  }
}
