package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Peer;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.LotName;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Mapocho has two units of dairy; Plaza needs them most.
class WhyNotMeTest {
  private static final LotName LOT = new LotName(new MemberId("mapocho"), "lot");

  private static World day(Settlement settlement) {
    return day(settlement, Town.wants("bread", 10, 60));
  }

  private static World day(Settlement settlement, Wants colmenas) {
    Terms terms = Town.terms("plaza", "rosa", "colmena").settled(settlement, Clearings.NONE);
    var world = new World(7, Weather.FAIR, terms, Town.START);
    world.member("mapocho", Town.nothing(), Manners.HONEST);
    world.member("plaza", Town.wants("dairy", 10, 100), Manners.HONEST);
    world.member("rosa", Town.wants("dairy", 10, 80), Manners.HONEST);
    world.member("colmena", colmenas, Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", Town.offer("lot", "dairy", 2));
    world.runUntil(Story.END);
    return world;
  }

  private static Optional<String> why(World world, String taker) {
    return world.peer(taker).bidder().whyNot(LOT);
  }

  @Test
  void whoGotSomeIsToldNothing() {
    assertEquals(Optional.empty(), why(day(Settlement.NONE), "plaza"));
  }

  @Test
  void whoWasOutbidIsToldByHowMuch() {
    String why = why(day(Settlement.NONE), "rosa").orElseThrow();
    assertTrue(why.startsWith("Others bid ") && why.endsWith("the way taken off."), why);
  }

  @Test
  void whoWouldHaveWonAtAnEvenPriorityIsToldSo() {
    var uneven =
        new Settlement(
            20,
            0,
            new TreeMap<>(
                Map.of(new MemberId("plaza"), new Settlement.Account(4, new Priority(-(1 << 24))))),
            true);
    String why = why(day(uneven), "plaza").orElseThrow();
    assertTrue(
        why.endsWith("your bids count x0.50 since you got more than your share of late."), why);
  }

  @Test
  void whoHasNoNeedOfItIsToldThat() {
    assertEquals(
        "You had no need of it that was worth the way of 0 km.",
        why(day(Settlement.NONE), "colmena").orElseThrow());
  }

  /// Colmena needs dairy too, and drives once a day in these hours, on stops that cost so much.
  private static String whyNotOnATrip(int from, int pointsPerKg) {
    var load = new Grams(20_000);
    var hours = new Trip.Hours(LocalTime.of(from, 0), LocalTime.of(from + 3, 0));
    Wants wants =
        Town.wants("dairy", 10, 60).fetchedOn(new Trip(load, load, 3, hours, pointsPerKg));
    return why(day(Settlement.NONE, wants), "colmena").orElseThrow();
  }

  @Test
  void whoDrivesAtOtherHoursIsToldThat() {
    assertEquals("Your vehicle does not drive while it can be fetched.", whyNotOnATrip(9, 0));
  }

  @Test
  void whomTheStopCostsMoreThanItIsWorthIsToldThat() {
    assertEquals(
        "You had no need of it that was worth the way of 0 km and a stop on your trip.",
        whyNotOnATrip(17, 1000));
    assertTrue(whyNotOnATrip(17, 0).startsWith("Others bid "));
  }

  @Test
  void whoeverHasTheEntriesComesToTheSameSentence() {
    World world = day(Settlement.NONE);
    Peer rosa = world.peer("rosa");
    Terms terms = Town.terms("plaza", "rosa", "colmena");
    Bidder again = Bidder.of(rosa.bidder().self(), terms, rosa.bidder().wants());
    for (Stated stated : world.peer("mapocho").ledger()) {
      again = again.fold(stated);
    }
    for (Stated stated : world.peer("mapocho").book()) {
      again = again.fold(stated);
    }
    for (Stated stated : rosa.book()) {
      again = again.fold(stated);
    }
    assertEquals(why(world, "rosa"), again.whyNot(LOT));
  }
}
