package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Grams;
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
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.OutletReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Mapocho has 10 kg of dairy of which Plaza needs 4. What nobody took a pig farm would have.
class WhatNobodyTookTest {
  private static final MemberId MAPOCHO = new MemberId("mapocho");
  private static final Elsewhere.Way PIGS =
      new Elsewhere.Way(Outlet.FEED, OutletReason.NOBODY_TOOK_IT, "pig farm");
  private static final Elsewhere.Way COMPOST =
      new Elsewhere.Way(Outlet.COMPOST, OutletReason.RECALLED, "the city");

  private final World world = world();

  private static World world() {
    var world = new World(7, Weather.FAIR, Town.terms("plaza", "rosa", "colmena"), Town.START);
    world.member("mapocho", Town.nothing(), Manners.HONEST);
    world.member("plaza", Town.wants("dairy", 4, 100), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", Town.offer("lot", "dairy", 10));
    return world;
  }

  private May<Elsewhere> may(int units, Elsewhere.Way way) {
    return world.peer("mapocho").stall().elsewhere(world.now(), "lot", units, way);
  }

  private Elsewhere goes(int units, Elsewhere.Way way) {
    return assertInstanceOf(May.Say.class, may(units, way)).statement() instanceof Elsewhere says
        ? says
        : failed();
  }

  private static Elsewhere failed() {
    throw new AssertionError("it may not go there");
  }

  private String refused(int units, Elsewhere.Way way) {
    return assertInstanceOf(May.Not.class, may(units, way)).why();
  }

  private static Elsewhere.Way way(Outlet outlet, OutletReason reason) {
    return new Elsewhere.Way(outlet, reason, "somewhere");
  }

  private void enters(Elsewhere says) {
    world.slips(world.now(), "mapocho", "plaza", () -> says);
    world.runUntil(world.now().plusSeconds(5));
  }

  @Test
  void whatExpiredGoesToOtherOutletsInPartsAndNoMoreThanThereIs() {
    world.runUntil(Town.EVENING.until());
    int left = Story.lot(world).unclaimedUnits();
    assertEquals(6, left);
    enters(goes(4, PIGS));
    assertEquals(2, Story.lot(world).unclaimedUnits());
    assertEquals("of lot lot 2 units are left that no member took, not 3", refused(3, PIGS));
    enters(goes(2, way(Outlet.PEOPLE, OutletReason.NOBODY_TOOK_IT)));
    world.runUntil(Story.END);
    world.assertSettled();
    world.assertAudited();
    var record = new GivingRecord();
    world.peer("mapocho").ledger().forEach(stated -> record.hear(1, stated));
    assertEquals(Map.of(Outlet.FEED, 4000L, Outlet.PEOPLE, 2000L), record.outlets().get(MAPOCHO));
  }

  @Test
  void nothingGoesElsewhereWhileSomebodyMayStillBeAsked() {
    world.runUntil(Town.CLOSES.minusSeconds(60));
    assertEquals("of lot lot 0 units are left that no member took, not 1", refused(1, PIGS));
  }

  @Test
  void eachReasonSaysWhyBetterOutletsArePassedOverAndNoMore() {
    world.runUntil(Town.EVENING.until());
    assertEquals(
        "what goes to compost passes better outlets over, which \"nobody-took-it\" does not"
            + " explain",
        refused(1, way(Outlet.COMPOST, OutletReason.NOBODY_TOOK_IT)));
    assertEquals(
        "what goes to people passes better outlets over, which \"not-fit\" does not explain",
        refused(1, way(Outlet.PEOPLE, OutletReason.NOT_FIT)));
    assertEquals(
        "what goes to feed passes better outlets over, which \"none-near\" does not explain",
        refused(1, way(Outlet.FEED, OutletReason.NONE_NEAR)));
    assertEquals("no recall stopped lot lot", refused(1, COMPOST));
    for (Outlet outlet : Outlet.values()) {
      goes(1, way(outlet, OutletReason.usual(outlet)));
    }
  }

  @Test
  void nobodyEatsItAfterItsDate() {
    world.runUntil(Town.EVENING.until());
    world.runUntil(Story.lot(world).endOfUse().plusSeconds(1));
    assertEquals(
        "the date of lot lot has ended: nobody may eat it any more",
        refused(1, way(Outlet.SOLD, OutletReason.NOBODY_TOOK_IT)));
    goes(1, PIGS);
  }

  @Test
  void whatARecallStoppedIsNoFoodForAnybody() {
    Instant at = Town.CLOSES.minusSeconds(600);
    var recall = new EntryId(Hash.sha256(Bytes.utf8("recall")));
    world.person(at, "mapocho", peer -> new Halt("lot", recall, peer.book().size(), at));
    world.runUntil(at.plusSeconds(60));
    assertEquals(
        "a recall covers lot lot, which is to be digested or composted as recalled",
        refused(1, PIGS));
    enters(goes(10, COMPOST));
    assertEquals(0, Story.lot(world).unclaimedUnits());
    world.runUntil(Story.END);
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  @Test
  void aRecallThatComesAfterEverythingExpiredStopsWhatIsStillThere() {
    world.runUntil(Town.EVENING.until());
    enters(goes(2, PIGS));
    var recall = new EntryId(Hash.sha256(Bytes.utf8("recall")));
    Instant at = world.now();
    world.person(at, "mapocho", peer -> new Halt("lot", recall, peer.book().size(), at));
    world.runUntil(at.plusSeconds(60));
    assertEquals(4, Story.lot(world).unclaimedUnits());
    assertEquals(4, Story.got(world, "plaza"), "who had its own keeps it, and was told");
    assertEquals(
        "a recall covers lot lot, which is to be digested or composted as recalled",
        refused(1, PIGS));
    enters(goes(4, COMPOST));
    assertEquals(0, Story.lot(world).unclaimedUnits());
    world.runUntil(Story.END);
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  // ---- What was only expected

  private static final Manners SILENT =
      new Manners() {
        @Override
        public Optional<Integer> word(int there) {
          return Optional.empty();
        }
      };

  private static World expecting(int needed, Manners mapocho) {
    var world = new World(7, Weather.FAIR, Town.terms("plaza", "rosa"), Town.START);
    world.inWhichIsLeft(_ -> 7);
    world.member("mapocho", Town.nothing(), mapocho);
    world.member("plaza", Town.wants("dairy", needed, 100), Manners.HONEST);
    world.offer(
        Town.START.plusSeconds(10),
        "mapocho",
        Town.offer(
            Town.offer("lot", "dairy", 10),
            Clauses.PLAIN.expected(Town.CLOSES.plus(Duration.ofMinutes(30)))));
    return world;
  }

  private static May<Elsewhere> may(World world, Elsewhere.Way way) {
    return world.peer("mapocho").stall().elsewhere(world.now(), "lot", 1, way);
  }

  private static final May<Elsewhere> NOT_THERE =
      new May.Not<>("lot lot was only expected, and nobody has said how much of it is there");

  @Test
  void whatWasOnlyExpectedAndNobodyBidForGoesNowhere() {
    World world = expecting(0, Manners.HONEST);
    world.runUntil(Town.EVENING.until());
    assertEquals(10, Story.lot(world).expiredUnits());
    assertEquals(0, Story.lot(world).unclaimedUnits());
    assertEquals(NOT_THERE, may(world, PIGS));
    Elsewhere lie = new Elsewhere("lot", 1, new Grams(1000), PIGS, world.now());
    assertInstanceOf(
        Mismatch.UnfitOutlet.class,
        world
            .audit("mapocho", List.of(world.peer("mapocho").entryOf(lie)))
            .mismatches()
            .getFirst());
  }

  @Test
  void whatARecallStoppedBeforeTheWordGoesNowhere() {
    World world = expecting(4, SILENT);
    Instant at = Town.CLOSES.plus(Duration.ofMinutes(10));
    var recall = new EntryId(Hash.sha256(Bytes.utf8("recall")));
    world.person(at, "mapocho", peer -> new Halt("lot", recall, peer.book().size(), at));
    world.runUntil(at.plusSeconds(60));
    assertEquals(10, Story.lot(world).expiredUnits());
    assertEquals(0, Story.lot(world).unclaimedUnits());
    assertEquals(NOT_THERE, may(world, COMPOST));
  }

  @Test
  void onlyWhatWasSaidToBeThereIsLeftOver() {
    World world = expecting(4, Manners.HONEST);
    world.runUntil(Town.EVENING.until());
    assertEquals(3, Story.lot(world).unclaimedUnits());
    assertInstanceOf(May.Say.class, may(world, PIGS));
  }

  // ---- Liars

  private String named(Elsewhere lie) {
    Mismatch first =
        world.audit("mapocho", List.of(world.peer("mapocho").entryOf(lie))).mismatches().getFirst();
    return assertInstanceOf(Mismatch.UnfitOutlet.class, first).sentence();
  }

  private Elsewhere says(int units, long grams, Elsewhere.Way way) {
    return new Elsewhere("lot", units, new Grams(grams), way, Story.lot(world).later(world.now()));
  }

  @Test
  @LiesIn(Kind.ELSEWHERE)
  void aGiverWhoFeedsPigsWhilePeopleMayStillHaveItIsNamed() {
    world.runUntil(Town.CLOSES.minus(Duration.ofMinutes(30)));
    assertEquals(
        "units went to another outlet as they may not: of lot lot 0 units are left that no member"
            + " took, not 10",
        named(says(10, 10_000, PIGS)));
  }

  @Test
  @LiesIn(Kind.ELSEWHERE)
  void aGiverWhoFeedsMoreThanIsLeftOrWeighsItOtherwiseIsNamed() {
    world.runUntil(Town.EVENING.until());
    named(says(7, 7000, PIGS));
    named(says(6, 60_000, PIGS));
    named(says(1, 1000, way(Outlet.COMPOST, OutletReason.NOBODY_TOOK_IT)));
    assertEquals(
        List.of(),
        world
            .audit("mapocho", List.of(world.peer("mapocho").entryOf(says(6, 6000, PIGS))))
            .mismatches());
  }
}
