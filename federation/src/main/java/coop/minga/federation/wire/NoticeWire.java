package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.disclosure.Commitment;
import coop.minga.federation.disclosure.Commitments;
import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Outline;
import coop.minga.proto.v1.CheckedNotice;
import coop.minga.proto.v1.ClausedNotice;
import coop.minga.proto.v1.Contents;
import coop.minga.proto.v1.DeclaredNotice;
import coop.minga.proto.v1.FieldCommitment;
import coop.minga.proto.v1.RosterNotice;
import java.time.LocalDate;
import java.util.Optional;
import java.util.TreeMap;

/// Notices as payloads.
final class NoticeWire {
  private static final int NO_DAY = 0;

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

  /// A notice is written as the version of its kind that says no more than it does: 2 if it names
  /// no roster, 3 if it has no clauses, 4 if nobody has checked what is past its date, 5 if it does
  /// not declare what is in the food, is not hot and was not frozen.
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
    if (notice.clauses().isEmpty()) {
      return Bytes.of(named.toByteArray());
    }
    ClausedNotice claused =
        ClausedNotice.newBuilder()
            .setNotice(named)
            .setClauses(ClausesWire.toProto(notice.clauses().get()))
            .build();
    return Bytes.of(claused(notice.outline(), claused));
  }

  private static byte[] claused(Outline outline, ClausedNotice claused) {
    Optional<LocalDate> checked = outline.date().checkedUntil();
    if (outline.isOfLater()) {
      var later =
          DeclaredNotice.newBuilder()
              .setNotice(claused)
              .setCheckedUntilEpochDay(day(checked))
              .setFrozenUntilEpochDay(day(outline.date().frozenUntil()));
      outline
          .contains()
          .ifPresent(some ->
              later.setContents(Contents.newBuilder().addAllAllergens(Parts.allergens(some))));
      return later.build().toByteArray();
    }
    return checked
        .map(until ->
            CheckedNotice.newBuilder()
                .setNotice(claused)
                .setCheckedUntilEpochDay((int) until.toEpochDay())
                .build()
                .toByteArray())
        .orElseGet(claused::toByteArray);
  }

  private static int day(Optional<LocalDate> day) {
    return day.map(known -> (int) known.toEpochDay()).orElse(NO_DAY);
  }

  private static Optional<LocalDate> day(int epochDay) {
    return epochDay == NO_DAY ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(epochDay));
  }

  /// Reads a notice that names no roster.
  static Notice decode(byte[] payload) throws InvalidProtocolBufferException {
    return notice(
        coop.minga.proto.v1.Notice.parseFrom(payload),
        Optional.empty(),
        Optional.empty(),
        More.NONE);
  }

  /// Reads one that names a roster.
  static Notice decodeNaming(byte[] payload) throws InvalidProtocolBufferException {
    return notice(RosterNotice.parseFrom(payload), Optional.empty(), More.NONE);
  }

  /// Reads one that has clauses.
  static Notice decodeClaused(byte[] payload) throws InvalidProtocolBufferException {
    return notice(ClausedNotice.parseFrom(payload), More.NONE);
  }

  /// Reads one of food that somebody has checked.
  static Notice decodeChecked(byte[] payload) throws InvalidProtocolBufferException {
    CheckedNotice read = CheckedNotice.parseFrom(payload);
    return notice(
        read.getNotice(),
        new More(
            Optional.of(LocalDate.ofEpochDay(read.getCheckedUntilEpochDay())),
            Optional.empty(),
            Optional.empty()));
  }

  /// Reads one that declares what is in the food.
  static Notice decodeDeclared(byte[] payload) throws InvalidProtocolBufferException {
    DeclaredNotice read = DeclaredNotice.parseFrom(payload);
    Optional<Allergens> contains =
        read.hasContents()
            ? Optional.of(Parts.allergens(read.getContents().getAllergensList()))
            : Optional.empty();
    return notice(
        read.getNotice(),
        new More(
            day(read.getCheckedUntilEpochDay()), day(read.getFrozenUntilEpochDay()), contains));
  }

  /// What later versions say of the food.
  ///
  /// @param checked until when it may be eaten, as somebody says who has looked
  /// @param frozen until when it may be eaten since a member froze it
  /// @param contains the allergens in it
  private record More(
      Optional<LocalDate> checked, Optional<LocalDate> frozen, Optional<Allergens> contains) {
    static final More NONE = new More(Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Notice notice(ClausedNotice read, More more) {
    return notice(read.getNotice(), Optional.of(ClausesWire.fromProto(read.getClauses())), more);
  }

  private static Notice notice(RosterNotice read, Optional<Clauses> clauses, More more) {
    return notice(read.getNotice(), Optional.of(Parts.hash(read.getRoster())), clauses, more);
  }

  private static Notice notice(
      coop.minga.proto.v1.Notice read,
      Optional<Hash> roster,
      Optional<Clauses> clauses,
      More more) {
    var hidden = new TreeMap<String, Commitment>();
    read.getHiddenList()
        .forEach(
            each -> hidden.put(each.getField(), new Commitment(Parts.hash(each.getCommitment()))));
    return new Notice(
        outline(read, more),
        Parts.instant(read.getOpenedMs()),
        Parts.instant(read.getClosesMs()),
        Parts.window(read.getWindowFromMs(), read.getWindowUntilMs()),
        read.getOpeningPoints(),
        read.getSettlementEpoch(),
        roster,
        clauses,
        new Commitments(hidden));
  }

  private static Outline outline(coop.minga.proto.v1.Notice read, More more) {
    DateMark printed = Parts.dateMark(read.getDateKind(), read.getDateEpochDay());
    DateMark known = more.checked().map(printed::checked).orElse(printed);
    return new Outline(
        read.getLot(),
        read.getCategory(),
        Parts.storage(read.getStorage()),
        more.frozen().map(known::frozen).orElse(known),
        read.getKilograms(),
        new Cell(read.getCellRow(), read.getCellColumn()),
        more.contains());
  }
}
