package coop.minga.federation.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.negotiation.May;
import coop.minga.federation.negotiation.Promise;
import coop.minga.federation.negotiation.Terms;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Peer;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.PickedUp;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Food that was promised and not taken at the door expires for the sake of a leg of its handover.
class WhatIsRefusedAtTheDoorTest {
  private static final int ALL = 6;

  private final SignedHand hand = Valley.someHand();
  private final Roster roster =
      Roster.of(SomeCharter.signed("almacen", "botica", "taller", "tia"), SeededKey.VERIFIER);

  private World world(Manners taller) {
    World world =
        new World(3, Weather.FAIR, new Terms(roster.rules(), roster.social()), Town.START)
            .writtenBy(hand);
    world.member("taller", Town.wants("dairy", ALL, 18), taller);
    world.member("tia", Town.nothing(), Manners.HONEST);
    world.member("almacen", Town.nothing(), Manners.HONEST);
    world.member("botica", Town.nothing(), Manners.HONEST);
    world.offer(Town.START.plusSeconds(5), "almacen", Town.offer("yoghurt", "dairy", ALL));
    return world;
  }

  private void assertHonest(World world, int expired) {
    world.runUntil(Town.START.plus(Duration.ofDays(2)));
    assertEquals(
        expired, world.peer("almacen").stall().lot("yoghurt").orElseThrow().expiredUnits());
    assertEquals(List.of(), new Valley(world, hand).audit().findings());
  }

  @Test
  void whatItsTakerFindsTooWarmIsNobodysLie() {
    Manners warm =
        new Manners() {
          @Override
          public int deciCelsius() {
            return 95;
          }
        };
    assertHonest(world(warm), ALL);
  }

  @Test
  void aGiverThatHandsOverFewerThanItAwardedTellsNoLie() {
    Manners neverComes =
        new Manners() {
          @Override
          public boolean comes() {
            return false;
          }
        };
    World world = world(neverComes);
    world.person(Town.EVENING.from().plusSeconds(60), "almacen", WhatIsRefusedAtTheDoorTest::four);
    assertHonest(world, ALL - 4);
  }

  private static PickedUp four(Peer almacen) {
    Promise promise = almacen.stall().lot("yoghurt").orElseThrow().awards().getFirst();
    assertEquals(new MemberId("taller"), promise.award().taker().member());
    var may = almacen.stall().pickUp(Town.EVENING.from().plusSeconds(60), "yoghurt", 1, 4, 40);
    assertTrue(may instanceof May.Say<PickedUp>, may.toString());
    return ((May.Say<PickedUp>) may).statement();
  }
}
