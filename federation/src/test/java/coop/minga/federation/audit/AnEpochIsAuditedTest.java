package coop.minga.federation.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Certificates;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.EpochSet;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Finding.Version;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.learning.SomeEpoch;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Quorum;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RuleSheet;
import coop.minga.federation.wire.EpochSets;
import coop.minga.federation.wire.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Eight shops learned an epoch together, and an auditor reads what they entered.
class AnEpochIsAuditedTest {
  private static final List<MemberId> EIGHT =
      Stream.of("almacen", "botica", "cocina", "despensa", "escuela", "feria", "granja", "huerto")
          .map(MemberId::new)
          .toList();
  private static final MemberId GRANJA = EIGHT.get(6);
  private static final MemberId HUERTO = EIGHT.get(7);
  private static final List<MemberId> FIVE = EIGHT.subList(0, 5);

  private final Comarca comarca = new Comarca(EIGHT);

  AnEpochIsAuditedTest() {
    EIGHT.forEach(member -> comarca.seen(member, "the charter is signed"));
  }

  @Test
  void whatEverybodyDidIsBorneOut() {
    learn(cohort(), List.of(), says -> says);
    assertEquals(List.of(), comarca.audit().findings());
  }

  @Test
  @LiesIn(Kind.RESULT)
  void aSeedThatTheSharesDoNotGiveIsRefuted() {
    learn(
        cohort(),
        List.of(),
        says ->
            says instanceof Result(var epoch, Version version)
                ? new Result(
                    epoch,
                    new Version(
                        version.opened(),
                        version.sum(),
                        version.model(),
                        version.weight(),
                        Hash.sha256(Bytes.utf8("the seed that suits us"))))
                : says);
    Report report = comarca.audit();
    assertFalse(report.verified());
    List<Finding> lies = new ArrayList<>();
    for (MemberId member : EIGHT) {
      lies.add(
          new Finding.VersionNotBorneOut(1, member, "the shares given back give another seed"));
    }
    assertEquals(lies, report.findings());
  }

  // ---- By which rosters

  /// Five of seven learn as if huerto no longer did. So it was decided, and they have adopted it.
  @Test
  void theRosterOfThoseWhoLearnedSaysWhoTrains() {
    comarca.decide(new RosterChange.Quarantine(HUERTO));
    comarca.adoptEverywhere();
    learn(cohort(), EIGHT.subList(5, 7), says -> says);
    assertEquals(List.of(), comarca.audit().findings());
  }

  /// The same, and only granja has adopted it, who says nothing of learning.
  @Test
  @LiesIn(Kind.RESULT)
  void theRosterOfOneWhoSaysNothingOfLearningBearsNothingOut() {
    comarca.decide(new RosterChange.Quarantine(HUERTO));
    comarca.adopt(GRANJA);
    comarca.seen(GRANJA, "something else");
    learn(cohort(), EIGHT.subList(5, 7), says -> says);
    List<Finding> findings = comarca.audit().findings();
    for (MemberId member : FIVE) {
      var toldOf =
          new Finding.VersionNotRecomputed(
              1, member, "too few members are seen to have dealt shares to one another");
      assertTrue(findings.contains(toldOf), findings.toString());
    }
  }

  // ---- In two cohorts

  /// Eight in cohorts of four: what they decided that the epoch contains is borne out.
  @Test
  void anEpochOfTwoCohortsIsBorneOut() {
    decideOnCohortsOfFour();
    Bytes set = learnInTwo();
    decide(set, EIGHT);
    assertEquals(List.of(), comarca.audit().findings());
  }

  /// Granja alone approves that the first cohort came to another seed.
  @Test
  @LiesIn(Kind.APPROVE)
  void whoApprovesWhatACohortDidNotComeToIsNamed() {
    decideOnCohortsOfFour();
    Bytes set = learnInTwo();
    comarca.enter(GRANJA, new Said.OfDecision(approve(withAnotherSeed(set))));
    decide(set, EIGHT);
    assertEquals(
        List.of(
            new Finding.VersionNotBorneOut(1, GRANJA, "the shares given back give another seed")),
        comarca.audit().findings());
  }

  /// Huerto calls the others to another version, as if of a roll-back. Granja approves results from
  /// that one as well, which who follows the others may do; Huerto binds itself to both, by which
  /// it would decide twice what the epoch contains.
  @Test
  @LiesIn(Kind.COMMIT)
  void whoBindsItselfToResultsFromTwoVersionsOfOneEpochIsNamed() {
    decideOnCohortsOfFour();
    Bytes set = learnInTwo();
    decide(set, EIGHT);
    Hash other = Hash.sha256(Bytes.utf8("the version before"));
    comarca.enter(HUERTO, new Said.OfLearning(SomeEpoch.again(other)));
    Hash asked = SomeEpoch.asked(comarca.charter.federationId(), cohort(), other);
    EpochSet without = SomeEpoch.withoutResults(comarca.charter.federationId(), cohort());
    var nothing =
        new DecisionStatement.Approve(Subject.EPOCH, asked, new EpochSets().write(without));
    comarca.enter(GRANJA, new Said.OfDecision(nothing));
    Place approval = comarca.enter(HUERTO, new Said.OfDecision(nothing));
    var ballot =
        new Ballot(Subject.EPOCH, asked, nothing.changeName(), 1, Comarca.NOON.plusSeconds(600));
    comarca.enter(
        HUERTO,
        new Said.OfDecision(new DecisionStatement.Commit(ballot, List.of(approval), List.of())));
    Report report = comarca.audit();
    assertFalse(report.verified());
    assertEquals(List.of(new Finding.BoundTwice(1, HUERTO)), report.findings());
    assertEquals(
        "huerto committed itself to results of model epoch 1 from two versions",
        report.findings().getFirst().sentence());
  }

  /// The same, in a part of its ledger that no quorum is shown to hold: no node has counted it.
  @Test
  @LiesIn(Kind.APPROVE)
  void whatNoQuorumHoldsDecidesNothing() {
    decideOnCohortsOfFour();
    Bytes set = learnInTwo();
    SignedNote witnessed = comarca.witnessed(GRANJA);
    comarca.enter(GRANJA, new Said.OfDecision(approve(withAnotherSeed(set))));
    decide(set, EIGHT.stream().filter(member -> !member.equals(GRANJA)).toList());
    Comarca.Member granja = comarca.of(GRANJA);
    var tail =
        new Bundle.Copy(
            Optional.of(witnessed.encode()),
            Optional.of(comarca.signed(granja).encode()),
            granja.frames);
    var granjas = new TreeName(GRANJA, Tree.LEDGER);
    assertEquals(
        List.of(new Finding.NotYetWitnessed(granjas, 1)),
        comarca.audit(comarca.with(GRANJA, tail)).findings());
  }

  @Test
  void fiveOfEightDecideNothingAndLieNot() {
    decideOnCohortsOfFour();
    decide(learnInTwo(), EIGHT.subList(0, 5));
    assertEquals(List.of(), comarca.audit().findings());
  }

  private void decideOnCohortsOfFour() {
    comarca.decide(
        new RosterChange.NewRules(
            RuleSheet.changed(
                comarca.roster.rules(),
                Map.of(
                    "smallest-cohort",
                    "4",
                    "one-cohort-up-to",
                    "6",
                    "colluding-per-thousand",
                    "0"))));
    comarca.adoptEverywhere();
  }

  /// @return what they would decide
  private Bytes learnInTwo() {
    SomeEpoch.OfSeveral epoch =
        SomeEpoch.ofSeveral(comarca.charter.federationId(), cohort(), this::idOf);
    epoch
        .entries()
        .forEach(entry -> comarca.enter(entry.author(), new Said.OfLearning(entry.statement())));
    assertEquals(2, epoch.set().cohorts().size());
    return new EpochSets().write(epoch.set());
  }

  private DecisionStatement.Approve approve(Bytes set) {
    Hash asked = SomeEpoch.asked(comarca.charter.federationId(), cohort());
    return new DecisionStatement.Approve(Subject.EPOCH, asked, set);
  }

  private void decide(Bytes set, List<MemberId> voters) {
    DecisionStatement.Approve approve = approve(set);
    List<Place> approvals =
        voters.stream().map(voter -> comarca.enter(voter, new Said.OfDecision(approve))).toList();
    var ballot =
        new Ballot(
            Subject.EPOCH,
            approve.parent(),
            approve.changeName(),
            1,
            Comarca.NOON.plusSeconds(600));
    var commit = new DecisionStatement.Commit(ballot, approvals, List.of());
    voters.forEach(voter -> comarca.enter(voter, new Said.OfDecision(commit)));
  }

  private static Bytes withAnotherSeed(Bytes set) {
    EpochSet read = new EpochSets().read(set).orElseThrow();
    var listed = new ArrayList<>(read.cohorts());
    Version said = listed.getFirst().result().orElseThrow();
    Hash seed = Hash.sha256(Bytes.utf8("the seed that suits us"));
    listed.set(
        0,
        new EpochSet.Listed(
            listed.getFirst().cohort(),
            Optional.of(
                new Version(said.opened(), said.sum(), said.model(), said.weight(), seed))));
    return new EpochSets().write(new EpochSet(read.epoch(), listed));
  }

  // ---- Small things

  @Test
  void everyRosterIsSmallEnoughToLearnTogether() {
    assertTrue(Quorum.MAX_MEMBERS <= LearningStatement.MAX_MEMBERS);
  }

  @Test
  void everyFlawHasItsWords() {
    assertEquals(
        List.of(
            "too few members are seen to have dealt shares to one another",
            "too few members are seen to have agreed on its vectors",
            "too few shares are seen to have been given back",
            "the shares given back open the sum of other members",
            "the shares given back give another seed",
            "it was trained from another version than the rest of the epoch",
            "too few of its cohort are seen to have said it"),
        List.of(Certificates.Flaw.values()).stream().map(Certificates.Flaw::sentence).toList());
  }

  /// Who trains by the newest roster.
  private Cohort cohort() {
    return Cohort.of(comarca.roster);
  }

  /// They enter what they did, with a change.
  private void learn(
      Cohort cohort, List<MemberId> silent, UnaryOperator<LearningStatement> change) {
    SomeEpoch.of(comarca.charter.federationId(), cohort, silent, this::idOf)
        .forEach(entry ->
            comarca.enter(entry.author(), new Said.OfLearning(change.apply(entry.statement()))));
  }

  private EntryId idOf(MemberId author, LearningStatement says) {
    return comarca.entry(comarca.of(author), new Said.OfLearning(says)).id();
  }
}
