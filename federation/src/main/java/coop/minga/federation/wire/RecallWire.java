package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.goods.Gtin;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.surplus.Acknowledge;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Lift;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.SurplusStatement;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Recalls, and what follows from them, as payloads.
final class RecallWire {
  static final Set<Kind> KINDS =
      Set.copyOf(EnumSet.of(Kind.RECALL, Kind.HALT, Kind.ACKNOWLEDGE, Kind.LIFT));

  private RecallWire() {}

  static coop.minga.proto.v1.Recall toProto(Recall recall) {
    var proto =
        coop.minga.proto.v1.Recall.newBuilder()
            .setBatch(recall.batch())
            .setReason(recall.reason())
            .setAtMs(recall.at().toEpochMilli());
    switch (recall.which()) {
      case Recall.Which.OfGtin(var gtin) -> proto.setGtin(gtin.digits());
      case Recall.Which.OfCategory(var category) -> proto.setCategory(category);
    }
    recall
        .dates()
        .ifPresent(dates ->
            proto.setDates(
                coop.minga.proto.v1.RecalledDates.newBuilder()
                    .setFromEpochDay((int) dates.from().toEpochDay())
                    .setUntilEpochDay((int) dates.until().toEpochDay())));
    return proto.build();
  }

  static coop.minga.proto.v1.Halt toProto(Halt halt) {
    return coop.minga.proto.v1.Halt.newBuilder()
        .setLot(halt.lot())
        .setRecall(Parts.bytes(halt.recall()))
        .setBookSize(halt.bookSize())
        .setAtMs(halt.at().toEpochMilli())
        .build();
  }

  static coop.minga.proto.v1.Acknowledge toProto(Acknowledge acknowledge) {
    return coop.minga.proto.v1.Acknowledge.newBuilder()
        .setRecall(Parts.bytes(acknowledge.recall()))
        .setUnits(acknowledge.units())
        .setAtMs(acknowledge.at().toEpochMilli())
        .build();
  }

  static coop.minga.proto.v1.Lift toProto(Lift lift) {
    return coop.minga.proto.v1.Lift.newBuilder()
        .setRecall(Parts.bytes(lift.recall()))
        .setReason(lift.reason())
        .setAtMs(lift.at().toEpochMilli())
        .build();
  }

  /// Reads the payload of one of [#KINDS].
  static SurplusStatement decode(Kind kind, byte[] payload) throws InvalidProtocolBufferException {
    return switch (kind) {
      case RECALL -> fromProto(coop.minga.proto.v1.Recall.parseFrom(payload));
      case HALT -> {
        var read = coop.minga.proto.v1.Halt.parseFrom(payload);
        yield new Halt(
            read.getLot(),
            Parts.id(read.getRecall()),
            read.getBookSize(),
            Parts.instant(read.getAtMs()));
      }
      case ACKNOWLEDGE -> {
        var read = coop.minga.proto.v1.Acknowledge.parseFrom(payload);
        yield new Acknowledge(
            Parts.id(read.getRecall()), read.getUnits(), Parts.instant(read.getAtMs()));
      }
      case LIFT -> {
        var read = coop.minga.proto.v1.Lift.parseFrom(payload);
        yield new Lift(Parts.id(read.getRecall()), read.getReason(), Parts.instant(read.getAtMs()));
      }
      default -> throw new IllegalStateException(kind + " is not of recalls");
    };
  }

  private static Recall fromProto(coop.minga.proto.v1.Recall read) {
    return new Recall(
        which(read),
        read.hasDates()
            ? Optional.of(
                new Recall.Dates(
                    LocalDate.ofEpochDay(read.getDates().getFromEpochDay()),
                    LocalDate.ofEpochDay(read.getDates().getUntilEpochDay())))
            : Optional.empty(),
        read.getBatch(),
        read.getReason(),
        Parts.instant(read.getAtMs()));
  }

  private static Recall.Which which(coop.minga.proto.v1.Recall read) {
    return switch (read.getWhichCase()) {
      case GTIN -> new Recall.Which.OfGtin(new Gtin(read.getGtin()));
      case CATEGORY -> new Recall.Which.OfCategory(read.getCategory());
      case WHICH_NOT_SET -> throw new IllegalArgumentException("a recall of nothing");
    };
  }
}
