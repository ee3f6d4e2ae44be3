package coop.minga.federation.negotiation;

import coop.minga.federation.ledger.EntryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All that a giver and one site have said to each other of one lot, as far as it still matters.
///
/// @param seq of the last bid taken up; 0 before the first
/// @param bid that bid's entry
/// @param admitted whether a bid of it ever passed the filters
/// @param refusals bids refused for another reason than their price
/// @param news how much was told
/// @param said the last reply, and the last outbid if it is newer
/// @param reach as in its last bid that passed the filters
record Line(
    int seq,
    Optional<EntryId> bid,
    boolean admitted,
    int refusals,
    int news,
    List<NegotiationStatement> said,
    Bid.Reach reach) {
  /// Refusals to one site on one lot; what comes after them is not answered.
  static final int MAX_REFUSALS = 100;

  static final Line NEW =
      new Line(0, Optional.empty(), false, 0, 0, List.of(), new Bid.Reach(0, 0));

  Line {
    said = List.copyOf(said);
  }

  /// Whether the last reply was to this bid.
  boolean answered(EntryId id) {
    return bid.equals(Optional.of(id))
        || said.stream().anyMatch(s -> s instanceof BidReply reply && reply.bid().equals(id));
  }

  Line replied(Bid asked, BidReply reply) {
    boolean inOrder = asked.seq() == seq + 1;
    boolean priced =
        reply.refusal().isEmpty() || reply.refusal().equals(Optional.of(Refusal.PRICE_TOO_LOW));
    return new Line(
        inOrder ? asked.seq() : seq,
        inOrder ? Optional.of(reply.bid()) : bid,
        admitted || priced,
        priced ? refusals : refusals + 1,
        Math.max(news, reply.standing().news()),
        List.of(reply),
        priced ? asked.reach() : reach);
  }

  Line outbid(Outbid outbid) {
    var told = new ArrayList<NegotiationStatement>(said);
    told.removeIf(Outbid.class::isInstance);
    told.add(outbid);
    int newest = Math.max(news, outbid.standing().news());
    return new Line(seq, bid, admitted, refusals, newest, told, reach);
  }
}
