package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Offer;
import java.time.Instant;

/// What an award came to: the giver's ledger.
///
/// @param lot one of the author's
/// @param seq the award's
/// @param taker whose share it counts against
/// @param grams collected; the whole award on a no-show
/// @param clearingPoints the lot's, per kg
/// @param because the RECEIVED or NO_SHOW; the PICKED_UP if the taker never said what it received
/// @param seen entries of the taker's ledger that the giver held when it said so
/// @param at when
public record Debit(
    String lot,
    int seq,
    Party taker,
    Grams grams,
    int clearingPoints,
    EntryId because,
    long seen,
    Instant at)
    implements NegotiationStatement {
  /// Checks texts and ranges.
  public Debit {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.range("an award's number", seq, 1, Integer.MAX_VALUE);
    Checks.range("points", clearingPoints, 0, Offer.MAX_POINTS);
    Checks.range("entries seen", seen, 0, Long.MAX_VALUE);
    Checks.instant("a time", at);
  }

  /// Thousandths of a point: grams times points per kg.
  public long milliPoints() {
    return Math.multiplyExact(grams.value(), clearingPoints);
  }
}
