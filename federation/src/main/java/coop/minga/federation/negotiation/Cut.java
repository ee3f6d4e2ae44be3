package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.surplus.Offer;
import java.time.Instant;

/// Nobody spoke, and units are free: a lot's price is halved, and at its closing time dropped to
/// its reserve. The giver's book, told to everybody who may bid.
///
/// @param lot one of the author's
/// @param points per kg from now on
/// @param at when
public record Cut(String lot, int points, Instant at) implements NegotiationStatement {
  /// Checks texts and ranges.
  public Cut {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.range("points", points, 0, Offer.MAX_POINTS);
    Checks.instant("a time", at);
  }
}
