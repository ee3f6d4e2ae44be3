package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mapocho gives away 10 kg of dairy, Almacen 4, and Rosa bids. Colmena is new: it looks on, and
/// asks what it would have had.
class AKitchenInTheShadowTest {
  private static final Map<String, Offer> OFFERS =
      Map.of("mapocho", Town.offer("lot", "dairy", 10), "almacen", Town.offer("lot", "dairy", 4));

  private static World day(int rosas, int points) {
    var world = new World(7, Weather.FAIR, Town.terms("rosa", "colmena", "plaza"), Town.START);
    world.member("rosa", Town.wants("dairy", rosas, points), Manners.HONEST);
    OFFERS.forEach((shop, offer) -> {
      world.member(shop, Town.nothing(), Manners.HONEST);
      world.offer(Town.START.plusSeconds(10), shop, offer);
    });
    return world;
  }

  private static World over(World world) {
    world.runUntil(Town.START.plus(Duration.ofDays(3)));
    world.assertAudited();
    return world;
  }

  /// What Colmena would have had, and at most, of both lots.
  private static int[] shadow(World world, Wants wants) {
    Bidder looksOn = Bidder.of(Story.party("colmena"), Town.terms("rosa", "colmena"), wants);
    var ended = new TreeMap<LotName, Shadow.Ended>();
    for (String shop : OFFERS.keySet()) {
      for (Stated stated : world.peer(shop).ledger()) {
        looksOn = stated instanceof Stated.OfSurplus ? looksOn.fold(stated) : looksOn;
      }
      LotAuction lot = world.peer(shop).stall().lot("lot").orElseThrow();
      int taken = lot.awards().stream().mapToInt(promise -> promise.award().units()).sum();
      int clearing = ((LotAuction.Stage.Closed) lot.stage()).close().clearingPoints();
      ended.put(
          new LotName(Story.party(shop).member(), "lot"),
          new Shadow.Ended(OFFERS.get(shop).lot().units() - taken, clearing));
    }
    SortedMap<LotName, Shadow> had = looksOn.shadow(ended);
    return new int[] {
      had.values().stream().mapToInt(Shadow::surely).sum(),
      had.values().stream().mapToInt(Shadow::atMost).sum()
    };
  }

  @ParameterizedTest
  @CsvSource({
    "6, 90, 20, 40, 8, 14", // rosa needs 6 of 14: 8 are left, and the others went for nothing
    "20, 90, 20, 40, 0, 14", // rosa wants all; as nobody else bid, nobody knows what she would pay
    "6, 90, 3, 40, 3, 3", // colmena needs no more than 3
    "0, 90, 20, 40, 14, 14" // nobody else came
  })
  void whatIsLeftItWouldHaveHadAndWhatOthersGotPerhaps(
      int rosas, int pays, int needs, int points, int surely, int atMost) {
    World world = over(day(rosas, pays));
    int[] had = shadow(world, Town.wants("dairy", needs, points));
    assertEquals(surely, had[0]);
    assertEquals(atMost, had[1]);
  }

  @ParameterizedTest
  @CsvSource({"6, 90, 20, 40", "20, 90, 20, 40", "20, 20, 20, 90", "6, 90, 3, 40", "12, 50, 9, 60"})
  void hadItBidItWouldHaveHadNoLessThanSurelyAndNoMoreThanAtMost(
      int rosas, int pays, int needs, int points) {
    Wants wants = Town.wants("dairy", needs, points);
    int[] had = shadow(over(day(rosas, pays)), wants);
    World twin = day(rosas, pays);
    twin.member("colmena", wants, Manners.HONEST);
    over(twin);
    int got =
        OFFERS.keySet().stream()
            .flatMap(shop -> twin.peer(shop).stall().lot("lot").orElseThrow().awards().stream())
            .filter(promise -> promise.award().taker().equals(Story.party("colmena")))
            .mapToInt(promise -> promise.award().units())
            .sum();
    assertTrue(had[0] <= got && got <= had[1], got + " is not within " + had[0] + "-" + had[1]);
  }

  @Test
  void whereOthersPaidMoreThanItWouldItHadNothing() {
    World world = day(20, 90);
    world.member("plaza", Town.wants("dairy", 20, 80), Manners.HONEST);
    over(world);
    assertEquals(0, shadow(world, Town.wants("dairy", 20, 40))[1]);
    assertEquals(10, shadow(world, Town.wants("dairy", 20, 100))[1]);
  }

  @Test
  void whatItCouldNotHaveEatenInTimeItWouldNotHaveHad() {
    Wants wants = Town.wants("dairy", 20, 40);
    Wants.Road road = wants.road();
    var slow =
        new Wants.Road(
            road.place(),
            road.metresPerMinute(),
            (int) Duration.ofDays(7).toMinutes(),
            road.farthestMetres());
    var there = new Wants(slow, wants.wants(), wants.room(), wants.whole());
    assertEquals(0, shadow(over(day(6, 90)), there)[1]);
  }
}
