package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.surplus.Lot;
import java.time.Instant;

/// A standing bid was displaced: the giver's book.
///
/// @param lot one of the author's
/// @param taker who was displaced
/// @param lostUnits how many it lost
/// @param standing where it stands after that
/// @param at when
public record Outbid(String lot, Party taker, int lostUnits, Standing standing, Instant at)
    implements NegotiationStatement {
  /// Checks texts and ranges.
  public Outbid {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.range("lost units", lostUnits, 1, Lot.MAX_UNITS);
    Checks.instant("a time", at);
  }
}
