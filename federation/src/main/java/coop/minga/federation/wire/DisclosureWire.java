package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.disclosure.Appointed;
import coop.minga.federation.disclosure.AuditorKey;
import coop.minga.federation.disclosure.DisclosureStatement;
import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.disclosure.FieldOpening;
import coop.minga.federation.disclosure.Opened;
import coop.minga.federation.disclosure.Scope;
import coop.minga.federation.disclosure.SealedOpenings;
import coop.minga.federation.disclosure.Served;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Kind;
import coop.minga.proto.v1.EntryOpenings;
import java.util.List;
import java.util.Optional;

/// What is said of disclosures as payloads, and openings as bytes.
public final class DisclosureWire {
  private DisclosureWire() {}

  static Kind kindOf(DisclosureStatement says) {
    return switch (says) {
      case Appointed _ -> Kind.AUDITOR;
      case Served _ -> Kind.SERVED;
      case Opened _ -> Kind.OPENED;
    };
  }

  static Bytes encode(DisclosureStatement says) {
    return Bytes.of(
        switch (says) {
          case Appointed appointed -> toProto(appointed).toByteArray();
          case Served served -> toProto(served).toByteArray();
          case Opened opened -> toProto(opened).toByteArray();
        });
  }

  /// Reads the payload of one of [#kindOf]'s kinds.
  static DisclosureStatement decode(Kind kind, byte[] payload)
      throws InvalidProtocolBufferException {
    if (kind == Kind.AUDITOR) {
      return fromProto(coop.minga.proto.v1.Appointed.parseFrom(payload));
    }
    return kind == Kind.SERVED
        ? fromProto(coop.minga.proto.v1.Served.parseFrom(payload))
        : fromProto(coop.minga.proto.v1.Opened.parseFrom(payload));
  }

  /// Openings, as a bundle and an auditor's file have them.
  public static Bytes encode(List<EntryOpening> openings) {
    var proto = EntryOpenings.newBuilder();
    openings.forEach(opening -> proto.addOpenings(toProto(opening)));
    return Bytes.of(proto.build().toByteArray());
  }

  /// Reads openings; absent if the bytes are not exactly some. Whether they open anything is not
  /// looked at.
  public static Optional<List<EntryOpening>> decodeOpenings(Bytes bytes) {
    try {
      List<EntryOpening> openings =
          EntryOpenings.parseFrom(bytes.toArray()).getOpeningsList().stream()
              .map(DisclosureWire::fromProto)
              .toList();
      return Optional.of(openings).filter(found -> encode(found).equals(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// One opening.
  public static Bytes encode(EntryOpening opening) {
    return Bytes.of(toProto(opening).toByteArray());
  }

  /// Reads one opening; absent if the bytes are not exactly one.
  public static Optional<EntryOpening> decodeOpening(Bytes bytes) {
    try {
      var read = fromProto(coop.minga.proto.v1.EntryOpening.parseFrom(bytes.toArray()));
      return Optional.of(read).filter(found -> encode(found).equals(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Openings sealed to an auditor, as a file has them.
  public static Bytes encode(SealedOpenings sealed) {
    return Bytes.of(
        coop.minga.proto.v1.SealedOpenings.newBuilder()
            .setFederation(Parts.bytes(sealed.to().federation()))
            .setMember(sealed.to().member().name())
            .setAuditor(EntryWire.toProto(sealed.to().auditor().value()))
            .setEncapsulated(EntryWire.toProto(sealed.encapsulated()))
            .setContent(EntryWire.toProto(sealed.content()))
            .build()
            .toByteArray());
  }

  /// Reads sealed openings; absent if the bytes are not exactly some.
  public static Optional<SealedOpenings> decodeSealed(Bytes bytes) {
    try {
      var read = coop.minga.proto.v1.SealedOpenings.parseFrom(bytes.toArray());
      var to =
          new SealedOpenings.For(
              Parts.hash(read.getFederation()),
              new MemberId(read.getMember()),
              new AuditorKey(EntryWire.fromProto(read.getAuditor())));
      var sealed =
          new SealedOpenings(
              to,
              EntryWire.fromProto(read.getEncapsulated()),
              EntryWire.fromProto(read.getContent()));
      return Optional.of(sealed).filter(found -> encode(found).equals(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static coop.minga.proto.v1.Appointed toProto(Appointed says) {
    return coop.minga.proto.v1.Appointed.newBuilder()
        .setKey(EntryWire.toProto(says.key().value()))
        .setName(says.name())
        .setFromMs(says.scope().from().toEpochMilli())
        .setUntilMs(says.scope().until().toEpochMilli())
        .addAllFields(says.scope().fields())
        .setEndsMs(says.ends().toEpochMilli())
        .setAtMs(says.at().toEpochMilli())
        .build();
  }

  private static Appointed fromProto(coop.minga.proto.v1.Appointed read) {
    return new Appointed(
        new AuditorKey(EntryWire.fromProto(read.getKey())),
        read.getName(),
        new Scope(
            Parts.instant(read.getFromMs()),
            Parts.instant(read.getUntilMs()),
            read.getFieldsList()),
        Parts.instant(read.getEndsMs()),
        Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.Served toProto(Served says) {
    return coop.minga.proto.v1.Served.newBuilder()
        .setAppointment(Parts.bytes(says.appointment()))
        .setOwner(says.owner().name())
        .setTree(Parts.tree(says.tree()))
        .setFrom(says.from())
        .setUntil(says.until())
        .setAtMs(says.at().toEpochMilli())
        .build();
  }

  private static Served fromProto(coop.minga.proto.v1.Served read) {
    return new Served(
        Parts.id(read.getAppointment()),
        new MemberId(read.getOwner()),
        Parts.tree(read.getTree()),
        read.getFrom(),
        read.getUntil(),
        Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.Opened toProto(Opened says) {
    var proto = coop.minga.proto.v1.Opened.newBuilder().addAllFields(says.fields());
    says.entries().forEach(id -> proto.addEntries(Parts.bytes(id)));
    switch (says.to()) {
      case Opened.Members(var members) ->
          members.forEach(member -> proto.addMembers(member.name()));
      case Opened.Auditor(var appointment) -> proto.setAppointment(Parts.bytes(appointment));
    }
    return proto.setAtMs(says.at().toEpochMilli()).build();
  }

  private static Opened fromProto(coop.minga.proto.v1.Opened read) {
    Opened.To to =
        read.getAppointment().isEmpty()
            ? new Opened.Members(read.getMembersList().stream().map(MemberId::new).toList())
            : new Opened.Auditor(Parts.id(read.getAppointment()));
    return new Opened(
        read.getEntriesList().stream().map(Parts::id).toList(),
        read.getFieldsList(),
        to,
        Parts.instant(read.getAtMs()));
  }

  private static coop.minga.proto.v1.EntryOpening toProto(EntryOpening opening) {
    var proto =
        coop.minga.proto.v1.EntryOpening.newBuilder().setEntry(Parts.bytes(opening.entry()));
    for (FieldOpening field : opening.fields()) {
      proto.addFields(
          coop.minga.proto.v1.FieldOpening.newBuilder()
              .setField(field.field())
              .setSalt(EntryWire.toProto(field.salt()))
              .setValue(EntryWire.toProto(field.value())));
    }
    return proto.build();
  }

  private static EntryOpening fromProto(coop.minga.proto.v1.EntryOpening read) {
    return new EntryOpening(
        Parts.id(read.getEntry()),
        read.getFieldsList().stream().map(DisclosureWire::fromProto).toList());
  }

  private static FieldOpening fromProto(coop.minga.proto.v1.FieldOpening read) {
    return new FieldOpening(
        read.getField(), EntryWire.fromProto(read.getSalt()), EntryWire.fromProto(read.getValue()));
  }
}
