package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Commitment;
import coop.minga.federation.learning.EpochSet;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Commitments;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Expose;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Opened;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.learning.LearningStatement.Revealed;
import coop.minga.federation.learning.MaskKey;
import coop.minga.federation.learning.NoResult;
import coop.minga.federation.ledger.Kind;
import coop.minga.proto.v1.BoundAdvert;
import coop.minga.proto.v1.ListedCohort;
import coop.minga.proto.v1.MaskedInPieces;
import coop.minga.proto.v1.NoResultReason;
import coop.minga.proto.v1.OpenedSum;
import java.util.List;
import java.util.Optional;

/// Statements of a model epoch as the payloads of entries.
final class LearningWire {
  private LearningWire() {}

  static Kind kindOf(LearningStatement statement) {
    return switch (statement) {
      case Propose _ -> Kind.PROPOSE;
      case Advert _ -> Kind.ADVERT;
      case Deal _ -> Kind.DEAL;
      case Masked _ -> Kind.MASKED;
      case Freeze _ -> Kind.FREEZE;
      case Release _ -> Kind.RELEASE;
      case Abandon _ -> Kind.ABANDON;
      case Expose _ -> Kind.EXPOSE;
      case Result _ -> Kind.RESULT;
    };
  }

  static Bytes encode(LearningStatement statement) {
    return Bytes.of(
        switch (statement) {
          case Propose propose -> toProto(propose).toByteArray();
          case Advert advert ->
              advert
                  .commitments()
                  .cohort()
                  .map(cohort -> bound(advert, cohort).toByteArray())
                  .orElseGet(() -> toProto(advert).toByteArray());
          case Deal deal -> toProto(deal).toByteArray();
          case Masked masked ->
              switch (masked.blob().form()) {
                case WHOLE -> toProto(masked).toByteArray();
                case PIECES -> inPieces(masked).toByteArray();
              };
          case Freeze freeze -> toProto(freeze).toByteArray();
          case Release release -> toProto(release).toByteArray();
          case Abandon abandon -> toProto(abandon).toByteArray();
          case Expose expose -> toProto(expose).toByteArray();
          case Result result -> toProto(result).toByteArray();
        });
  }

  /// Reads a payload of one of the kinds 40 to 48, version 1.
  ///
  /// @throws InvalidProtocolBufferException if the bytes are not protobuf
  /// @throws IllegalArgumentException if a value is out of its range
  static LearningStatement decode(Kind kind, Bytes payload) throws InvalidProtocolBufferException {
    byte[] bytes = payload.toArray();
    return switch (kind) {
      case PROPOSE -> fromProto(coop.minga.proto.v1.Propose.parseFrom(bytes));
      case ADVERT -> fromProto(coop.minga.proto.v1.Advert.parseFrom(bytes));
      case DEAL -> fromProto(coop.minga.proto.v1.Deal.parseFrom(bytes));
      case MASKED -> fromProto(coop.minga.proto.v1.Masked.parseFrom(bytes));
      case FREEZE -> fromProto(coop.minga.proto.v1.Freeze.parseFrom(bytes));
      case RELEASE -> fromProto(coop.minga.proto.v1.Release.parseFrom(bytes));
      case ABANDON -> fromProto(coop.minga.proto.v1.Abandon.parseFrom(bytes));
      case EXPOSE -> fromProto(coop.minga.proto.v1.Expose.parseFrom(bytes));
      case RESULT -> fromProto(coop.minga.proto.v1.Result.parseFrom(bytes));
      default -> throw new IllegalArgumentException("kind " + kind + " is not of learning");
    };
  }

  private static coop.minga.proto.v1.Propose toProto(Propose propose) {
    return coop.minga.proto.v1.Propose.newBuilder()
        .setEpoch(propose.epoch())
        .setAttempt(propose.attempt())
        .addAllMembers(names(propose.members()))
        .setBaseModel(Parts.bytes(propose.base()))
        .setConfig(Parts.bytes(propose.config()))
        .build();
  }

  private static Propose fromProto(coop.minga.proto.v1.Propose read) {
    return new Propose(
        read.getEpoch(),
        read.getAttempt(),
        members(read.getMembersList()),
        Parts.hash(read.getBaseModel()),
        Parts.hash(read.getConfig()));
  }

  private static coop.minga.proto.v1.Commitment toProto(Commitment commitment) {
    return coop.minga.proto.v1.Commitment.newBuilder()
        .setSecret(Parts.bytes(commitment.secret()))
        .addAllShares(commitment.shares().stream().map(Parts::bytes).toList())
        .build();
  }

  private static Commitment fromProto(coop.minga.proto.v1.Commitment read) {
    return new Commitment(
        Parts.hash(read.getSecret()), read.getSharesList().stream().map(Parts::hash).toList());
  }

  private static coop.minga.proto.v1.Advert toProto(Advert advert) {
    return coop.minga.proto.v1.Advert.newBuilder()
        .setEpoch(advert.epoch())
        .setAttempt(advert.attempt())
        .setBaseModel(Parts.bytes(advert.base()))
        .setConfig(Parts.bytes(advert.config()))
        .setMaskKey(EntryWire.toProto(advert.maskKey().value()))
        .setSealingKey(EntryWire.toProto(advert.sealingKey().value()))
        .setOwnMask(toProto(advert.commitments().ownMask()))
        .setPairKey(toProto(advert.commitments().pairKey()))
        .setSeedPart(toProto(advert.commitments().seedPart()))
        .build();
  }

  private static BoundAdvert bound(Advert advert, Hash cohort) {
    return BoundAdvert.newBuilder()
        .setEpoch(advert.epoch())
        .setAttempt(advert.attempt())
        .setBaseModel(Parts.bytes(advert.base()))
        .setConfig(Parts.bytes(advert.config()))
        .setMaskKey(EntryWire.toProto(advert.maskKey().value()))
        .setSealingKey(EntryWire.toProto(advert.sealingKey().value()))
        .setOwnMask(toProto(advert.commitments().ownMask()))
        .setPairKey(toProto(advert.commitments().pairKey()))
        .setSeedPart(toProto(advert.commitments().seedPart()))
        .setCohort(Parts.bytes(cohort))
        .build();
  }

  /// Reads an ADVERT of version 2.
  ///
  /// @throws InvalidProtocolBufferException if the bytes are not protobuf
  /// @throws IllegalArgumentException if a value is out of its range
  static Advert decodeBound(byte[] bytes) throws InvalidProtocolBufferException {
    BoundAdvert read = BoundAdvert.parseFrom(bytes);
    return new Advert(
        read.getEpoch(),
        read.getAttempt(),
        Parts.hash(read.getBaseModel()),
        Parts.hash(read.getConfig()),
        new MaskKey(EntryWire.fromProto(read.getMaskKey())),
        new MaskKey(EntryWire.fromProto(read.getSealingKey())),
        new Commitments(
            fromProto(read.getOwnMask()),
            fromProto(read.getPairKey()),
            fromProto(read.getSeedPart()),
            Optional.of(Parts.hash(read.getCohort()))));
  }

  private static Advert fromProto(coop.minga.proto.v1.Advert read) {
    return new Advert(
        read.getEpoch(),
        read.getAttempt(),
        Parts.hash(read.getBaseModel()),
        Parts.hash(read.getConfig()),
        new MaskKey(EntryWire.fromProto(read.getMaskKey())),
        new MaskKey(EntryWire.fromProto(read.getSealingKey())),
        new Commitments(
            fromProto(read.getOwnMask()),
            fromProto(read.getPairKey()),
            fromProto(read.getSeedPart()),
            Optional.empty()));
  }

  private static coop.minga.proto.v1.Deal toProto(Deal deal) {
    return coop.minga.proto.v1.Deal.newBuilder()
        .setEpoch(deal.epoch())
        .setAttempt(deal.attempt())
        .addAllAdverts(deal.adverts().stream().map(Parts::bytes).toList())
        .addAllSealed(deal.sealed().stream().map(EntryWire::toProto).toList())
        .build();
  }

  private static Deal fromProto(coop.minga.proto.v1.Deal read) {
    return new Deal(
        read.getEpoch(),
        read.getAttempt(),
        read.getAdvertsList().stream().map(Parts::id).toList(),
        read.getSealedList().stream().map(EntryWire::fromProto).toList());
  }

  private static coop.minga.proto.v1.Masked toProto(Masked masked) {
    return coop.minga.proto.v1.Masked.newBuilder()
        .setEpoch(masked.epoch())
        .setAttempt(masked.attempt())
        .setCircle(Parts.bytes(masked.circle()))
        .setBlob(Parts.bytes(masked.blob().hash()))
        .setBytes(masked.bytes())
        .addAllUnopened(names(masked.unopened()))
        .build();
  }

  private static Masked fromProto(coop.minga.proto.v1.Masked read) {
    return new Masked(
        read.getEpoch(),
        read.getAttempt(),
        Parts.hash(read.getCircle()),
        BlobName.whole(Parts.hash(read.getBlob())),
        read.getBytes(),
        members(read.getUnopenedList()));
  }

  private static MaskedInPieces inPieces(Masked masked) {
    return MaskedInPieces.newBuilder()
        .setEpoch(masked.epoch())
        .setAttempt(masked.attempt())
        .setCircle(Parts.bytes(masked.circle()))
        .setBlob(Parts.bytes(masked.blob().hash()))
        .setBytes(masked.bytes())
        .addAllUnopened(names(masked.unopened()))
        .build();
  }

  /// Reads a MASKED of version 2.
  ///
  /// @throws InvalidProtocolBufferException if the bytes are not protobuf
  /// @throws IllegalArgumentException if a value is out of its range
  static Masked decodeInPieces(byte[] bytes) throws InvalidProtocolBufferException {
    MaskedInPieces read = MaskedInPieces.parseFrom(bytes);
    return new Masked(
        read.getEpoch(),
        read.getAttempt(),
        Parts.hash(read.getCircle()),
        BlobName.inPieces(Parts.hash(read.getBlob())),
        read.getBytes(),
        members(read.getUnopenedList()));
  }

  private static coop.minga.proto.v1.Freeze toProto(Freeze freeze) {
    return coop.minga.proto.v1.Freeze.newBuilder()
        .setEpoch(freeze.epoch())
        .setAttempt(freeze.attempt())
        .addAllMasked(freeze.masked().stream().map(Parts::bytes).toList())
        .build();
  }

  private static Freeze fromProto(coop.minga.proto.v1.Freeze read) {
    return new Freeze(
        read.getEpoch(), read.getAttempt(), read.getMaskedList().stream().map(Parts::id).toList());
  }

  private static coop.minga.proto.v1.Release toProto(Release release) {
    return coop.minga.proto.v1.Release.newBuilder()
        .setEpoch(release.epoch())
        .setAttempt(release.attempt())
        .setSet(Parts.bytes(release.set()))
        .addAllShares(release.shares().stream().map(LearningWire::toProto).toList())
        .build();
  }

  private static Release fromProto(coop.minga.proto.v1.Release read) {
    return new Release(
        read.getEpoch(),
        read.getAttempt(),
        Parts.hash(read.getSet()),
        read.getSharesList().stream().map(LearningWire::fromProto).toList());
  }

  private static coop.minga.proto.v1.Revealed toProto(Revealed revealed) {
    var proto = coop.minga.proto.v1.Revealed.newBuilder().setDealer(revealed.dealer().name());
    return switch (revealed) {
      case Revealed.Summed(var _, var ownMask, var seedPart) ->
          proto
              .setOwnMask(EntryWire.toProto(ownMask))
              .setSeedPart(EntryWire.toProto(seedPart))
              .build();
      case Revealed.Missing(var _, var pairKey) ->
          proto.setPairKey(EntryWire.toProto(pairKey)).build();
    };
  }

  private static Revealed fromProto(coop.minga.proto.v1.Revealed read) {
    MemberId dealer = new MemberId(read.getDealer());
    return read.getPairKey().isEmpty()
        ? new Revealed.Summed(
            dealer, EntryWire.fromProto(read.getOwnMask()), EntryWire.fromProto(read.getSeedPart()))
        : new Revealed.Missing(dealer, EntryWire.fromProto(read.getPairKey()));
  }

  private static coop.minga.proto.v1.Abandon toProto(Abandon abandon) {
    return coop.minga.proto.v1.Abandon.newBuilder()
        .setEpoch(abandon.epoch())
        .setAttempt(abandon.attempt())
        .build();
  }

  private static Abandon fromProto(coop.minga.proto.v1.Abandon read) {
    return new Abandon(read.getEpoch(), read.getAttempt());
  }

  private static coop.minga.proto.v1.Expose toProto(Expose expose) {
    return coop.minga.proto.v1.Expose.newBuilder()
        .setEpoch(expose.epoch())
        .setAttempt(expose.attempt())
        .setDealer(expose.dealer().name())
        .setKey(Parts.bytes(expose.key()))
        .build();
  }

  private static Expose fromProto(coop.minga.proto.v1.Expose read) {
    return new Expose(
        read.getEpoch(),
        read.getAttempt(),
        new MemberId(read.getDealer()),
        Parts.hash(read.getKey()));
  }

  private static coop.minga.proto.v1.Result toProto(Result result) {
    var proto = coop.minga.proto.v1.Result.newBuilder().setEpoch(result.epoch());
    return switch (result.finding()) {
      case Finding.Version version -> proto.setOpened(toProto(version)).build();
      case Finding.Nothing(var reason) -> proto.setReason(toProto(reason)).build();
    };
  }

  private static OpenedSum toProto(Finding.Version version) {
    return OpenedSum.newBuilder()
        .setAttempt(version.opened().attempt())
        .setCircle(Parts.bytes(version.opened().circle()))
        .setSet(Parts.bytes(version.opened().set()))
        .addAllSummed(names(version.opened().summed()))
        .setSum(Parts.bytes(version.sum()))
        .setModel(Parts.bytes(version.model()))
        .setWeight(version.weight())
        .setSeed(Parts.bytes(version.seed()))
        .build();
  }

  private static Result fromProto(coop.minga.proto.v1.Result read) {
    Finding finding =
        read.hasOpened()
            ? fromProto(read.getOpened())
            : new Finding.Nothing(fromProto(read.getReason()));
    return new Result(read.getEpoch(), finding);
  }

  private static Finding.Version fromProto(OpenedSum read) {
    return new Finding.Version(
        new Opened(
            read.getAttempt(),
            Parts.hash(read.getCircle()),
            Parts.hash(read.getSet()),
            members(read.getSummedList())),
        Parts.hash(read.getSum()),
        Parts.hash(read.getModel()),
        read.getWeight(),
        Parts.hash(read.getSeed()));
  }

  /// A set of results as it stands in a decision.
  static Bytes encode(EpochSet set) {
    return Bytes.of(
        coop.minga.proto.v1.EpochSet.newBuilder()
            .setEpoch(set.epoch())
            .addAllCohorts(set.cohorts().stream().map(LearningWire::toProto).toList())
            .build()
            .toByteArray());
  }

  private static ListedCohort toProto(EpochSet.Listed listed) {
    var proto = ListedCohort.newBuilder().setCohort(Parts.bytes(listed.cohort()));
    listed.result().ifPresent(result -> proto.setOpened(toProto(result)));
    return proto.build();
  }

  static Optional<EpochSet> decodeSet(Bytes change) {
    try {
      var read = coop.minga.proto.v1.EpochSet.parseFrom(change.toArray());
      var set =
          new EpochSet(
              read.getEpoch(),
              read.getCohortsList().stream()
                  .map(listed ->
                      new EpochSet.Listed(
                          Parts.hash(listed.getCohort()),
                          listed.hasOpened()
                              ? Optional.of(fromProto(listed.getOpened()))
                              : Optional.empty()))
                  .toList());
      return encode(set).equals(change) ? Optional.of(set) : Optional.empty();
    } catch (InvalidProtocolBufferException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static List<String> names(List<MemberId> members) {
    return members.stream().map(MemberId::name).toList();
  }

  private static List<MemberId> members(List<String> names) {
    return names.stream().map(MemberId::new).toList();
  }

  private static NoResultReason toProto(NoResult reason) {
    return switch (reason) {
      case TOO_FEW_LEFT -> NoResultReason.NO_RESULT_REASON_TOO_FEW_LEFT;
      case OUT_OF_TIME -> NoResultReason.NO_RESULT_REASON_OUT_OF_TIME;
      case OUT_OF_BOUNDS -> NoResultReason.NO_RESULT_REASON_OUT_OF_BOUNDS;
    };
  }

  private static NoResult fromProto(NoResultReason reason) {
    return switch (reason) {
      case NO_RESULT_REASON_TOO_FEW_LEFT -> NoResult.TOO_FEW_LEFT;
      case NO_RESULT_REASON_OUT_OF_TIME -> NoResult.OUT_OF_TIME;
      case NO_RESULT_REASON_OUT_OF_BOUNDS -> NoResult.OUT_OF_BOUNDS;
      case NO_RESULT_REASON_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("a result without a version tells why");
    };
  }
}
