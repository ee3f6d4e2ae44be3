package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import coop.minga.federation.disclosure.FieldOpening;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Kind;
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
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.negotiation.Refusal;
import coop.minga.federation.negotiation.RuleOut;
import coop.minga.federation.negotiation.Standing;
import coop.minga.federation.negotiation.Take;
import coop.minga.federation.negotiation.Wished;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.OutletReason;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.proto.v1.Answer;
import coop.minga.proto.v1.AvoidingBid;
import coop.minga.proto.v1.BidRefusal;
import coop.minga.proto.v1.Left;
import coop.minga.proto.v1.Missed;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/// Statements of negotiation as payloads.
final class NegotiationWire {
  private NegotiationWire() {}

  static Kind kindOf(NegotiationStatement says) {
    return switch (says) {
      case Bid _ -> Kind.BID;
      case BidReply _ -> Kind.BID_REPLY;
      case Outbid _ -> Kind.OUTBID;
      case Cut _ -> Kind.CUT;
      case Wished _ -> Kind.WISHED;
      case Take _ -> Kind.TAKE;
      case FirmUp _ -> Kind.FIRM_UP;
      case RuleOut _ -> Kind.RULE_OUT;
      case Elsewhere _ -> Kind.ELSEWHERE;
      case Close _ -> Kind.CLOSE;
      case Award _ -> Kind.AWARD;
      case Accept _ -> Kind.ACCEPT;
      case Decline _ -> Kind.DECLINE;
      case Lapse _ -> Kind.LAPSE;
      case NoShow _ -> Kind.NO_SHOW;
      case Debit _ -> Kind.DEBIT;
      case Expire _ -> Kind.EXPIRE;
      case GiveBack _ -> Kind.GIVE_BACK;
      case NotAvailable _ -> Kind.NOT_AVAILABLE;
      case Hold _ -> Kind.HOLD;
    };
  }

  static Bytes encode(NegotiationStatement says) {
    MessageLite message =
        switch (says) {
          case Bid bid when bid.avoids().isNone() -> toProto(bid);
          case Bid bid -> avoiding(bid);
          case BidReply reply -> toProto(reply);
          case Outbid outbid -> toProto(outbid);
          case Cut cut -> toProto(cut);
          case Wished wished -> toProto(wished);
          case Take take -> toProto(take);
          case FirmUp firm -> toProto(firm);
          case RuleOut ruling -> toProto(ruling);
          case Elsewhere elsewhere -> toProto(elsewhere);
          case Close close -> toProto(close);
          case Award award -> toProto(award);
          case Accept accept -> toProto(accept);
          case Decline decline -> toProto(decline);
          case GiveBack(var lot, var seq, var reason, var at) -> answer(lot, seq, reason, at);
          case NotAvailable(var lot, var seq, var reason, var at) -> answer(lot, seq, reason, at);
          case Hold hold -> toProto(hold);
          case Lapse(var lot, var seq, var seen, var at) -> missed(lot, seq, seen, at);
          case NoShow(var lot, var seq, var seen, var at) -> missed(lot, seq, seen, at);
          case Debit debit -> toProto(debit);
          case Expire expire -> toProto(expire);
        };
    return Bytes.of(message.toByteArray());
  }

  /// Reads the payload of one of [#kindOf]'s kinds.
  static NegotiationStatement decode(Kind kind, byte[] payload)
      throws InvalidProtocolBufferException {
    return switch (kind) {
      case BID -> fromProto(coop.minga.proto.v1.Bid.parseFrom(payload));
      case BID_REPLY -> fromProto(coop.minga.proto.v1.BidReply.parseFrom(payload));
      case CUT -> fromProto(coop.minga.proto.v1.Cut.parseFrom(payload));
      case WISHED -> fromProto(coop.minga.proto.v1.Wished.parseFrom(payload));
      case TAKE -> fromProto(coop.minga.proto.v1.Take.parseFrom(payload));
      case FIRM_UP -> fromProto(coop.minga.proto.v1.FirmUp.parseFrom(payload));
      case RULE_OUT -> fromProto(coop.minga.proto.v1.RuleOut.parseFrom(payload));
      case ELSEWHERE -> fromProto(coop.minga.proto.v1.Elsewhere.parseFrom(payload));
      case OUTBID -> fromProto(coop.minga.proto.v1.Outbid.parseFrom(payload));
      case CLOSE -> fromProto(coop.minga.proto.v1.Close.parseFrom(payload));
      case AWARD -> fromProto(coop.minga.proto.v1.Award.parseFrom(payload));
      case ACCEPT -> accept(Answer.parseFrom(payload));
      case DECLINE -> decline(Answer.parseFrom(payload));
      case GIVE_BACK -> giveBack(Answer.parseFrom(payload));
      case NOT_AVAILABLE -> notAvailable(Answer.parseFrom(payload));
      case HOLD -> fromProto(coop.minga.proto.v1.Hold.parseFrom(payload));
      case LAPSE -> lapse(Missed.parseFrom(payload));
      case NO_SHOW -> noShow(Missed.parseFrom(payload));
      case DEBIT -> fromProto(coop.minga.proto.v1.Debit.parseFrom(payload));
      case EXPIRE -> fromProto(coop.minga.proto.v1.Expire.parseFrom(payload));
      default -> throw new IllegalStateException(kind + " is not of negotiation");
    };
  }

  private static Party party(String member, String site) {
    return new Party(new MemberId(member), site);
  }

  private static coop.minga.proto.v1.Bid toProto(Bid bid) {
    return coop.minga.proto.v1.Bid.newBuilder()
        .setLot(Parts.lotName(bid.lot()))
        .setSeq(bid.seq())
        .setSite(bid.site())
        .setUnits(bid.units())
        .setPoints(bid.points())
        .setBindsUntilMs(bid.bindsUntil().toEpochMilli())
        .setSettlementEpoch(bid.settlementEpoch())
        .setTravelMinutes(bid.reach().travelMinutes())
        .setServeMinutes(bid.reach().serveMinutes())
        .setAtMs(bid.at().toEpochMilli())
        .build();
  }

  private static AvoidingBid avoiding(Bid bid) {
    return AvoidingBid.newBuilder()
        .setBid(toProto(bid))
        .addAllAvoids(Parts.allergens(bid.avoids()))
        .build();
  }

  /// Reads a bid for a site that keeps something out.
  static Bid decodeAvoiding(byte[] payload) throws InvalidProtocolBufferException {
    AvoidingBid read = AvoidingBid.parseFrom(payload);
    return fromProto(read.getBid()).avoiding(Parts.allergens(read.getAvoidsList()));
  }

  private static Bid fromProto(coop.minga.proto.v1.Bid read) {
    return new Bid(
        Parts.lotName(read.getLot()),
        read.getSeq(),
        read.getSite(),
        read.getUnits(),
        read.getPoints(),
        Parts.instant(read.getBindsUntilMs()),
        read.getSettlementEpoch(),
        new Bid.Reach(read.getTravelMinutes(), read.getServeMinutes()),
        Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.BidReply toProto(BidReply reply) {
    return coop.minga.proto.v1.BidReply.newBuilder()
        .setLot(reply.lot())
        .setTaker(reply.taker().member().name())
        .setSite(reply.taker().site())
        .setBidSeq(reply.bidSeq())
        .setBid(Parts.bytes(reply.bid()))
        .setAcceptedUnits(reply.acceptedUnits())
        .setRefusal(
            reply.refusal().map(NegotiationWire::refusal).orElse(BidRefusal.BID_REFUSAL_NONE))
        .setNews(reply.standing().news())
        .setBids(reply.standing().bids())
        .setStandingUnits(reply.standing().units())
        .setAskPoints(reply.standing().ask())
        .setAtMs(reply.at().toEpochMilli())
        .build();
  }

  private static BidReply fromProto(coop.minga.proto.v1.BidReply read) {
    return new BidReply(
        read.getLot(),
        party(read.getTaker(), read.getSite()),
        read.getBidSeq(),
        Parts.id(read.getBid()),
        read.getAcceptedUnits(),
        refusal(read.getRefusal()),
        new Standing(read.getNews(), read.getBids(), read.getStandingUnits(), read.getAskPoints()),
        Parts.instant(read.getAtMs()));
  }

  private static BidRefusal refusal(Refusal refusal) {
    return switch (refusal) {
      case CLOSED -> BidRefusal.BID_REFUSAL_CLOSED;
      case PRICE_TOO_HIGH -> BidRefusal.BID_REFUSAL_PRICE_TOO_HIGH;
      case PRICE_TOO_LOW -> BidRefusal.BID_REFUSAL_PRICE_TOO_LOW;
      case NOT_ELIGIBLE -> BidRefusal.BID_REFUSAL_NOT_ELIGIBLE;
      case VETOED -> BidRefusal.BID_REFUSAL_VETOED;
      case TOO_LATE_TO_SERVE -> BidRefusal.BID_REFUSAL_TOO_LATE_TO_SERVE;
      case WRONG_EPOCH -> BidRefusal.BID_REFUSAL_WRONG_EPOCH;
      case NOT_BINDING_LONG_ENOUGH -> BidRefusal.BID_REFUSAL_NOT_BINDING_LONG_ENOUGH;
      case OUT_OF_SEQUENCE -> BidRefusal.BID_REFUSAL_OUT_OF_SEQUENCE;
      case PAST_ITS_NEED -> BidRefusal.BID_REFUSAL_PAST_ITS_NEED;
      case AVOIDED -> BidRefusal.BID_REFUSAL_AVOIDED;
      case NEW_BIDDER_AFTER_SOFT_CLOSE -> BidRefusal.BID_REFUSAL_NEW_BIDDER_AFTER_SOFT_CLOSE;
    };
  }

  private static Optional<Refusal> refusal(BidRefusal refusal) {
    return switch (refusal) {
      case BID_REFUSAL_NONE -> Optional.empty();
      case BID_REFUSAL_CLOSED -> Optional.of(Refusal.CLOSED);
      case BID_REFUSAL_PRICE_TOO_HIGH -> Optional.of(Refusal.PRICE_TOO_HIGH);
      case BID_REFUSAL_PRICE_TOO_LOW -> Optional.of(Refusal.PRICE_TOO_LOW);
      case BID_REFUSAL_NOT_ELIGIBLE -> Optional.of(Refusal.NOT_ELIGIBLE);
      case BID_REFUSAL_VETOED -> Optional.of(Refusal.VETOED);
      case BID_REFUSAL_TOO_LATE_TO_SERVE -> Optional.of(Refusal.TOO_LATE_TO_SERVE);
      case BID_REFUSAL_WRONG_EPOCH -> Optional.of(Refusal.WRONG_EPOCH);
      case BID_REFUSAL_NOT_BINDING_LONG_ENOUGH -> Optional.of(Refusal.NOT_BINDING_LONG_ENOUGH);
      case BID_REFUSAL_OUT_OF_SEQUENCE -> Optional.of(Refusal.OUT_OF_SEQUENCE);
      case BID_REFUSAL_NEW_BIDDER_AFTER_SOFT_CLOSE ->
          Optional.of(Refusal.NEW_BIDDER_AFTER_SOFT_CLOSE);
      case BID_REFUSAL_PAST_ITS_NEED -> Optional.of(Refusal.PAST_ITS_NEED);
      case BID_REFUSAL_AVOIDED -> Optional.of(Refusal.AVOIDED);
      case UNRECOGNIZED -> throw new IllegalArgumentException("an unknown refusal");
    };
  }

  private static coop.minga.proto.v1.Outbid toProto(Outbid outbid) {
    return coop.minga.proto.v1.Outbid.newBuilder()
        .setLot(outbid.lot())
        .setTaker(outbid.taker().member().name())
        .setSite(outbid.taker().site())
        .setLostUnits(outbid.lostUnits())
        .setNews(outbid.standing().news())
        .setBids(outbid.standing().bids())
        .setStandingUnits(outbid.standing().units())
        .setAskPoints(outbid.standing().ask())
        .setAtMs(outbid.at().toEpochMilli())
        .build();
  }

  private static Outbid fromProto(coop.minga.proto.v1.Outbid read) {
    return new Outbid(
        read.getLot(),
        party(read.getTaker(), read.getSite()),
        read.getLostUnits(),
        new Standing(read.getNews(), read.getBids(), read.getStandingUnits(), read.getAskPoints()),
        Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.Cut toProto(Cut cut) {
    return coop.minga.proto.v1.Cut.newBuilder()
        .setLot(cut.lot())
        .setPoints(cut.points())
        .setAtMs(cut.at().toEpochMilli())
        .build();
  }

  private static Cut fromProto(coop.minga.proto.v1.Cut read) {
    return new Cut(read.getLot(), read.getPoints(), Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.Wished toProto(Wished wished) {
    return coop.minga.proto.v1.Wished.newBuilder()
        .setLot(wished.lot())
        .setSalt(EntryWire.toProto(wished.opening().salt()))
        .setValue(EntryWire.toProto(wished.opening().value()))
        .setAtMs(wished.at().toEpochMilli())
        .build();
  }

  private static Wished fromProto(coop.minga.proto.v1.Wished read) {
    return new Wished(
        read.getLot(),
        new FieldOpening(
            GiversWishes.FIELD,
            EntryWire.fromProto(read.getSalt()),
            EntryWire.fromProto(read.getValue())),
        Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.Take toProto(Take take) {
    return coop.minga.proto.v1.Take.newBuilder()
        .setLot(Parts.lotName(take.lot()))
        .setSite(take.site())
        .setUnits(take.units())
        .setTravelMinutes(take.reach().travelMinutes())
        .setServeMinutes(take.reach().serveMinutes())
        .setAtMs(take.at().toEpochMilli())
        .build();
  }

  private static Take fromProto(coop.minga.proto.v1.Take read) {
    return new Take(
        Parts.lotName(read.getLot()),
        read.getSite(),
        read.getUnits(),
        new Bid.Reach(read.getTravelMinutes(), read.getServeMinutes()),
        Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.FirmUp toProto(FirmUp firm) {
    var message =
        coop.minga.proto.v1.FirmUp.newBuilder()
            .setLot(firm.lot())
            .setUnits(firm.units())
            .setOf(firm.of())
            .setAtMs(firm.at().toEpochMilli());
    firm.left()
        .forEach(
            (seq, units) -> message.addLeft(Left.newBuilder().setSeq(seq).setUnits(units).build()));
    return message.build();
  }

  private static FirmUp fromProto(coop.minga.proto.v1.FirmUp read) {
    var left = new TreeMap<Integer, Integer>();
    for (Left one : read.getLeftList()) {
      if (!left.isEmpty() && one.getSeq() <= left.lastKey()) {
        throw new IllegalArgumentException("awards that get fewer are not in their order");
      }
      left.put(one.getSeq(), one.getUnits());
    }
    return new FirmUp(
        read.getLot(), read.getUnits(), read.getOf(), left, Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.Close toProto(Close close) {
    return coop.minga.proto.v1.Close.newBuilder()
        .setLot(close.lot())
        .setAtMs(close.at().toEpochMilli())
        .setBookSize(close.book().size())
        .setBookRoot(Parts.bytes(close.book().root()))
        .setClearingPoints(close.clearingPoints())
        .setBidsRoot(Parts.bytes(close.bidsRoot()))
        .build();
  }

  private static Close fromProto(coop.minga.proto.v1.Close read) {
    return new Close(
        read.getLot(),
        new Close.Book(read.getBookSize(), Parts.hash(read.getBookRoot())),
        read.getClearingPoints(),
        Parts.hash(read.getBidsRoot()),
        Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.Award toProto(Award award) {
    return coop.minga.proto.v1.Award.newBuilder()
        .setLot(award.lot())
        .setSeq(award.seq())
        .setTaker(award.taker().member().name())
        .setSite(award.taker().site())
        .setUnits(award.units())
        .setRemaining(award.remaining())
        .setAtMs(award.at().toEpochMilli())
        .setAnswerByMs(award.answerBy().toEpochMilli())
        .setWindowFromMs(award.window().from().toEpochMilli())
        .setWindowUntilMs(award.window().until().toEpochMilli())
        .setBecause(Parts.bytes(award.because()))
        .build();
  }

  private static Award fromProto(coop.minga.proto.v1.Award read) {
    return new Award(
        read.getLot(),
        read.getSeq(),
        party(read.getTaker(), read.getSite()),
        read.getUnits(),
        read.getRemaining(),
        Parts.instant(read.getAtMs()),
        Parts.instant(read.getAnswerByMs()),
        Parts.window(read.getWindowFromMs(), read.getWindowUntilMs()),
        Parts.id(read.getBecause()));
  }

  private static Answer toProto(Accept accept) {
    return Answer.newBuilder()
        .setLot(Parts.lotName(accept.lot()))
        .setSeq(accept.seq())
        .setUnits(accept.units())
        .setAtMs(accept.at().toEpochMilli())
        .build();
  }

  private static coop.minga.proto.v1.Hold toProto(Hold hold) {
    return coop.minga.proto.v1.Hold.newBuilder()
        .setLot(hold.lot())
        .setMinutes(hold.minutes())
        .setReason(hold.reason())
        .setAtMs(hold.at().toEpochMilli())
        .build();
  }

  private static Hold fromProto(coop.minga.proto.v1.Hold read) {
    return new Hold(
        read.getLot(), read.getMinutes(), read.getReason(), Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.RuleOut toProto(RuleOut ruling) {
    return coop.minga.proto.v1.RuleOut.newBuilder()
        .setLot(ruling.lot())
        .setTaker(ruling.taker().name())
        .setReason(ruling.reason().word())
        .setPoints(ruling.points())
        .setBookSize(ruling.bookSize())
        .setAtMs(ruling.at().toEpochMilli())
        .build();
  }

  private static RuleOut fromProto(coop.minga.proto.v1.RuleOut read) {
    return new RuleOut(
        read.getLot(),
        new MemberId(read.getTaker()),
        VetoReason.of(read.getReason())
            .orElseThrow(() -> new IllegalArgumentException("no such reason of a veto")),
        read.getPoints(),
        read.getBookSize(),
        Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.Elsewhere toProto(Elsewhere elsewhere) {
    return coop.minga.proto.v1.Elsewhere.newBuilder()
        .setLot(elsewhere.lot())
        .setUnits(elsewhere.units())
        .setGrams(elsewhere.grams().value())
        .setOutlet(elsewhere.way().outlet().word())
        .setReason(elsewhere.way().reason().word())
        .setWhere(elsewhere.way().where())
        .setAtMs(elsewhere.at().toEpochMilli())
        .build();
  }

  private static Elsewhere fromProto(coop.minga.proto.v1.Elsewhere read) {
    return new Elsewhere(
        read.getLot(),
        read.getUnits(),
        new Grams(read.getGrams()),
        new Elsewhere.Way(
            Outlet.of(read.getOutlet())
                .orElseThrow(() -> new IllegalArgumentException("no such outlet")),
            OutletReason.of(read.getReason())
                .orElseThrow(() -> new IllegalArgumentException("no such reason of an outlet")),
            read.getWhere()),
        Parts.instant(read.getAtMs()));
  }

  private static GiveBack giveBack(Answer read) {
    return new GiveBack(
        Parts.lotName(read.getLot()),
        read.getSeq(),
        read.getReason(),
        Parts.instant(read.getAtMs()));
  }

  private static NotAvailable notAvailable(Answer read) {
    return new NotAvailable(
        Parts.lotName(read.getLot()),
        read.getSeq(),
        read.getReason(),
        Parts.instant(read.getAtMs()));
  }

  private static Answer answer(LotName lot, int seq, String reason, Instant at) {
    return Answer.newBuilder()
        .setLot(Parts.lotName(lot))
        .setSeq(seq)
        .setReason(reason)
        .setAtMs(at.toEpochMilli())
        .build();
  }

  private static Answer toProto(Decline decline) {
    return Answer.newBuilder()
        .setLot(Parts.lotName(decline.lot()))
        .setSeq(decline.seq())
        .setReason(decline.reason())
        .setAtMs(decline.at().toEpochMilli())
        .build();
  }

  private static Accept accept(Answer read) {
    return new Accept(
        Parts.lotName(read.getLot()),
        read.getSeq(),
        read.getUnits(),
        Parts.instant(read.getAtMs()));
  }

  private static Decline decline(Answer read) {
    return new Decline(
        Parts.lotName(read.getLot()),
        read.getSeq(),
        read.getReason(),
        Parts.instant(read.getAtMs()));
  }

  private static Missed missed(String lot, int seq, long seen, Instant at) {
    return Missed.newBuilder()
        .setLot(lot)
        .setSeq(seq)
        .setSeen(seen)
        .setAtMs(at.toEpochMilli())
        .build();
  }

  private static Lapse lapse(Missed read) {
    return new Lapse(read.getLot(), read.getSeq(), read.getSeen(), Parts.instant(read.getAtMs()));
  }

  private static NoShow noShow(Missed read) {
    return new NoShow(read.getLot(), read.getSeq(), read.getSeen(), Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.Debit toProto(Debit debit) {
    return coop.minga.proto.v1.Debit.newBuilder()
        .setLot(debit.lot())
        .setSeq(debit.seq())
        .setTaker(debit.taker().member().name())
        .setSite(debit.taker().site())
        .setGrams(debit.grams().value())
        .setClearingPoints(debit.clearingPoints())
        .setMilliPoints(debit.milliPoints())
        .setBecause(Parts.bytes(debit.because()))
        .setSeen(debit.seen())
        .setAtMs(debit.at().toEpochMilli())
        .build();
  }

  private static Debit fromProto(coop.minga.proto.v1.Debit read) {
    return new Debit(
        read.getLot(),
        read.getSeq(),
        party(read.getTaker(), read.getSite()),
        new Grams(read.getGrams()),
        read.getClearingPoints(),
        Parts.id(read.getBecause()),
        read.getSeen(),
        Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.Expire toProto(Expire expire) {
    return coop.minga.proto.v1.Expire.newBuilder()
        .setLot(expire.lot())
        .setUnits(expire.units())
        .setAtMs(expire.at().toEpochMilli())
        .setReason(expire.reason())
        .setBecause(Parts.bytes(expire.because()))
        .build();
  }

  private static Expire fromProto(coop.minga.proto.v1.Expire read) {
    return new Expire(
        read.getLot(),
        read.getUnits(),
        Parts.id(read.getBecause()),
        read.getReason(),
        Parts.instant(read.getAtMs()));
  }
}
