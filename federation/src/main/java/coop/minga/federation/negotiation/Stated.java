package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Acknowledge;
import coop.minga.federation.surplus.CarriageStatement;
import coop.minga.federation.surplus.EntitlementStatement;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Lift;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.StatedNeed;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.Withdraw;
import java.util.Optional;

/// An entry that stands in a tree, as far as negotiation cares.
public sealed interface Stated {
  /// The entry's name.
  EntryId id();

  /// Who said it.
  MemberId author();

  /// The lot that it is about; absent if it is about none, or about several.
  Optional<LotName> lot();

  /// Said of surplus, needs and handovers.
  record OfSurplus(EntryId id, MemberId author, SurplusStatement says) implements Stated {
    @Override
    public Optional<LotName> lot() {
      return switch (says) {
        case Offer offer -> Optional.of(new LotName(author, offer.lot().name()));
        case Notice notice -> Optional.of(new LotName(author, notice.outline().lot()));
        case Withdraw withdraw -> Optional.of(new LotName(author, withdraw.lot()));
        case Halt halt -> Optional.of(new LotName(author, halt.lot()));
        case PickedUp(var leg, _) -> Optional.of(leg.lot());
        case Received(var leg, _) -> Optional.of(leg.lot());
        case CarriageStatement carriage -> Optional.of(carriage.lot());
        case Need _, StatedNeed _, Recall _, Acknowledge _, Lift _, EntitlementStatement _ ->
            Optional.empty();
      };
    }
  }

  /// Said of bids, awards and what they came to.
  record OfNegotiation(EntryId id, MemberId author, NegotiationStatement says) implements Stated {
    @Override
    public Optional<LotName> lot() {
      return Optional.of(
          switch (says) {
            case Bid bid -> bid.lot();
            case Accept accept -> accept.lot();
            case Decline decline -> decline.lot();
            case GiveBack back -> back.lot();
            case NotAvailable missing -> missing.lot();
            case BidReply reply -> new LotName(author, reply.lot());
            case Outbid outbid -> new LotName(author, outbid.lot());
            case Cut cut -> new LotName(author, cut.lot());
            case Wished wished -> new LotName(author, wished.lot());
            case Take take -> take.lot();
            case FirmUp firm -> new LotName(author, firm.lot());
            case Close close -> new LotName(author, close.lot());
            case Award award -> new LotName(author, award.lot());
            case Lapse lapse -> new LotName(author, lapse.lot());
            case NoShow noShow -> new LotName(author, noShow.lot());
            case Hold hold -> new LotName(author, hold.lot());
            case Debit debit -> new LotName(author, debit.lot());
            case Expire expire -> new LotName(author, expire.lot());
            case RuleOut ruling -> new LotName(author, ruling.lot());
            case Elsewhere elsewhere -> new LotName(author, elsewhere.lot());
          });
    }
  }
}
