package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.VetoReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// Plaza bids most for Mapocho's dairy. Then Mapocho hears that its fridge has been broken for
/// days.
class ATakerThatIsRuledOutTest {
  private static final MemberId PLAZA = new MemberId("plaza");
  private static final LotName LOT = new LotName(new MemberId("mapocho"), "lot");

  /// While bids are taken, and most are made.
  private static final Instant OPEN = Town.CLOSES.minusSeconds(120);

  private static final Instant HELD = Town.CLOSES.plus(Duration.ofMinutes(12));

  private static World world() {
    return world(Manners.HONEST);
  }

  private static World world(Manners mapocho) {
    return Story.of(mapocho, Manners.HONEST, Manners.HONEST);
  }

  private static World held(Manners mapocho) {
    World world = world(mapocho);
    world.slips(
        Town.CLOSES.minusSeconds(900),
        "mapocho",
        "plaza",
        () -> new Hold("lot", 15, "somebody rang", world.now()));
    return world;
  }

  private static void rules(World world, Instant at) {
    rules(world, at, VetoReason.COLD_CHAIN);
  }

  private static void rules(World world, Instant at, VetoReason reason) {
    world.slips(at, "mapocho", "plaza", () -> ruling(world, reason));
  }

  /// For want of a cold chain somebody else than Plaza.
  private static RuleOut rulingOf(World world, String taker) {
    RuleOut plazas = ruling(world, VetoReason.COLD_CHAIN);
    return new RuleOut(
        plazas.lot(),
        new MemberId(taker),
        plazas.reason(),
        plazas.points(),
        plazas.bookSize(),
        plazas.at());
  }

  private static RuleOut ruling(World world, VetoReason reason) {
    LotAuction lot = Story.lot(world);
    return new RuleOut(
        "lot",
        PLAZA,
        reason,
        lot.price().points(),
        world.peer("mapocho").book().size(),
        lot.later(world.now()));
  }

  private static int all(World world) {
    return Story.got(world, "rosa") + Story.got(world, "colmena") + Story.lot(world).expiredUnits();
  }

  private static int heldByPlaza(World world) {
    return Story.lot(world).heldBy(Story.party("plaza"));
  }

  @Test
  void whatItHeldOfAnOpenLotIsAnybodysWhoBids() {
    World world = world();
    rules(world, OPEN);
    world.runUntil(OPEN.minusMillis(1));
    assertTrue(heldByPlaza(world) > 0, "plaza bids most");
    world.runUntil(Story.END);
    assertEquals(0, heldByPlaza(world));
    assertEquals(0, Story.got(world, "plaza"));
    assertTrue(Story.got(world, "rosa") > 0);
    assertEquals(10, all(world));
    world.assertSettled();
    world.assertAudited();
  }

  @Test
  void itReckonsWithNothingOfTheLotAnyMoreAndIsToldWhy() {
    World world = world();
    rules(world, OPEN);
    world.runUntil(Town.CLOSES.minusSeconds(60));
    assertEquals(0, world.peer("plaza").bidder().committed(LOT, world.now()));
    assertEquals(
        Optional.of(
            "Its giver ruled you out after it was opened: it fears that you could not keep it cold"
                + " on the way."),
        world.peer("plaza").bidder().whyNot(LOT));
  }

  @Test
  void othersAreAskedForThePriceThatItHasWhereUnitsAreFree() {
    World world = world();
    rules(world, OPEN);
    world.runUntil(OPEN.plusSeconds(60));
    Stake rosas = Optional.ofNullable(world.peer("rosa").bidder().stakes().get(LOT)).orElseThrow();
    assertEquals(Optional.of(OPEN), rosas.cut().map(Cut::at), "what came free is told like a cut");
  }

  @Test
  void ofALotThatIsHeldItsUnitsGoToTheNextInLine() {
    World world = held(Manners.HONEST);
    rules(world, HELD, VetoReason.SAFETY_RECORD);
    world.runUntil(Story.END);
    assertEquals(0, Story.got(world, "plaza"));
    assertTrue(
        Story.lot(world).awards().stream()
            .noneMatch(p -> p.award().taker().equals(Story.party("plaza"))));
    assertTrue(Story.got(world, "rosa") > 0);
    assertEquals(10, all(world));
    world.assertSettled();
    world.assertAudited();
  }

  @Test
  void whoIsRuledOutIsNotInLineEither() {
    World world = held(Manners.HONEST);
    world.slips(HELD, "mapocho", "plaza", () -> rulingOf(world, "rosa"));
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(45)));
    awardsToPlaza(world)
        .forEach(seq ->
            world.slips(
                world.now(),
                "plaza",
                "mapocho",
                () -> new GiveBack(LOT, seq, "the van broke", world.now())));
    world.runUntil(Story.END);
    assertEquals(0, Story.got(world, "plaza"));
    assertEquals(0, Story.got(world, "rosa"));
    assertTrue(Story.got(world, "colmena") > 0);
    world.assertAudited();
  }

  private static List<Integer> awardsToPlaza(World world) {
    return Story.lot(world).awards().stream()
        .map(Promise::award)
        .filter(award -> award.taker().equals(Story.party("plaza")))
        .map(Award::seq)
        .toList();
  }

  @Test
  void aRulingThatComesLateKeepsTheSessionOpenAsABidDoes() {
    var world = new World(7, Weather.FAIR, Town.terms("plaza", "rosa"), Town.START);
    world.member("mapocho", Town.nothing(), Manners.HONEST);
    world.member("plaza", Town.wants("dairy", 10, 100), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", Town.offer("lot", "dairy", 10));
    Instant late = Town.CLOSES.minusSeconds(5);
    rules(world, late);
    world.runUntil(Story.END);
    assertEquals(late.plusSeconds(60), Story.close(world).at(), "somebody may still want it");
    world.assertAudited();
  }

  @Test
  void whatIsFreeAfterTheClosingTimeIsAlsoForThoseWhoHadNotBid() {
    var world = new World(7, Weather.FAIR, Town.terms("plaza", "rosa", "colmena"), Town.START);
    world.member("mapocho", Town.nothing(), Manners.HONEST);
    world.member("plaza", Town.wants("dairy", 10, 100), Manners.HONEST);
    world.member("rosa", Town.wants("dairy", 10, 80), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", Town.offer("lot", "dairy", 10));
    Instant wakes = Town.CLOSES.plusSeconds(10);
    world.stops(Town.START.plusSeconds(5), "rosa", Duration.between(Town.START, wakes));
    world.slips(Town.CLOSES.minusSeconds(5), "mapocho", "plaza", () -> rulingOf(world, "colmena"));
    rules(world, Town.CLOSES.plusSeconds(30));
    world.runUntil(Town.CLOSES.plusSeconds(29));
    assertEquals(10, heldByPlaza(world));
    world.runUntil(Story.END);
    assertEquals(0, Story.got(world, "plaza"));
    assertEquals(10, Story.got(world, "rosa"), "it bids when it hears of the ruling");
    world.assertAudited();
  }

  @Test
  void whoWasDisplacedAndSleepsIsAwardedWhatARulingFreed() {
    var world = new World(7, Weather.FAIR, Town.terms("plaza", "rosa"), Town.START);
    world.member("mapocho", Town.nothing(), Manners.HONEST);
    world.member("plaza", Town.wants("dairy", 10, 100), Manners.HONEST);
    world.member("rosa", Town.wants("dairy", 10, 80), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", Town.offer("lot", "dairy", 10));
    world.stops(Town.CLOSES.minusSeconds(30), "rosa", Duration.ofMinutes(2));
    rules(world, Town.CLOSES.minusSeconds(5));
    world.runUntil(Town.CLOSES.minusSeconds(6));
    assertTrue(!Story.lot(world).bidding().standing().standby().isEmpty(), "rosa was displaced");
    world.runUntil(Story.END);
    assertEquals(0, Story.got(world, "plaza"));
    assertEquals(0, Story.lot(world).expiredUnits(), "nobody bid after the ruling");
    world.assertAudited();
  }

  @Test
  void whatNobodyBidsForAfterARulingGoesAtTheCloseToThoseDisplaced() {
    StandingBids full = StandingBids.empty(10).take(Story.party("rosa"), 4, 20, 5).next();
    full = full.take(Story.party("colmena"), 6, 30, 5).next();
    full = full.take(Story.party("plaza"), 8, 50, 5).next();
    StandingBids after = full.without(PLAZA).refilled();
    assertEquals(6, after.heldBy(Story.party("colmena")), "it bid more");
    assertEquals(4, after.heldBy(Story.party("rosa")));
    assertEquals(List.of(), after.standby());
  }

  @Test
  void rulingsAreNoReOffers() {
    var lost = new Held(Story.party("plaza"), 8, 50, 1);
    EntryId cause = new EntryId(Hash.sha256(Bytes.utf8("a ruling")));
    Promises after =
        Promises.NONE.freeing(Freed.atClose(cause, 8, List.of(lost))).ruledOut(cause, PLAZA);
    Freed freed = after.freedBy(cause).orElseThrow();
    assertTrue(freed.again() && freed.begun(), "the standby is asked, however often others were");
    assertEquals(8, freed.units());
  }

  @Test
  void aNodeThatCrashesAfterItDecidesTheSame() {
    World world = world();
    rules(world, OPEN);
    world.stops(OPEN.plusSeconds(20), "mapocho", Duration.ofSeconds(20));
    world.stops(OPEN.plusSeconds(30), "rosa", Duration.ofSeconds(20));
    world.runUntil(Story.END);
    assertEquals(0, Story.got(world, "plaza"));
    assertEquals(10, all(world));
    world.assertAudited();
  }

  @Test
  void itIsCountedWithTheOtherVetoesOfItsGiver() {
    World world = world();
    world.runUntil(OPEN);
    var record = new GivingRecord();
    record.hear(1, world.peer("mapocho").entryOf(ruling(world, VetoReason.COLD_CHAIN)));
    assertEquals(Map.of(VetoReason.COLD_CHAIN, 1), record.vetoes().get(LOT.giver()));
  }

  // ---- What a node refuses

  private static String refused(World world, String taker, VetoReason reason) {
    var seen = new Seen(Story.close(world).book(), Map.of());
    return switch (world
        .peer("mapocho")
        .stall()
        .ruleOut(world.now(), "lot", new MemberId(taker), reason, seen)) {
      case May.Not<RuleOut>(var why) -> why;
      case May.Say<RuleOut>(var ruling) -> "may be: " + ruling;
    };
  }

  @Test
  void onlySafetyIsAReasonAndOnlyBeforeTheFirstAward() {
    World world = held(Manners.HONEST);
    rules(world, OPEN);
    world.runUntil(HELD);
    assertEquals(
        "lot lot was opened: from then on only cold-chain or safety-record rules a taker out, not"
            + " distance",
        refused(world, "rosa", VetoReason.DISTANCE));
    assertEquals(
        "plaza gets nothing of lot lot already", refused(world, "plaza", VetoReason.COLD_CHAIN));
    assertEquals(
        "mapocho is none of those who may take of lot lot",
        refused(world, "mapocho", VetoReason.COLD_CHAIN));
    assertTrue(refused(world, "rosa", VetoReason.COLD_CHAIN).startsWith("may be"));
    world.runUntil(HELD.plus(Duration.ofMinutes(30)));
    assertEquals("lot lot is awarded or over", refused(world, "rosa", VetoReason.SAFETY_RECORD));
  }

  // ---- Liars

  private static Mismatch first(World world) {
    return world.audit("mapocho").mismatches().getFirst();
  }

  @Test
  @LiesIn(Kind.RULE_OUT)
  void aGiverWhoOnlyWantsItElsewhereIsNamed() {
    World world = world();
    rules(world, OPEN, VetoReason.OTHER);
    world.runUntil(Story.END);
    var named = assertInstanceOf(Mismatch.UnfitRuling.class, first(world));
    assertTrue(named.sentence().endsWith("rules a taker out, not other"), named.sentence());
  }

  @Test
  @LiesIn({Kind.RULE_OUT, Kind.AWARD})
  void aGiverWhoRulesOutWhatIsAwardedIsNamedAndItChangesNothing() {
    World world = world();
    rules(world, Town.CLOSES.plus(Duration.ofMinutes(12)));
    world.runUntil(Story.END);
    assertInstanceOf(Mismatch.UnfitRuling.class, first(world));
    assertTrue(Story.got(world, "plaza") > 0, "what is promised is promised");
  }

  @Test
  @LiesIn({Kind.RULE_OUT, Kind.AWARD})
  void aGiverWhoStillAwardsItTheFoodIsNamed() {
    World world = held(Manners.HONEST);
    rules(world, HELD);
    world.runUntil(HELD.plus(Duration.ofMinutes(30)));
    Award right = Story.lot(world).awards().getFirst().award();
    var lie =
        new Award(
            "lot",
            2,
            Story.party("plaza"),
            1,
            0,
            world.now(),
            world.now().plusSeconds(60),
            right.window(),
            right.because());
    assertTrue(
        world.audit("mapocho", List.of(world.peer("mapocho").entryOf(lie))).mismatches().stream()
            .anyMatch(m -> m instanceof Mismatch.AwardDiffers || m instanceof Mismatch.NoCause));
  }

  @Test
  @LiesIn(Kind.RULE_OUT)
  void aPriceOfItsOwnAndABookThatIsNotThereAreNamed() {
    assertInstanceOf(
        Mismatch.UnfitRuling.class,
        lied((right, _) ->
            new RuleOut(
                "lot", PLAZA, right.reason(), right.points() + 1, right.bookSize(), right.at())));
    assertInstanceOf(
        Mismatch.ReplyDiffers.class,
        lied(
            (right, _) -> new RuleOut("lot", PLAZA, right.reason(), right.points(), 0, right.at())),
        "said to be from before the bids that were answered otherwise");
  }

  private static Mismatch lied(BiFunction<RuleOut, World, RuleOut> lie) {
    World world = world();
    world.slips(
        OPEN, "mapocho", "plaza", () -> lie.apply(ruling(world, VetoReason.COLD_CHAIN), world));
    world.runUntil(Story.END);
    return first(world);
  }

  @Test
  @LiesIn(Kind.RULE_OUT)
  void anotherMembersRulingRulesNobodyOut() {
    World world = world();
    world.slips(OPEN, "rosa", "mapocho", () -> ruling(world, VetoReason.COLD_CHAIN));
    world.runUntil(Story.END);
    assertTrue(Story.got(world, "plaza") > 0);
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }
}
