package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACEN;
import static coop.minga.federation.audit.Valley.BOTICA;
import static coop.minga.federation.audit.Valley.TALLER;
import static coop.minga.federation.audit.Valley.TALLERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Parent;
import coop.minga.federation.surplus.Parts;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Taller collects of almacen's yoghurt and offers it on in parts, to kitchens that have no van.
class AHubThatSplitsALotTest {
  private final Valley valley = new Valley();

  /// What taller signed for.
  private Received received() {
    int index = valley.find(TALLERS, Received.class);
    return (Received) ((Said.OfSurplus) valley.said(TALLERS, index)).says();
  }

  private Parent award() {
    return new Parent(received().leg().lot(), received().leg().seq());
  }

  private static Offer plain(String name, int units) {
    return Town.offer(name, "dairy", units);
  }

  private Offer part(Offer plain, Parent of) {
    return plain.under(valley.roster.hash()).saying(Clauses.PLAIN.partOf(of));
  }

  private void offers(MemberId who, Offer offer) {
    says(who, offer);
  }

  private void says(MemberId who, SurplusStatement says) {
    valley.of(new TreeName(who, Tree.LEDGER)).add(valley.frame(who, new Said.OfSurplus(says)));
  }

  private List<String> told() {
    return valley.audit().findings().stream().map(Finding::sentence).toList();
  }

  private void assertRefuted(String words) {
    Report report = valley.audit();
    assertFalse(report.verified());
    assertTrue(told().stream().anyMatch(said -> said.contains(words)), told().toString());
  }

  private void assertAllRight() {
    assertTrue(told().stream().noneMatch(said -> said.contains("part")), told().toString());
    assertTrue(valley.audit().verified(), told().toString());
  }

  @Test
  void partsOfWhatWasCollectedAreAllRight() {
    int units = received().leg().units();
    assertTrue(units >= 2, "there is something to split");
    offers(TALLER, part(plain("one", 1), award()));
    offers(TALLER, part(plain("rest", units - 1), award()));
    assertAllRight();
  }

  @Test
  @LiesIn(Kind.OFFER)
  void moreThanWasCollectedIsRefuted() {
    int units = received().leg().units();
    offers(TALLER, part(plain("one", 1), award()));
    offers(TALLER, part(plain("all", units), award()));
    assertRefuted("lot all has " + new Grams(1000L * units) + "; of award");
  }

  @Test
  void whatWasTakenBackMayBeOfferedAgain() {
    int units = received().leg().units();
    offers(TALLER, part(plain("one", 1), award()));
    says(TALLER, new Withdraw("one", "the fridge is full", 0, Town.START.plusSeconds(60)));
    offers(TALLER, part(plain("all", units), award()));
    assertAllRight();
  }

  @Test
  @LiesIn({Kind.WITHDRAW, Kind.OFFER})
  void whatIsAwardedIsNotTakenBackToBeOfferedAgain() {
    int units = received().leg().units();
    offers(TALLER, part(plain("one", 1), award()));
    var awarded =
        new Award(
            "one",
            1,
            new Party(BOTICA, "kitchen"),
            1,
            0,
            Town.CLOSES,
            Town.CLOSES.plusSeconds(60),
            Town.EVENING,
            new EntryId(Hash.sha256(Bytes.utf8("close"))));
    valley
        .of(new TreeName(TALLER, Tree.LEDGER))
        .add(valley.frame(TALLER, new Said.OfNegotiation(awarded)));
    says(TALLER, new Withdraw("one", "the fridge is full", 0, Town.START.plusSeconds(60)));
    offers(TALLER, part(plain("all", units), award()));
    assertRefuted("lot all has " + new Grams(1000L * units) + "; of award");
  }

  @Test
  void whatWasHandedOverIsNotTakenBackEither() {
    int units = received().leg().units();
    var parts = new Parts();
    parts.hear(TALLER, received());
    Offer part = part(plain("one", 1), award());
    parts.hear(TALLER, part);
    var leg =
        new Leg(new LotName(TALLER, "one"), 1, 1, new Grams(1000), 40, 0, "", Town.EVENING.from());
    parts.hear(TALLER, new PickedUp(leg));
    parts.hear(TALLER, new Withdraw("one", "the fridge is full", 0, Town.START.plusSeconds(60)));
    assertEquals(new Grams(1000L * (units - 1)), parts.left(TALLER, award()));
  }

  @Test
  @LiesIn(Kind.OFFER)
  void whatSomebodyElseCollectedIsNobodysToSplit() {
    offers(BOTICA, part(plain("mine", 1), award()));
    assertRefuted("lot mine is a part of award");
    assertRefuted("which botica did not receive");
  }

  @Test
  @LiesIn(Kind.OFFER)
  void aPartWithALaterDateIsRefuted() {
    offers(TALLER, part(Town.offer("fresher", "dairy", 1, LocalDate.of(2026, 11, 28)), award()));
    assertRefuted("lot fresher is not of the food and the date of award");
  }

  /// Almacen's ledger is read before botica's, whose lot it was.
  @Test
  @LiesIn(Kind.OFFER)
  void aPartOfALotThatIsReadLaterIsComparedWithItToo() {
    var leg =
        new Leg(new LotName(BOTICA, "milk"), 9, 2, new Grams(2000), 40, 0, "", Town.EVENING.from());
    says(ALMACEN, new Received(leg, new EntryId(Hash.sha256(Bytes.utf8("handed over")))));
    Offer fresher = Town.offer("fresher", "dairy", 1, LocalDate.of(2026, 11, 28));
    offers(ALMACEN, part(fresher, new Parent(leg.lot(), leg.seq())));
    assertRefuted("lot fresher is not of the food and the date of award 9 of botica/milk");
  }

  private Offer frozen(Offer fresh) {
    Lot lot = fresh.lot();
    var ice =
        new Lot(
            lot.name(),
            lot.site(),
            lot.place(),
            lot.product().kept(Storage.FROZEN),
            lot.date().frozen(Town.TODAY.plusDays(90)),
            lot.units(),
            lot.unitGrams());
    return part(fresh, award()).of(ice);
  }

  @Test
  @LiesIn(Kind.OFFER)
  void whatTheRulesDoNotLetAMemberFreezeIsRefuted() {
    offers(TALLER, frozen(plain("ice", 1)));
    assertRefuted("lot ice was frozen by its giver, which the rules do not allow");
  }

  @Test
  @LiesIn(Kind.OFFER)
  void moreThanWasCollectedIsNotFrozenEither() {
    int units = received().leg().units();
    offers(TALLER, frozen(plain("ice", units + 1)));
    assertRefuted("lot ice has " + new Grams(1000L * (units + 1)) + "; of award");
  }

  @Test
  void aRecallOfTheWholeCoversItsParts() {
    var parts = new Parts();
    parts.know(ALMACEN, plain("yoghurt", 10));
    parts.hear(TALLER, received());
    Offer part = part(plain("one", 1), award());
    assertEquals(Optional.empty(), parts.fault(TALLER, part, Town.ZONE));
    Lot whole = plain("yoghurt", 10).lot();
    var recall =
        new Recall(
            new Recall.Which.OfCategory("dairy"),
            Optional.of(new Recall.Dates(whole.date().date(), whole.date().date())),
            "",
            "glass",
            Town.START);
    assertTrue(recall.covers(whole) && recall.covers(part.lot()));
    assertEquals(DateMark.Kind.USE_BY, part.lot().date().kind());
  }
}
