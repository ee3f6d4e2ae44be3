package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.VetoReason;
import java.time.Instant;

/// A person of the giver's has learnt that a taker would endanger those who eat: it gets nothing of
/// a lot that is open, or closed and not awarded. What it holds is anybody's who bids, or, after
/// the close, the standby's. Public at once: the giver's ledger.
///
/// @param lot one of the author's
/// @param taker a member, with all its sites and all for whom it bids
/// @param reason one of [VetoReason#isOfSafety]; any other is a fault of its author's
/// @param points per kg that free units cost from now on, as before
/// @param bookSize of the giver's book: every reply to this lot before the ruling is below it
/// @param at when
public record RuleOut(
    String lot, MemberId taker, VetoReason reason, int points, long bookSize, Instant at)
    implements NegotiationStatement {
  /// The most takers that are ruled out of one lot.
  public static final int MOST = GiversWishes.MOST_NAMED;

  /// Checks texts and ranges.
  public RuleOut {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.range("points", points, 0, Offer.MAX_POINTS);
    Checks.range("a book's size", bookSize, 0, Long.MAX_VALUE);
    Checks.instant("a time", at);
  }
}
