package coop.minga.federation.negotiation;

import static coop.minga.federation.negotiation.Story.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.disclosure.About;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.roster.RuleSheet;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Parent;
import coop.minga.federation.surplus.Parts;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Nobody took 10 kg of Mapocho's meat, which is to be eaten today. The members have agreed that
/// what one of them freezes may be kept for 90 days.
class FoodThatAMemberFrozeTest {
  private static final int DAYS = 90;
  private static final MemberId MAPOCHO = new MemberId("mapocho");
  private static final MemberId HUB = new MemberId("hub");
  private static final LocalDate LAST = Town.TODAY.plusDays(DAYS);
  private static final Offer FRESH = Town.offer("meat", "dairy", 10, Town.TODAY);
  private static final Parent OWN = new Parent(new LotName(MAPOCHO, "meat"), Parent.OWN);

  private static Offer frozen(String name, int units, DateMark date, Parent parent) {
    Offer offer = Town.offer(name, "dairy", units);
    Lot lot = offer.lot();
    var made =
        new Lot(
            name,
            lot.site(),
            lot.place(),
            lot.product().kept(Storage.FROZEN),
            date,
            units,
            lot.unitGrams());
    return new Offer(
        made,
        offer.openedAt(),
        offer.closesAt(),
        offer.window(),
        0,
        0,
        Town.offer(offer, Clauses.PLAIN).roster(),
        Optional.of(Clauses.PLAIN.partOf(parent)),
        Optional.of(GiversWishes.NONE));
  }

  private static Offer frozen(String name, int units) {
    return frozen(name, units, FRESH.lot().date().frozen(LAST), OWN);
  }

  private static Wants freezer() {
    var need = new Grams(10_000);
    return new Wants(
        Town.nothing().road(),
        List.of(Want.inQuarters("dairy", Storage.FROZEN, need, 100)),
        Map.of(Storage.FROZEN, need));
  }

  private static World day(int days, Offer offer) {
    Terms usual = Town.terms("plaza");
    var terms =
        new Terms(
            RuleSheet.changed(usual.rules(), Map.of("frozen-days", Integer.toString(days))),
            usual.takers());
    var world = new World(9, Weather.FAIR, terms, Town.START);
    world.member("mapocho", Town.nothing(), Manners.HONEST);
    world.member("plaza", freezer(), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", offer);
    world.runUntil(END);
    return world;
  }

  private static List<String> told(World world) {
    return world.audit("mapocho").mismatches().stream().map(Mismatch::sentence).toList();
  }

  @Test
  void itIsBidForAndEatenAfterTheDateThatWasPrintedOnIt() {
    World world = day(DAYS, frozen("ice", 10));
    Promise got = world.peer("mapocho").stall().lot("ice").orElseThrow().awards().getFirst();
    assertEquals(Promise.State.DEBITED, got.state());
    assertEquals(10, got.units());
    assertEquals(List.of(), told(world));
  }

  @Test
  @LiesIn(Kind.OFFER)
  void whereTheMembersHaveNotAgreedItIsNoLot() {
    World world = day(0, frozen("ice", 10));
    assertEquals(Optional.empty(), world.peer("mapocho").stall().lot("ice"));
    assertEquals(List.of(), world.peer("plaza").book());
    assertEquals(
        List.of(
            "an offer that may not be made: lot ice was frozen by its giver, which the rules do not"
                + " allow"),
        told(world));
  }

  @Test
  @LiesIn(Kind.OFFER)
  void whatIsSaidToKeepForLongerIsNoLotEither() {
    World world = day(DAYS, frozen("ice", 10, FRESH.lot().date().frozen(LAST.plusDays(1)), OWN));
    assertEquals(
        List.of(
            "an offer that may not be made: lot ice was frozen by its giver and may be kept until "
                + LAST
                + ", not until "
                + LAST.plusDays(1)),
        told(world));
    Offer warm = frozen("ice", 10);
    Offer chilled = warm.of(warm.lot().of(FRESH.lot().product()));
    assertEquals(
        Optional.of("lot ice was frozen, and is not kept frozen"), chilled.fault(Town.ZONE));
  }

  // ---- What it was made of

  private static Optional<String> fault(Parts parts, MemberId who, Offer offer) {
    return parts.fault(who, offer, Town.ZONE);
  }

  private static Parts offered(Offer fresh) {
    var parts = new Parts();
    parts.hear(MAPOCHO, fresh);
    return parts;
  }

  @Test
  @LiesIn(Kind.OFFER)
  void moreThanThereWasOrIsLeftIsNotFrozen() {
    Parts parts = offered(FRESH);
    assertEquals(Optional.empty(), fault(parts, MAPOCHO, frozen("ice", 10)));
    assertEquals(
        Optional.of("lot ice has 11 kg; of mapocho/meat only 10 kg are left to be offered on"),
        fault(parts, MAPOCHO, frozen("ice", 11)));
    var leg = new Leg(OWN.lot(), 1, 4, new Grams(4_000), 41, 0, "", Town.EVENING.from());
    parts.hear(MAPOCHO, new PickedUp(leg));
    assertEquals(Optional.empty(), fault(parts, MAPOCHO, frozen("ice", 6)));
    parts.hear(MAPOCHO, frozen("ice", 6));
    assertTrue(fault(parts, MAPOCHO, frozen("more", 1)).isPresent(), "the rest was handed over");
  }

  @Test
  @LiesIn(Kind.OFFER)
  void whatSomebodyElseOfferedIsNobodysToFreeze() {
    assertEquals(
        Optional.of("lot ice is a part of mapocho/meat, which hub did not offer"),
        fault(offered(FRESH), HUB, frozen("ice", 1)));
  }

  @Test
  @LiesIn(Kind.OFFER)
  void whatIsPastItsDateIsNotFrozenNorWhatWasFrozenOrIsAnother() {
    Offer old = Town.offer("meat", "dairy", 10, Town.TODAY.minusDays(1));
    assertEquals(
        Optional.of("lot ice was frozen when the date of mapocho/meat was over"),
        fault(offered(old), MAPOCHO, frozen("ice", 1, old.lot().date().frozen(LAST), OWN)));
    assertEquals(
        Optional.of("lot ice is not the food of mapocho/meat, frozen"),
        fault(offered(old), MAPOCHO, frozen("ice", 1)),
        "of another date");
    Offer ice = FRESH.of(FRESH.lot().of(FRESH.lot().product().kept(Storage.FROZEN)));
    assertTrue(fault(offered(ice), MAPOCHO, frozen("ice", 1)).isPresent(), "it was frozen before");
    Offer hot = FRESH.of(FRESH.lot().of(FRESH.lot().product().kept(Storage.HOT)));
    assertTrue(fault(offered(hot), MAPOCHO, frozen("ice", 1)).isPresent(), "it cools first");
  }

  @Test
  void aHubFreezesWhatItCollectedAndOffersItOnInParts() {
    Parts parts = offered(FRESH);
    var leg = new Leg(OWN.lot(), 1, 4, new Grams(4_000), 41, 0, "", Town.EVENING.from());
    parts.hear(HUB, new Received(leg, new EntryId(Hash.sha256(Bytes.utf8("handed over")))));
    var award = new Parent(OWN.lot(), 1);
    DateMark date = FRESH.lot().date().frozen(LAST);
    assertEquals(Optional.empty(), fault(parts, HUB, frozen("ice", 4, date, award)));
    assertTrue(fault(parts, HUB, frozen("ice", 5, date, award)).isPresent());
    Offer whole = frozen("ice", 4, date, award);
    parts.hear(HUB, whole);
    var second = new Leg(new LotName(HUB, "ice"), 1, 4, new Grams(4_000), -180, 0, "", leg.at());
    parts.hear(MAPOCHO, new Received(second, new EntryId(Hash.sha256(Bytes.utf8("once more")))));
    Offer cube = frozen("cube", 1, date, new Parent(second.lot(), 1));
    assertEquals(Optional.empty(), fault(parts, MAPOCHO, cube), "what was frozen in time stays so");
    var recall =
        new Recall(
            new Recall.Which.OfCategory("dairy"),
            Optional.of(new Recall.Dates(Town.TODAY, Town.TODAY)),
            "",
            "glass",
            Town.START);
    assertTrue(recall.covers(whole.lot()), "a recall goes by the date printed");
  }

  // ---- How it is entered

  @Test
  void itIsOfferedInAVersionThatKnowsItWithWhatItWas() {
    Bytes salt = Hash.sha256(Bytes.utf8("salt")).value();
    var about = new About(Hash.sha256(salt), MAPOCHO, "ice");
    Said said = new Said.OfSurplus(Notice.cover(about, frozen("ice", 3), () -> salt).notice());
    assertEquals(6, Statements.versionOf(said));
    Bytes payload = Statements.encode(said);
    assertEquals(new Decoded.Known(said), Statements.decode(Kind.OFFER.code(), 6, payload));
    Offer ice = frozen("ice", 3);
    assertEquals(
        "an offer of what a member froze names what that was",
        assertThrows(IllegalArgumentException.class, () -> ice.saying(Clauses.PLAIN)).getMessage());
    Offer fresh = Town.offer(FRESH, Clauses.PLAIN);
    assertEquals(
        "a part that was not frozen is of an award",
        assertThrows(IllegalArgumentException.class, () -> fresh.saying(Clauses.PLAIN.partOf(OWN)))
            .getMessage());
  }
}
