package coop.minga.federation.negotiation;

import static coop.minga.federation.negotiation.Story.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.Withdraw;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Plaza was awarded what it bid for, and it or its neighbours answer with something that is not
/// so. A giver hears every ledger whole, and must make nothing of such an entry.
class ATakerWhoLiesTest {
  private static final LotName LOT = new LotName(new MemberId("mapocho"), "lot");
  private static final Seen SEEN = new Seen(new Close.Book(0, MerkleTree.EMPTY_ROOT), Map.of());
  private static final Instant AWARDED = Town.CLOSES.plusSeconds(300);
  private static final Instant ACCEPTED = Town.CLOSES.plusSeconds(2400);

  private static final Manners SILENT =
      new Manners() {
        @Override
        public Optional<NegotiationStatement> says(NegotiationStatement right) {
          return right instanceof Accept ? Optional.empty() : Optional.of(right);
        }
      };

  private static World at(Instant moment, Manners plaza) {
    World world = Story.of(Manners.HONEST, plaza, Manners.HONEST);
    world.runUntil(moment);
    return world;
  }

  private static Promise plazas(LotAuction lot) {
    return lot.awards().stream()
        .filter(p -> p.award().taker().equals(Story.party("plaza")))
        .findFirst()
        .orElseThrow();
  }

  private static EntryId some(Object what) {
    return new EntryId(Hash.sha256(Bytes.utf8(what.toString())));
  }

  private static Stated by(String member, NegotiationStatement says) {
    return new Stated.OfNegotiation(some(member + says), new MemberId(member), says);
  }

  private static Stated by(String member, SurplusStatement says) {
    return new Stated.OfSurplus(some(member + says), new MemberId(member), says);
  }

  private static LotAuction hearing(World world, Stated... entries) {
    Stall stall = world.peer("mapocho").stall();
    for (Stated entry : entries) {
      stall = stall.on(new Event.Heard(world.now(), entry, SEEN)).next();
    }
    return stall.lot("lot").orElseThrow();
  }

  private static void changesNothing(World world, Stated lie) {
    assertEquals(Story.lot(world), hearing(world, lie));
  }

  // ---- Answers

  @Test
  @LiesIn({Kind.ACCEPT, Kind.DECLINE})
  void nobodyAnswersForAnother() {
    World world = at(AWARDED, SILENT);
    Promise promise = plazas(Story.lot(world));
    int seq = promise.award().seq();
    changesNothing(world, by("colmena", new Accept(LOT, seq, promise.units(), world.now())));
    changesNothing(world, by("rosa", new Decline(LOT, seq, "no car", world.now())));
    changesNothing(world, by("mapocho", new Accept(LOT, seq, promise.units(), world.now())));
  }

  @Test
  @LiesIn(Kind.ACCEPT)
  void whoAcceptsMoreThanItWasAwardedHasNotAnswered() {
    World world = at(AWARDED, SILENT);
    Promise promise = plazas(Story.lot(world));
    changesNothing(
        world,
        by("plaza", new Accept(LOT, promise.award().seq(), promise.units() + 1, world.now())));
    changesNothing(world, by("plaza", new Accept(LOT, 99, 1, world.now())));
  }

  @Test
  @LiesIn({Kind.ACCEPT, Kind.DECLINE})
  void theFirstAnswerCountsAndNoOtherAfterIt() {
    World world = at(AWARDED, SILENT);
    Promise promise = plazas(Story.lot(world));
    int seq = promise.award().seq();
    Stated yes = by("plaza", new Accept(LOT, seq, promise.units(), world.now()));
    Stated less = by("plaza", new Accept(LOT, seq, 1, world.now()));
    Stated no = by("plaza", new Decline(LOT, seq, "no car", world.now()));
    assertEquals(hearing(world, yes), hearing(world, yes, no, less));
    assertEquals(Promise.State.ACCEPTED, plazas(hearing(world, yes, no)).state());
    assertEquals(hearing(world, no), hearing(world, no, yes));
    assertEquals(Promise.State.DECLINED, plazas(hearing(world, no, yes)).state());
  }

  // ---- Handovers

  private static Leg leg(Promise promise, int units, int deciCelsius) {
    return new Leg(
        LOT,
        promise.award().seq(),
        units,
        new Grams(1000L * units),
        deciCelsius,
        0,
        "",
        promise.award().window().from());
  }

  /// Until mapocho has signed that plaza's units left, and plaza has not signed yet.
  private static World atTheDoor() {
    World world = at(ACCEPTED, Manners.HONEST);
    while (plazas(Story.lot(world)).state() == Promise.State.ACCEPTED) {
      world.runUntil(world.now().plusMillis(100));
    }
    assertEquals(Promise.State.PICKED_UP, plazas(Story.lot(world)).state());
    return world;
  }

  @Test
  @LiesIn(Kind.RECEIVED)
  void whoReceivedWhatDidNotLeaveHasReceivedNothing() {
    World world = at(ACCEPTED, Manners.HONEST);
    Promise promise = plazas(Story.lot(world));
    changesNothing(
        world, by("plaza", new Received(leg(promise, promise.units(), 41), promise.moved())));
  }

  @Test
  @LiesIn(Kind.RECEIVED)
  void nobodySignsForAnotherNorForMoreThanLeftNorForAnotherHandover() {
    World world = atTheDoor();
    Promise promise = plazas(Story.lot(world));
    EntryId handover = promise.moved();
    changesNothing(world, by("colmena", new Received(leg(promise, promise.units(), 41), handover)));
    changesNothing(
        world, by("plaza", new Received(leg(promise, promise.units() + 1, 41), handover)));
    changesNothing(
        world, by("plaza", new Received(leg(promise, promise.units(), 41), some("another"))));
  }

  @Test
  @LiesIn(Kind.RECEIVED)
  void whoSignsForWarmFoodIsNotDebitedWithItAndItIsNotOfferedAgain() {
    World world = atTheDoor();
    Promise promise = plazas(Story.lot(world));
    LotAuction warm =
        hearing(
            world, by("plaza", new Received(leg(promise, promise.units(), 95), promise.moved())));
    assertEquals(Promise.State.REJECTED, plazas(warm).state());
    assertEquals(0, plazas(warm).units());
    assertEquals(Grams.ZERO, plazas(warm).grams());
  }

  @Test
  @LiesIn(Kind.RECEIVED)
  void whoSignsForHeavierUnitsThanThereAreIsCountedWithTheLots() {
    World world = atTheDoor();
    Promise promise = plazas(Story.lot(world));
    Leg right = leg(promise, promise.units(), 41);
    var heavy = new Leg(LOT, right.seq(), right.units(), new Grams(900_000), 41, 0, "", right.at());
    LotAuction after = hearing(world, by("plaza", new Received(heavy, promise.moved())));
    assertEquals(new Grams(1000L * right.units()), plazas(after).grams());
  }

  // ---- What a lie makes of the giver

  private static final Manners FRUGAL =
      Story.saying(right ->
          right instanceof Accept(var lot, var seq, _, var at)
              ? new Accept(lot, seq, 1, at)
              : right);

  private static final Manners ABSENT =
      new Manners() {
        @Override
        public boolean comes() {
          return false;
        }
      };

  /// A first entry in a member's ledger, so that the others hold something of it.
  private static void needs(World world, String member) {
    var need =
        new Need(
            "kitchen",
            "dairy",
            Collections.nCopies(7, new Grams(10_000)),
            Town.TODAY.plusDays(1),
            true);
    world.person(Town.START.plusSeconds(60), member, _ -> need);
  }

  /// The giver stays honest to the end, and whoever audits it finds that.
  private static Promise.State honestlySettled(World world) {
    world.runUntil(END);
    world.assertSettled();
    world.assertAudited();
    return plazas(Story.lot(world)).state();
  }

  @Test
  @LiesIn(Kind.ACCEPT)
  void whoAcceptsForASilentNeighbourMakesNoLiarOfTheGiver() {
    World world = Story.of(Manners.HONEST, SILENT, Manners.HONEST);
    needs(world, "plaza");
    world.slips(AWARDED, "colmena", "mapocho", () -> new Accept(LOT, 1, 1, world.now()));
    assertEquals(Promise.State.LAPSED, honestlySettled(world));
  }

  @Test
  @LiesIn(Kind.DECLINE)
  void whoDeclinesForANeighbourThatComesMakesNoLiarOfTheGiver() {
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    world.slips(AWARDED, "colmena", "mapocho", () -> new Decline(LOT, 1, "no car", world.now()));
    assertEquals(Promise.State.DEBITED, honestlySettled(world));
  }

  @Test
  @LiesIn(Kind.GIVE_BACK)
  void whoGivesBackForANeighbourThatDoesNotComeMakesNoLiarOfTheGiver() {
    World world = Story.of(Manners.HONEST, ABSENT, Manners.HONEST);
    world.slips(AWARDED, "colmena", "mapocho", () -> new GiveBack(LOT, 1, "no car", world.now()));
    assertEquals(Promise.State.DEBITED, honestlySettled(world));
  }

  @Test
  @LiesIn(Kind.GIVE_BACK)
  void whoGivesBackBeforeItAcceptsMakesNoLiarOfTheGiver() {
    World world = Story.of(Manners.HONEST, SILENT, Manners.HONEST);
    world.slips(AWARDED, "plaza", "mapocho", () -> new GiveBack(LOT, 1, "no car", world.now()));
    world.slips(
        AWARDED.plusSeconds(30),
        "plaza",
        "mapocho",
        () -> new Accept(LOT, 1, plazas(Story.lot(world)).award().units(), world.now()));
    assertEquals(Promise.State.DEBITED, honestlySettled(world));
    assertTrue(Story.got(world, "plaza") > 0);
  }

  @Test
  @LiesIn(Kind.GIVE_BACK)
  void whoGivesBackWhatItHasCollectedMakesNoLiarOfTheGiver() {
    World world = Story.of(Manners.HONEST, FRUGAL, Manners.HONEST);
    world.slips(
        END.minusSeconds(60),
        "plaza",
        "mapocho",
        () -> new GiveBack(LOT, 1, "no car", world.now()));
    assertEquals(Promise.State.DEBITED, honestlySettled(world));
    assertTrue(
        Story.lot(world).awards().stream()
            .anyMatch(p -> p.award().because().equals(accepted(world))));
  }

  private static EntryId accepted(World world) {
    return world.peer("plaza").ledger().stream()
        .filter(stated -> stated instanceof Stated.OfNegotiation(_, _, Accept _))
        .findFirst()
        .orElseThrow()
        .id();
  }

  // ---- What is not a taker's to say

  @Test
  @LiesIn({
    Kind.AWARD,
    Kind.CLOSE,
    Kind.LAPSE,
    Kind.NO_SHOW,
    Kind.DEBIT,
    Kind.EXPIRE,
    Kind.WITHDRAW,
    Kind.BID_REPLY,
    Kind.OUTBID
  })
  void whatOnlyAGiverSaysOfItsLotSaysNothingFromAnotherMouth() {
    World world = at(ACCEPTED, Manners.HONEST);
    Promise promise = plazas(Story.lot(world));
    Award award = promise.award();
    EntryId close = award.because();
    var standing = new Standing(9, 1, 10, 0);
    for (NegotiationStatement says :
        List.of(
            award,
            new Close("lot", new Close.Book(0, MerkleTree.EMPTY_ROOT), 0, close.hash(), ACCEPTED),
            new Lapse("lot", award.seq(), 9, award.answerBy()),
            new NoShow("lot", award.seq(), 9, award.window().until().plusSeconds(3600)),
            new Debit(
                "lot", award.seq(), award.taker(), Grams.ZERO, 0, promise.moved(), 9, ACCEPTED),
            new Expire("lot", 1, close, "spoilt", ACCEPTED),
            new BidReply("lot", award.taker(), 1, close, 10, Optional.empty(), standing, ACCEPTED),
            new Outbid("lot", award.taker(), 1, standing, ACCEPTED))) {
      changesNothing(world, by("colmena", says));
    }
    changesNothing(world, by("colmena", new Withdraw("lot", "mine", 0, ACCEPTED)));
    changesNothing(
        world, by("colmena", new coop.minga.federation.surplus.PickedUp(leg(promise, 1, 41))));
  }

  // ---- Needs

  @Test
  @LiesIn(Kind.NEED)
  void aNeedHoweverLargeMovesNoAuction() {
    World world = at(Town.CLOSES.minusSeconds(900), Manners.HONEST);
    var greedy =
        new Need(
            "kitchen",
            "dairy",
            Collections.nCopies(7, new Grams(900_000_000)),
            Town.TODAY.plusYears(1),
            true);
    changesNothing(world, by("plaza", greedy));
    Step<Bidder> rosas =
        world.peer("rosa").bidder().on(new Event.Heard(world.now(), by("plaza", greedy), SEEN));
    assertEquals(List.of(), rosas.effects());
    world.runUntil(END);
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  @Test
  @LiesIn(Kind.BID)
  void aBidThatComesLongAfterTheCloseIsRefusedAndItsReplyReplays() {
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    var name = new LotName(new MemberId("mapocho"), "lot");
    world.slips(
        Town.CLOSES.plus(Duration.ofMinutes(40)),
        "colmena",
        "mapocho",
        () ->
            new Bid(
                name,
                Optional.ofNullable(world.peer("colmena").bidder().stakes().get(name))
                        .orElseThrow()
                        .seq()
                    + 1,
                Story.party("colmena").site(),
                3,
                90,
                END,
                0,
                new Bid.Reach(1, 60),
                world.now()));
    world.runUntil(END);
    assertEquals(
        Optional.of(Refusal.CLOSED), Story.repliesTo(world, "colmena").getLast().refusal());
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }
}
