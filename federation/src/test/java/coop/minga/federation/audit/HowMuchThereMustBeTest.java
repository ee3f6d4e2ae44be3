package coop.minga.federation.audit;

import static coop.minga.federation.audit.Comarca.ALMACEN;
import static coop.minga.federation.audit.Comarca.BOTICA;
import static coop.minga.federation.audit.Comarca.FOUNDERS;
import static coop.minga.federation.audit.Comarca.TALLER;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.WitnessedFrontier;
import coop.minga.federation.wire.FrontierWire;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Almacen says each day how far it saw all ledgers witnessed. What stands at the end of botica's
/// cannot be left out of a bundle without that showing.
class HowMuchThereMustBeTest {
  private static final TreeName BOTICAS = new TreeName(BOTICA, Tree.LEDGER);

  private final Comarca comarca = new Comarca();

  HowMuchThereMustBeTest() {
    FOUNDERS.forEach(member -> comarca.seen(member, "the charter is signed"));
  }

  @Test
  void withoutAnyBoundNobodyCanSayThatABundleIsComplete() {
    Report report = comarca.audit();
    assertTrue(report.verified());
    assertTrue(
        report.completeness().startsWith("Nobody can say that it is complete"),
        report.completeness());
  }

  @Test
  void whatAMemberSawIsALowerBound() {
    comarca.seen(BOTICA, "the end of its ledger");
    WitnessedFrontier frontier = almacenSees(frontier());
    Report whole = comarca.audit(seeing(frontier));
    assertTrue(whole.verified(), whole.sentence());
    assertEquals(List.of(), whole.findings());
    assertEquals(
        "Complete at least up to what 1 member saw witnessed in 1 entry.", whole.completeness());

    comarca.of(BOTICA).frames.removeLast();
    Report cut = comarca.audit(seeing(frontier));
    assertTrue(cut.verified(), "one member's word refutes nothing: " + cut.sentence());
    assertEquals(List.of(new Finding.SeenFurther(BOTICAS, 2, 1, ALMACEN)), cut.findings());
    assertEquals("NOT complete: a member saw more of a ledger than is here.", cut.completeness());
  }

  @Test
  void whoSawFurthestIsNamedInWhicheverOrderTheySpeak() {
    for (boolean almacenSawMore : List.of(true, false)) {
      var valley = new HowMuchThereMustBeTest();
      Report report = valley.afterTwoHaveSeen(almacenSawMore ? ALMACEN : TALLER);
      assertEquals(
          List.of(new Finding.SeenFurther(BOTICAS, 3, 1, almacenSawMore ? ALMACEN : TALLER)),
          report.findings());
    }
  }

  /// The one saw one entry of botica's more than the other, and both saw more than is here.
  private Report afterTwoHaveSeen(MemberId further) {
    comarca.seen(BOTICA, "the first that is left out");
    WitnessedFrontier less = frontier();
    comarca.seen(BOTICA, "the second");
    WitnessedFrontier more = frontier();
    var seen = new TreeMap<MemberId, List<WitnessedFrontier>>();
    for (MemberId member : List.of(ALMACEN, TALLER)) {
      WitnessedFrontier its = member.equals(further) ? more : less;
      comarca.enter(member, new Said.OfRoster(new RosterStatement.Seen(its.hash())));
      seen.put(member, List.of(its));
    }
    comarca.of(BOTICA).frames.subList(1, 3).clear();
    return comarca.audit(comarca.bundle().seeing(seen));
  }

  @Test
  void whatTheSlipSaysAndWhatMembersSawIsSaidInOneSentence() {
    WitnessedFrontier first = almacenSees(frontier());
    WitnessedFrontier second = almacenSees(frontier());
    var sizes = new TreeMap<>(Map.of(BOTICAS, 1L, new TreeName(ALMACEN, Tree.LEDGER), 2L));
    var slip = new Demands(Optional.empty(), sizes, Collections.emptySortedMap(), true);
    Report report =
        comarca.audit(
            comarca.bundle().seeing(new TreeMap<>(Map.of(ALMACEN, List.of(first, second)))), slip);
    assertEquals(
        "Complete at least up to 2 sizes on your slip and what 1 member saw witnessed in 2"
            + " entries.",
        report.completeness());
  }

  @Test
  void aLedgerThatIsNotHereAndWasSeenIsNotComplete() {
    WitnessedFrontier frontier = almacenSees(frontier());
    Bundle whole = seeing(frontier);
    var ledgers = new TreeMap<>(whole.ledgers());
    ledgers.remove(BOTICA);
    Report report =
        comarca.audit(
            new Bundle(whole.charter(), ledgers, whole.books(), whole.told(), whole.evidence())
                .seeing(whole.seen()));
    assertTrue(
        report.findings().contains(new Finding.SeenFurther(BOTICAS, 1, 0, ALMACEN)),
        report.findings().toString());
  }

  @Test
  void whatAMemberSawOtherwiseIsTold() {
    comarca.seen(BOTICA, "what almacen saw");
    WitnessedFrontier frontier = almacenSees(frontier());
    comarca.of(BOTICA).frames.removeLast();
    comarca.seen(BOTICA, "what is here");
    Report report = comarca.audit(seeing(frontier));
    assertEquals(List.of(new Finding.SeenOther(BOTICAS, 2, ALMACEN)), report.findings());
  }

  @Test
  void aFrontierThatNobodyEnteredIsNoneOfThePartsOfABundle() {
    Report report = comarca.audit(seeing(frontier()));
    assertFalse(report.verified());
    assertTrue(
        report.sentence().contains("seen/almacen is nothing that the member said it saw"),
        report.sentence());
  }

  @Test
  void whatAThiefSaidThatAMemberSawSpoilsNobodysBundle() {
    Instant lost = comarca.now.plusSeconds(60);
    comarca.now = lost.plus(Duration.ofDays(1));
    comarca.turn(ALMACEN, comarca.mirrors(ALMACEN));
    WitnessedFrontier byTheThief = almacenSees(frontier());
    var key = comarca.of(ALMACEN).entry.publicKey();
    comarca.rotate(ALMACEN);
    comarca.enter(
        ALMACEN,
        new Said.OfRoster(
            RosterStatement.Compromised.sign(
                comarca.charter.federationId(), ALMACEN, key, lost, comarca.of(ALMACEN).root)));
    Report report = comarca.audit(seeing(byTheThief));
    assertTrue(report.verified(), report.sentence());
    assertTrue(
        report.completeness().startsWith("Nobody can say that it is complete"),
        report.completeness());
  }

  @Test
  void aLedgerThatWasSeenBegunAnewIsNotCompleteWithoutThat() {
    var ledgers = new TreeMap<>(frontier().ledgers());
    Checkpoint there = requireNonNull(ledgers.get(BOTICA));
    ledgers.put(BOTICA, new Checkpoint(comarca.origin(BOTICA).in(1), there.size(), there.root()));
    WitnessedFrontier frontier = almacenSees(new WitnessedFrontier(comarca.roster.hash(), ledgers));
    Report report = comarca.audit(seeing(frontier));
    assertEquals(List.of(new Finding.SeenBegunAnew(BOTICAS, 1, ALMACEN)), report.findings());
    assertEquals(
        "NOT complete: a member saw more of a ledger than is here.", report.completeness());
  }

  @Test
  void whatWasSeenOfALaterGenerationIsNotComparedWithThisOne() {
    for (long size : List.of(1L, 7L)) {
      var later = new HowMuchThereMustBeTest();
      assertEquals(
          List.of(new Finding.SeenBegunAnew(BOTICAS, 1, ALMACEN)),
          later.afterAlmacenSawOf(BOTICA, 1, size).findings());
    }
  }

  @Test
  void whatWasSeenOfALostEndIsNotMissed() {
    comarca.beginAnew(BOTICA, comarca.witnessed(BOTICA));
    for (long size : List.of(2L, 7L)) {
      Report report = afterAlmacenSawOf(BOTICA, 0, size);
      assertTrue(report.verified(), report.sentence());
      assertEquals(List.of(), report.findings());
    }
  }

  /// Almacen saw so many entries of a ledger, under a root that is not the one here.
  private Report afterAlmacenSawOf(MemberId owner, int generation, long size) {
    var ledgers = new TreeMap<>(frontier().ledgers());
    Hash root = Hash.sha256(Bytes.utf8("another root"));
    ledgers.put(
        owner,
        new Checkpoint(comarca.charter.origin(owner, Tree.LEDGER).in(generation), size, root));
    return comarca.audit(
        seeing(almacenSees(new WitnessedFrontier(comarca.roster.hash(), ledgers))));
  }

  @Test
  void aLedgerThatIsNotHereAndOfWhichNothingWasSeenIsNotMissed() {
    var ledgers = new TreeMap<>(frontier().ledgers());
    ledgers.put(BOTICA, Checkpoint.of(comarca.origin(BOTICA), Valley.frontier(List.of())));
    WitnessedFrontier frontier = almacenSees(new WitnessedFrontier(comarca.roster.hash(), ledgers));
    Bundle whole = seeing(frontier);
    var without = new TreeMap<>(whole.ledgers());
    without.remove(BOTICA);
    Report report =
        comarca.audit(
            new Bundle(whole.charter(), without, whole.books(), whole.told(), whole.evidence())
                .seeing(whole.seen()));
    assertEquals(List.of(new Finding.LedgerAbsent(BOTICA)), report.findings());
  }

  @Test
  void theSlipHasItsSizesAndItsDate() {
    var sizes = new TreeMap<>(Map.of(BOTICAS, 1L));
    var slip = new Demands(Optional.empty(), sizes, Collections.emptySortedMap(), true);
    Instant before = Comarca.NOON.minus(Duration.ofDays(1));
    Report met = comarca.audit(comarca.bundle(), slip.of(before));
    assertEquals(List.of(), met.findings());
    assertEquals("Complete at least up to 1 size on your slip of 24 Nov 2026.", met.completeness());
    Instant after = Comarca.NOON.plus(Duration.ofDays(1));
    Report early = comarca.audit(comarca.bundle(), slip.of(after));
    assertTrue(early.verified());
    assertEquals(List.of(new Finding.EndsBeforeSlip(Comarca.NOON, after)), early.findings());
  }

  @Test
  void frontiersComeBackAsTheyWereWritten() {
    List<WitnessedFrontier> frontiers = List.of(frontier(), almacenSees(frontier()));
    Bytes bytes = FrontierWire.encode(frontiers);
    assertEquals(Optional.of(frontiers), FrontierWire.decode(bytes));
    assertEquals(Optional.empty(), FrontierWire.decode(Bytes.utf8("nothing")));
  }

  private WitnessedFrontier frontier() {
    var ledgers = new TreeMap<MemberId, Checkpoint>();
    FOUNDERS.forEach(member ->
        ledgers.put(
            member,
            Checkpoint.of(comarca.origin(member), Valley.frontier(comarca.of(member).frames))));
    return new WitnessedFrontier(comarca.roster.hash(), ledgers);
  }

  private WitnessedFrontier almacenSees(WitnessedFrontier frontier) {
    comarca.enter(ALMACEN, new Said.OfRoster(new RosterStatement.Seen(frontier.hash())));
    return frontier;
  }

  private Bundle seeing(WitnessedFrontier frontier) {
    return comarca.bundle().seeing(new TreeMap<>(Map.of(ALMACEN, List.of(frontier))));
  }
}
