package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACEN;
import static coop.minga.federation.audit.Valley.ALMACENS;
import static coop.minga.federation.audit.Valley.BOTICA;
import static coop.minga.federation.audit.Valley.TALLER;
import static coop.minga.federation.audit.Valley.TALLERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Acknowledge;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Lift;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Botica recalls the dairy that almacen gave away that afternoon.
class WhatIsRecalledTest {
  private static final TreeName BOTICAS = new TreeName(BOTICA, Tree.LEDGER);
  private static final Instant LONG_BEFORE = Town.START.minus(Duration.ofHours(3));
  private static final LocalDate DATE = LocalDate.of(2026, 11, 26);

  private final Valley valley = new Valley();

  private EntryId says(MemberId who, int index, SurplusStatement says) {
    valley
        .of(new TreeName(who, Tree.LEDGER))
        .add(index, valley.frame(who, new Said.OfSurplus(says)));
    return valley.hand.idOf(who, new Said.OfSurplus(says));
  }

  /// After all else in its ledger: what it did before calling it did not know of.
  private EntryId calls(SurplusStatement says) {
    return says(BOTICA, valley.of(BOTICAS).size(), says);
  }

  private static Recall recall(Instant at, String category) {
    var dates = new Recall.Dates(DATE.minusDays(3), DATE.plusDays(3));
    return new Recall(
        new Recall.Which.OfCategory(category), Optional.of(dates), "", "the cooling failed", at);
  }

  private List<String> told(Report report) {
    return report.findings().stream().map(Finding::sentence).toList();
  }

  private void assertTold(Report report, String words) {
    assertTrue(told(report).stream().anyMatch(said -> said.contains(words)), told(report) + "");
  }

  @Test
  void whoMayNotHaveHeardIsToldAndNotRefuted() {
    says(BOTICA, 0, recall(LONG_BEFORE, "fish"));
    assertEquals(List.of(), told(valley.audit()), "nobody has fish");
    says(TALLER, 0, recall(LONG_BEFORE, "dairy"));
    Report report = valley.audit();
    assertFalse(report.verified(), "its own author knew: " + told(report));
  }

  @Test
  @LiesIn(Kind.RECALL)
  void whoGoesOnWithoutHavingAnsweredIsTold() {
    calls(recall(LONG_BEFORE, "dairy"));
    Report report = valley.audit();
    assertTrue(report.verified(), told(report).toString());
    assertTold(report, "which botica had recalled more than an hour before");
    assertTold(report, "almacen held what botica recalled");
    assertTold(report, "taller held what botica recalled");
  }

  @Test
  @LiesIn({Kind.ACKNOWLEDGE, Kind.AWARD, Kind.OFFER})
  void whoGoesOnAfterAnsweringIsRefuted() {
    EntryId recall = calls(recall(LONG_BEFORE, "dairy"));
    says(ALMACEN, 0, new Acknowledge(recall, 0, LONG_BEFORE.plusSeconds(60)));
    Report report = valley.audit();
    assertFalse(report.verified());
    assertTold(report, "of almacen/ledger goes on with lot almacen/yoghurt, and its author knew");
  }

  @Test
  @LiesIn(Kind.RECEIVED)
  void aTakerWhoGoesOnAfterAnsweringIsRefuted() {
    EntryId recall = calls(recall(LONG_BEFORE, "dairy"));
    says(TALLER, 0, new Acknowledge(recall, 0, LONG_BEFORE.plusSeconds(60)));
    assertTold(valley.audit(), "of taller/ledger goes on with lot almacen/yoghurt");
  }

  @Test
  @LiesIn(Kind.PICKED_UP)
  void aGiverWhoHandsOverAfterAnsweringIsRefuted() {
    int index = valley.find(ALMACENS, PickedUp.class);
    EntryId recall = calls(recall(LONG_BEFORE, "dairy"));
    says(ALMACEN, index, new Acknowledge(recall, 0, LONG_BEFORE.plusSeconds(60)));
    List<Finding> findings = valley.audit().findings();
    var goesOn = new Finding.RecalledGoods(ALMACENS, index + 1, "almacen/yoghurt", BOTICA);
    assertEquals(1, findings.stream().filter(goesOn::equals).count(), findings.toString());
  }

  @Test
  void whoHandsOverNothingDoesNotGoOn() {
    EntryId recall = calls(recall(LONG_BEFORE, "dairy"));
    var pickedUp = (PickedUp) surplus(ALMACENS, PickedUp.class);
    var received = (Received) surplus(TALLERS, Received.class);
    for (MemberId who : List.of(ALMACEN, TALLER)) {
      var tree = new TreeName(who, Tree.LEDGER);
      int end = valley.of(tree).size();
      says(who, end, new Acknowledge(recall, 0, LONG_BEFORE.plusSeconds(60)));
    }
    says(ALMACEN, valley.of(ALMACENS).size(), new PickedUp(nothing(pickedUp.leg())));
    says(
        TALLER,
        valley.of(TALLERS).size(),
        new Received(nothing(received.leg()), received.because()));
    List<Finding> findings = valley.audit().findings();
    assertTrue(
        findings.stream().noneMatch(Finding.RecalledGoods.class::isInstance), findings.toString());
  }

  private SurplusStatement surplus(TreeName tree, Class<?> kind) {
    return ((Said.OfSurplus) valley.said(tree, valley.find(tree, kind))).says();
  }

  private static Leg nothing(Leg leg) {
    return new Leg(leg.lot(), leg.seq(), 0, new Grams(0), leg.deciCelsius(), 0, "", leg.at());
  }

  @Test
  void oneThatWasLiftedForbidsNothing() {
    EntryId recall = calls(recall(LONG_BEFORE, "dairy"));
    calls(new Lift(recall, "another dairy", LONG_BEFORE.plusSeconds(60)));
    assertEquals(List.of(), told(valley.audit()));
  }

  @Test
  @LiesIn(Kind.LIFT)
  void nobodyLiftsAnothersRecall() {
    EntryId recall = calls(recall(LONG_BEFORE, "dairy"));
    says(ALMACEN, 0, new Lift(recall, "nonsense", LONG_BEFORE.plusSeconds(60)));
    Report report = valley.audit();
    assertFalse(report.verified());
    assertTold(report, "a recall by its author");
  }

  @Test
  @LiesIn(Kind.HALT)
  void whoStopsALotByARecallOfSomethingElseIsRefuted() {
    EntryId recall = says(BOTICA, 0, recall(LONG_BEFORE, "fish"));
    says(ALMACEN, valley.of(ALMACENS).size(), new Halt("yoghurt", recall, 99, Town.CLOSES));
    assertTold(valley.audit(), "stops lot yoghurt by a recall that does not cover it");
  }

  @Test
  void whoHasLookedIsNotAskedAgain() {
    Instant after = Town.START.plus(Duration.ofHours(8));
    EntryId recall = calls(recall(after, "dairy"));
    says(ALMACEN, valley.of(ALMACENS).size(), new Acknowledge(recall, 2, after.plusSeconds(60)));
    says(TALLER, valley.of(TALLERS).size(), new Acknowledge(recall, 0, after.plusSeconds(90)));
    List<String> told = told(valley.audit());
    assertTrue(told.stream().noneMatch(said -> said.startsWith("almacen held")), told.toString());
    assertTrue(told.stream().noneMatch(said -> said.startsWith("taller held")), told.toString());
  }

  @Test
  void whoHeardLessThanAnHourBeforeIsNotTold() {
    int index = valley.find(ALMACENS, Award.class);
    if (valley.said(ALMACENS, index) instanceof Said.OfNegotiation(Award award)) {
      assertFalse(goesOn(index, award.at().minus(Duration.ofMinutes(59))));
      assertTrue(goesOn(index, award.at().minus(Duration.ofMinutes(61))));
    }
  }

  private static boolean goesOn(int index, Instant recalled) {
    var story = new WhatIsRecalledTest();
    story.calls(recall(recalled, "dairy"));
    return story.valley.audit().findings().stream()
        .anyMatch(finding ->
            finding instanceof Finding.HandedOverRecalled(var tree, var at, _, _)
                && tree.equals(ALMACENS)
                && at == index);
  }

  @Test
  void whoStillHasTimeToAnswerIsNotMissed() {
    Instant last = Valley.MADE.minus(Duration.ofHours(1));
    calls(recall(last.minus(Duration.ofMinutes(59)), "dairy"));
    assertEquals(List.of(), told(valley.audit()));
    var earlier = new WhatIsRecalledTest();
    earlier.calls(recall(last.minus(Duration.ofMinutes(61)), "dairy"));
    assertTold(earlier.valley.audit(), "almacen held what botica recalled");
  }

  @Test
  void whoStopsALotThatIsRecalledOrThatNobodyCanReadIsNotTold() {
    Instant before = Town.CLOSES.minusSeconds(60);
    EntryId recall = says(BOTICA, 0, recall(before, "dairy"));
    says(ALMACEN, valley.of(ALMACENS).size(), new Halt("yoghurt", recall, 99, Town.CLOSES));
    List<String> told = told(valley.audit());
    assertTrue(told.stream().noneMatch(said -> said.contains("stops lot")), told.toString());
    var closed = new WhatIsRecalledTest();
    EntryId fish = closed.says(BOTICA, 0, recall(before, "fish"));
    closed.says(
        ALMACEN, closed.valley.of(ALMACENS).size(), new Halt("yoghurt", fish, 99, Town.CLOSES));
    List<String> unread = told(Valley.audit(closed.valley.bundle().opening(new TreeMap<>())));
    assertTrue(unread.stream().noneMatch(said -> said.contains("stops lot")), unread.toString());
  }
}
