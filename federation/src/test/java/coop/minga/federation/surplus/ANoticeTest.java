package coop.minga.federation.surplus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.disclosure.About;
import coop.minga.federation.disclosure.Commitments;
import coop.minga.federation.disclosure.FieldOpening;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Gtin;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Product;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ANoticeTest {
  private static final Hash FEDERATION = Hash.sha256(Bytes.utf8("federation"));
  private static final MemberId GIVER = new MemberId("mapocho");
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final About ABOUT = new About(FEDERATION, GIVER, "dairy-7");

  private final Random dice = new Random(5);
  private final Offer offer = offer(12, 500, new Place(-33_437_800, -70_650_500));
  private final Notice.Covered covered = Notice.cover(ABOUT, offer, this::salt);

  private Bytes salt() {
    byte[] salt = new byte[FieldOpening.SALT_BYTES];
    dice.nextBytes(salt);
    return Bytes.of(salt);
  }

  @Test
  void whoHasTheOpeningHasTheWholeOffer() {
    assertEquals(new Uncovered.Whole(offer), covered.notice().uncover(ABOUT, covered.openings()));
  }

  @Test
  void noticesShowNeitherItemNorSiteNorGtin() {
    String payload = Statements.encode(new Said.OfSurplus(covered.notice())).toUtf8();
    assertFalse(payload.contains("Yoghurt"), payload);
    assertFalse(payload.contains("yungay"), payload);
    assertFalse(payload.contains("04006381333931"), payload);
    assertTrue(payload.contains("dairy"), payload);
  }

  @Test
  void massesAreToldInStepsOfFiveKilogramsRoundedUp() {
    Place here = new Place(0, 0);
    assertEquals(5, Outline.of(offer(1, 1, here).lot()).kilograms());
    assertEquals(5, Outline.of(offer(10, 500, here).lot()).kilograms());
    assertEquals(10, Outline.of(offer(10, 501, here).lot()).kilograms());
    assertEquals(
        100_000_000, Outline.of(offer(Lot.MAX_UNITS, Lot.MAX_UNIT_GRAMS, here).lot()).kilograms());
  }

  @Test
  void twoOffersOfTheSameFoodLookDifferent() {
    Notice again = Notice.cover(ABOUT, offer, this::salt).notice();
    covered
        .notice()
        .hidden()
        .byField()
        .forEach((field, commitment) ->
            assertFalse(commitment.equals(again.hidden().byField().get(field)), field));
  }

  @Test
  void someFieldsAloneCanBeOpenedAndShowNoMore() {
    for (FieldOpening one : covered.openings()) {
      assertEquals(new Uncovered.Part(), covered.notice().uncover(ABOUT, List.of(one)));
    }
  }

  @Test
  void anotherValueOrSaltDoesNotOpenIt() {
    for (int i = 0; i < covered.openings().size(); i++) {
      FieldOpening right = covered.openings().get(i);
      wrong(changed(i, _ -> new FieldOpening(right.field(), right.salt(), Bytes.utf8("x"))));
      wrong(changed(i, _ -> new FieldOpening(right.field(), salt(), right.value())));
    }
  }

  @Test
  void oneFieldsOpeningDoesNotOpenAnother() {
    FieldOpening item = covered.openings().get(1);
    assertEquals("item", item.field());
    wrong(changed(0, gtin -> new FieldOpening(gtin.field(), item.salt(), item.value())));
    wrong(changed(0, _ -> item));
    wrong(changed(0, gtin -> new FieldOpening("price", gtin.salt(), gtin.value())));
  }

  @Test
  void commitmentsAreWorthNothingElsewhere() {
    List<FieldOpening> openings = covered.openings();
    Notice notice = covered.notice();
    for (About other :
        List.of(
            new About(Hash.sha256(Bytes.utf8("other")), GIVER, "dairy-7"),
            new About(FEDERATION, new MemberId("kitchen"), "dairy-7"),
            new About(FEDERATION, GIVER, "dairy-8"))) {
      assertInstanceOf(Uncovered.Wrong.class, notice.uncover(other, openings), other.toString());
    }
  }

  @Test
  void whatIsHiddenMustBeWhatIsToldInOutline() {
    Offer heavier = offer(21, 500, new Place(-33_437_800, -70_650_500));
    Offer elsewhere = offer(12, 500, new Place(-33_937_800, -70_650_500));
    for (Offer other : List.of(heavier, elsewhere)) {
      List<FieldOpening> openings = Notice.cover(ABOUT, other, this::salt).openings();
      assertEquals(
          new Uncovered.Wrong("what is hidden is not what it shows in outline"),
          hiding(openings).uncover(ABOUT, openings));
    }
  }

  @Test
  void whatIsHiddenMustBeALot() {
    int units = HiddenField.NAMES.indexOf("units");
    int gtin = HiddenField.NAMES.indexOf("gtin");
    lie(units, Pae.number(0));
    lie(units, Pae.number(1L << 40));
    lie(units, Bytes.utf8("twelve"));
    lie(gtin, Bytes.utf8("12345678901234"));
    lie(HiddenField.NAMES.indexOf("item"), Bytes.of(new byte[] {(byte) 0xff}));
    lie(HiddenField.NAMES.indexOf("item"), Bytes.empty());
  }

  private void lie(int field, Bytes value) {
    List<FieldOpening> openings =
        changed(field, right -> new FieldOpening(right.field(), right.salt(), value));
    assertInstanceOf(Uncovered.Wrong.class, hiding(openings).uncover(ABOUT, openings));
  }

  @Test
  void aNoticeHidesEveryFieldAndNoOther() {
    List<FieldOpening> fewer = covered.openings().subList(1, covered.openings().size());
    assertThrows(IllegalArgumentException.class, () -> hiding(fewer));
    var more = new ArrayList<>(covered.openings());
    more.add(new FieldOpening("price", salt(), Bytes.empty()));
    assertThrows(IllegalArgumentException.class, () -> hiding(more));
  }

  private static final MemberId KITCHEN = new MemberId("kitchen");
  private static final MemberId PARISH = new MemberId("parish");
  private static final GiversWishes WISHES =
      new GiversWishes(
          new TreeMap<>(Map.of(KITCHEN, 8)),
          new TreeMap<>(Map.of(PARISH, VetoReason.COLD_CHAIN)),
          12,
          FEDERATION.value());

  private Offer claused() {
    return offer
        .under(FEDERATION)
        .opening(40)
        .saying(
            Clauses.PLAIN
                .expected(offer.window().from())
                .meant(Purpose.TRANSFER)
                .partOf(new Parent(new LotName(KITCHEN, "soup-1"), 2))
                .firstTo(new FirstRefusal(KITCHEN, NOON.plusSeconds(60))));
  }

  @Test
  void whatAnOfferSaysBesideItsLotComesBackFromItsPayload() {
    for (Offer each : List.of(claused(), claused().wishing(WISHES))) {
      Notice notice = Notice.cover(ABOUT, each, this::salt).notice();
      var said = new Said.OfSurplus(notice);
      assertEquals(4, Statements.versionOf(said));
      assertEquals(
          new Decoded.Known(said),
          Statements.decode(Kind.OFFER.code(), 4, Statements.encode(said)));
      assertInstanceOf(
          Decoded.Void.class, Statements.decode(Kind.OFFER.code(), 3, Statements.encode(said)));
    }
  }

  @Test
  void theGiversWishesAreHiddenFromWhoeverMayBidAndOpenedBesideTheLot() {
    Offer wishing = claused().wishing(WISHES);
    Notice.Covered sealed = Notice.cover(ABOUT, wishing, this::salt);
    String payload = Statements.encode(new Said.OfSurplus(sealed.notice())).toUtf8();
    assertFalse(payload.contains("cold-chain"), payload);
    List<FieldOpening> ofTheLot =
        sealed.openings().stream().filter(o -> !o.field().equals(GiversWishes.FIELD)).toList();
    Uncovered seen = sealed.notice().uncover(ABOUT, ofTheLot);
    assertEquals(Optional.empty(), ((Uncovered.Whole) seen).offer().wishes());
    assertEquals(wishing, ((Uncovered.Whole) seen).offer().wishing(WISHES));
    assertEquals(new Uncovered.Whole(wishing), sealed.notice().uncover(ABOUT, sealed.openings()));
    assertEquals("bonus kitchen 8\nveto parish cold-chain\nreserve 12\n", WISHES.value().toUtf8());
  }

  @Test
  void wishesHaveOneFormAlone() {
    for (String other :
        List.of(
            "veto parish cold-chain\nbonus kitchen 8\n",
            "bonus kitchen 8\nbonus kitchen 9\n",
            "bonus kitchen 08\n",
            "bonus kitchen 0\n",
            "veto parish out-of-spite\n",
            "reserve 12",
            "reserve 0\n",
            "please\n")) {
      var opening = new FieldOpening(GiversWishes.FIELD, salt(), Bytes.utf8(other));
      assertThrows(IllegalArgumentException.class, () -> GiversWishes.read(opening), other);
    }
    var veto = new TreeMap<>(Map.of(KITCHEN, VetoReason.LEGAL));
    var bonus = new TreeMap<>(Map.of(KITCHEN, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new GiversWishes(bonus, veto, 0, FEDERATION.value()));
    var many = new TreeMap<MemberId, Integer>();
    for (int i = 0; i <= GiversWishes.MOST_NAMED; i++) {
      many.put(new MemberId("taker" + i), 1);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new GiversWishes(many, new TreeMap<>(), 0, FEDERATION.value()));
  }

  @Test
  void clausesKeepWithinTheTimesOfTheirOffer() {
    Offer named = offer.under(FEDERATION);
    Instant closes = offer.closesAt();
    for (Clauses out :
        List.of(
            Clauses.PLAIN.expected(closes.minusMillis(1)),
            Clauses.PLAIN.expected(offer.window().from().plusMillis(1)),
            Clauses.PLAIN.firstTo(new FirstRefusal(KITCHEN, NOON)),
            Clauses.PLAIN.firstTo(new FirstRefusal(KITCHEN, closes)))) {
      assertThrows(IllegalArgumentException.class, () -> named.saying(out), out.toString());
    }
    assertThrows(IllegalArgumentException.class, () -> offer.saying(Clauses.PLAIN));
    assertThrows(IllegalArgumentException.class, () -> named.wishing(WISHES));
    assertThrows(
        IllegalArgumentException.class, () -> new Parent(new LotName(KITCHEN, "soup-1"), -1));
  }

  @Test
  void anOpeningIsNotInALogByMistake() {
    assertFalse(covered.openings().toString().contains(Bytes.utf8("Yoghurt").toHex()));
  }

  @Test
  void cellsAreAboutFiveKilometresWideEverywhere() {
    assertEquals(Cell.of(new Place(-33_437_800, -70_650_500)), outlineCell());
    var places = new Random(11);
    for (int i = 0; i < 2000; i++) {
      var place =
          new Place(
              places.nextInt(-85_000_000, 85_000_001), places.nextInt(-179_000_000, 179_000_001));
      var far = new Place(place.latitudeE6(), place.longitudeE6());
      assertEquals(Cell.of(place), Cell.of(far));
      int east = place.longitudeE6();
      while (east < 179_900_000
          && Cell.of(new Place(place.latitudeE6(), east)).equals(Cell.of(place))) {
        east += 1000;
      }
      var edge = new Place(place.latitudeE6(), east);
      assertTrue(place.metresTo(edge) < 5700, place + " to " + edge);
    }
    new Cell(0, 0);
    Cell.of(new Place(90_000_000, 180_000_000));
    Cell.of(new Place(-90_000_000, -180_000_000));
  }

  private Cell outlineCell() {
    return covered.notice().outline().cell();
  }

  private void wrong(List<FieldOpening> openings) {
    assertInstanceOf(Uncovered.Wrong.class, covered.notice().uncover(ABOUT, openings));
  }

  private List<FieldOpening> changed(int index, UnaryOperator<FieldOpening> change) {
    var openings = new ArrayList<>(covered.openings());
    openings.set(index, change.apply(openings.get(index)));
    return openings;
  }

  /// The notice of this test's offer that commits to something else.
  private Notice hiding(List<FieldOpening> openings) {
    Notice right = covered.notice();
    return new Notice(
        right.outline(),
        right.openedAt(),
        right.closesAt(),
        right.window(),
        right.openingPoints(),
        right.settlementEpoch(),
        right.roster(),
        right.clauses(),
        Commitments.to(ABOUT, openings));
  }

  private static Offer offer(int units, int unitGrams, Place place) {
    var lot =
        new Lot(
            "dairy-7",
            "yungay",
            place,
            new Product(
                "Yoghurt", Optional.of(new Gtin("04006381333931")), "dairy", Storage.CHILLED),
            new DateMark(DateMark.Kind.USE_BY, LocalDate.of(2026, 11, 26)),
            units,
            unitGrams);
    Instant closes = NOON.plusSeconds(3600);
    var window = new Window(closes.plusSeconds(600), closes.plusSeconds(6000));
    return new Offer(lot, NOON, closes, window, 0, 0);
  }
}
