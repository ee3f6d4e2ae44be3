package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.alert.AlertStatement;
import coop.minga.federation.alert.Answered;
import coop.minga.federation.alert.Over;
import coop.minga.federation.alert.Raised;
import coop.minga.federation.alert.Recovery;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.Kind;
import coop.minga.proto.v1.AlertAnswered;
import coop.minga.proto.v1.AlertHelp;
import coop.minga.proto.v1.AlertOutcome;
import coop.minga.proto.v1.AlertOver;
import coop.minga.proto.v1.AlertRaised;
import java.time.Duration;

/// What is said of alerts, as payloads.
final class AlertWire {
  private static final long KILOGRAM = 1000;

  private AlertWire() {}

  static Kind kindOf(AlertStatement says) {
    return switch (says) {
      case Raised _ -> Kind.ALERT;
      case Answered _ -> Kind.ALERT_ANSWER;
      case Over _ -> Kind.ALERT_OVER;
    };
  }

  static Bytes encode(AlertStatement says) {
    return Bytes.of(
        switch (says) {
          case Raised raised -> toProto(raised).toByteArray();
          case Answered answered -> toProto(answered).toByteArray();
          case Over over -> toProto(over).toByteArray();
        });
  }

  /// Reads the payload of one of [#kindOf]'s kinds.
  static AlertStatement decode(Kind kind, byte[] payload) throws InvalidProtocolBufferException {
    if (kind == Kind.ALERT) {
      return fromProto(AlertRaised.parseFrom(payload));
    }
    return kind == Kind.ALERT_ANSWER
        ? fromProto(AlertAnswered.parseFrom(payload))
        : fromProto(AlertOver.parseFrom(payload));
  }

  private static AlertRaised toProto(Raised says) {
    return AlertRaised.newBuilder()
        .setAlert(says.alert())
        .setHelp(
            switch (says.about().need()) {
              case TAKERS -> AlertHelp.ALERT_HELP_TAKERS;
              case GIVERS -> AlertHelp.ALERT_HELP_GIVERS;
            })
        .setCategory(says.about().category())
        .setKilograms(says.about().grams().value() / KILOGRAM)
        .setCellRow(says.about().cell().row())
        .setCellColumn(says.about().cell().column())
        .setNoticedMs(says.recovery().noticed().toEpochMilli())
        .setShopMs(says.recovery().shop().toMillis())
        .setOrganisationMs(says.recovery().organisation().toMillis())
        .setPassedUp(says.passedUp())
        .setPlateByMs(says.plateBy().toEpochMilli())
        .setAtMs(says.at().toEpochMilli())
        .build();
  }

  private static Raised fromProto(AlertRaised read) {
    return new Raised(
        read.getAlert(),
        new Raised.About(
            switch (read.getHelp()) {
              case ALERT_HELP_TAKERS -> Raised.Help.TAKERS;
              case ALERT_HELP_GIVERS -> Raised.Help.GIVERS;
              case ALERT_HELP_UNSPECIFIED, UNRECOGNIZED ->
                  throw new IllegalArgumentException("no help");
            },
            read.getCategory(),
            new Grams(Math.multiplyExact(read.getKilograms(), KILOGRAM)),
            new Cell(read.getCellRow(), read.getCellColumn())),
        new Recovery(
            Parts.instant(read.getNoticedMs()),
            Duration.ofMillis(read.getShopMs()),
            Duration.ofMillis(read.getOrganisationMs())),
        read.getPassedUp(),
        Parts.instant(read.getPlateByMs()),
        Parts.instant(read.getAtMs()));
  }

  private static AlertAnswered toProto(Answered says) {
    return AlertAnswered.newBuilder()
        .setAlert(Parts.bytes(says.alert()))
        .setGrams(says.grams().value())
        .setAtMs(says.at().toEpochMilli())
        .build();
  }

  private static Answered fromProto(AlertAnswered read) {
    return new Answered(
        Parts.id(read.getAlert()), new Grams(read.getGrams()), Parts.instant(read.getAtMs()));
  }

  private static AlertOver toProto(Over says) {
    var proto =
        AlertOver.newBuilder()
            .setAlert(Parts.bytes(says.alert()))
            .setOutcome(
                switch (says.outcome()) {
                  case MENDED -> AlertOutcome.ALERT_OUTCOME_MENDED;
                  case NOT_REAL -> AlertOutcome.ALERT_OUTCOME_NOT_REAL;
                  case TOO_LATE -> AlertOutcome.ALERT_OUTCOME_TOO_LATE;
                })
            .setAtMs(says.at().toEpochMilli());
    says.helped().forEach(id -> proto.addHelped(Parts.bytes(id)));
    return proto.build();
  }

  private static Over fromProto(AlertOver read) {
    return new Over(
        Parts.id(read.getAlert()),
        switch (read.getOutcome()) {
          case ALERT_OUTCOME_MENDED -> Over.Outcome.MENDED;
          case ALERT_OUTCOME_NOT_REAL -> Over.Outcome.NOT_REAL;
          case ALERT_OUTCOME_TOO_LATE -> Over.Outcome.TOO_LATE;
          case ALERT_OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
              throw new IllegalArgumentException("no outcome");
        },
        read.getHelpedList().stream().map(Parts::id).toList(),
        Parts.instant(read.getAtMs()));
  }
}
