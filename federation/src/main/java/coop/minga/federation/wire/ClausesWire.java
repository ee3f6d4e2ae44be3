package coop.minga.federation.wire;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Firmness;
import coop.minga.federation.surplus.FirstRefusal;
import coop.minga.federation.surplus.Parent;
import coop.minga.federation.surplus.Purpose;
import coop.minga.proto.v1.OfferClauses;
import coop.minga.proto.v1.OfferPurpose;
import java.time.Instant;
import java.util.Optional;

/// What offers say beside their lots and times, as part of a payload.
final class ClausesWire {
  private static final long SET_ASIDE = 0;

  private ClausesWire() {}

  static OfferClauses toProto(Clauses clauses) {
    var proto =
        OfferClauses.newBuilder()
            .setFirmByMs(clauses.firmBy().map(Instant::toEpochMilli).orElse(SET_ASIDE))
            .setPurpose(purpose(clauses.purpose()));
    clauses.parent().map(ClausesWire::toProto).ifPresent(proto::setParent);
    clauses.first().map(ClausesWire::toProto).ifPresent(proto::setFirst);
    return proto.build();
  }

  static Clauses fromProto(OfferClauses read) {
    return new Clauses(
        firmness(read.getFirmByMs()),
        purpose(read.getPurpose()),
        read.hasParent() ? Optional.of(fromProto(read.getParent())) : Optional.empty(),
        read.hasFirst() ? Optional.of(fromProto(read.getFirst())) : Optional.empty());
  }

  private static Firmness firmness(long firmByMs) {
    return firmByMs == SET_ASIDE
        ? new Firmness.Firm()
        : new Firmness.Expected(Parts.instant(firmByMs));
  }

  private static OfferPurpose purpose(Purpose purpose) {
    return switch (purpose) {
      case DONATION -> OfferPurpose.OFFER_PURPOSE_DONATION;
      case TRANSFER -> OfferPurpose.OFFER_PURPOSE_TRANSFER;
    };
  }

  private static Purpose purpose(OfferPurpose purpose) {
    return switch (purpose) {
      case OFFER_PURPOSE_DONATION -> Purpose.DONATION;
      case OFFER_PURPOSE_TRANSFER -> Purpose.TRANSFER;
      case OFFER_PURPOSE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("no purpose of an offer");
    };
  }

  private static coop.minga.proto.v1.Parent toProto(Parent parent) {
    return coop.minga.proto.v1.Parent.newBuilder()
        .setLot(Parts.lotName(parent.lot()))
        .setAward(parent.award())
        .build();
  }

  private static Parent fromProto(coop.minga.proto.v1.Parent read) {
    return new Parent(Parts.lotName(read.getLot()), read.getAward());
  }

  private static coop.minga.proto.v1.FirstRefusal toProto(FirstRefusal first) {
    return coop.minga.proto.v1.FirstRefusal.newBuilder()
        .setTaker(first.taker().name())
        .setUntilMs(first.until().toEpochMilli())
        .build();
  }

  private static FirstRefusal fromProto(coop.minga.proto.v1.FirstRefusal read) {
    return new FirstRefusal(new MemberId(read.getTaker()), Parts.instant(read.getUntilMs()));
  }
}
