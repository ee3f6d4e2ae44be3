package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.disclosure.Commitment;
import coop.minga.federation.disclosure.Commitments;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Outline;
import coop.minga.proto.v1.FieldCommitment;
import java.util.TreeMap;

/// Notices as payloads.
final class NoticeWire {
  private NoticeWire() {}

  static coop.minga.proto.v1.Notice toProto(Notice notice) {
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

  static Notice decode(byte[] payload) throws InvalidProtocolBufferException {
    var read = coop.minga.proto.v1.Notice.parseFrom(payload);
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
