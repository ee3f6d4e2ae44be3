package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.surplus.Attest;
import coop.minga.federation.surplus.EntitlementStatement;
import coop.minga.federation.surplus.KitchenServes;
import coop.minga.federation.surplus.PeopleServed;
import coop.minga.federation.surplus.Sponsor;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;

/// Claims of how many people a taker feeds and for whom it bids, and attestations, as payloads.
final class EntitlementWire {
  static final Set<Kind> KINDS =
      Set.copyOf(EnumSet.of(Kind.PEOPLE_SERVED, Kind.SPONSOR, Kind.ATTEST));

  private EntitlementWire() {}

  static Kind kindOf(EntitlementStatement says) {
    return switch (says) {
      case PeopleServed _, KitchenServes _ -> Kind.PEOPLE_SERVED;
      case Sponsor _ -> Kind.SPONSOR;
      case Attest _ -> Kind.ATTEST;
    };
  }

  static byte[] encode(EntitlementStatement says) {
    return switch (says) {
      case PeopleServed claim -> toProto(claim).toByteArray();
      case KitchenServes(var kitchen, var claim) ->
          coop.minga.proto.v1.KitchenServes.newBuilder()
              .setKitchen(kitchen.name())
              .setClaim(toProto(claim))
              .build()
              .toByteArray();
      case Sponsor sponsor ->
          coop.minga.proto.v1.Sponsor.newBuilder()
              .setKitchen(sponsor.kitchen().name())
              .setPaper(EntryWire.toProto(sponsor.paper().value()))
              .setAtMs(sponsor.at().toEpochMilli())
              .build()
              .toByteArray();
      case Attest attest ->
          coop.minga.proto.v1.Attest.newBuilder()
              .setClaim(Parts.bytes(attest.claim()))
              .setAtMs(attest.at().toEpochMilli())
              .build()
              .toByteArray();
    };
  }

  /// Reads the payload of one of [#KINDS].
  static EntitlementStatement decode(Kind kind, byte[] payload)
      throws InvalidProtocolBufferException {
    if (kind == Kind.ATTEST) {
      var read = coop.minga.proto.v1.Attest.parseFrom(payload);
      return new Attest(Parts.id(read.getClaim()), Parts.instant(read.getAtMs()));
    }
    if (kind == Kind.SPONSOR) {
      var read = coop.minga.proto.v1.Sponsor.parseFrom(payload);
      return new Sponsor(
          new MemberId(read.getKitchen()),
          new Hash(EntryWire.fromProto(read.getPaper())),
          Parts.instant(read.getAtMs()));
    }
    return fromProto(coop.minga.proto.v1.PeopleServed.parseFrom(payload));
  }

  /// Reads a claim that is a kitchen's: PEOPLE_SERVED of version 2.
  static KitchenServes decodeOfKitchen(byte[] payload) throws InvalidProtocolBufferException {
    var read = coop.minga.proto.v1.KitchenServes.parseFrom(payload);
    return new KitchenServes(new MemberId(read.getKitchen()), fromProto(read.getClaim()));
  }

  private static coop.minga.proto.v1.PeopleServed toProto(PeopleServed claim) {
    return coop.minga.proto.v1.PeopleServed.newBuilder()
        .setPeople(claim.people())
        .setNeedPermille(claim.needPermille())
        .setMethod(claim.method())
        .setFromEpochDay((int) claim.from().toEpochDay())
        .setUntilEpochDay((int) claim.until().toEpochDay())
        .setDocument(EntryWire.toProto(claim.document().value()))
        .setAtMs(claim.at().toEpochMilli())
        .build();
  }

  private static PeopleServed fromProto(coop.minga.proto.v1.PeopleServed read) {
    return new PeopleServed(
        read.getPeople(),
        read.getNeedPermille(),
        read.getMethod(),
        LocalDate.ofEpochDay(read.getFromEpochDay()),
        LocalDate.ofEpochDay(read.getUntilEpochDay()),
        new Hash(EntryWire.fromProto(read.getDocument())),
        Parts.instant(read.getAtMs()));
  }
}
