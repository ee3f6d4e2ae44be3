package coop.minga.federation.audit;

import static coop.minga.federation.audit.Comarca.ALMACEN;
import static coop.minga.federation.audit.Comarca.BOTICA;
import static coop.minga.federation.audit.Comarca.FOUNDERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which of a ledger's checkpoints may stand beside which, and what each is good for.
class CheckpointsOfABundleTest {
  private static final TreeName BOTICAS = new TreeName(BOTICA, Tree.LEDGER);

  private final Comarca comarca = new Comarca();

  CheckpointsOfABundleTest() {
    FOUNDERS.forEach(member -> comarca.seen(member, "the charter is signed"));
  }

  @Test
  void whereNobodyGivesAnythingNothingIsSaidOfBooksAndAwards() {
    assertEquals(
        "Untampered up to 25 Nov 2026 09:00 in America/Santiago, by a simulated clock: 4 entries of"
            + " 4 members, each witnessed by 4 of 4; nothing was awarded.",
        comarca.audit().sentence());
  }

  @Test
  void whatIsSignedAndNotWitnessedYetIsTold() {
    SignedNote witnessed = comarca.witnessed(BOTICA);
    comarca.seen(BOTICA, "nobody has cosigned this yet");
    Bundle.Copy both = both(witnessed, comarca.signed(comarca.of(BOTICA)));
    Bytes policy = comarca.charter.witnesses(BOTICA, Tree.LEDGER).policy().encode();
    Report report = comarca.audit(comarca.with(BOTICA, both.by(policy)));
    assertTrue(report.verified(), report.sentence());
    assertEquals(List.of(new Finding.NotYetWitnessed(BOTICAS, 1)), report.findings());
  }

  @Test
  void thePolicyIsOfTheWitnessedCheckpointAndOfNoLaterOne() {
    SignedNote witnessed = comarca.witnessed(BOTICA);
    Bytes policy = comarca.charter.witnesses(BOTICA, Tree.LEDGER).policy().encode();
    comarca.rotate(ALMACEN);
    comarca.seen(BOTICA, "almacen has another key by now, and has not cosigned");
    Bundle.Copy both = both(witnessed, comarca.signed(comarca.of(BOTICA)));
    Report report = comarca.audit(comarca.with(BOTICA, both.by(policy)));
    assertTrue(report.verified(), report.sentence());
  }

  @Test
  void aSignedCheckpointIsBeyondTheWitnessedOne() {
    SignedNote same = comarca.signed(comarca.of(BOTICA));
    refused(both(comarca.witnessed(BOTICA), same), "it is not beyond the witnessed one");
  }

  @Test
  void aSignedCheckpointIsOfTheWitnessedOnesGeneration() {
    SignedNote witnessed = comarca.witnessed(BOTICA);
    comarca.seen(BOTICA, "the next entry");
    comarca.of(BOTICA).generation = 1;
    refused(
        both(witnessed, comarca.signed(comarca.of(BOTICA))), "it is not beyond the witnessed one");
  }

  @Test
  void aCheckpointInBetweenIsNotBeyondTheEnd() {
    comarca.seen(BOTICA, "what was taken away");
    comarca.turn(BOTICA, comarca.mirrors(BOTICA));
    comarca.of(BOTICA).frames.removeLast();
    refused(comarca.copy(BOTICA), "are not those that were signed for");
  }

  @Test
  void aCheckpointThatTooFewCosignedShowsNotWhenAnEntryWasThere() {
    long index = comarca.seen(BOTICA, "before the key was lost, says one mirror").index();
    comarca.turn(BOTICA, List.of(ALMACEN));
    Instant lost = comarca.now.plusSeconds(60);
    comarca.now = lost.plus(Duration.ofDays(1));
    var key = comarca.of(BOTICA).entry.publicKey();
    comarca.rotate(BOTICA);
    comarca.enter(
        BOTICA,
        new Said.OfRoster(
            RosterStatement.Compromised.sign(
                comarca.charter.federationId(), BOTICA, key, lost, comarca.of(BOTICA).root)));
    Report report = comarca.audit();
    assertTrue(report.verified(), report.sentence());
    assertTrue(
        report.findings().contains(new Finding.PerhapsByLostKey(BOTICAS, index)),
        report.findings().toString());
  }

  @Test
  void whoChangesItsKeysWhileItsMirrorsAreAwayIsFollowed() {
    SignedNote witnessed = comarca.witnessed(BOTICA);
    changeKeysAlone();
    comarca.seen(BOTICA, "by the new key, and nobody has cosigned it");
    Report report = comarca.audit(comarca.with(BOTICA, turning(witnessed)));
    assertTrue(report.verified(), report.sentence());
    assertEquals(List.of(new Finding.NotYetWitnessed(BOTICAS, 2)), report.findings());
  }

  @Test
  void ofTwoCheckpointsOfOneSizeTheEarlierShowsWhenAnEntryWasThere() {
    comarca.seen(BOTICA, "before the key was lost");
    SignedNote before = comarca.witnessed(BOTICA);
    Instant lost = comarca.now.plusSeconds(60);
    comarca.now = lost.plus(Duration.ofDays(1));
    SignedNote after = comarca.witnessed(BOTICA);
    var key = comarca.of(BOTICA).entry.publicKey();
    comarca.of(BOTICA).turns.add(before);
    changeKeysAlone();
    comarca.enter(
        BOTICA,
        new Said.OfRoster(
            RosterStatement.Compromised.sign(
                comarca.charter.federationId(), BOTICA, key, lost, comarca.of(BOTICA).root)));
    for (SignedNote witnessed : List.of(after, before)) {
      comarca.of(BOTICA).turns.set(0, witnessed.equals(after) ? before : after);
      Report report = comarca.audit(comarca.with(BOTICA, turning(witnessed)));
      assertTrue(report.verified(), report.sentence());
      assertEquals(List.of(new Finding.NotYetWitnessed(BOTICAS, 2)), report.findings());
    }
  }

  @Test
  void whoseWitnessesAreTooFewIsNotExcusedByAnAdoptionThatComesLater() {
    SignedNote lonely = comarca.cosigned(comarca.signed(comarca.of(BOTICA)), List.of(ALMACEN));
    var unknown = new RosterStatement.Adopt(Hash.sha256(Bytes.utf8("a roster of its own")));
    comarca.enter(BOTICA, new Said.OfRoster(unknown));
    Bundle.Copy copy = both(lonely, comarca.signed(comarca.of(BOTICA)));
    List<Finding> findings = comarca.audit(comarca.with(BOTICA, copy)).findings();
    assertTrue(findings.contains(new Finding.NotWitnessed(BOTICAS, 2, 3)), findings.toString());
    assertFalse(findings.contains(new Finding.ByUnknownWitnesses(BOTICAS)), findings.toString());
  }

  @Test
  void whatAnUnknownRosterMayHaveWitnessedIsToldAsThat() {
    var unknown = new RosterStatement.Adopt(Hash.sha256(Bytes.utf8("a roster of its own")));
    comarca.enter(BOTICA, new Said.OfRoster(unknown));
    comarca.seen(BOTICA, "behind it");
    List<Finding> findings = comarca.audit().findings();
    assertTrue(findings.contains(new Finding.ByUnknownWitnesses(BOTICAS)), findings.toString());
    assertTrue(
        findings.stream().noneMatch(Finding.NotWitnessed.class::isInstance), findings.toString());
  }

  /// Old key and new sign the change; no mirror does.
  private void changeKeysAlone() {
    SeededKey before = comarca.of(BOTICA).ledger;
    comarca.renew(BOTICA);
    comarca
        .of(BOTICA)
        .turns
        .add(comarca.signed(comarca.of(BOTICA)).with(comarca.byLedgerKey(BOTICA, before)));
  }

  private Bundle.Copy turning(SignedNote witnessed) {
    return both(witnessed, comarca.signed(comarca.of(BOTICA)))
        .turning(comarca.of(BOTICA).turns.stream().map(SignedNote::encode).toList());
  }

  private Bundle.Copy both(SignedNote witnessed, SignedNote signed) {
    return new Bundle.Copy(
        Optional.of(witnessed.encode()), Optional.of(signed.encode()), comarca.of(BOTICA).frames);
  }

  private void refused(Bundle.Copy copy, String why) {
    Report report = comarca.audit(comarca.with(BOTICA, copy));
    assertFalse(report.verified());
    assertTrue(report.sentence().contains(why), report::sentence);
  }
}
