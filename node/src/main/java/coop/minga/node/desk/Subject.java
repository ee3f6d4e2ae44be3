package coop.minga.node.desk;

import coop.minga.federation.negotiation.Accept;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.negotiation.BidReply;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Cut;
import coop.minga.federation.negotiation.Debit;
import coop.minga.federation.negotiation.Decline;
import coop.minga.federation.negotiation.Elsewhere;
import coop.minga.federation.negotiation.Expire;
import coop.minga.federation.negotiation.FirmUp;
import coop.minga.federation.negotiation.GiveBack;
import coop.minga.federation.negotiation.Hold;
import coop.minga.federation.negotiation.Lapse;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.NoShow;
import coop.minga.federation.negotiation.NotAvailable;
import coop.minga.federation.negotiation.Outbid;
import coop.minga.federation.negotiation.RuleOut;
import coop.minga.federation.negotiation.Take;
import coop.minga.federation.negotiation.Wished;
import coop.minga.federation.surplus.Acknowledge;
import coop.minga.federation.surplus.CarriageStatement;
import coop.minga.federation.surplus.EntitlementStatement;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Lift;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.StatedNeed;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;

/// What an entry is about: a lot and an award's number, where it has them.
///
/// @param lot the lot's name; empty if there is none
/// @param seq the award's number; 0 if there is none
public record Subject(String lot, int seq) {
  /// Nothing that has a name.
  static final Subject NONE = new Subject("", 0);

  /// What an entry that says this is about.
  public static Subject of(Said said) {
    return switch (said) {
      case Said.OfSurplus(var says) -> of(says);
      case Said.OfNegotiation(var says) -> of(says);
      case Said.OfLearning _,
          Said.OfDecision _,
          Said.OfRoster _,
          Said.OfDisclosure _,
          Said.OfAlert _,
          Said.OfBook _,
          Said.OfLedger _ ->
          Subject.NONE;
    };
  }

  private static Subject of(SurplusStatement says) {
    return switch (says) {
      case Offer offer -> new Subject(offer.lot().name(), 0);
      case Notice notice -> new Subject(notice.outline().lot(), 0);
      case Withdraw withdraw -> new Subject(withdraw.lot(), 0);
      case PickedUp(var leg, _) -> new Subject(leg.lot().lot(), leg.seq());
      case Received(var leg, _) -> new Subject(leg.lot().lot(), leg.seq());
      case CarriageStatement of -> new Subject(of.lot().lot(), of.seq());
      case Halt halt -> new Subject(halt.lot(), 0);
      case Need _, StatedNeed _, Recall _, Acknowledge _, Lift _, EntitlementStatement _ ->
          Subject.NONE;
    };
  }

  private static Subject of(NegotiationStatement says) {
    return switch (says) {
      case Close close -> new Subject(close.lot(), 0);
      case Award award -> new Subject(award.lot(), award.seq());
      case Accept accept -> new Subject(accept.lot().lot(), accept.seq());
      case Decline decline -> new Subject(decline.lot().lot(), decline.seq());
      case Lapse lapse -> new Subject(lapse.lot(), lapse.seq());
      case NoShow noShow -> new Subject(noShow.lot(), noShow.seq());
      case Debit debit -> new Subject(debit.lot(), debit.seq());
      case Expire expire -> new Subject(expire.lot(), 0);
      case GiveBack back -> new Subject(back.lot().lot(), back.seq());
      case NotAvailable missing -> new Subject(missing.lot().lot(), missing.seq());
      case Hold hold -> new Subject(hold.lot(), 0);
      case FirmUp firm -> new Subject(firm.lot(), 0);
      case RuleOut ruling -> new Subject(ruling.lot(), 0);
      case Elsewhere elsewhere -> new Subject(elsewhere.lot(), 0);
      case Bid bid -> new Subject(bid.lot().lot(), 0);
      case BidReply reply -> new Subject(reply.lot(), 0);
      case Outbid outbid -> new Subject(outbid.lot(), 0);
      case Cut cut -> new Subject(cut.lot(), 0);
      case Wished wished -> new Subject(wished.lot(), 0);
      case Take take -> new Subject(take.lot().lot(), 0);
    };
  }
}
