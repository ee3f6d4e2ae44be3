package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.DecisionStatement.Approve;
import coop.minga.federation.decision.DecisionStatement.Call;
import coop.minga.federation.decision.DecisionStatement.Commit;
import coop.minga.federation.decision.DecisionStatement.DeclineBallot;
import coop.minga.federation.decision.DecisionStatement.Released;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Proven;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.proto.v1.DecisionSubject;
import coop.minga.proto.v1.EntryPlace;
import coop.minga.proto.v1.ProvenEntry;
import coop.minga.proto.v1.ReleasedBallot;
import java.util.List;
import java.util.Optional;

/// Statements towards a decision as the payloads of entries, and what proves them.
public final class DecisionWire {
  private DecisionWire() {}

  /// What an entry says towards a decision, with what shows where it stands; absent if the frame is
  /// no such entry.
  public static Optional<Proven> prove(Bytes frame, InclusionProof proof, SignedNote note) {
    Optional<Entry> entry = EntryWire.decode(frame);
    return entry.flatMap(found ->
        switch (Statements.decode(
            found.header().kind(), found.header().version(), found.payload())) {
          case Decoded.Known(Said.OfDecision(var says)) ->
              Optional.of(new Proven(frame, found, says, proof, note));
          case Decoded.Known _, Decoded.Unknown _, Decoded.Void _ -> Optional.empty();
        });
  }

  static Kind kindOf(DecisionStatement statement) {
    return switch (statement) {
      case Approve _ -> Kind.APPROVE;
      case Call _ -> Kind.BALLOT;
      case Commit _ -> Kind.COMMIT;
      case DeclineBallot _ -> Kind.DECLINE_BALLOT;
    };
  }

  static Bytes encode(DecisionStatement statement) {
    return Bytes.of(
        switch (statement) {
          case Approve approve -> toProto(approve).toByteArray();
          case Call(var ballot) -> toProto(ballot).toByteArray();
          case Commit commit -> toProto(commit).toByteArray();
          case DeclineBallot(var ballot) ->
              coop.minga.proto.v1.DeclineBallot.newBuilder()
                  .setBallot(toProto(ballot))
                  .build()
                  .toByteArray();
        });
  }

  /// Reads a payload of one of the kinds 96 to 99.
  ///
  /// @throws InvalidProtocolBufferException if the bytes are not protobuf
  /// @throws IllegalArgumentException if a value is out of its range
  static DecisionStatement decode(Kind kind, Bytes payload) throws InvalidProtocolBufferException {
    byte[] bytes = payload.toArray();
    return switch (kind) {
      case APPROVE -> fromProto(coop.minga.proto.v1.Approve.parseFrom(bytes));
      case BALLOT -> new Call(fromProto(coop.minga.proto.v1.Ballot.parseFrom(bytes)));
      case COMMIT -> fromProto(coop.minga.proto.v1.Commit.parseFrom(bytes));
      case DECLINE_BALLOT ->
          new DeclineBallot(
              fromProto(coop.minga.proto.v1.DeclineBallot.parseFrom(bytes).getBallot()));
      default -> throw new IllegalArgumentException("kind " + kind + " is not of decisions");
    };
  }

  static ProvenEntry toProto(Proven proven) {
    return ProvenEntry.newBuilder()
        .setFrame(EntryWire.toProto(proven.frame()))
        .setIndex(proven.proof().index())
        .setSize(proven.proof().size())
        .addAllPath(proven.proof().path().stream().map(Parts::bytes).toList())
        .setNote(EntryWire.toProto(proven.note().encode()))
        .build();
  }

  static Proven fromProto(ProvenEntry read) {
    if (read.getPathCount() > InclusionProof.MAX_PATH) {
      throw new IllegalArgumentException("a path of " + read.getPathCount());
    }
    var proof =
        new InclusionProof(
            read.getIndex(), read.getSize(), read.getPathList().stream().map(Parts::hash).toList());
    SignedNote note =
        SignedNote.parse(EntryWire.fromProto(read.getNote()))
            .found()
            .orElseThrow(() -> new IllegalArgumentException("not a note"));
    return prove(EntryWire.fromProto(read.getFrame()), proof, note)
        .orElseThrow(() -> new IllegalArgumentException("not an entry towards a decision"));
  }

  static coop.minga.proto.v1.Ballot toProto(Ballot ballot) {
    return coop.minga.proto.v1.Ballot.newBuilder()
        .setSubject(toProto(ballot.subject()))
        .setParent(Parts.bytes(ballot.parent()))
        .setChange(Parts.bytes(ballot.change()))
        .setRound(ballot.round())
        .setCloseMs(ballot.close().toEpochMilli())
        .build();
  }

  static Ballot fromProto(coop.minga.proto.v1.Ballot read) {
    return new Ballot(
        fromProto(read.getSubject()),
        Parts.hash(read.getParent()),
        Parts.hash(read.getChange()),
        read.getRound(),
        Parts.instant(read.getCloseMs()));
  }

  private static coop.minga.proto.v1.Approve toProto(Approve approve) {
    return coop.minga.proto.v1.Approve.newBuilder()
        .setSubject(toProto(approve.subject()))
        .setParent(Parts.bytes(approve.parent()))
        .setChange(EntryWire.toProto(approve.change()))
        .build();
  }

  private static Approve fromProto(coop.minga.proto.v1.Approve read) {
    return new Approve(
        fromProto(read.getSubject()),
        Parts.hash(read.getParent()),
        EntryWire.fromProto(read.getChange()));
  }

  private static coop.minga.proto.v1.Commit toProto(Commit commit) {
    var proto =
        coop.minga.proto.v1.Commit.newBuilder()
            .setBallot(toProto(commit.ballot()))
            .addAllApprovals(places(commit.approvals()));
    commit
        .released()
        .forEach(each ->
            proto.addReleased(
                ReleasedBallot.newBuilder()
                    .setBallot(toProto(each.ballot()))
                    .addAllDeclines(places(each.declines()))));
    return proto.build();
  }

  private static Commit fromProto(coop.minga.proto.v1.Commit read) {
    return new Commit(
        fromProto(read.getBallot()),
        read.getApprovalsList().stream().map(DecisionWire::fromProto).toList(),
        read.getReleasedList().stream()
            .map(each ->
                new Released(
                    fromProto(each.getBallot()),
                    each.getDeclinesList().stream().map(DecisionWire::fromProto).toList()))
            .toList());
  }

  private static List<EntryPlace> places(List<Place> places) {
    return places.stream()
        .map(place ->
            EntryPlace.newBuilder()
                .setAuthor(place.author().name())
                .setIndex(place.index())
                .setEntry(Parts.bytes(place.entry()))
                .build())
        .toList();
  }

  private static Place fromProto(EntryPlace read) {
    return new Place(new MemberId(read.getAuthor()), read.getIndex(), Parts.id(read.getEntry()));
  }

  private static DecisionSubject toProto(Subject subject) {
    return switch (subject) {
      case ROSTER -> DecisionSubject.DECISION_SUBJECT_ROSTER;
      case EPOCH -> DecisionSubject.DECISION_SUBJECT_EPOCH;
    };
  }

  private static Subject fromProto(DecisionSubject subject) {
    return switch (subject) {
      case DECISION_SUBJECT_ROSTER -> Subject.ROSTER;
      case DECISION_SUBJECT_EPOCH -> Subject.EPOCH;
      case DECISION_SUBJECT_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("a decision has a subject");
    };
  }
}
