package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.disclosure.Commitment;
import coop.minga.federation.disclosure.Commitments;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Outline;
import coop.minga.proto.v1.ClausedNotice;
import coop.minga.proto.v1.FieldCommitment;
import coop.minga.proto.v1.RosterNotice;
import java.util.Optional;
import java.util.TreeMap;

/// Notices as payloads.
final class NoticeWire {
  private NoticeWire() {}

  private static coop.minga.proto.v1.Notice toProto(Notice notice) {
    Outline outline = notice.outline();
    var proto =
        coop.minga.proto.v1.Notice.newBuilder()
            .setLot(outline.lot())
            .setCategory(outline.category())
            .setStorage(Parts.storage(outline.storage()))
            .setDateKind(Parts.dateKind(outline.date().kind()))
            .setDateEpochDay((int) outline.date().date().toEpochDay())
            .setKilograms(outline.kilograms())
            .setCellRow(outline.cell().row())
            .setCellColumn(outline.cell().column())
            .setOpenedMs(notice.openedAt().toEpochMilli())
            .setClosesMs(notice.closesAt().toEpochMilli())
            .setWindowFromMs(notice.window().from().toEpochMilli())
            .setWindowUntilMs(notice.window().until().toEpochMilli())
            .setOpeningPoints(notice.openingPoints())
            .setSettlementEpoch(notice.settlementEpoch())
            .setCheckedUntilEpochDay(Parts.checkedUntil(outline.date()));
    notice
        .hidden()
        .byField()
        .forEach((field, commitment) ->
            proto.addHidden(
                FieldCommitment.newBuilder()
                    .setField(field)
                    .setCommitment(Parts.bytes(commitment.hash()))));
    return proto.build();
  }

  /// A notice is written as the version of its kind that says no more than it does: 2 if it names
  /// no roster, 3 if it has no clauses.
  static Bytes encode(Notice notice) {
    coop.minga.proto.v1.Notice bare = toProto(notice);
    if (notice.roster().isEmpty()) {
      return Bytes.of(bare.toByteArray());
    }
    RosterNotice named =
        RosterNotice.newBuilder()
            .setNotice(bare)
            .setRoster(Parts.bytes(notice.roster().get()))
            .build();
    return Bytes.of(
        notice
            .clauses()
            .map(said ->
                ClausedNotice.newBuilder()
                    .setNotice(named)
                    .setClauses(ClausesWire.toProto(said))
                    .build()
                    .toByteArray())
            .orElseGet(named::toByteArray));
  }

  /// Reads a notice that names no roster.
  static Notice decode(byte[] payload) throws InvalidProtocolBufferException {
    return notice(
        coop.minga.proto.v1.Notice.parseFrom(payload), Optional.empty(), Optional.empty());
  }

  /// Reads one that names a roster.
  static Notice decodeNaming(byte[] payload) throws InvalidProtocolBufferException {
    return notice(RosterNotice.parseFrom(payload), Optional.empty());
  }

  /// Reads one that has clauses.
  static Notice decodeClaused(byte[] payload) throws InvalidProtocolBufferException {
    ClausedNotice read = ClausedNotice.parseFrom(payload);
    return notice(read.getNotice(), Optional.of(ClausesWire.fromProto(read.getClauses())));
  }

  private static Notice notice(RosterNotice read, Optional<Clauses> clauses) {
    return notice(read.getNotice(), Optional.of(Parts.hash(read.getRoster())), clauses);
  }

  private static Notice notice(
      coop.minga.proto.v1.Notice read, Optional<Hash> roster, Optional<Clauses> clauses) {
    var hidden = new TreeMap<String, Commitment>();
    read.getHiddenList()
        .forEach(
            each -> hidden.put(each.getField(), new Commitment(Parts.hash(each.getCommitment()))));
    return new Notice(
        outline(read),
        Parts.instant(read.getOpenedMs()),
        Parts.instant(read.getClosesMs()),
        Parts.window(read.getWindowFromMs(), read.getWindowUntilMs()),
        read.getOpeningPoints(),
        read.getSettlementEpoch(),
        roster,
        clauses,
        new Commitments(hidden));
  }

  private static Outline outline(coop.minga.proto.v1.Notice read) {
    return new Outline(
        read.getLot(),
        read.getCategory(),
        Parts.storage(read.getStorage()),
        Parts.dateMark(read.getDateKind(), read.getDateEpochDay(), read.getCheckedUntilEpochDay()),
        read.getKilograms(),
        new Cell(read.getCellRow(), read.getCellColumn()));
  }
}
