package coop.minga.federation.judgement;

import coop.minga.federation.alert.AlertStatement;
import coop.minga.federation.alert.Answered;
import coop.minga.federation.alert.Over;
import coop.minga.federation.alert.Raised;
import coop.minga.federation.ledger.Counted;
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
import coop.minga.federation.surplus.Attest;
import coop.minga.federation.surplus.CarriageStatement;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.KitchenServes;
import coop.minga.federation.surplus.Lift;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PeopleServed;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.Sponsor;
import coop.minga.federation.surplus.StatedNeed;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import java.time.Instant;
import java.util.Optional;

/// The moment at which an entry says that it was said; not those that it speaks of.
final class Dates {
  private Dates() {}

  /// Absent for statements without a time.
  static Optional<Instant> of(Said said) {
    return switch (said) {
      case Said.OfSurplus(var says) -> of(says);
      case Said.OfNegotiation(var says) -> Optional.of(of(says));
      case Said.OfAlert(var says) -> Optional.of(of(says));
      case Said.OfLedger(Counted counted) -> counted.at();
      case Said.OfLearning _,
          Said.OfBook _,
          Said.OfLedger _,
          Said.OfDisclosure _,
          Said.OfDecision _,
          Said.OfRoster _ ->
          Optional.empty();
    };
  }

  private static Instant of(AlertStatement says) {
    return switch (says) {
      case Raised raised -> raised.at();
      case Answered answered -> answered.at();
      case Over over -> over.at();
    };
  }

  private static Optional<Instant> of(SurplusStatement says) {
    return switch (says) {
      case Offer offer -> Optional.of(offer.openedAt());
      case Notice notice -> Optional.of(notice.openedAt());
      case Withdraw withdraw -> Optional.of(withdraw.at());
      case PickedUp(var leg, _) -> Optional.of(leg.at());
      case Received(var leg, _) -> Optional.of(leg.at());
      case CarriageStatement carriage -> Optional.of(carriage.at());
      case StatedNeed need -> Optional.of(need.at());
      case Recall recall -> Optional.of(recall.at());
      case Halt halt -> Optional.of(halt.at());
      case Acknowledge acknowledge -> Optional.of(acknowledge.at());
      case Lift lift -> Optional.of(lift.at());
      case PeopleServed claim -> Optional.of(claim.at());
      case KitchenServes(_, var claim) -> Optional.of(claim.at());
      case Sponsor sponsor -> Optional.of(sponsor.at());
      case Attest attest -> Optional.of(attest.at());
      case Need _ -> Optional.empty();
    };
  }

  private static Instant of(NegotiationStatement says) {
    return switch (says) {
      case Close close -> close.at();
      case Award award -> award.at();
      case Accept accept -> accept.at();
      case Decline decline -> decline.at();
      case Lapse lapse -> lapse.at();
      case NoShow noShow -> noShow.at();
      case Debit debit -> debit.at();
      case GiveBack back -> back.at();
      case NotAvailable missing -> missing.at();
      case Hold hold -> hold.at();
      case Expire expire -> expire.at();
      case Bid bid -> bid.at();
      case BidReply reply -> reply.at();
      case Outbid outbid -> outbid.at();
      case Cut cut -> cut.at();
      case Wished wished -> wished.at();
      case Take take -> take.at();
      case FirmUp firm -> firm.at();
      case RuleOut ruling -> ruling.at();
      case Elsewhere elsewhere -> elsewhere.at();
    };
  }
}
