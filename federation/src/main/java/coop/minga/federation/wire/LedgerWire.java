package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.LedgerStatement;
import coop.minga.federation.ledger.Retire;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Succeed;
import coop.minga.proto.v1.CountedLedger;
import coop.minga.proto.v1.DatedCount;
import coop.minga.proto.v1.Retired;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Statements about ledgers as bytes.
final class LedgerWire {
  private LedgerWire() {}

  static Kind kindOf(LedgerStatement statement) {
    return switch (statement) {
      case Retire _ -> Kind.RETIRE;
      case Succeed _ -> Kind.SUCCEED;
      case Exposed _ -> Kind.EVIDENCE;
      case Counted _ -> Kind.COUNTED;
    };
  }

  static Bytes encode(LedgerStatement statement) {
    return switch (statement) {
      case Retire retire -> encode(retire);
      case Succeed succeed -> encode(succeed);
      case Exposed exposed -> EvidenceWire.encode(exposed);
      case Counted counted -> encode(counted);
    };
  }

  /// @throws IllegalArgumentException if a field is out of its range
  static LedgerStatement decode(Kind kind, byte[] bytes) throws InvalidProtocolBufferException {
    return switch (kind) {
      case RETIRE -> retire(bytes);
      case SUCCEED -> succeed(bytes);
      case EVIDENCE -> EvidenceWire.decode(bytes);
      case COUNTED -> counted(bytes);
      default -> throw new IllegalArgumentException("not of ledgers: " + kind);
    };
  }

  private static Bytes encode(Retire retire) {
    return Bytes.of(
        coop.minga.proto.v1.Retire.newBuilder()
            .setOwner(retire.owner().name())
            .setGeneration(retire.generation())
            .setLast(EntryWire.toProto(encode(retire.last())))
            .build()
            .toByteArray());
  }

  private static Bytes encode(Succeed succeed) {
    var to =
        coop.minga.proto.v1.Succeed.newBuilder()
            .setGeneration(succeed.generation())
            .setLast(EntryWire.toProto(encode(succeed.last())));
    for (Succeed.Named named : succeed.retired()) {
      to.addRetired(
          Retired.newBuilder()
              .setMember(named.member().name())
              .setEntry(EntryWire.toProto(named.entry().hash().value())));
    }
    return Bytes.of(to.build().toByteArray());
  }

  private static Bytes encode(Counted counted) {
    List<CountedLedger> ledgers = new ArrayList<>();
    counted
        .sizes()
        .forEach((member, size) ->
            ledgers.add(CountedLedger.newBuilder().setMember(member.name()).setSize(size).build()));
    return Bytes.of(
        counted
            .at()
            .map(at ->
                DatedCount.newBuilder()
                    .setEpoch(counted.epoch())
                    .addAllLedgers(ledgers)
                    .setAtMs(at.toEpochMilli())
                    .build()
                    .toByteArray())
            .orElseGet(() ->
                coop.minga.proto.v1.Counted.newBuilder()
                    .setEpoch(counted.epoch())
                    .addAllLedgers(ledgers)
                    .build()
                    .toByteArray()));
  }

  /// Reads the payload of a count that says when it was made: version 2.
  static Counted decodeDated(byte[] bytes) throws InvalidProtocolBufferException {
    var read = DatedCount.parseFrom(bytes);
    return new Counted(
        read.getEpoch(), sizes(read.getLedgersList()), Optional.of(Parts.instant(read.getAtMs())));
  }

  private static SortedMap<MemberId, Long> sizes(List<CountedLedger> ledgers) {
    var sizes = new TreeMap<MemberId, Long>();
    ledgers.forEach(each -> sizes.put(new MemberId(each.getMember()), each.getSize()));
    return sizes;
  }

  private static Counted counted(byte[] bytes) throws InvalidProtocolBufferException {
    var read = coop.minga.proto.v1.Counted.parseFrom(bytes);
    return new Counted(read.getEpoch(), sizes(read.getLedgersList()));
  }

  private static Bytes encode(Optional<SignedNote> note) {
    return note.map(SignedNote::encode).orElse(Bytes.empty());
  }

  private static Retire retire(byte[] bytes) throws InvalidProtocolBufferException {
    var read = coop.minga.proto.v1.Retire.parseFrom(bytes);
    return new Retire(
        new MemberId(read.getOwner()),
        read.getGeneration(),
        note(EntryWire.fromProto(read.getLast())));
  }

  private static Succeed succeed(byte[] bytes) throws InvalidProtocolBufferException {
    var read = coop.minga.proto.v1.Succeed.parseFrom(bytes);
    List<Succeed.Named> retired =
        read.getRetiredList().stream()
            .map(each ->
                new Succeed.Named(
                    new MemberId(each.getMember()),
                    new EntryId(new Hash(EntryWire.fromProto(each.getEntry())))))
            .toList();
    return new Succeed(read.getGeneration(), note(EntryWire.fromProto(read.getLast())), retired);
  }

  private static Optional<SignedNote> note(Bytes bytes) {
    if (bytes.size() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        SignedNote.parse(bytes)
            .found()
            .orElseThrow(() -> new IllegalArgumentException("not a signed note")));
  }
}
