package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACEN;
import static coop.minga.federation.audit.Valley.ALMACENS;
import static coop.minga.federation.audit.Valley.BOTICA;
import static coop.minga.federation.audit.Valley.TALLER;
import static coop.minga.federation.audit.Valley.TALLERS;
import static coop.minga.federation.audit.Valley.TIA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Debit;
import coop.minga.federation.negotiation.Terms;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Carrier;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Almacen gives 20 kg to Taller, which sends Botica to fetch them. Each leg is signed by two, and
/// what any of the three says falsely shows.
class ACarrierWhoLiesTest {
  private static final int ALL = 20;
  private static final LotName LOT = new LotName(ALMACEN, "yoghurt");
  private static final TreeName BOTICAS = new TreeName(BOTICA, Tree.LEDGER);
  private static final Instant AT = Town.EVENING.from();
  private static final Manners SENDS = new Taller(ALL);

  private final SignedHand hand = Valley.someHand();
  private final Roster roster =
      Roster.of(SomeCharter.signed("almacen", "botica", "taller", "tia"), SeededKey.VERIFIER);

  /// A taker that finds so many of what its carrier puts before it, at the most.
  private record Taller(int most) implements Manners {
    @Override
    public Optional<MemberId> sends() {
      return Optional.of(BOTICA);
    }

    @Override
    public int finds(int delivered) {
      return Math.min(most, delivered);
    }
  }

  /// A carrier that says that it took over and delivered so many, at such a temperature.
  private record Botica(int loaded, int delivered, int deciCelsius) implements Manners {
    @Override
    public int takesOver(int handed) {
      return loaded;
    }

    @Override
    public int delivers(int all) {
      return delivered;
    }
  }

  private World world(Manners taller, Manners botica) {
    World world =
        new World(3, Weather.FAIR, new Terms(roster.rules(), roster.social()), Town.START)
            .writtenBy(hand);
    world.member("taller", Town.wants("dairy", ALL, 18), taller);
    world.member("tia", Town.nothing(), Manners.HONEST);
    world.member("almacen", Town.nothing(), Manners.HONEST);
    world.member("botica", Town.nothing(), botica);
    world.offer(Town.START.plusSeconds(5), "almacen", Town.offer("yoghurt", "dairy", ALL));
    world.runUntil(Town.START.plus(Duration.ofDays(3)));
    return world;
  }

  private Valley valley(Manners taller, Manners botica) {
    return new Valley(world(taller, botica), hand);
  }

  private static List<String> told(Valley valley) {
    return valley.audit().findings().stream().map(Finding::sentence).toList();
  }

  private static void assertTold(Valley valley, String words) {
    assertTrue(told(valley).stream().anyMatch(it -> it.contains(words)), told(valley).toString());
  }

  private static long debited(Valley valley) {
    Said said = valley.said(ALMACENS, valley.find(ALMACENS, Debit.class));
    return ((Debit) ((Said.OfNegotiation) said).says()).grams().value();
  }

  @Test
  void ofThreeHonestMembersNothingIsTold() {
    Valley honest = valley(SENDS, new Botica(ALL, ALL, 41));
    assertEquals(List.of(), told(honest));
    assertEquals(ALL * 1000L, debited(honest));
    for (Class<?> leg : List.of(Carrier.class, Received.class)) {
      assertTrue(honest.find(TALLERS, leg) >= 0);
    }
  }

  @Test
  void whatFallsOnTheWayIsTheCarriersToExplainAndNobodysDebit() {
    World world = world(SENDS, new Botica(ALL, 12, 41));
    var lot = world.peer("almacen").stall().lot("yoghurt").orElseThrow();
    assertEquals(0, lot.expiredUnits(), "what left with the carrier is not at the giver's");
    var valley = new Valley(world, hand);
    assertEquals(
        List.of(
            "award 1 of almacen/yoghurt: botica lost 8 of the 20 units that it took over: a crate"
                + " fell"),
        told(valley));
    assertEquals(12_000, debited(valley), "what the taker received");
  }

  @Test
  void whatTheCarrierRefusesAtTheFirstDoorStaysWithTheGiver() {
    World world = world(SENDS, new Botica(15, 15, 41));
    var lot = world.peer("almacen").stall().lot("yoghurt").orElseThrow();
    assertEquals(5, lot.expiredUnits());
    assertEquals(5, lot.unclaimedUnits());
    var valley = new Valley(world, hand);
    assertEquals(List.of(), told(valley));
    assertEquals(15_000, debited(valley));
  }

  @Test
  @LiesIn({Kind.LOADED, Kind.DELIVERED})
  void whoSaysThatItDeliversTwentyAndBringsTwelveIsSpokenAgainst() {
    Valley valley = valley(new Taller(12), new Botica(ALL, ALL, 41));
    assertEquals(12_000, debited(valley), "what the taker received");
    assertEquals(
        List.of(
            "award 1 of almacen/yoghurt: botica says that it delivered 20 units, taller speaks of"
                + " 12"),
        told(valley));
  }

  @Test
  @LiesIn(Kind.LOADED)
  void aCarrierThatSpeaksOfFewerThanWereHandedOverShowsIt() {
    Valley valley = valley(SENDS, new Botica(ALL, ALL, 41));
    change(valley, BOTICAS, Loaded.class, it -> new Loaded(units(it.leg(), 18), it.because()));
    assertTold(valley, "almacen handed over 20 units, botica that carries them speaks of 18");
    Valley silent = valley(SENDS, new Botica(ALL, ALL, 41));
    silent.of(BOTICAS).remove(silent.find(BOTICAS, Delivered.class));
    silent.of(BOTICAS).remove(silent.find(BOTICAS, Loaded.class));
    assertTold(silent, "botica does not say that it took over the 20 units");
    assertTold(silent, "taller speaks of 20 units that botica does not say it delivered");
  }

  @Test
  @LiesIn(Kind.DELIVERED)
  void aCarrierAccountsForAllThatItTookOver() {
    Valley valley = valley(SENDS, new Botica(ALL, ALL, 41));
    change(
        valley, BOTICAS, Delivered.class, it -> new Delivered(units(it.leg(), 19), it.because()));
    assertFalse(valley.audit().verified());
    assertTold(valley, "took over 20 units of award 1 of almacen/yoghurt and accounts for 19");
    Valley never = valley(SENDS, new Botica(ALL, ALL, 41));
    never.of(BOTICAS).remove(never.find(BOTICAS, Delivered.class));
    never.of(TALLERS).remove(never.find(TALLERS, Received.class));
    assertTold(never, "botica took over 20 units and does not say what became of them");
  }

  @Test
  @LiesIn({Kind.LOADED, Kind.DELIVERED})
  void aCarrierTakesNothingThatIsTooWarmWhateverItSays() {
    World world = world(SENDS, new Botica(ALL, ALL, 95));
    var lot = world.peer("almacen").stall().lot("yoghurt").orElseThrow();
    assertTrue(world.peer("botica").ledger().toString().contains("Loaded"));
    assertEquals(ALL, lot.expiredUnits(), "refused at the first door");
    assertEquals(List.of(), told(new Valley(world, hand)));

    Valley valley = valley(SENDS, new Botica(ALL, ALL, 41));
    change(valley, BOTICAS, Loaded.class, it -> new Loaded(warm(it.leg()), it.because()));
    assertFalse(valley.audit().verified());
    assertTold(valley, "20 units of almacen/yoghurt changed hands at 9.5 degrees, too warm");
    Valley twice = valley(SENDS, new Botica(ALL, ALL, 41));
    change(twice, BOTICAS, Delivered.class, it -> new Delivered(warm(it.leg()), it.because()));
    assertTold(twice, "changed hands at 9.5 degrees, too warm");
  }

  @Test
  @LiesIn({Kind.CARRIER, Kind.PICKED_UP})
  void aGiverHandsOverToNobodyWhomTheTakerDoesNotSend() {
    Valley valley = valley(SENDS, new Botica(ALL, ALL, 41));
    change(
        valley,
        ALMACENS,
        PickedUp.class,
        it -> new PickedUp(it.leg(), it.to().map(to -> new PickedUp.Carriage(TIA, to.named()))));
    assertFalse(valley.audit().verified());
    assertTold(valley, "its taker's word that tia fetches it");
    Valley another = valley(SENDS, new Botica(ALL, ALL, 41));
    say(another, TIA, new Carrier(LOT, 1, BOTICA, AT));
    assertTold(another, "award 1 of almacen/yoghurt to its author");
  }

  @Test
  @LiesIn({Kind.LOADED, Kind.DELIVERED})
  void nobodyCarriesWhatItWasNotHanded() {
    Valley valley = valley(SENDS, new Botica(ALL, ALL, 41));
    var leg = new Leg(LOT, 1, 3, new Grams(3000), 41, 0, "", AT);
    var nothing = new EntryId(Hash.sha256(Bytes.utf8("nothing")));
    say(valley, TIA, new Loaded(leg, nothing));
    assertTold(valley, "a handover of award 1 of almacen/yoghurt to its author");
    Valley other = valley(SENDS, new Botica(ALL, ALL, 41));
    say(other, TIA, new Delivered(leg, nothing));
    assertTold(other, "its author's word that it took over award 1 of almacen/yoghurt");
    Valley again = valley(SENDS, new Botica(ALL, ALL, 41));
    Said first = again.said(BOTICAS, again.find(BOTICAS, Loaded.class));
    var loaded = (Loaded) ((Said.OfSurplus) first).says();
    say(again, BOTICA, new Loaded(units(loaded.leg(), 7), loaded.because()));
    assertTold(again, "what it took over of award 1 of almacen/yoghurt it said before");
  }

  @Test
  @LiesIn(Kind.RECEIVED)
  void aTakerThatSaysNothingOfWhatWasDeliveredIsTold() {
    Valley valley = valley(SENDS, new Botica(ALL, ALL, 41));
    valley.of(TALLERS).remove(valley.find(TALLERS, Received.class));
    assertTold(valley, "botica says that it delivered 20 units, taller speaks of none");
    assertEquals(TALLER, TALLERS.owner());
  }

  private static Leg units(Leg leg, int units) {
    return new Leg(leg.lot(), leg.seq(), units, new Grams(units * 1000L), 41, 0, "", leg.at());
  }

  private static Leg warm(Leg leg) {
    return new Leg(leg.lot(), leg.seq(), leg.units(), leg.grams(), 95, 0, "", leg.at());
  }

  private static void say(Valley valley, MemberId who, SurplusStatement says) {
    valley.of(new TreeName(who, Tree.LEDGER)).add(valley.frame(who, new Said.OfSurplus(says)));
  }

  private static <S extends SurplusStatement> void change(
      Valley valley, TreeName tree, Class<S> kind, java.util.function.UnaryOperator<S> lie) {
    int at = valley.find(tree, kind);
    S right = kind.cast(((Said.OfSurplus) valley.said(tree, at)).says());
    valley.of(tree).set(at, valley.frame(tree.owner(), new Said.OfSurplus(lie.apply(right))));
  }
}
