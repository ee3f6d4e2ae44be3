package coop.minga.federation.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Coop Sur mirrors the ledger of Almacen, which sometimes lies.
class MirrorTest {
  private static final Origin ORIGIN =
      new Origin("0123456789abcdef", new MemberId("almacen"), Tree.LEDGER);
  private static final SeededKey ALMACEN = new SeededKey(1);
  private static final SeededKey COOP_SUR = new SeededKey(2);
  private static final NoteKey LEDGER_KEY = NoteKey.ofLedger(ORIGIN, ALMACEN.publicKey());
  private static final SeededKey FORMER = new SeededKey(3);
  private static final NoteKey FORMER_KEY = NoteKey.ofLedger(ORIGIN, FORMER.publicKey());

  /// What Coop Sur has on disk.
  private final SomeTree disk = new SomeTree();

  private final Mirror.Ports ports = new Mirror.Ports(LEDGER_KEY, SeededKey.VERIFIER, disk);
  private Mirror mirror = Mirror.begin(ports);

  @Test
  void whatTheOwnerSignedIsTakenAndCosigned() {
    var step = extended(0, truth(0, 3), signed(truth(0, 3)));
    assertEquals(truth(0, 3), step.fresh());
    assertEquals(3, mirror.size());
    NoteKey key = NoteKey.ofMirror("0123456789abcdef/coop-sur/mirror", COOP_SUR.publicKey());
    Cosignature cosignature = mirror.cosign(key, 100, COOP_SUR);
    Witnesses policy = new Witnesses(LEDGER_KEY, List.of(key), 1);
    SignedNote witnessed = mirror.last().orElseThrow().with(cosignature.line());
    assertInstanceOf(
        Witnesses.Standing.Witnessed.class, policy.judge(witnessed, 100, SeededKey.VERIFIER));
    assertEquals(truth(3, 5), extended(3, truth(3, 5), signed(truth(0, 5))).fresh());
  }

  @Test
  void nothingIsCosignedBeforeThereIsACheckpoint() {
    NoteKey key = NoteKey.ofMirror("0123456789abcdef/coop-sur/mirror", COOP_SUR.publicKey());
    assertThrows(IllegalStateException.class, () -> mirror.cosign(key, 1, COOP_SUR));
  }

  @Test
  void anEmptyLedgersCheckpointCanBeCosigned() {
    var step = extended(0, List.of(), signed(List.of()));
    assertEquals(0, step.checkpoint().size());
    assertInstanceOf(MirrorStep.Nothing.class, mirror.offer(0, List.of(), signed(List.of())));
  }

  @Test
  void anEntryThatNobodyCanReadDoesNotBlockTheLedger() {
    List<Bytes> withGarbage = List.of(Bytes.utf8("entry 0"), Bytes.hex("ffff"), Bytes.empty());
    extended(0, withGarbage, signed(withGarbage));
    assertEquals(3, mirror.size());
  }

  @Test
  void aGapAsksForWhatIsMissingAndKeepsWhatCame() {
    extended(0, truth(0, 3), signed(truth(0, 3)));
    assertEquals(3, gap(5, truth(5, 6), 6).want());
    assertEquals(5, gap(3, truth(3, 5), 6).want());
    assertEquals(3, mirror.size());
    assertEquals(truth(3, 6), extended(5, truth(5, 6), signed(truth(0, 6))).fresh());
  }

  @Test
  void aLongLedgerComesInPiecesInWhateverOrderAndOverlap() {
    long seed = Long.getLong("seed", 7L);
    System.out.println("seed " + seed);
    var random = new Random(seed);
    while (mirror.size() < 400) {
      int from = random.nextInt(400);
      int until = Math.min(400, from + 1 + random.nextInt(60));
      int covered = until + random.nextInt(401 - until);
      MirrorStep step = mirror.offer(from, truth(from, until), signed(truth(0, covered)));
      switch (step) {
        case MirrorStep.Extended extended -> take(extended);
        case MirrorStep.Gap(var next, long want) -> {
          mirror = next;
          assertTrue(want >= mirror.size() && want < covered, "seed " + seed);
        }
        case MirrorStep.Nothing() -> assertTrue(covered <= mirror.size(), "seed " + seed);
        case MirrorStep.Refused refused -> throw new AssertionError(refused.reason().sentence());
        case MirrorStep.Forked _ -> throw new AssertionError("no fork here");
      }
    }
    assertEquals(SomeTree.of(400).root(400), disk.root(400));
  }

  @Test
  void moreEntriesThanTheCheckpointCoversWaitForTheNext() {
    extended(0, truth(0, 5), signed(truth(0, 3)));
    assertEquals(3, mirror.size());
    assertEquals(truth(3, 5), extended(5, List.of(), signed(truth(0, 5))).fresh());
  }

  @Test
  void entriesChangedOnTheWayAreRefusedAndTheTrueOnesTakenAfterwards() {
    extended(0, truth(0, 3), signed(truth(0, 3)));
    var reordered = new ArrayList<>(truth(3, 6));
    Collections.swap(reordered, 0, 1);
    for (List<Bytes> changed :
        List.of(reordered, List.of(Bytes.utf8("a"), Bytes.utf8("b"), Bytes.utf8("c")))) {
      var refused = refused(3, changed, signed(truth(0, 6)));
      assertEquals(new MirrorStep.Reason.OtherRoot(), refused);
    }
    assertEquals(truth(3, 6), extended(3, truth(3, 6), signed(truth(0, 6))).fresh());
  }

  @Test
  void anotherKeysCheckpointIsRefused() {
    SignedNote forged = Checkpoint.of(ORIGIN, frontier(truth(0, 2))).sign(COOP_SUR);
    assertEquals(
        new MirrorStep.Reason.BadNote(NoteFault.NOT_SIGNED), refused(0, truth(0, 2), forged));
  }

  @Test
  void anEntryLongerThanATreeHoldsIsRefused() {
    List<Bytes> tooLong = List.of(Bytes.of(new byte[Entry.MAX_FRAME + 1]));
    assertEquals(new MirrorStep.Reason.BadEntries(), refused(0, tooLong, signed(tooLong)));
    List<Bytes> longest = List.of(Bytes.of(new byte[Entry.MAX_FRAME]));
    extended(0, longest, signed(longest));
  }

  @Test
  void entriesThatWaitForeverAreThrownAway() {
    Bytes big = Bytes.of(new byte[Entry.MAX_FRAME]);
    List<Bytes> thousand = Collections.nCopies(1000, big);
    SignedNote far = new Checkpoint(ORIGIN, 9999, MerkleTree.leafHash(big)).sign(ALMACEN);
    mirror = assertInstanceOf(MirrorStep.Gap.class, mirror.offer(0, thousand, far)).next();
    assertEquals(
        new MirrorStep.Reason.TooMuchWaiting(), refused(1000, thousand.subList(0, 30), far));
    assertEquals(0, gap(1, truth(1, 2), 2).want());
  }

  @Test
  void anOlderCheckpointOfTheSameLedgerIsNothingNew() {
    extended(0, truth(0, 5), signed(truth(0, 5)));
    assertInstanceOf(MirrorStep.Nothing.class, mirror.offer(0, truth(0, 3), signed(truth(0, 3))));
    assertInstanceOf(MirrorStep.Nothing.class, mirror.offer(5, List.of(), signed(truth(0, 5))));
    assertEquals(5, mirror.checkpoint().orElseThrow().size());
  }

  @Test
  void twoRootsAtOneSizeAreAFork() {
    extended(0, truth(0, 3), signed(truth(0, 3)));
    proveFork(mirror.offer(0, List.of(), signed(lie(2, 3))));
  }

  @Test
  void anotherRootAtASmallerSizeIsAFork() {
    extended(0, truth(0, 5), signed(truth(0, 5)));
    proveFork(mirror.offer(0, List.of(), signed(lie(1, 3))));
  }

  @Test
  void anotherHistoryAtALargerSizeIsRefusedThenProvenOnceItsEntriesAreThere() {
    extended(0, truth(0, 5), signed(truth(0, 5)));
    List<Bytes> lie = lie(3, 8);
    assertEquals(new MirrorStep.Reason.OtherRoot(), refused(5, lie.subList(5, 8), signed(lie)));
    proveFork(mirror.offer(2, lie.subList(2, 8), signed(lie)));
    proveFork(mirror.offer(0, lie, signed(lie)));
  }

  @Test
  void otherEntriesThatTheOwnerDidNotSignProveNothing() {
    extended(0, truth(0, 5), signed(truth(0, 5)));
    assertEquals(
        new MirrorStep.Reason.OtherRoot(),
        refused(2, lie(3, 8).subList(2, 8), signed(truth(0, 8))));
  }

  @Test
  void anOwnerThatGoesBackAndGrowsAgainLeavesEvidence() {
    extended(0, truth(0, 5), signed(truth(0, 5)));
    assertInstanceOf(MirrorStep.Nothing.class, mirror.offer(0, List.of(), signed(truth(0, 4))));
    List<Bytes> regrown = lie(4, 6);
    proveFork(mirror.offer(4, regrown.subList(4, 6), signed(regrown)));
  }

  @Test
  void evidenceMadeUpAgainstAnHonestOwnerProvesNothing() {
    ConsistencyProof honest = ConsistencyProof.make(SomeTree.of(5), 3, 5);
    var same =
        new Parting(signed(truth(0, 3)), signed(truth(0, 5)), SomeTree.of(3).root(3), honest);
    assertFalse(same.holds());
    var otherRoot =
        new Parting(signed(truth(0, 3)), signed(truth(0, 5)), MerkleTree.EMPTY_ROOT, honest);
    assertFalse(otherRoot.holds());
  }

  @Test
  void aMirrorResumesWhereItWasEvenBetweenTheTwoWrites() {
    extended(0, truth(0, 5), signed(truth(0, 5)));
    Optional<SignedNote> last = mirror.last();
    disk.add(truth(5, 7));
    mirror = Mirror.resume(ports, frontier(truth(0, 7)), last);
    var step = extended(7, List.of(), signed(truth(0, 7)));
    assertEquals(List.of(), step.fresh());
    assertEquals(truth(7, 9), extended(5, truth(5, 9), signed(truth(0, 9))).fresh());
  }

  @Test
  void aMirrorDoesNotResumeOnADiskThatHoldsLessThanItCosigned() {
    extended(0, truth(0, 5), signed(truth(0, 5)));
    Optional<SignedNote> last = mirror.last();
    assertThrows(
        IllegalStateException.class, () -> Mirror.resume(ports, frontier(truth(0, 4)), last));
    Mirror.Ports otherDisk =
        new Mirror.Ports(LEDGER_KEY, SeededKey.VERIFIER, SomeTree.of(lie(1, 5)));
    assertThrows(
        IllegalStateException.class, () -> Mirror.resume(otherDisk, frontier(lie(1, 5)), last));
  }

  @Test
  void ofTheTrueHistoryAReplacedKeySaysNothing() {
    extended(0, truth(0, 3), signed(truth(0, 3)));
    for (int size = 0; size <= 3; size++) {
      assertInstanceOf(MirrorStep.Nothing.class, replaced(3, List.of(), truth(0, size)));
    }
    Mirror started = Mirror.resume(ports, frontier(truth(0, 3)), Optional.empty());
    assertInstanceOf(
        MirrorStep.Nothing.class,
        started.against(3, List.of(), byReplaced(truth(0, 3)), FORMER_KEY),
        "though no checkpoint by the key in force has come yet");
    for (List<Bytes> frames : List.of(List.<Bytes>of(), truth(3, 5))) {
      assertOtherRoot(replaced(3, frames, truth(0, 5)));
    }
    assertOtherRoot(replaced(4, truth(4, 5), truth(0, 5)));
    assertInstanceOf(
        MirrorStep.Refused.class,
        mirror.against(3, List.of(), signed(truth(0, 3)), FORMER_KEY),
        "it is by another key");
    assertEquals(3, mirror.size());
  }

  @Test
  void anotherHistoryThatAReplacedKeySignedIsAForkAsSoonAsItsEntriesShowIt() {
    extended(0, truth(0, 3), signed(truth(0, 3)));
    proveFork(replaced(3, List.of(), lie(1, 2)));
    proveFork(replaced(3, List.of(), lie(1, 3)));
    proveFork(replaced(0, lie(1, 5), lie(1, 5)));
    proveFork(replaced(1, lie(1, 5).subList(1, 5), lie(1, 5)));
    assertOtherRoot(replaced(3, lie(1, 5).subList(3, 5), lie(1, 5)));
    assertOtherRoot(replaced(0, lie(1, 4), lie(1, 5)));
    assertOtherRoot(replaced(4, lie(1, 5).subList(4, 5), lie(1, 5)));
    assertOtherRoot(replaced(-1, lie(1, 6), lie(1, 5)));
    var tooLong = new ArrayList<>(lie(1, 4));
    tooLong.add(Bytes.of(new byte[Entry.MAX_FRAME + 1]));
    assertOtherRoot(replaced(0, tooLong, tooLong));
  }

  /// What a peer adds to a note goes into no evidence.
  @Test
  void aForkByAReplacedKeyIsProvenByItsOwnLineAlone() {
    extended(0, truth(0, 3), signed(truth(0, 3)));
    SignedNote padded = byReplaced(lie(1, 3)).with(new NoteSignature("junk", 1, Bytes.utf8("x")));
    var forked =
        assertInstanceOf(MirrorStep.Forked.class, mirror.against(3, List.of(), padded, FORMER_KEY));
    assertEquals(1, forked.parting().smaller().signatures().size());
    assertEquals(1, forked.parting().larger().signatures().size());
  }

  private MirrorStep replaced(long from, List<Bytes> frames, List<Bytes> entries) {
    return mirror.against(from, frames, byReplaced(entries), FORMER_KEY);
  }

  private static SignedNote byReplaced(List<Bytes> entries) {
    return Checkpoint.of(ORIGIN, frontier(entries)).sign(FORMER);
  }

  private static void assertOtherRoot(MirrorStep step) {
    var refused = assertInstanceOf(MirrorStep.Refused.class, step);
    assertEquals(new MirrorStep.Reason.OtherRoot(), refused.reason());
  }

  private void proveFork(MirrorStep step) {
    Parting parting = assertInstanceOf(MirrorStep.Forked.class, step).parting();
    assertTrue(parting.holds());
    for (SignedNote note : List.of(parting.smaller(), parting.larger())) {
      assertTrue(
          Stream.of(LEDGER_KEY, FORMER_KEY)
              .anyMatch(key -> Checkpoint.open(note, key, SeededKey.VERIFIER).found().isPresent()));
    }
  }

  private MirrorStep.Extended extended(long from, List<Bytes> frames, SignedNote note) {
    var step = assertInstanceOf(MirrorStep.Extended.class, mirror.offer(from, frames, note));
    take(step);
    return step;
  }

  private void take(MirrorStep.Extended step) {
    disk.add(step.fresh());
    mirror = step.next();
  }

  private MirrorStep.Gap gap(long from, List<Bytes> frames, int covered) {
    var step =
        assertInstanceOf(
            MirrorStep.Gap.class, mirror.offer(from, frames, signed(truth(0, covered))));
    mirror = step.next();
    return step;
  }

  private MirrorStep.Reason refused(long from, List<Bytes> frames, SignedNote note) {
    var step = assertInstanceOf(MirrorStep.Refused.class, mirror.offer(from, frames, note));
    mirror = step.next();
    return step.reason();
  }

  private static List<Bytes> truth(int from, int until) {
    return SomeTree.entries(from, until);
  }

  /// The same up to an index, and something else from there on.
  private static List<Bytes> lie(int from, int until) {
    var all = new ArrayList<>(truth(0, from));
    for (int i = from; i < until; i++) {
      all.add(Bytes.utf8("lie " + i));
    }
    return all;
  }

  private static Frontier frontier(List<Bytes> entries) {
    return Frontier.EMPTY.append(entries.stream().map(MerkleTree::leafHash).toList());
  }

  private static SignedNote signed(List<Bytes> entries) {
    return Checkpoint.of(ORIGIN, frontier(entries)).sign(ALMACEN);
  }
}
