package coop.minga.federation.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.federation.wire.RosterWire;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Tia has changed her keys, and not everybody honestly. Whose word counts on almacen's ledger?
class WhoseKeysCountTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final MemberId TALLER = new MemberId("taller");
  private static final MemberId TIA = new MemberId("tia");
  private static final SeededKey LEDGER = new SeededKey(801);
  private static final SeededKey MIRROR = new SeededKey(802);
  private static final SeededKey ENTRY = new SeededKey(803);
  private static final Roster ROSTER =
      Roster.of(SomeCharter.signed("almacen", "botica", "taller", "tia"), SeededKey.VERIFIER);
  private static final Origin ALMACENS = ROSTER.origin(ALMACEN, Tree.LEDGER);
  private static final Origin TIAS = ROSTER.origin(TIA, Tree.LEDGER);

  private final Directory usual = Directory.of(ROSTER);
  private final Directory directory = with(LEDGER, MIRROR);

  /// The directory once Tia's keys are these.
  private static Directory with(SeededKey ledger, SeededKey mirror) {
    return with(TIA, 3, ledger, mirror);
  }

  private static Directory with(MemberId member, int place, SeededKey ledger, SeededKey mirror) {
    var keys =
        new NodeKeys(
            ledger.publicKey(),
            mirror.publicKey(),
            ENTRY.publicKey(),
            Hash.sha256(Bytes.utf8("another certificate")));
    SeededKey root = SomeCharter.rootKey(place);
    var says = RosterStatement.Keys.sign(ROSTER.federationId(), member, keys, 1, root);
    KeyRing card = KeyRing.of(ROSTER.federationId(), ROSTER.member(member).orElseThrow());
    KeyRing.Turn turn = card.with(says, 5, root.publicKey(), SeededKey.VERIFIER);
    return Directory.of(ROSTER).with(assertInstanceOf(KeyRing.Turn.Next.class, turn).ring());
  }

  @Test
  void everyKeyThereEverWasIsKnownTheNewestFirst() {
    NoteKey ledger = NoteKey.ofLedger(TIAS, LEDGER.publicKey());
    NoteKey before = NoteKey.ofLedger(TIAS, SomeCharter.ledgerKey(3).publicKey());
    assertEquals(List.of(ledger, before), directory.ledgerKeys(TIAS));
    assertEquals(ledger, directory.ledgerKey(TIAS));
    assertEquals(List.of(mirror(TIA, MIRROR), card(TIA, 3)), directory.mirrorKeys(TIA));
    assertEquals(mirror(TIA, MIRROR), directory.mirrorKey(TIA));
    for (SeededKey key : List.of(ENTRY, SomeCharter.entryKey(3))) {
      assertEquals(Optional.of(key.publicKey()), directory.entryKey(TIA, key.publicKey().keyId()));
    }
    assertEquals(Optional.empty(), directory.entryKey(TIA, MIRROR.publicKey().keyId()));
    assertThrows(IllegalArgumentException.class, () -> directory.ring(new MemberId("zorro")));
  }

  @Test
  void underAnotherRosterTheKeysOfWhoBelongsToItAreLeft() {
    assertEquals(directory, directory.under(ROSTER));
    Roster without = without(TIA);
    assertEquals(Directory.of(without), directory.under(without));
    assertThrows(IllegalArgumentException.class, () -> directory.under(without).ring(TIA));
  }

  private static Roster without(MemberId member) {
    return after(new RosterChange.Remove(member));
  }

  private static Roster after(RosterChange change) {
    WrittenChange written = RosterWire.written(change);
    return assertInstanceOf(Applied.Next.class, ROSTER.apply(written, SeededKey.VERIFIER)).next();
  }

  @Test
  void allOthersStandByALedgerWithTheirNewestKeysAndNobodyByABook() {
    assertEquals(
        List.of(card(BOTICA, 1), card(TALLER, 2), mirror(TIA, MIRROR)),
        directory.witnesses(ALMACENS).mirrors());
    assertEquals(2, directory.witnesses(ALMACENS).needed());
    assertEquals(List.of(), directory.witnesses(ROSTER.origin(ALMACEN, Tree.BOOK)).mirrors());
    assertEquals(directory.ledgerKey(TIAS), directory.witnesses(TIAS).ledger());
  }

  @Test
  void whereThereAreFewerOthersThanAreNeededAllOfThemAre() {
    Roster alone = Roster.of(SomeCharter.signed("almacen"), SeededKey.VERIFIER);
    Origin its = alone.origin(ALMACEN, Tree.LEDGER);
    assertEquals(0, Directory.of(alone).witnesses(its).needed());
  }

  // ---- Keys that were somebody else's

  /// Taller's key, taken by one whose name comes after.
  @Test
  void whoTakesAnothersMirrorKeyForItsOwnCountsForNothing() {
    Directory thief = with(LEDGER, SomeCharter.mirrorKey(2));
    assertEquals(List.of(card(BOTICA, 1), card(TALLER, 2)), thief.witnesses(ALMACENS).mirrors());
    SignedNote note = cosigned(cosigned(signed(), card(TALLER, 2), 2), card(BOTICA, 1), 1);
    assertInstanceOf(Standing.Witnessed.class, judged(thief, note));
    SignedNote one = cosigned(signed(), card(TALLER, 2), 2);
    assertEquals(
        1, assertInstanceOf(Standing.Signed.class, judged(thief, one)).cosignatures().size());
  }

  /// Taller's key, taken by one whose name comes before. It cannot sign by it, and wants nobody to
  /// hear taller.
  @Test
  void whoTakesAnothersMirrorKeyTakesNobodysWord() {
    Directory thief = with(BOTICA, 1, LEDGER, SomeCharter.mirrorKey(2));
    assertEquals(List.of(card(TALLER, 2), card(TIA, 3)), thief.witnesses(ALMACENS).mirrors());
    SignedNote note = cosigned(cosigned(signed(), card(TALLER, 2), 2), card(TIA, 3), 3);
    assertInstanceOf(Standing.Witnessed.class, judged(thief, note));

    KeyRing changed = with(TALLER, 2, new SeededKey(804), MIRROR).ring(TALLER);
    Directory again = with(BOTICA, 1, LEDGER, MIRROR).with(changed);
    SignedNote byNew = signed();
    for (NoteKey key : List.of(mirror(TALLER, MIRROR), card(TIA, 3))) {
      SeededKey signer = key.equals(card(TIA, 3)) ? SomeCharter.mirrorKey(3) : MIRROR;
      byNew = byNew.with(Cosignature.sign(key, byNew.text(), 100, signer).line());
    }
    assertInstanceOf(Standing.Witnessed.class, judged(again, byNew));
  }

  @Test
  void nobodyStandsByALedgerWithItsOwnersKey() {
    Directory thief = with(LEDGER, SomeCharter.ledgerKey(0));
    assertEquals(List.of(card(BOTICA, 1), card(TALLER, 2)), thief.witnesses(ALMACENS).mirrors());
    SignedNote note = cosigned(signed(), card(BOTICA, 1), 1);
    assertInstanceOf(Standing.Signed.class, judged(thief, note));
    assertInstanceOf(Standing.Witnessed.class, judged(thief, cosigned(note, card(TALLER, 2), 2)));
  }

  /// Almacen has changed its keys since, and tia has taken the one that signed the note.
  @Test
  void nobodyStandsByALedgerWithAKeyThatItsOwnerHadBefore() {
    KeyRing changed = with(ALMACEN, 0, new SeededKey(805), MIRROR).ring(ALMACEN);
    Directory thief = with(LEDGER, SomeCharter.ledgerKey(0)).with(changed);
    SignedNote one = cosigned(signed(), card(BOTICA, 1), 1);
    NoteKey taken = mirror(TIA, SomeCharter.ledgerKey(0));
    SignedNote note =
        one.with(Cosignature.sign(taken, one.text(), 100, SomeCharter.ledgerKey(0)).line());
    assertInstanceOf(Standing.Signed.class, judged(thief, note));
    assertInstanceOf(Standing.Witnessed.class, judged(thief, cosigned(note, card(TALLER, 2), 2)));
  }

  /// Botica has changed to taller's key, and says that it was lost before taller cosigned.
  @Test
  void whoCallsAnothersMirrorKeyLostTakesNobodysWord() {
    var lost =
        RosterStatement.Compromised.sign(
            ROSTER.federationId(),
            BOTICA,
            SomeCharter.mirrorKey(2).publicKey(),
            Instant.ofEpochSecond(50),
            SomeCharter.rootKey(1));
    Directory liar = with(BOTICA, 1, LEDGER, SomeCharter.mirrorKey(2));
    KeyRing.Turn turn =
        liar.ring(BOTICA).with(lost, SomeCharter.rootKey(1).publicKey(), SeededKey.VERIFIER);
    liar = liar.with(assertInstanceOf(KeyRing.Turn.Next.class, turn).ring());
    SignedNote note = cosigned(cosigned(signed(), card(TALLER, 2), 2), card(TIA, 3), 3);
    assertInstanceOf(Standing.Witnessed.class, judged(liar, note));
  }

  /// Tia rests: she is none of those of whom a quorum is, so that she needs all of one.
  @Test
  void whoRestsIsNoWitnessOfItsOwnLedger() {
    Directory resting = Directory.of(after(new RosterChange.Dormant(TIA)));
    assertEquals(2, resting.needed(TIA));
    assertEquals(1, resting.needed(ALMACEN));
    assertEquals(2, resting.witnesses(TIAS).needed());
  }

  @Test
  void aMirrorsOldKeyCountsWhereANoteNamesIt() {
    SignedNote one = cosigned(signed(), card(BOTICA, 1), 1);
    assertInstanceOf(Standing.Witnessed.class, judged(directory, cosigned(one, card(TIA, 3), 3)));
    SignedNote fresh =
        one.with(Cosignature.sign(mirror(TIA, MIRROR), one.text(), 100, MIRROR).line());
    assertInstanceOf(Standing.Witnessed.class, judged(directory, fresh));
    assertInstanceOf(Standing.Signed.class, judged(usual, fresh), "nobody knows that key");
  }

  @Test
  void oneAloneIsNotEnoughHoweverOftenItSigns() {
    SignedNote one = cosigned(signed(), card(TIA, 3), 3);
    SignedNote twice =
        one.with(Cosignature.sign(mirror(TIA, MIRROR), one.text(), 100, MIRROR).line());
    assertInstanceOf(Standing.Signed.class, judged(directory, twice));
  }

  // ---- Small things

  private static NoteKey mirror(MemberId member, SeededKey key) {
    return NoteKey.ofMirror(Origin.mirrorName(ROSTER.federationId(), member), key.publicKey());
  }

  private static NoteKey card(MemberId member, int place) {
    return mirror(member, SomeCharter.mirrorKey(place));
  }

  private static SignedNote signed() {
    Frontier one = Frontier.EMPTY.append(List.of(MerkleTree.leafHash(Bytes.utf8("entry"))));
    return Checkpoint.of(ALMACENS, one).sign(SomeCharter.ledgerKey(0));
  }

  private static SignedNote cosigned(SignedNote note, NoteKey key, int place) {
    return note.with(Cosignature.sign(key, note.text(), 100, SomeCharter.mirrorKey(place)).line());
  }

  private static Standing judged(Directory directory, SignedNote note) {
    return directory.judge(ALMACENS, note, Long.MAX_VALUE, SeededKey.VERIFIER);
  }
}
