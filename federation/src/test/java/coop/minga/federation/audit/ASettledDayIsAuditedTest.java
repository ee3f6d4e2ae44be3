package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACEN;
import static coop.minga.federation.audit.Valley.ALMACENS;
import static coop.minga.federation.audit.Valley.TALLER;
import static coop.minga.federation.audit.Valley.TIA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.negotiation.Clearings;
import coop.minga.federation.negotiation.Settlement;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.negotiation.Terms;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Almacen gives on two days. What the kitchens got on the first moves their priorities on the
/// second, and an auditor reckons that from the ledgers alone.
class ASettledDayIsAuditedTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Instant NIGHT = Town.START.plus(Duration.ofHours(12));

  private final SignedHand hand = Valley.someHand();
  private final Roster roster =
      Roster.of(SomeCharter.signed("almacen", "botica", "taller", "tia"), SeededKey.VERIFIER);
  private final World world =
      new World(3, Weather.FAIR, new Terms(roster.rules(), roster.social()), Town.START)
          .writtenBy(hand);

  ASettledDayIsAuditedTest() {
    world.member("taller", Town.wants("dairy", 9, 18), Manners.HONEST);
    world.member("tia", Town.wants("dairy", 9, 20), Manners.HONEST);
    world.member("almacen", Town.nothing(), Manners.HONEST);
    world.member("botica", Town.nothing(), Manners.HONEST);
    for (int lot = 0; lot <= Clearings.LEAST; lot++) {
      Offer yoghurt = ours(Town.offer("yoghurt-" + lot, "dairy", 2));
      world.offer(Town.START.plusSeconds(5 + lot), "almacen", yoghurt);
    }
    world.count(NIGHT);
    for (String kitchen : List.of("taller", "tia")) {
      world.morning(NIGHT.plusSeconds(60), kitchen, Town.wants("dairy", 9, 18));
    }
    Offer milk = ours(Town.later(Town.offer("milk", "dairy", 10), 1));
    world.offer(Town.START.plus(DAY), "almacen", milk);
    world.runUntil(Town.START.plus(DAY.multipliedBy(2)));
  }

  private Offer ours(Offer plain) {
    return plain.under(roster.hash()).saying(Clauses.PLAIN);
  }

  @Test
  void whatFollowsFromADayIsReckonedAlike() {
    Settlement first = world.peer("almacen").settlements().of(ALMACEN, 1).orElseThrow();
    assertTrue(first.debits(TALLER) > 0 && first.debits(TIA) > 0, first.toString());
    assertTrue(milk().openingPoints() > 0, "of what the yoghurts cleared for");
    assertEquals(List.of(), new Valley(world, hand).audit().findings());
  }

  /// Almacen leaves out of its count what its yoghurts cleared for. By that its milk opens at 0.
  @Test
  @LiesIn(Kind.COUNTED)
  void whoCountsLessThanItGoesByIsFound() {
    var valley = new Valley(world, hand);
    int index = valley.find(ALMACENS, Counted.class);
    var less = new Counted(1, new TreeMap<>(Map.of(ALMACEN, 1L)), Optional.of(NIGHT));
    valley.of(ALMACENS).set(index, hand.frame(ALMACEN, new Said.OfLedger(less)));
    Report report = valley.audit();
    assertFalse(report.verified());
    assertTrue(report.sentence().contains("lot milk is offered at"), report.sentence());
  }

  private Offer milk() {
    return world.peer("almacen").ledger().stream()
        .flatMap(stated ->
            stated instanceof Stated.OfSurplus(_, _, Offer offer)
                ? Stream.of(offer)
                : Stream.<Offer>of())
        .filter(offer -> offer.lot().name().equals("milk"))
        .findFirst()
        .orElseThrow();
  }
}
