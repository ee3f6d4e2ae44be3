package coop.minga.federation.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deadlines;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.learning.MaskKey;
import coop.minga.federation.learning.NoResult;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.proto.v1.NoResultReason;
import java.util.List;
import java.util.Optional;

/// Statements of a model epoch as the payloads of entries.
final class LearningWire {
  private LearningWire() {}

  static Kind kindOf(LearningStatement statement) {
    return switch (statement) {
      case Propose _ -> Kind.PROPOSE;
      case Advert _ -> Kind.ADVERT;
      case Masked _ -> Kind.MASKED;
      case Freeze _ -> Kind.FREEZE;
      case Abandon _ -> Kind.ABANDON;
      case Result _ -> Kind.RESULT;
    };
  }

  static Bytes encode(LearningStatement statement) {
    return Bytes.of(
        switch (statement) {
          case Propose propose -> toProto(propose).toByteArray();
          case Advert advert -> toProto(advert).toByteArray();
          case Masked masked -> toProto(masked).toByteArray();
          case Freeze freeze -> toProto(freeze).toByteArray();
          case Abandon abandon -> toProto(abandon).toByteArray();
          case Result result -> toProto(result).toByteArray();
        });
  }

  /// Reads a payload of one of the kinds 32 to 37.
  ///
  /// @throws InvalidProtocolBufferException if the bytes are not protobuf
  /// @throws IllegalArgumentException if a value is out of its range
  static LearningStatement decode(Kind kind, Bytes payload) throws InvalidProtocolBufferException {
    byte[] bytes = payload.toArray();
    return switch (kind) {
      case PROPOSE -> fromProto(coop.minga.proto.v1.Propose.parseFrom(bytes));
      case ADVERT -> fromProto(coop.minga.proto.v1.Advert.parseFrom(bytes));
      case MASKED -> fromProto(coop.minga.proto.v1.Masked.parseFrom(bytes));
      case FREEZE -> fromProto(coop.minga.proto.v1.Freeze.parseFrom(bytes));
      case ABANDON -> fromProto(coop.minga.proto.v1.Abandon.parseFrom(bytes));
      case RESULT -> fromProto(coop.minga.proto.v1.Result.parseFrom(bytes));
      default -> throw new IllegalArgumentException("kind " + kind + " is not of learning");
    };
  }

  private static coop.minga.proto.v1.Propose toProto(Propose propose) {
    Deadlines ends = propose.deadlines();
    return coop.minga.proto.v1.Propose.newBuilder()
        .setEpoch(propose.epoch())
        .setAttempt(propose.attempt())
        .setPrevious(propose.previous().map(Parts::bytes).orElse(ByteString.EMPTY))
        .addAllMembers(propose.members().stream().map(MemberId::name).toList())
        .setBaseModel(Parts.bytes(propose.baseModel()))
        .setConfig(Parts.bytes(propose.config()))
        .setAdvertiseByMs(ends.advertiseBy().toEpochMilli())
        .setMaskedByMs(ends.maskedBy().toEpochMilli())
        .setFreezeByMs(ends.freezeBy().toEpochMilli())
        .setResultByMs(ends.resultBy().toEpochMilli())
        .build();
  }

  private static Propose fromProto(coop.minga.proto.v1.Propose read) {
    return new Propose(
        read.getEpoch(),
        read.getAttempt(),
        read.getPrevious().isEmpty() ? Optional.empty() : Optional.of(Parts.id(read.getPrevious())),
        read.getMembersList().stream().map(MemberId::new).toList(),
        Parts.hash(read.getBaseModel()),
        Parts.hash(read.getConfig()),
        new Deadlines(
            Parts.instant(read.getAdvertiseByMs()),
            Parts.instant(read.getMaskedByMs()),
            Parts.instant(read.getFreezeByMs()),
            Parts.instant(read.getResultByMs())));
  }

  private static coop.minga.proto.v1.Advert toProto(Advert advert) {
    return coop.minga.proto.v1.Advert.newBuilder()
        .setEpoch(advert.epoch())
        .setAttempt(advert.attempt())
        .setProposal(Parts.bytes(advert.proposal()))
        .setMaskKey(EntryWire.toProto(advert.maskKey().value()))
        .build();
  }

  private static Advert fromProto(coop.minga.proto.v1.Advert read) {
    return new Advert(
        read.getEpoch(),
        read.getAttempt(),
        Parts.id(read.getProposal()),
        new MaskKey(EntryWire.fromProto(read.getMaskKey())));
  }

  private static coop.minga.proto.v1.Masked toProto(Masked masked) {
    return coop.minga.proto.v1.Masked.newBuilder()
        .setEpoch(masked.epoch())
        .setAttempt(masked.attempt())
        .setProposal(Parts.bytes(masked.proposal()))
        .setAdvertsRoot(Parts.bytes(masked.advertsRoot()))
        .setBlob(Parts.bytes(masked.blob()))
        .setBytes(masked.bytes())
        .build();
  }

  private static Masked fromProto(coop.minga.proto.v1.Masked read) {
    return new Masked(
        read.getEpoch(),
        read.getAttempt(),
        Parts.id(read.getProposal()),
        Parts.hash(read.getAdvertsRoot()),
        Parts.hash(read.getBlob()),
        read.getBytes());
  }

  private static coop.minga.proto.v1.Freeze toProto(Freeze freeze) {
    return coop.minga.proto.v1.Freeze.newBuilder()
        .setEpoch(freeze.epoch())
        .setAttempt(freeze.attempt())
        .setProposal(Parts.bytes(freeze.proposal()))
        .addAllMasked(freeze.masked().stream().map(Parts::bytes).toList())
        .build();
  }

  private static Freeze fromProto(coop.minga.proto.v1.Freeze read) {
    List<EntryId> masked = read.getMaskedList().stream().map(Parts::id).toList();
    return new Freeze(read.getEpoch(), read.getAttempt(), Parts.id(read.getProposal()), masked);
  }

  private static coop.minga.proto.v1.Abandon toProto(Abandon abandon) {
    return coop.minga.proto.v1.Abandon.newBuilder()
        .setEpoch(abandon.epoch())
        .setAttempt(abandon.attempt())
        .setProposal(Parts.bytes(abandon.proposal()))
        .addAllAbsent(abandon.absent().stream().map(MemberId::name).toList())
        .build();
  }

  private static Abandon fromProto(coop.minga.proto.v1.Abandon read) {
    List<MemberId> absent = read.getAbsentList().stream().map(MemberId::new).toList();
    return new Abandon(read.getEpoch(), read.getAttempt(), Parts.id(read.getProposal()), absent);
  }

  private static coop.minga.proto.v1.Result toProto(Result result) {
    var proto = coop.minga.proto.v1.Result.newBuilder().setEpoch(result.epoch());
    return switch (result.finding()) {
      case Finding.Version version ->
          proto
              .setAttempt(version.attempt())
              .setFreeze(Parts.bytes(version.freeze()))
              .setModel(Parts.bytes(version.model()))
              .setWeight(version.weight())
              .build();
      case Finding.Nothing(var reason) -> proto.setReason(toProto(reason)).build();
    };
  }

  private static Result fromProto(coop.minga.proto.v1.Result read) {
    Finding finding =
        read.getFreeze().isEmpty()
            ? new Finding.Nothing(fromProto(read.getReason()))
            : new Finding.Version(
                read.getAttempt(),
                Parts.id(read.getFreeze()),
                Parts.hash(read.getModel()),
                read.getWeight());
    return new Result(read.getEpoch(), finding);
  }

  private static NoResultReason toProto(NoResult reason) {
    return switch (reason) {
      case TOO_FEW_LEFT -> NoResultReason.NO_RESULT_REASON_TOO_FEW_LEFT;
      case UNSAFE_TO_RETRY -> NoResultReason.NO_RESULT_REASON_UNSAFE_TO_RETRY;
      case OUT_OF_TIME -> NoResultReason.NO_RESULT_REASON_OUT_OF_TIME;
      case OUT_OF_BOUNDS -> NoResultReason.NO_RESULT_REASON_OUT_OF_BOUNDS;
    };
  }

  private static NoResult fromProto(NoResultReason reason) {
    return switch (reason) {
      case NO_RESULT_REASON_TOO_FEW_LEFT -> NoResult.TOO_FEW_LEFT;
      case NO_RESULT_REASON_UNSAFE_TO_RETRY -> NoResult.UNSAFE_TO_RETRY;
      case NO_RESULT_REASON_OUT_OF_TIME -> NoResult.OUT_OF_TIME;
      case NO_RESULT_REASON_OUT_OF_BOUNDS -> NoResult.OUT_OF_BOUNDS;
      case NO_RESULT_REASON_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("a result without a version tells why");
    };
  }
}
