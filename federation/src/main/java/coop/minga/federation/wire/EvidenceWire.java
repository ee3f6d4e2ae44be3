package coop.minga.federation.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.ConsistencyProof;
import coop.minga.federation.ledger.Evidence;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.Parting;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.proto.v1.TwoWords;
import coop.minga.proto.v1.WentBack;
import java.util.List;

/// Evidence as bytes. Notes and proof files stand in it as they are.
final class EvidenceWire {
  private EvidenceWire() {}

  static Bytes encode(Exposed exposed) {
    var to = coop.minga.proto.v1.Evidence.newBuilder().setMember(exposed.member().name());
    switch (exposed.evidence()) {
      case Evidence.LedgerFork(var parting) -> to.setLedgerFork(encode(parting));
      case Evidence.WitnessFork(var parting) -> to.setWitnessFork(encode(parting));
      case Evidence.WitnessWentBack(var larger, var later) ->
          to.setWitnessWentBack(
              WentBack.newBuilder().setLarger(bytes(larger)).setLater(bytes(later)));
      case Evidence.TwoWords(var first, var second) ->
          to.setTwoWords(
              TwoWords.newBuilder()
                  .setFirst(EntryWire.toProto(first.encode()))
                  .setSecond(EntryWire.toProto(second.encode())));
    }
    return Bytes.of(to.build().toByteArray());
  }

  /// @throws IllegalArgumentException if a note, a proof or a hash in it is none
  static Exposed decode(byte[] payload) throws InvalidProtocolBufferException {
    var read = coop.minga.proto.v1.Evidence.parseFrom(payload);
    return new Exposed(new MemberId(read.getMember()), evidence(read));
  }

  private static Evidence evidence(coop.minga.proto.v1.Evidence read) {
    return switch (read.getEvidenceCase()) {
      case LEDGER_FORK -> new Evidence.LedgerFork(parting(read.getLedgerFork()));
      case WITNESS_FORK -> new Evidence.WitnessFork(parting(read.getWitnessFork()));
      case WITNESS_WENT_BACK ->
          new Evidence.WitnessWentBack(
              note(read.getWitnessWentBack().getLarger()),
              note(read.getWitnessWentBack().getLater()));
      case TWO_WORDS ->
          new Evidence.TwoWords(
              proof(read.getTwoWords().getFirst()), proof(read.getTwoWords().getSecond()));
      case EVIDENCE_NOT_SET -> throw new IllegalArgumentException("no evidence");
    };
  }

  private static coop.minga.proto.v1.Parting encode(Parting parting) {
    var to =
        coop.minga.proto.v1.Parting.newBuilder()
            .setSmaller(bytes(parting.smaller()))
            .setLarger(bytes(parting.larger()))
            .setOtherRoot(Parts.bytes(parting.otherRoot()));
    parting.proof().path().forEach(hash -> to.addProof(Parts.bytes(hash)));
    return to.build();
  }

  private static Parting parting(coop.minga.proto.v1.Parting read) {
    SignedNote smaller = note(read.getSmaller());
    SignedNote larger = note(read.getLarger());
    if (read.getProofCount() > ConsistencyProof.MAX_PATH) {
      throw new IllegalArgumentException("a proof of " + read.getProofCount() + " hashes");
    }
    List<Hash> path = read.getProofList().stream().map(Parts::hash).toList();
    var proof = new ConsistencyProof(size(smaller), size(larger), path);
    return new Parting(smaller, larger, Parts.hash(read.getOtherRoot()), proof);
  }

  private static ByteString bytes(SignedNote note) {
    return EntryWire.toProto(note.encode());
  }

  private static SignedNote note(ByteString bytes) {
    return good(SignedNote.parse(EntryWire.fromProto(bytes)));
  }

  private static TlogProof proof(ByteString bytes) {
    return good(TlogProof.parse(EntryWire.fromProto(bytes)));
  }

  private static long size(SignedNote note) {
    return good(Checkpoint.parse(note.text())).size();
  }

  private static <T> T good(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Good<T>(T value) -> value;
      case Parsed.Bad<T>(var why) -> throw new IllegalArgumentException(why.sentence());
    };
  }
}
