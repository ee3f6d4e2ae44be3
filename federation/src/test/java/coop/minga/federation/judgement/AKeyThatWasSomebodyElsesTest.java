package coop.minga.federation.judgement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.federation.roster.Directory;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.Said;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Botica's keys were copied at noon. What counts of its entries, and of its word as a mirror?
class AKeyThatWasSomebodyElsesTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant ELEVEN = NOON.minusSeconds(3600);
  private static final Instant ONE = NOON.plusSeconds(3600);

  private final Roster roster =
      Roster.of(SomeCharter.signed("almacen", "botica", "taller", "tia"), SeededKey.VERIFIER);
  private final SeededKey newMirror = new SeededKey(703);
  private final KeyRing card =
      KeyRing.of(roster.federationId(), roster.member(BOTICA).orElseThrow());
  private final KeyRing turned = after(card, keys(), 9);

  private RosterStatement.Keys keys() {
    var next =
        new NodeKeys(
            new SeededKey(701).publicKey(),
            newMirror.publicKey(),
            new SeededKey(702).publicKey(),
            Hash.sha256(Bytes.utf8("another certificate")));
    return RosterStatement.Keys.sign(
        roster.federationId(), BOTICA, next, 1, SomeCharter.rootKey(1));
  }

  private static KeyRing after(KeyRing ring, RosterStatement.Keys says, long index) {
    return assertInstanceOf(
            KeyRing.Turn.Next.class,
            ring.with(says, index, SomeCharter.rootKey(1).publicKey(), SeededKey.VERIFIER))
        .ring();
  }

  private KeyRing lost(SeededKey key, Instant since) {
    var says =
        RosterStatement.Compromised.sign(
            roster.federationId(), BOTICA, key.publicKey(), since, SomeCharter.rootKey(1));
    return assertInstanceOf(
            KeyRing.Turn.Next.class,
            turned.with(says, SomeCharter.rootKey(1).publicKey(), SeededKey.VERIFIER))
        .ring();
  }

  // ---- Entries

  @Test
  @LiesIn(Kind.COMPROMISED)
  void whatIsShownToHaveBeenWitnessedLaterCountsForNothing() {
    KeyRing ring = lost(SomeCharter.entryKey(1), NOON);
    var moments = new Moments(new TreeMap<>(Map.of(3L, ELEVEN, 5L, ONE, 8L, ONE.plusSeconds(9))));
    assertEquals(LostKey.COUNTS, LostKey.worth(ring, 2, moments, false), "witnessed at eleven");
    assertEquals(LostKey.UNCLEAR, LostKey.worth(ring, 3, moments, false), "some time until one");
    assertEquals(LostKey.UNCLEAR, LostKey.worth(ring, 4, moments, false));
    assertEquals(LostKey.VOID, LostKey.worth(ring, 5, moments, false), "after one");
    assertEquals(LostKey.VOID, LostKey.worth(ring, 9, moments, false), "by no quorum yet");
    assertEquals(LostKey.COUNTS, LostKey.worth(ring, 5, moments, true), "a decision rests on it");
    assertEquals(LostKey.COUNTS, LostKey.worth(ring, 10, moments, false), "by the next key");
    assertEquals(LostKey.COUNTS, LostKey.worth(turned, 5, moments, false), "nothing was lost");
  }

  /// Botica had entered five; a mirror that had been away stood by three of them at one.
  @Test
  @LiesIn(Kind.COMPROMISED)
  void whoOnlyLaggedMakesNothingLate() {
    KeyRing ring = lost(SomeCharter.entryKey(1), NOON);
    var moments = new Moments(new TreeMap<>(Map.of(2L, ELEVEN, 3L, ONE, 5L, ELEVEN)));
    assertEquals(LostKey.COUNTS, LostKey.worth(ring, 2, moments, false), "five were held before");
    assertEquals(LostKey.COUNTS, LostKey.worth(ring, 4, moments, false));
    assertEquals(LostKey.VOID, LostKey.worth(ring, 5, moments, false), "nobody held a sixth");
  }

  @Test
  void theRootKeysOwnWordStandsByWhicheverKeyItWasEntered() {
    assertTrue(LostKey.standsByItself(new Said.OfRoster(keys())));
  }

  // ---- Cosignatures

  @Test
  @LiesIn(Kind.COMPROMISED)
  void aLostKeysWordAsAMirrorCountsOnlyUntilItWasLost() {
    KeyRing ring = lost(SomeCharter.mirrorKey(1), NOON);
    assertInstanceOf(Standing.Witnessed.class, judged(turned, oldKey(), ONE), "not lost");
    assertInstanceOf(Standing.Witnessed.class, judged(ring, oldKey(), ELEVEN));
    Standing.Signed signed =
        assertInstanceOf(Standing.Signed.class, judged(ring, oldKey(), ONE), "by the thief");
    assertEquals(1, signed.cosignatures().size(), "taller's alone");
    assertInstanceOf(Standing.Witnessed.class, judged(ring, newMirror, ONE), "by its next key");
  }

  private static SeededKey oldKey() {
    return SomeCharter.mirrorKey(1);
  }

  /// A checkpoint of the almacen's, cosigned by taller and by a key of botica's.
  private Standing judged(KeyRing botica, SeededKey key, Instant at) {
    Origin origin = roster.origin(ALMACEN, Tree.LEDGER);
    Frontier one = Frontier.EMPTY.append(List.of(MerkleTree.leafHash(Bytes.utf8("entry"))));
    SignedNote note = Checkpoint.of(origin, one).sign(SomeCharter.ledgerKey(0));
    note = cosigned(note, new MemberId("taller"), SomeCharter.mirrorKey(2), at);
    note = cosigned(note, BOTICA, key, at);
    return Directory.of(roster)
        .with(botica)
        .judge(origin, note, Long.MAX_VALUE, SeededKey.VERIFIER);
  }

  private SignedNote cosigned(SignedNote note, MemberId mirror, SeededKey key, Instant at) {
    String name = Origin.mirrorName(roster.federationId(), mirror);
    NoteKey named = NoteKey.ofMirror(name, key.publicKey());
    return note.with(Cosignature.sign(named, note.text(), at.getEpochSecond(), key).line());
  }
}
