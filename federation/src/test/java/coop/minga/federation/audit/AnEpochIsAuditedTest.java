package coop.minga.federation.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Certificates;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Finding.Version;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.learning.SomeEpoch;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Quorum;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.wire.Said;
import java.util.ArrayList;
import java.util.List;
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
