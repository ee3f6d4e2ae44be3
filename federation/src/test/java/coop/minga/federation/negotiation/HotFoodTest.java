package coop.minga.federation.negotiation;

import static coop.minga.federation.negotiation.Story.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.disclosure.About;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Product;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Mapocho's canteen has 6 kg of soup left, hot. Plaza can keep it hot until it is eaten; Rosa has
/// a cold room.
class HotFoodTest {
  private static final int HOT = 700;
  private static final LotName SOUP = new LotName(new MemberId("mapocho"), "soup");

  private static Offer soup(LocalDate useBy) {
    Offer offer = Town.offer("soup", "dairy", 6, useBy);
    Lot lot = offer.lot();
    var soup = new Product("soup", Optional.empty(), "dairy", Storage.HOT);
    return Town.offer(offer.of(lot.of(soup)), Clauses.PLAIN);
  }

  private static Wants hot() {
    Wants nothing = Town.nothing();
    var need = new Grams(6_000);
    return new Wants(
        nothing.road(),
        List.of(Want.inQuarters("dairy", Storage.HOT, need, 100)),
        Map.of(Storage.HOT, need));
  }

  private static Manners reading(int deciCelsius) {
    return new Manners() {
      @Override
      public int deciCelsius() {
        return deciCelsius;
      }
    };
  }

  private static World day(LocalDate useBy, Manners mapocho, Manners plaza) {
    World world = morning(useBy, mapocho, plaza);
    world.runUntil(END);
    return world;
  }

  private static World morning(LocalDate useBy, Manners mapocho, Manners plaza) {
    var world = new World(5, Weather.FAIR, Town.terms("plaza", "rosa"), Town.START);
    world.member("mapocho", Town.nothing(), mapocho);
    world.member("plaza", hot(), plaza);
    world.member("rosa", Town.wants("dairy", 6, 100), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", soup(useBy));
    return world;
  }

  private static LotAuction lot(World world) {
    return world.peer("mapocho").stall().lot("soup").orElseThrow();
  }

  private static boolean isEntered(World world, String who, Kind kind) {
    return world.peer(who).ledger().stream()
        .map(stated ->
            stated instanceof Stated.OfNegotiation(_, _, var says)
                ? Statements.kindOf(new Said.OfNegotiation(says))
                : Statements.kindOf(new Said.OfSurplus(((Stated.OfSurplus) stated).says())))
        .anyMatch(kind::equals);
  }

  @Test
  void itGoesToWhoeverCanKeepItHotAndIsDebited() {
    World world = day(Town.TODAY, reading(HOT), reading(630));
    Promise got = lot(world).awards().getFirst();
    assertEquals(Promise.State.DEBITED, got.state());
    assertEquals("plaza", got.award().taker().member().name());
    assertEquals(6, got.units());
    assertEquals(List.of(), world.peer("rosa").book(), "a cold room is no place for it");
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  @Test
  void whatHasCooledOnTheWayIsRejectedAndNeitherDebitedNorOfferedAgain() {
    World world = day(Town.TODAY, reading(HOT), reading(629));
    assertEquals(1, lot(world).awards().size());
    assertEquals(Promise.State.REJECTED, lot(world).awards().getFirst().state());
    assertEquals(6, lot(world).expiredUnits());
    assertTrue(!isEntered(world, "mapocho", Kind.DEBIT));
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  @Test
  void whatHasCooledAtItsGiversIsNotHandedOverAndIsSaidToBeNothing() {
    World world = morning(Town.TODAY, reading(HOT), reading(HOT));
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(40)));
    Stall stall = world.peer("mapocho").stall();
    assertEquals(
        new May.Not<>("mapocho/soup is too cool to be handed over"),
        stall.pickUp(world.now(), "soup", 1, 6, 629));
    assertTrue(stall.pickUp(world.now(), "soup", 1, 0, 629) instanceof May.Say<?>);
    assertTrue(stall.pickUp(world.now(), "soup", 1, 6, 630) instanceof May.Say<?>);
  }

  @Test
  @LiesIn(Kind.PICKED_UP)
  void oneWhoHandsOverWhatHasCooledIsNamed() {
    World world = morning(Town.TODAY, reading(HOT), reading(HOT));
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(40)));
    Award award = lot(world).awards().getFirst().award();
    var leg = new Leg(SOUP, award.seq(), 6, new Grams(6_000), 629, 0, "", award.window().from());
    EntryId id = new EntryId(Hash.sha256(Bytes.utf8("a lie")));
    assertEquals(
        List.of("a handover that may not be: mapocho/soup is too cool to be handed over"),
        world
            .audit("mapocho", List.of(new Stated.OfSurplus(id, SOUP.giver(), new PickedUp(leg))))
            .mismatches()
            .stream()
            .map(Mismatch::sentence)
            .toList());
  }

  @Test
  @LiesIn(Kind.OFFER)
  void whatIsToBeEatenTomorrowIsNoHotFood() {
    World world = day(Town.TODAY.plusDays(1), reading(HOT), reading(HOT));
    assertEquals(Optional.empty(), world.peer("mapocho").stall().lot("soup"));
    assertEquals(
        List.of(
            "an offer that may not be made: lot soup is kept hot, and its use-by is not the day it"
                + " is offered"),
        world.audit("mapocho").mismatches().stream().map(Mismatch::sentence).toList());
    var bestBefore = new DateMark(DateMark.Kind.BEST_BEFORE, Town.TODAY);
    Offer offer = soup(Town.TODAY);
    Lot lot = offer.lot();
    var quality =
        new Lot(
            lot.name(),
            lot.site(),
            lot.place(),
            lot.product(),
            bestBefore,
            lot.units(),
            lot.unitGrams());
    assertTrue(offer.of(quality).fault(Town.ZONE).isPresent(), "a quality is no law");
  }

  @Test
  void itIsOfferedInAVersionThatKnowsIt() {
    Bytes salt = Hash.sha256(Bytes.utf8("salt")).value();
    var about = new About(Hash.sha256(salt), SOUP.giver(), SOUP.lot());
    Said said = new Said.OfSurplus(Notice.cover(about, soup(Town.TODAY), () -> salt).notice());
    assertEquals(6, Statements.versionOf(said));
    Bytes payload = Statements.encode(said);
    assertEquals(new Decoded.Known(said), Statements.decode(Kind.OFFER.code(), 6, payload));
    for (int before : List.of(4, 5)) {
      assertTrue(Statements.decode(Kind.OFFER.code(), before, payload) instanceof Decoded.Void);
    }
  }
}
