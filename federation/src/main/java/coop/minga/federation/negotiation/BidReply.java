package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Lot;
import java.time.Instant;
import java.util.Optional;

/// The giver's reply to a bid: its book.
///
/// @param lot one of the author's
/// @param taker whose bid it was
/// @param bidSeq its number
/// @param bid the bid's entry
/// @param acceptedUnits now held by it; 0 exactly if there is a refusal
/// @param refusal why nothing was accepted
/// @param standing where the taker stands after it
/// @param at when the bid was taken up
public record BidReply(
    String lot,
    Party taker,
    int bidSeq,
    EntryId bid,
    int acceptedUnits,
    Optional<Refusal> refusal,
    Standing standing,
    Instant at)
    implements NegotiationStatement {
  /// Checks texts and ranges.
  public BidReply {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.range("a bid's number", bidSeq, 1, Bid.MAX_SEQ);
    Checks.range("accepted units", acceptedUnits, 0, Lot.MAX_UNITS);
    Checks.instant("a time", at);
    if (refusal.isPresent() != (acceptedUnits == 0)) {
      throw new IllegalArgumentException("a reply accepts units or says why not");
    }
  }
}
