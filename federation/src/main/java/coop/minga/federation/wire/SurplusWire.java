package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Gtin;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Product;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.surplus.Acknowledge;
import coop.minga.federation.surplus.Carrier;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.EntitlementStatement;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Lift;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Outline;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.StatedNeed;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.Withdraw;
import java.time.LocalDate;
import java.util.Optional;

/// Statements of surplus as payloads.
final class SurplusWire {
  private SurplusWire() {}

  static Kind kindOf(SurplusStatement says) {
    return switch (says) {
      case Offer _, Notice _ -> Kind.OFFER;
      case Withdraw _ -> Kind.WITHDRAW;
      case PickedUp _ -> Kind.PICKED_UP;
      case Received _ -> Kind.RECEIVED;
      case Need _, StatedNeed _ -> Kind.NEED;
      case Recall _ -> Kind.RECALL;
      case Halt _ -> Kind.HALT;
      case Acknowledge _ -> Kind.ACKNOWLEDGE;
      case Lift _ -> Kind.LIFT;
      case EntitlementStatement entitled -> EntitlementWire.kindOf(entitled);
      case Carrier _ -> Kind.CARRIER;
      case Loaded _ -> Kind.LOADED;
      case Delivered _ -> Kind.DELIVERED;
    };
  }

  static Bytes encode(SurplusStatement says) {
    return switch (says) {
      case Offer offer -> Bytes.of(toProto(offer).toByteArray());
      case Notice notice -> NoticeWire.encode(notice);
      case Withdraw withdraw -> Bytes.of(toProto(withdraw).toByteArray());
      case PickedUp(var leg, var to) ->
          Bytes.of(
              to.<MessageLite>map(its -> toProto(leg, its))
                  .orElseGet(() -> toProto(leg).build())
                  .toByteArray());
      case Received(var leg, var because) -> encode(leg, because);
      case Loaded(var leg, var because) -> encode(leg, because);
      case Delivered(var leg, var because) -> encode(leg, because);
      case Carrier carrier -> Bytes.of(toProto(carrier).toByteArray());
      case Need need -> Bytes.of(toProto(need).toByteArray());
      case StatedNeed need -> Bytes.of(NeedWire.toProto(need).toByteArray());
      case Recall recall -> Bytes.of(RecallWire.toProto(recall).toByteArray());
      case Halt halt -> Bytes.of(RecallWire.toProto(halt).toByteArray());
      case Acknowledge acknowledge -> Bytes.of(RecallWire.toProto(acknowledge).toByteArray());
      case Lift lift -> Bytes.of(RecallWire.toProto(lift).toByteArray());
      case EntitlementStatement entitled -> Bytes.of(EntitlementWire.encode(entitled));
    };
  }

  /// Reads the payload of one of [#kindOf]'s kinds.
  static SurplusStatement decode(Kind kind, byte[] payload) throws InvalidProtocolBufferException {
    if (kind == Kind.OFFER) {
      return fromProto(coop.minga.proto.v1.Offer.parseFrom(payload));
    }
    if (kind == Kind.WITHDRAW) {
      return fromProto(coop.minga.proto.v1.Withdraw.parseFrom(payload));
    }
    if (kind == Kind.NEED) {
      return fromProto(coop.minga.proto.v1.Need.parseFrom(payload));
    }
    if (RecallWire.KINDS.contains(kind)) {
      return RecallWire.decode(kind, payload);
    }
    if (EntitlementWire.KINDS.contains(kind)) {
      return EntitlementWire.decode(kind, payload);
    }
    if (kind == Kind.CARRIER) {
      return fromProto(coop.minga.proto.v1.Carrier.parseFrom(payload));
    }
    return leg(kind, coop.minga.proto.v1.Leg.parseFrom(payload));
  }

  private static SurplusStatement leg(Kind kind, coop.minga.proto.v1.Leg read) {
    return switch (kind) {
      case PICKED_UP -> new PickedUp(fromProto(read));
      case LOADED -> new Loaded(fromProto(read), Parts.id(read.getBecause()));
      case DELIVERED -> new Delivered(fromProto(read), Parts.id(read.getBecause()));
      default -> new Received(fromProto(read), Parts.id(read.getBecause()));
    };
  }

  /// Reads a giver's leg that names a carrier.
  static PickedUp decodeCarried(byte[] payload) throws InvalidProtocolBufferException {
    var read = coop.minga.proto.v1.CarriedLeg.parseFrom(payload);
    var to = new PickedUp.Carriage(new MemberId(read.getCarrier()), Parts.id(read.getNamed()));
    return new PickedUp(fromProto(read.getLeg()), Optional.of(to));
  }

  private static Bytes encode(Leg leg, EntryId because) {
    return Bytes.of(toProto(leg).setBecause(Parts.bytes(because)).build().toByteArray());
  }

  private static coop.minga.proto.v1.CarriedLeg toProto(Leg leg, PickedUp.Carriage to) {
    return coop.minga.proto.v1.CarriedLeg.newBuilder()
        .setLeg(toProto(leg))
        .setCarrier(to.carrier().name())
        .setNamed(Parts.bytes(to.named()))
        .build();
  }

  private static coop.minga.proto.v1.Carrier toProto(Carrier carrier) {
    return coop.minga.proto.v1.Carrier.newBuilder()
        .setLot(Parts.lotName(carrier.lot()))
        .setSeq(carrier.seq())
        .setCarrier(carrier.carrier().name())
        .setAtMs(carrier.at().toEpochMilli())
        .build();
  }

  private static Carrier fromProto(coop.minga.proto.v1.Carrier read) {
    return new Carrier(
        Parts.lotName(read.getLot()),
        read.getSeq(),
        new MemberId(read.getCarrier()),
        Parts.instant(read.getAtMs()));
  }

  /// A whole offer was entered before offers named a roster; one that does is told by its notice.
  private static coop.minga.proto.v1.Offer toProto(Offer offer) {
    if (offer.roster().isPresent()) {
      throw new IllegalArgumentException("an offer that names a roster is entered as a notice");
    }
    Lot lot = offer.lot();
    if (lot.date().checkedUntil().isPresent()) {
      throw new IllegalArgumentException("an offer of checked food is entered as a notice");
    }
    if (Outline.of(lot).isOfLater()) {
      throw new IllegalArgumentException(
          "an offer of hot or frozen food, or with allergens, is entered as a notice");
    }
    return coop.minga.proto.v1.Offer.newBuilder()
        .setLot(lot.name())
        .setSite(lot.site())
        .setLatitudeE6(lot.place().latitudeE6())
        .setLongitudeE6(lot.place().longitudeE6())
        .setItem(lot.product().item())
        .setGtin(lot.product().gtin().map(Gtin::digits).orElse(""))
        .setCategory(lot.product().category())
        .setStorage(Parts.storage(lot.product().storage()))
        .setDateKind(Parts.dateKind(lot.date().kind()))
        .setDateEpochDay((int) lot.date().date().toEpochDay())
        .setUnits(lot.units())
        .setUnitGrams(lot.unitGrams())
        .setOpenedMs(offer.openedAt().toEpochMilli())
        .setClosesMs(offer.closesAt().toEpochMilli())
        .setWindowFromMs(offer.window().from().toEpochMilli())
        .setWindowUntilMs(offer.window().until().toEpochMilli())
        .setOpeningPoints(offer.openingPoints())
        .setSettlementEpoch(offer.settlementEpoch())
        .build();
  }

  private static Offer fromProto(coop.minga.proto.v1.Offer read) {
    return new Offer(
        lot(read),
        Parts.instant(read.getOpenedMs()),
        Parts.instant(read.getClosesMs()),
        Parts.window(read.getWindowFromMs(), read.getWindowUntilMs()),
        read.getOpeningPoints(),
        read.getSettlementEpoch());
  }

  private static Lot lot(coop.minga.proto.v1.Offer read) {
    return new Lot(
        read.getLot(),
        read.getSite(),
        new Place(read.getLatitudeE6(), read.getLongitudeE6()),
        new Product(
            read.getItem(),
            Optional.of(read.getGtin()).filter(gtin -> !gtin.isEmpty()).map(Gtin::new),
            read.getCategory(),
            Parts.storage(read.getStorage())),
        Parts.dateMark(read.getDateKind(), read.getDateEpochDay()),
        read.getUnits(),
        read.getUnitGrams());
  }

  private static coop.minga.proto.v1.Withdraw toProto(Withdraw withdraw) {
    return coop.minga.proto.v1.Withdraw.newBuilder()
        .setLot(withdraw.lot())
        .setReason(withdraw.reason())
        .setBookSize(withdraw.bookSize())
        .setAtMs(withdraw.at().toEpochMilli())
        .build();
  }

  private static Withdraw fromProto(coop.minga.proto.v1.Withdraw read) {
    return new Withdraw(
        read.getLot(), read.getReason(), read.getBookSize(), Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.Leg.Builder toProto(Leg leg) {
    return coop.minga.proto.v1.Leg.newBuilder()
        .setLot(Parts.lotName(leg.lot()))
        .setSeq(leg.seq())
        .setUnits(leg.units())
        .setGrams(leg.grams().value())
        .setDeciCelsius(leg.deciCelsius())
        .setRejectedUnits(leg.rejectedUnits())
        .setReason(leg.reason())
        .setAtMs(leg.at().toEpochMilli());
  }

  private static Leg fromProto(coop.minga.proto.v1.Leg read) {
    return new Leg(
        Parts.lotName(read.getLot()),
        read.getSeq(),
        read.getUnits(),
        new Grams(read.getGrams()),
        read.getDeciCelsius(),
        read.getRejectedUnits(),
        read.getReason(),
        Parts.instant(read.getAtMs()));
  }

  static coop.minga.proto.v1.Need toProto(Need need) {
    return coop.minga.proto.v1.Need.newBuilder()
        .setSite(need.site())
        .setCategory(need.category())
        .addAllGramsPerWeekday(need.perWeekday().stream().map(Grams::value).toList())
        .setUntilEpochDay((int) need.until().toEpochDay())
        .setFirm(need.firm())
        .build();
  }

  static Need fromProto(coop.minga.proto.v1.Need read) {
    return new Need(
        read.getSite(),
        read.getCategory(),
        read.getGramsPerWeekdayList().stream().map(Grams::new).toList(),
        LocalDate.ofEpochDay(read.getUntilEpochDay()),
        read.getFirm());
  }
}
