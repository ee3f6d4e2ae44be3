package coop.minga.federation.negotiation;

import static coop.minga.federation.negotiation.Story.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Peer;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.SurplusStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Mapocho's dairy is recalled: at each step of its way nothing more comes of it, and nobody is
/// debited for it.
class ARecallStopsALotTest {
  private static final EntryId RECALL = new EntryId(Hash.sha256(Bytes.utf8("glass in it")));

  private static World stoppedAt(Instant at) {
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    world.person(at, "mapocho", peer -> halt(peer, at));
    world.runUntil(END);
    return world;
  }

  private static SurplusStatement halt(Peer mapocho, Instant at) {
    var seen = new Seen(new Close.Book(mapocho.book().size(), RECALL.hash()), Map.of());
    return ((May.Say<Halt>) mapocho.stall().halt(at, "lot", RECALL, seen)).statement();
  }

  @Test
  void beforeTheCloseNothingIsAwarded() {
    World world = stoppedAt(Town.CLOSES.minusSeconds(600));
    assertEquals(List.of(), Story.lot(world).awards());
    assertTrue(Story.lot(world).isSettled());
    assertEquals(10, Story.lot(world).expiredUnits());
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  @Test
  void afterTheAwardsNobodyIsAwaitedAndNobodyIsDebited() {
    World world = stoppedAt(Town.CLOSES.plus(Duration.ofMinutes(20)));
    LotAuction lot = Story.lot(world);
    assertTrue(lot.isSettled());
    assertEquals(10, lot.expiredUnits(), "all of it is with the giver");
    assertTrue(
        lot.awards().stream().allMatch(p -> p.state() == Promise.State.HALTED), "every award");
    assertEquals(Grams.ZERO, lot.awards().getFirst().grams());
    assertEquals(List.of(), world.audit("mapocho").mismatches());
    var name = new LotName(new MemberId("mapocho"), "lot");
    assertEquals(0, world.peer("plaza").bidder().committed(name, world.now()));
  }

  @Test
  void whatHasLeftTheBuildingStaysWithWhoeverTookIt() {
    World world = stoppedAt(Town.EVENING.from().plus(Duration.ofMinutes(60)));
    int taken =
        Story.lot(world).awards().stream()
            .filter(p -> p.state() == Promise.State.DEBITED)
            .mapToInt(Promise::units)
            .sum();
    assertTrue(taken > 0, "somebody had come by then");
    assertEquals(10, taken + Story.lot(world).expiredUnits());
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  @Test
  @LiesIn({Kind.HALT, Kind.PICKED_UP})
  void oneWhoHandsOverWhatItStoppedIsNamed() {
    World world = stoppedAt(Town.CLOSES.plus(Duration.ofMinutes(20)));
    Award award = Story.lot(world).awards().getFirst().award();
    var leg =
        new Leg(
            Story.lot(world).name(),
            award.seq(),
            award.units(),
            new Grams(1000L * award.units()),
            41,
            0,
            "",
            award.window().from());
    var lie = new Stated.OfSurplus(RECALL, world.peer("mapocho").id(), new PickedUp(leg));
    assertInstanceOf(
        Mismatch.UnfitHandover.class, world.audit("mapocho", List.of(lie)).mismatches().getFirst());
  }

  @Test
  @LiesIn({Kind.HALT, Kind.AWARD})
  void oneWhoAwardsWhatItStoppedIsNamed() {
    World world = stoppedAt(Town.CLOSES.plus(Duration.ofMinutes(20)));
    Award first = Story.lot(world).awards().getFirst().award();
    var lie =
        new Stated.OfNegotiation(
            RECALL,
            world.peer("mapocho").id(),
            new Award(
                first.lot(),
                9,
                first.taker(),
                1,
                0,
                world.now(),
                world.now(),
                first.window(),
                first.because()));
    assertInstanceOf(
        Mismatch.NoCause.class, world.audit("mapocho", List.of(lie)).mismatches().getFirst());
  }

  @Test
  @LiesIn(Kind.HALT)
  void anotherMembersWordStopsNoLot() {
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    world.person(
        Town.CLOSES.minusSeconds(600),
        "rosa",
        _ -> new Halt("lot", RECALL, 0, Town.CLOSES.minusSeconds(600)));
    world.runUntil(END);
    assertEquals(10, Story.got(world, "plaza") + Story.got(world, "rosa"));
  }

  @Test
  @LiesIn(Kind.HALT)
  void aLotOfWhichNothingCanComeIsNotStoppedASecondTime() {
    World world = stoppedAt(Town.CLOSES.minusSeconds(600));
    var lie =
        new Stated.OfSurplus(
            new EntryId(Hash.sha256(Bytes.utf8("again"))),
            world.peer("mapocho").id(),
            new Halt("lot", RECALL, 99, world.now()));
    assertEquals(
        "the stop of mapocho/lot was not due",
        world.audit("mapocho", List.of(lie)).mismatches().getFirst().sentence());
  }
}
