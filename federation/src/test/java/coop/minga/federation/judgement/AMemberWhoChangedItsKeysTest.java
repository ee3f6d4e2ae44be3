package coop.minga.federation.judgement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.DecisionStatement.Commit;
import coop.minga.federation.decision.DecisionStatement.DeclineBallot;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Evidence;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.NoteFault;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Parting;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.SomeTree;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.federation.roster.Directory;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterStatement.Compromised;
import coop.minga.federation.roster.RosterStatement.Keys;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Almacen has changed its keys in entry 7 of its ledger, Dama hers too. What either signed before
/// stays signed, for good and for ill.
class AMemberWhoChangedItsKeysTest {
  private static final Roster ROSTER =
      Roster.of(SomeCharter.signed("almacen", "botica", "coop", "dama"), SeededKey.VERIFIER);
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId DAMA = new MemberId("dama");
  private static final Origin LEDGER = ROSTER.origin(ALMACEN, Tree.LEDGER);
  private static final int CHANGE = 7;
  private static final SeededKey OLD = SomeCharter.ledgerKey(0);
  private static final SeededKey NEW = new SeededKey(60);
  private static final SeededKey NEW_ENTRY = new SeededKey(62);
  private static final SeededKey DAMAS_NEW = new SeededKey(71);

  private static final Place PLACE =
      new Place(ALMACEN, 0, new EntryId(Hash.sha256(Bytes.utf8("approval"))));

  private static final List<Bytes> TRUTH = SomeTree.entries(0, 12);
  private static final List<Bytes> LIE = lie();

  private final Directory directory =
      Directory.of(ROSTER).with(turned(ALMACEN, 0, 60)).with(turned(DAMA, 3, 70));
  private final EvidenceJudge judge = new EvidenceJudge(directory, SeededKey.VERIFIER);

  // ---- Evidence

  @Test
  void aForkIsProvenByItsOldKeyItsNewOneAndOneOfEach() {
    proven(ALMACEN, fork(note(TRUTH, 5, OLD), note(LIE, 9, OLD)));
    proven(ALMACEN, fork(note(TRUTH, 5, OLD), note(LIE, 9, NEW)));
    proven(ALMACEN, fork(note(TRUTH, 9, NEW), note(LIE, 11, NEW)));
    refuted(EvidenceFault.NOT_SIGNED, ALMACEN, fork(note(TRUTH, 5, OLD), note(LIE, 9, DAMAS_NEW)));
  }

  @Test
  void callingTheKeyStolenIsNoWayOut() {
    var exposed = new Exposed(ALMACEN, fork(note(TRUTH, 5, OLD), note(LIE, 9, OLD)));
    assertEquals(Optional.empty(), lost(OLD).fault(exposed));
  }

  /// Whoever has a key that was replaced may have signed either history by it.
  @Test
  void aForkRestsOnALostKeyIfEitherHistoryIsByOneThatWasReplaced() {
    EvidenceJudge told = lost(OLD);
    assertTrue(rests(told, fork(note(TRUTH, 5, OLD), note(LIE, 9, NEW))));
    assertTrue(rests(told, fork(note(TRUTH, 5, NEW), note(LIE, 9, OLD))));
    assertFalse(rests(told, fork(note(TRUTH, 9, NEW), note(LIE, 11, NEW))));
    assertFalse(rests(told, fork(both(9), note(LIE, 11, NEW))), "its new key stands by both");
    assertFalse(rests(judge, fork(note(TRUTH, 5, OLD), note(LIE, 9, OLD))), "nothing was lost");
    assertFalse(
        rests(lost(NEW), fork(note(TRUTH, 9, NEW), note(LIE, 11, NEW))), "it is in force still");
    SignedNote smaller = cosigned(note(TRUTH, 5, OLD), SomeCharter.mirrorKey(3), 100);
    SignedNote larger = cosigned(note(LIE, 9, OLD), DAMAS_NEW, 200);
    var parting = Parting.make(smaller, larger, SomeTree.of(LIE));
    var ofTheMirror = new Exposed(DAMA, new Evidence.WitnessFork(parting));
    assertFalse(told.restsOnALostKey(ofTheMirror), "the mirror saw what it cosigned");
  }

  private static boolean rests(EvidenceJudge judge, Evidence evidence) {
    return judge.restsOnALostKey(new Exposed(ALMACEN, evidence));
  }

  /// A judge who has heard that almacen lost a key.
  private EvidenceJudge lost(SeededKey key) {
    SeededKey root = SomeCharter.rootKey(0);
    var says =
        Compromised.sign(ROSTER.federationId(), ALMACEN, key.publicKey(), Instant.EPOCH, root);
    KeyRing.Turn turn = directory.ring(ALMACEN).with(says, root.publicKey(), SeededKey.VERIFIER);
    return new EvidenceJudge(directory.with(next(turn)), SeededKey.VERIFIER);
  }

  @Test
  void aMirrorThatStoodByBothIsExposedUnderBothItsKeys() {
    SignedNote smaller = cosigned(note(TRUTH, 5, OLD), SomeCharter.mirrorKey(3), 100);
    SignedNote larger = cosigned(note(LIE, 9, OLD), DAMAS_NEW, 200);
    var parting = Parting.make(smaller, larger, SomeTree.of(LIE));
    proven(DAMA, new Evidence.WitnessFork(parting));
    SignedNote later = cosigned(note(LIE, 8, OLD), DAMAS_NEW, 300);
    SignedNote before = cosigned(note(LIE, 9, OLD), SomeCharter.mirrorKey(3), 200);
    proven(DAMA, new Evidence.WitnessWentBack(before, later));
    refuted(EvidenceFault.NOT_SIGNED, new MemberId("coop"), new Evidence.WitnessFork(parting));
  }

  @Test
  void twoWordsByTwoKeysAreTwoWords() {
    var ballot =
        new Ballot(
            Subject.ROSTER, ROSTER.hash(), Hash.sha256(Bytes.utf8("change")), 1, Instant.EPOCH);
    var entries = new ArrayList<>(SomeTree.entries(0, 6));
    entries.add(frame(new DeclineBallot(ballot), SomeCharter.entryKey(0)));
    entries.add(Bytes.utf8("where the keys change"));
    entries.add(frame(new Commit(ballot, List.of(PLACE), List.of()), NEW_ENTRY));
    var two = new Evidence.TwoWords(stands(entries, 6, 7, OLD), stands(entries, 8, 9, NEW));
    proven(ALMACEN, two);
    refuted(EvidenceFault.NOT_AN_ENTRY, DAMA, two);
  }

  // ---- Checkpoints

  @Test
  void theFirstCheckpointOverTheChangeIsSignedByBothKeysAndNoOtherIs() {
    assertGood(note(TRUTH, 7, OLD), 0);
    assertRefused(note(TRUTH, 7, NEW), 0);
    assertGood(both(9), 7);
    assertRefused(note(TRUTH, 9, NEW), 7);
    assertRefused(note(TRUTH, 9, OLD), 7);
    assertGood(note(TRUTH, 10, NEW), 9);
    assertRefused(note(TRUTH, 10, OLD), 9);
    assertGood(note(TRUTH, 6, OLD), 9);
  }

  @Test
  void whoDoesNotKnowThePlaceJudgesByTheKeyNamed() {
    for (SeededKey key : List.of(OLD, NEW)) {
      assertInstanceOf(
          Standing.Signed.class,
          directory.judge(LEDGER, note(TRUTH, 9, key), Long.MAX_VALUE, SeededKey.VERIFIER));
    }
  }

  private void assertGood(SignedNote note, long before) {
    assertInstanceOf(
        Standing.Signed.class,
        directory.judge(LEDGER, note, before, Long.MAX_VALUE, SeededKey.VERIFIER));
  }

  private void assertRefused(SignedNote note, long before) {
    assertEquals(
        new Standing.Refused(NoteFault.NOT_SIGNED),
        directory.judge(LEDGER, note, before, Long.MAX_VALUE, SeededKey.VERIFIER));
  }

  private void proven(MemberId member, Evidence evidence) {
    assertEquals(Optional.empty(), judge.fault(new Exposed(member, evidence)));
  }

  private void refuted(EvidenceFault why, MemberId member, Evidence evidence) {
    assertEquals(Optional.of(why), judge.fault(new Exposed(member, evidence)));
  }

  private static Evidence fork(SignedNote smaller, SignedNote larger) {
    return new Evidence.LedgerFork(Parting.make(smaller, larger, SomeTree.of(LIE)));
  }

  private static SignedNote note(List<Bytes> entries, int size, SeededKey key) {
    return new Checkpoint(LEDGER, size, SomeTree.of(entries).root(size)).sign(key);
  }

  private static SignedNote both(int size) {
    SignedNote old = note(TRUTH, size, OLD);
    return old.with(note(TRUTH, size, NEW).signatures().getFirst());
  }

  private static SignedNote cosigned(SignedNote note, SeededKey key, long seconds) {
    var name = Origin.mirrorName(ROSTER.federationId(), DAMA);
    NoteKey mirror = NoteKey.ofMirror(name, key.publicKey());
    return note.with(Cosignature.sign(mirror, note.text(), seconds, key).line());
  }

  private static TlogProof stands(List<Bytes> entries, int index, int size, SeededKey key) {
    return TlogProof.make(SomeTree.of(entries), index, note(entries, size, key))
        .with(entries.get(index));
  }

  private static Bytes frame(DecisionStatement word, SeededKey key) {
    var said = new Said.OfDecision(word);
    var header =
        new Entry.Header(
            ROSTER.federationId(),
            ALMACEN,
            key.publicKey().keyId(),
            Tree.LEDGER,
            0,
            Statements.VERSION,
            Statements.kindOf(said).code());
    return EntryWire.encode(Entry.sign(header, Statements.encode(said), key));
  }

  private static List<Bytes> lie() {
    var lie = new ArrayList<>(TRUTH.subList(0, 4));
    lie.addAll(SomeTree.entries(100, 108));
    return lie;
  }

  private static KeyRing turned(MemberId member, int place, int seed) {
    var keys =
        new NodeKeys(
            new SeededKey(seed).publicKey(),
            new SeededKey(seed + 1).publicKey(),
            new SeededKey(seed + 2).publicKey(),
            Hash.sha256(Bytes.utf8("tls " + seed)));
    SeededKey root = SomeCharter.rootKey(place);
    KeyRing card = KeyRing.of(ROSTER.federationId(), ROSTER.member(member).orElseThrow());
    return next(
        card.with(
            Keys.sign(ROSTER.federationId(), member, keys, 1, root),
            CHANGE,
            root.publicKey(),
            SeededKey.VERIFIER));
  }

  private static KeyRing next(KeyRing.Turn turn) {
    return assertInstanceOf(KeyRing.Turn.Next.class, turn).ring();
  }
}
