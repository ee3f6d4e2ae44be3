package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.disclosure.Commitment;
import coop.minga.federation.disclosure.Commitments;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Outline;
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
            .setSettlementEpoch(notice.settlementEpoch());
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

  /// A notice that names no roster is written as such: version 2 of its kind.
  static Bytes encode(Notice notice) {
    coop.minga.proto.v1.Notice bare = toProto(notice);
    return Bytes.of(
        notice
            .roster()
            .map(roster ->
                RosterNotice.newBuilder()
                    .setNotice(bare)
                    .setRoster(Parts.bytes(roster))
                    .build()
                    .toByteArray())
            .orElseGet(bare::toByteArray));
  }

  /// Reads a notice that names no roster.
  static Notice decode(byte[] payload) throws InvalidProtocolBufferException {
    return notice(coop.minga.proto.v1.Notice.parseFrom(payload), Optional.empty());
  }

  /// Reads one that names a roster.
  static Notice decodeNaming(byte[] payload) throws InvalidProtocolBufferException {
    RosterNotice read = RosterNotice.parseFrom(payload);
    return notice(read.getNotice(), Optional.of(Parts.hash(read.getRoster())));
  }

  private static Notice notice(coop.minga.proto.v1.Notice read, Optional<Hash> roster) {
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
        new Commitments(hidden));
  }

  private static Outline outline(coop.minga.proto.v1.Notice read) {
    return new Outline(
        read.getLot(),
        read.getCategory(),
        Parts.storage(read.getStorage()),
        Parts.dateMark(read.getDateKind(), read.getDateEpochDay()),
        read.getKilograms(),
        new Cell(read.getCellRow(), read.getCellColumn()));
  }
}
