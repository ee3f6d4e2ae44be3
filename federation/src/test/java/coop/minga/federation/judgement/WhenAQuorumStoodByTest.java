package coop.minga.federation.judgement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Retire;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.Said;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// From the times that mirrors put to their words, when a quorum stood by them.
class WhenAQuorumStoodByTest {
  private static final SeededKey KEY = new SeededKey(9);
  private static final String TEXT = "some/ledger\n0\nroot\n";

  private static List<Cosignature> at(long... seconds) {
    NoteKey mirror = NoteKey.ofMirror("0123456789abcdef/almacen/mirror", KEY.publicKey());
    return LongStream.of(seconds)
        .mapToObj(second -> Cosignature.sign(mirror, TEXT, second, KEY))
        .toList();
  }

  private static Optional<Instant> second(long second) {
    return Optional.of(Instant.ofEpochSecond(second));
  }

  @Test
  void ofTheEarliestThatMakeAQuorumTheLowerMedianCounts() {
    assertEquals(second(100), Moments.settled(at(500, 100, 300), 2));
    assertEquals(second(300), Moments.settled(at(500, 100, 300), 3));
    assertEquals(second(300), Moments.settled(at(900, 500, 100, 300), 3), "not the latest");
    assertEquals(second(300), Moments.settled(at(900, 500, 100, 300), 4), "the lower of two");
    assertEquals(second(100), Moments.settled(at(100), 3), "fewer than a quorum say what they say");
  }

  @Test
  void whereNobodyCosignedThereIsNoTime() {
    assertEquals(Optional.empty(), Moments.settled(at(), 2));
    assertEquals(Optional.empty(), Moments.settled(at(100, 200), 0));
  }

  @Test
  void aTimeBeyondAllTimeIsTheLastThereIs() {
    Instant last = Instant.parse("9999-12-31T23:59:59Z");
    assertEquals(Optional.of(last), Moments.settled(at(Long.MAX_VALUE), 1));
  }

  @Test
  void anEntryWasThereByTheFirstCheckpointThatCoversIt() {
    var shown = new TreeMap<Long, Instant>();
    shown.put(3L, Instant.ofEpochSecond(30));
    shown.put(7L, Instant.ofEpochSecond(70));
    var moments = new Moments(shown);
    assertEquals(second(30), moments.witnessedAt(2));
    assertEquals(second(70), moments.witnessedAt(3), "a checkpoint of 3 covers 0 to 2");
    assertEquals(Optional.empty(), moments.witnessedAt(7));
    assertTrue(moments.isShownAfter(3, Instant.ofEpochSecond(29)));
    assertFalse(moments.isShownAfter(3, Instant.ofEpochSecond(30)));
    assertFalse(moments.isShownAfter(2, Instant.EPOCH), "nothing smaller is shown");
  }

  @Test
  void theRootKeysWordAndAChangeOfGenerationStandByThemselves() {
    Hash federation = Hash.sha256(Bytes.utf8("federation"));
    var almacen = new MemberId("almacen");
    var keys =
        new NodeKeys(
            new SeededKey(1).publicKey(),
            new SeededKey(2).publicKey(),
            new SeededKey(3).publicKey(),
            federation);
    assertTrue(standsByItself(RosterStatement.Keys.sign(federation, almacen, keys, 1, KEY)));
    assertTrue(
        standsByItself(
            RosterStatement.Compromised.sign(
                federation, almacen, KEY.publicKey(), Instant.EPOCH, KEY)));
    assertFalse(standsByItself(new RosterStatement.Seen(federation)));
    assertFalse(standsByItself(new RosterStatement.Adopt(federation)));
    assertTrue(LostKey.standsByItself(new Said.OfLedger(new Retire(almacen, 0, Optional.empty()))));
    assertTrue(
        LostKey.standsByItself(new Said.OfLedger(new Succeed(1, Optional.empty(), List.of()))));
    assertFalse(LostKey.standsByItself(new Said.OfLedger(new Counted(0, new TreeMap<>()))));
  }

  private static boolean standsByItself(RosterStatement says) {
    return LostKey.standsByItself(new Said.OfRoster(says));
  }
}
