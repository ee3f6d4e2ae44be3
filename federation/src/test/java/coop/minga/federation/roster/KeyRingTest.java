package coop.minga.federation.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.roster.RosterStatement.Compromised;
import coop.minga.federation.roster.RosterStatement.Keys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final Hash FEDERATION = Hash.sha256(Bytes.utf8("federation"));
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final SeededKey root = SomeCharter.rootKey(0);
  private final KeyRing card = KeyRing.of(FEDERATION, SomeCharter.card("almacen", 0));
  private final PublicKey firstLedger = SomeCharter.ledgerKey(0).publicKey();
  private final PublicKey firstEntry = SomeCharter.entryKey(0).publicKey();

  @Test
  void newKeysAreInForceForWhatComesAfterTheirEntry() {
    KeyRing turned = turn(card, keys(50, 1), 7);
    assertEquals(firstEntry, turned.at(7).entry());
    assertEquals(keys(50, 1).keys(), turned.at(8));
    assertEquals(keys(50, 1).keys(), turned.now());
    assertEquals(1, turned.serial());
  }

  @Test
  void theFirstCheckpointOverNewKeysIsSignedByOldAndNew() {
    KeyRing turned = turn(card, keys(50, 1), 7);
    PublicKey newLedger = keys(50, 1).keys().ledger();
    assertEquals(List.of(firstLedger), turned.signers(3, 7));
    assertEquals(List.of(firstLedger, newLedger), turned.signers(7, 8));
    assertEquals(List.of(firstLedger, newLedger), turned.signers(3, 20));
    assertEquals(List.of(newLedger), turned.signers(8, 20));
  }

  @Test
  @LiesIn(Kind.KEYS)
  void onlyTheRootKeyGivesKeysAndOnlyInOrder() {
    Keys byEntry = Keys.sign(FEDERATION, ALMACEN, keys(50, 1).keys(), 1, SomeCharter.entryKey(0));
    assertEquals(KeyFault.BAD_ROOT_SIGNATURE, fault(card, byEntry));
    Keys elsewhere = Keys.sign(Hash.sha256(Bytes.empty()), ALMACEN, keys(50, 1).keys(), 1, root);
    assertEquals(KeyFault.BAD_ROOT_SIGNATURE, fault(card, elsewhere));
    Keys another = Keys.sign(FEDERATION, new MemberId("botica"), keys(50, 1).keys(), 1, root);
    assertEquals(KeyFault.BAD_ROOT_SIGNATURE, fault(card, another));
    assertEquals(KeyFault.WRONG_SERIAL, fault(card, keys(50, 2)));
    KeyRing turned = turn(card, keys(50, 1), 7);
    assertEquals(KeyFault.WRONG_SERIAL, fault(turned, keys(60, 1)));
    assertEquals(KeyFault.KEY_USED, fault(turned, keys(50, 2)));
  }

  @Test
  @LiesIn(Kind.KEYS)
  void noKeyIsTakenUpAgainNorTheRootsOwn() {
    NodeKeys fresh = keys(50, 1).keys();
    NodeKeys first = card.now();
    for (NodeKeys used :
        List.of(
            new NodeKeys(fresh.ledger(), fresh.mirror(), fresh.entry(), first.tls()),
            new NodeKeys(first.ledger(), fresh.mirror(), fresh.entry(), fresh.tls()),
            new NodeKeys(fresh.ledger(), first.mirror(), fresh.entry(), fresh.tls()),
            new NodeKeys(fresh.ledger(), fresh.mirror(), first.entry(), fresh.tls()),
            new NodeKeys(root.publicKey(), fresh.mirror(), fresh.entry(), fresh.tls()))) {
      Keys says = Keys.sign(FEDERATION, ALMACEN, used, 1, root);
      assertEquals(KeyFault.KEY_USED, fault(card, says));
    }
  }

  @Test
  @LiesIn(Kind.KEYS)
  void aChangeOfKeysStandsBehindTheOneBefore() {
    KeyRing turned = turn(card, keys(50, 1), 7);
    assertEquals(
        new KeyRing.Turn.Refused(KeyFault.WRONG_SERIAL),
        turned.with(keys(60, 2), 6, root.publicKey(), SeededKey.VERIFIER));
    assertEquals(keys(60, 2).keys(), turn(turned, keys(60, 2), 8).now());
  }

  @Test
  void oneChangeOfKeysTooManyIsNone() {
    KeyRing ring = card;
    for (int serial = 1; serial <= KeyRing.MAX_CHANGES; serial++) {
      ring = turn(ring, invented(serial), serial);
    }
    assertEquals(
        new KeyRing.Turn.Refused(KeyFault.WRONG_SERIAL),
        ring.with(
            invented(KeyRing.MAX_CHANGES + 1),
            KeyRing.MAX_CHANGES + 1,
            root.publicKey(),
            SeededKey.VERIFIER));
  }

  /// Keys that nobody has.
  private Keys invented(int serial) {
    List<PublicKey> keys =
        Stream.of("ledger", "mirror", "entry")
            .map(what -> new PublicKey(Hash.sha256(Bytes.utf8(what + serial)).value()))
            .toList();
    Hash tls = Hash.sha256(Bytes.utf8("tls" + serial));
    var fresh = new NodeKeys(keys.get(0), keys.get(1), keys.get(2), tls);
    return Keys.sign(FEDERATION, ALMACEN, fresh, serial, root);
  }

  @Test
  void aKeyThatWasStolenVoidsWhatNobodyHadWitnessedWhenItWasSafe() {
    KeyRing told = compromise(card, NOON);
    assertEquals(Optional.of(NOON), told.lostSince(firstEntry));
    assertEquals(Optional.empty(), told.lostSince(firstLedger));
    Optional<Instant> before = Optional.of(NOON.minusSeconds(1));
    Optional<Instant> after = Optional.of(NOON.plusSeconds(1));
    assertFalse(told.isVoid(firstEntry, before, false));
    assertFalse(told.isVoid(firstEntry, Optional.of(NOON), false));
    assertTrue(told.isVoid(firstEntry, after, false));
    assertTrue(told.isVoid(firstEntry, Optional.empty(), false));
    assertFalse(told.isVoid(firstEntry, after, true));
    assertFalse(told.isVoid(SomeCharter.entryKey(1).publicKey(), after, false));
    assertFalse(card.isVoid(firstEntry, after, false));
  }

  @Test
  void ofTwoTimesTheEarlierCountsWhicheverCameFirst() {
    Optional<Instant> between = Optional.of(NOON.minusSeconds(30));
    KeyRing late = compromise(compromise(card, NOON), NOON.minusSeconds(60));
    KeyRing early = compromise(compromise(card, NOON.minusSeconds(60)), NOON);
    assertTrue(late.isVoid(firstEntry, between, false));
    assertTrue(early.isVoid(firstEntry, between, false));
  }

  @Test
  @LiesIn(Kind.COMPROMISED)
  void onlyItsOwnKeysAndOnlyByItsRootAreSaidToBeStolen() {
    PublicKey other = SomeCharter.entryKey(1).publicKey();
    assertEquals(
        new KeyRing.Turn.Refused(KeyFault.NOT_ITS_KEY),
        card.with(
            Compromised.sign(FEDERATION, ALMACEN, other, NOON, root),
            root.publicKey(),
            SeededKey.VERIFIER));
    assertEquals(
        new KeyRing.Turn.Refused(KeyFault.BAD_ROOT_SIGNATURE),
        card.with(
            Compromised.sign(FEDERATION, ALMACEN, firstEntry, NOON, SomeCharter.rootKey(1)),
            root.publicKey(),
            SeededKey.VERIFIER));
  }

  private KeyRing compromise(KeyRing ring, Instant since) {
    var says = Compromised.sign(FEDERATION, ALMACEN, firstEntry, since, root);
    return next(ring.with(says, root.publicKey(), SeededKey.VERIFIER));
  }

  private Keys keys(int seed, int serial) {
    var keys =
        new NodeKeys(
            new SeededKey(seed).publicKey(),
            new SeededKey(seed + 1).publicKey(),
            new SeededKey(seed + 2).publicKey(),
            Hash.sha256(Bytes.utf8("tls " + seed)));
    return Keys.sign(FEDERATION, ALMACEN, keys, serial, root);
  }

  private KeyRing turn(KeyRing ring, Keys keys, long index) {
    return next(ring.with(keys, index, root.publicKey(), SeededKey.VERIFIER));
  }

  private KeyFault fault(KeyRing ring, Keys keys) {
    return switch (ring.with(keys, 9, root.publicKey(), SeededKey.VERIFIER)) {
      case KeyRing.Turn.Next _ -> throw new AssertionError("it counts");
      case KeyRing.Turn.Refused(var fault) -> fault;
    };
  }

  private static KeyRing next(KeyRing.Turn turn) {
    return switch (turn) {
      case KeyRing.Turn.Next(var ring) -> ring;
      case KeyRing.Turn.Refused(var fault) -> throw new AssertionError(fault.sentence());
    };
  }
}
