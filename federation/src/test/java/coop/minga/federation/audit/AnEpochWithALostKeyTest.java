package coop.minga.federation.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.Entered;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Finding.Version;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.learning.SomeEpoch;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Eight shops learned together, of whom six must stand by a version. Then some say that their keys
/// were stolen the day before: an auditor counts nothing that these signed, and blames nobody for
/// it.
class AnEpochWithALostKeyTest {
  private static final List<MemberId> EIGHT =
      Stream.of("almacen", "botica", "cocina", "despensa", "escuela", "feria", "granja", "huerto")
          .map(MemberId::new)
          .toList();
  private static final MemberId HUERTO = EIGHT.get(7);
  private static final List<MemberId> THREE = EIGHT.subList(5, 8);

  private final Comarca comarca = new Comarca(EIGHT);
  private Instant stolen = comarca.now;

  AnEpochWithALostKeyTest() {
    EIGHT.forEach(member -> comarca.seen(member, "the charter is signed"));
    aDayPassesAfterTheTheft();
  }

  @Test
  void aVersionStandsAsLongAsEnoughStandByItWithoutTheLostKey() {
    Hash seed = learn(says -> says);
    long until = comarca.of(HUERTO).frames.size();
    callsItsKeyLost(HUERTO);
    learnAgain(seed, 2);
    isVerifiedBut(List.of(HUERTO), 1, until);
  }

  @Test
  @LiesIn(Kind.RESULT)
  void whatAThiefSaidOfAnEpochIsNobodysLie() {
    learn(says ->
        says instanceof Result(var epoch, Version version)
            ? new Result(epoch, withAnotherSeed(version))
            : says);
    long until = comarca.of(HUERTO).frames.size();
    Finding lie =
        new Finding.VersionNotBorneOut(1, HUERTO, "the shares given back give another seed");
    Report before = comarca.audit();
    assertFalse(before.verified());
    assertTrue(before.findings().contains(lie), before.findings().toString());
    callsItsKeyLost(HUERTO);
    isVerifiedBut(List.of(HUERTO), 1, until);
  }

  /// Six are needed and five are left: nodes take the version back, and learn next as after an
  /// epoch without one.
  @Test
  void aVersionByWhichTooFewStandIsGoneAndNobodyIsBlamed() {
    learn(says -> says);
    long until = comarca.of(HUERTO).frames.size();
    THREE.forEach(this::callsItsKeyLost);
    learnAgain(SomeEpoch.withoutVersion(SomeEpoch.firstSeed(comarca.charter.federationId()), 1), 2);
    isVerifiedBut(THREE, 1, until);
  }

  /// They had learned on from it before anybody knew of the theft.
  @Test
  void whoWentOnFromAVersionThatFellLaterIsNotBlamed() {
    Hash seed = learn(says -> says);
    learnAgain(seed, 2);
    long until = comarca.of(HUERTO).frames.size();
    THREE.forEach(this::callsItsKeyLost);
    isVerifiedBut(THREE, 1, until);
  }

  /// They had learned on from it with new keys: that version stands though the one before is gone.
  /// A second theft takes the third one back, and what is learned next comes after the second.
  @Test
  void aVersionThatNoLostKeyTouchedStandsThoughTheOneBeforeItIsGone() {
    Hash first = learn(says -> says);
    long until = comarca.of(HUERTO).frames.size();
    List<PublicKey> old = THREE.stream().map(this::newKeys).toList();
    Hash second = learnAgain(first, 2);
    for (int i = 0; i < THREE.size(); i++) {
      callsLost(THREE.get(i), old.get(i));
    }
    isVerifiedBut(THREE, 1, until);
    aDayPassesAfterTheTheft();
    learnAgain(second, 3);
    THREE.forEach(this::callsItsKeyLost);
    learnAgain(SomeEpoch.withoutVersion(second, 3), 4);
    assertTrue(comarca.audit().verified(), comarca.audit().sentence());
  }

  @Test
  void whatWasWitnessedBeforeTheTheftCounts() {
    Hash seed = learn(says -> says);
    long theDay = comarca.of(HUERTO).frames.size();
    aDayPassesAfterTheTheft();
    THREE.forEach(this::callsItsKeyLost);
    learnAgain(seed, 2);
    isVerifiedBut(THREE, theDay, theDay + 1);
  }

  /// What was entered until now was witnessed before the keys were stolen. Of one entry of the day
  /// nobody can tell; what comes was witnessed afterwards.
  private void aDayPassesAfterTheTheft() {
    EIGHT.forEach(member -> comarca.turn(member, comarca.mirrors(member)));
    stolen = comarca.now.plusSeconds(60);
    comarca.now = stolen.plus(Duration.ofDays(1));
    EIGHT.forEach(member -> {
      comarca.seen(member, "on " + comarca.now);
      comarca.turn(member, comarca.mirrors(member));
    });
  }

  private void callsItsKeyLost(MemberId member) {
    callsLost(member, newKeys(member));
  }

  /// @return the key with which it entered things until now
  private PublicKey newKeys(MemberId member) {
    PublicKey key = comarca.of(member).entry.publicKey();
    comarca.rotate(member);
    return key;
  }

  private void callsLost(MemberId member, PublicKey key) {
    comarca.enter(
        member,
        new Said.OfRoster(
            RosterStatement.Compromised.sign(
                comarca.charter.federationId(), member, key, stolen, comarca.of(member).root)));
  }

  /// The first epoch.
  ///
  /// @param byHuerto what huerto enters for what it should
  /// @return the seed that it came to
  private Hash learn(UnaryOperator<LearningStatement> byHuerto) {
    Hash federation = comarca.charter.federationId();
    List<Entered<LearningStatement>> said =
        SomeEpoch.of(federation, cohort(), List.of(), this::idOf).toList();
    said.forEach(entry -> enter(entry, byHuerto));
    return seedOf(said);
  }

  /// One of the epochs after it.
  ///
  /// @param seed that the one before came to
  private Hash learnAgain(Hash seed, long epoch) {
    List<Entered<LearningStatement>> said =
        SomeEpoch.later(comarca.charter.federationId(), cohort(), epoch, seed, this::idOf).toList();
    said.forEach(entry -> enter(entry, says -> says));
    return seedOf(said);
  }

  private static Hash seedOf(List<Entered<LearningStatement>> said) {
    return said.stream()
        .flatMap(entry ->
            entry.statement() instanceof Result(_, Version version)
                ? Stream.of(version.seed())
                : Stream.of())
        .findFirst()
        .orElseThrow();
  }

  private void enter(Entered<LearningStatement> entry, UnaryOperator<LearningStatement> byHuerto) {
    LearningStatement says =
        entry.author().equals(HUERTO) ? byHuerto.apply(entry.statement()) : entry.statement();
    comarca.enter(entry.author(), new Said.OfLearning(says));
  }

  private static Version withAnotherSeed(Version version) {
    return new Version(
        version.opened(),
        version.sum(),
        version.model(),
        version.weight(),
        Hash.sha256(Bytes.utf8("the seed that suits a thief")));
  }

  private void isVerifiedBut(List<MemberId> lost, long theDay, long until) {
    Report report = comarca.audit();
    assertTrue(report.verified(), report.sentence());
    assertEquals(
        lost.stream().flatMap(each -> byLostKey(each, theDay, until).stream()).toList(),
        report.findings());
  }

  /// Of the entry of the day after the theft it cannot be told, of those that follow it can.
  private static List<Finding> byLostKey(MemberId member, long theDay, long until) {
    var ledger = new TreeName(member, Tree.LEDGER);
    var findings = new ArrayList<Finding>();
    findings.add(new Finding.PerhapsByLostKey(ledger, theDay));
    for (long index = theDay + 1; index < until; index++) {
      findings.add(new Finding.ByLostKey(ledger, index));
    }
    return findings;
  }

  private Cohort cohort() {
    return Cohort.of(comarca.roster);
  }

  private EntryId idOf(MemberId author, LearningStatement says) {
    return comarca.entry(comarca.of(author), new Said.OfLearning(says)).id();
  }
}
