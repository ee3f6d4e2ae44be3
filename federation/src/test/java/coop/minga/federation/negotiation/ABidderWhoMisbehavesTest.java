package coop.minga.federation.negotiation;

import static coop.minga.federation.negotiation.Story.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ABidderWhoMisbehavesTest {
  private static Bid with(Bid bid, int seq, int units, int points) {
    return new Bid(
        bid.lot(),
        seq,
        bid.site(),
        units,
        points,
        bid.bindsUntil(),
        bid.settlementEpoch(),
        bid.reach(),
        bid.at());
  }

  private static void everythingEndsWell(World world) {
    world.runUntil(END);
    world.assertSettled();
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  @Test
  @LiesIn(Kind.BID)
  void aGreedyOneAboveTheBasePointsGetsNothing() {
    Manners greedy =
        Story.saying(s -> s instanceof Bid bid ? with(bid, bid.seq(), bid.units(), 101) : s);
    World world = Story.of(Manners.HONEST, greedy, Manners.HONEST);
    everythingEndsWell(world);
    assertEquals(
        Optional.of(Refusal.PRICE_TOO_HIGH), Story.repliesTo(world, "plaza").getFirst().refusal());
    assertEquals(0, Story.got(world, "plaza"));
    assertEquals(10, Story.got(world, "rosa") + Story.got(world, "colmena"));
  }

  @Test
  @LiesIn(Kind.BID)
  void oneWhoAsksForMoreThanThereIsHoldsAtMostTheLot() {
    Manners big =
        Story.saying(s -> s instanceof Bid bid ? with(bid, bid.seq(), 50_000, bid.points()) : s);
    World world = Story.of(Manners.HONEST, big, Manners.HONEST);
    everythingEndsWell(world);
    assertTrue(Story.repliesTo(world, "plaza").stream().allMatch(r -> r.standing().units() <= 10));
    assertEquals(
        10,
        Story.got(world, "plaza")
            + Story.got(world, "rosa")
            + Story.got(world, "colmena")
            + Story.lot(world).expiredUnits());
  }

  @Test
  @LiesIn(Kind.BID)
  void oneWhoIsNoTakerIsRefused() {
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    world.member("stranger", Town.wants("dairy", 10, 100), Manners.HONEST);
    world.slips(
        Town.CLOSES.minusSeconds(600),
        "stranger",
        "mapocho",
        () -> {
          Bid last = lastBid(world);
          return new Bid(
              last.lot(),
              1,
              Story.party("stranger").site(),
              3,
              90,
              last.bindsUntil(),
              last.settlementEpoch(),
              last.reach(),
              world.now());
        });
    everythingEndsWell(world);
    assertEquals(
        Optional.of(Refusal.NOT_ELIGIBLE), Story.repliesTo(world, "stranger").getFirst().refusal());
    assertEquals(0, Story.got(world, "stranger"));
  }

  @Test
  @LiesIn(Kind.BID)
  void oneWhoChangesItsMindUnderTheSameNumberIsHeldToTheFirst() {
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    var at = Town.CLOSES.minusSeconds(600);
    world.slips(
        at,
        "plaza",
        "mapocho",
        () -> {
          Bid last = lastBid(world);
          return with(last, last.seq(), 1, 0);
        });
    everythingEndsWell(world);
    assertTrue(
        Story.repliesTo(world, "plaza").stream()
            .anyMatch(r -> r.refusal().equals(Optional.of(Refusal.OUT_OF_SEQUENCE))));
    assertFalse(Story.lot(world).awards().isEmpty());
  }

  private static Bid lastBid(World world) {
    return world.peer("plaza").book().stream()
        .map(s -> ((Stated.OfNegotiation) s).says())
        .filter(Bid.class::isInstance)
        .map(Bid.class::cast)
        .reduce((_, later) -> later)
        .orElseThrow();
  }
}
