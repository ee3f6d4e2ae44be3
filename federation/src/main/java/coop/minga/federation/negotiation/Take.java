package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import java.time.Instant;

/// The taker that a lot names takes it, or a part of it, before anybody bids: its ledger. It is a
/// firm yes: what is awarded for it is accepted.
///
/// @param lot the lot
/// @param site the taker's
/// @param units 1 to the lot's
/// @param reach how long from the giver's door to the plate
/// @param at when
public record Take(LotName lot, String site, int units, Bid.Reach reach, Instant at)
    implements NegotiationStatement {
  /// Checks texts and ranges.
  public Take {
    Checks.text("a site", site, Checks.NAME);
    Checks.range("units", units, 1, Lot.MAX_UNITS);
    Checks.instant("a time", at);
  }
}
