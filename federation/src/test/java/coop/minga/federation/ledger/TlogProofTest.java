package coop.minga.federation.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.TlogProof.Verdict;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A proof of one entry in one file, and what is done to it on the way.
class TlogProofTest {
  private static final Origin ORIGIN =
      new Origin("0123456789abcdef", new MemberId("almacen"), Tree.LEDGER);
  private static final SeededKey OWNER = new SeededKey(7);
  private static final SeededKey MIRROR = new SeededKey(9);
  private static final NoteKey LEDGER_KEY = NoteKey.ofLedger(ORIGIN, OWNER.publicKey());
  private static final NoteKey MIRROR_KEY =
      NoteKey.ofMirror("0123456789abcdef/coop-sur/mirror", MIRROR.publicKey());
  private static final Policy POLICY = new Witnesses(LEDGER_KEY, List.of(MIRROR_KEY), 1).policy();
  private static final int SIZE = 300;
  private static final SomeTree TREE = SomeTree.of(SIZE);
  private static final SignedNote NOTE = witnessed(SIZE);
  private static final int INDEX = 137;
  private static final TlogProof PROOF = TlogProof.make(TREE, INDEX, NOTE);
  private static final String FILE = PROOF.encode().toUtf8();
  private static final String NOTE_FILE = NOTE.encode().toUtf8();

  @Test
  void everyEntryOfTreesOfManySizesIsProven() {
    for (int size : List.of(1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33)) {
      SignedNote note = witnessed(size);
      for (int index = 0; index < size; index++) {
        TlogProof made = TlogProof.make(TREE, index, note);
        assertEquals(Parsed.good(made), TlogProof.parse(made.encode()));
        assertInstanceOf(Verdict.Proven.class, check(made, index));
        assertInstanceOf(Verdict.NotIncluded.class, check(made, index + 1));
      }
    }
  }

  @Test
  void theFileIsLaidOutAsTheStandardSays() {
    List<String> lines = FILE.lines().toList();
    assertEquals("c2sp.org/tlog-proof@v1", lines.get(0));
    assertEquals("index 137", lines.get(1));
    assertEquals(
        Base64.getEncoder().encodeToString(TREE.leaf(136).value().toArray()), lines.get(2));
    assertTrue(FILE.endsWith("\n\n" + NOTE_FILE));
  }

  @Test
  void extraDataStandsBesideTheProofAndProvesNothing() {
    TlogProof carrying = PROOF.with(entry(INDEX));
    assertEquals(Parsed.good(carrying), TlogProof.parse(carrying.encode()));
    assertEquals(Optional.of(entry(INDEX)), carrying.extra());
    assertEquals(Optional.empty(), read(FILE.replace("index 137", "index 1370")).extra());
    TlogProof lying = PROOF.with(Bytes.utf8("another entry"));
    assertInstanceOf(Verdict.Proven.class, check(lying, INDEX));
    assertThrows(IllegalArgumentException.class, () -> PROOF.with(Bytes.empty()));
  }

  @Test
  void belowTheQuorumItSaysSo() {
    SignedNote alone = new Checkpoint(ORIGIN, SIZE, TREE.root(SIZE)).sign(OWNER);
    assertInstanceOf(Verdict.NotWitnessed.class, check(TlogProof.make(TREE, INDEX, alone), INDEX));
  }

  @Test
  void aValidProofForAnotherIndexIsNone() {
    SignedNote note = NOTE;
    TlogProof of136 = TlogProof.make(TREE, 136, note);
    var moved =
        new TlogProof(
            new InclusionProof(INDEX, SIZE, of136.proof().path()), note, Optional.empty());
    assertEquals(new Verdict.NotIncluded(ProofCheck.OTHER_ROOT), check(moved, 136));
    String renumbered = FILE.replace("index 137", "index 136");
    assertEquals(new Verdict.NotIncluded(ProofCheck.OTHER_ROOT), check(read(renumbered), INDEX));
  }

  @Test
  void aMissingAnExtraOrASwappedHashIsSeen() {
    List<Hash> path = PROOF.proof().path();
    assertEquals(
        new Verdict.NotIncluded(ProofCheck.WRONG_LENGTH),
        check(withPath(path.subList(0, path.size() - 1)), INDEX));
    var more = new java.util.ArrayList<>(path);
    more.add(path.getFirst());
    assertEquals(new Verdict.NotIncluded(ProofCheck.WRONG_LENGTH), check(withPath(more), INDEX));
    var swapped = new java.util.ArrayList<>(path);
    Collections.swap(swapped, 0, 1);
    assertEquals(new Verdict.NotIncluded(ProofCheck.OTHER_ROOT), check(withPath(swapped), INDEX));
  }

  @Test
  void anIndexBeyondTheTreeIsOutOfRange() {
    assertEquals(
        new Verdict.NotIncluded(ProofCheck.OUT_OF_RANGE),
        check(read(FILE.replace("index 137", "index 300")), INDEX));
    assertEquals(
        new Verdict.NotIncluded(ProofCheck.OUT_OF_RANGE),
        check(read(FILE.replace("index 137", "index " + (Frontier.MAX_SIZE - 1))), INDEX));
  }

  @Test
  void aProofInATreeOfAnotherSizeIsNotOneUnderThatCheckpoint() {
    var smaller = new InclusionProof(INDEX, SIZE - 1, PROOF.proof().path());
    assertEquals(ProofCheck.HOLDS, smaller.check(TREE.leaf(INDEX), TREE.root(SIZE)));
    assertEquals(
        new Verdict.NotIncluded(ProofCheck.OUT_OF_RANGE),
        check(new TlogProof(smaller, NOTE, Optional.empty()), INDEX));
  }

  @Test
  void anEntryOfTheLongestIsCarriedAndNoLongerOne() {
    TlogProof longest = PROOF.with(Bytes.of(new byte[TlogProof.MAX_EXTRA]));
    assertEquals(Parsed.good(longest), TlogProof.parse(longest.encode()));
    Bytes tooLong = Bytes.of(new byte[TlogProof.MAX_EXTRA + 1]);
    assertThrows(IllegalArgumentException.class, () -> PROOF.with(tooLong));
    String extra = Base64.getEncoder().encodeToString(tooLong.toArray());
    bad(NoteFault.BAD_EXTRA, FILE.replace("index 137", "extra " + extra + "\nindex 137"));
  }

  @Test
  void onlyACheckpointProvesAnything() {
    var letter = new SignedNote("a letter\n", NOTE.signatures());
    assertThrows(IllegalArgumentException.class, () -> TlogProof.make(TREE, INDEX, letter));
  }

  @Test
  void aChangedCheckpointIsRefusedWhateverThePathSays() {
    assertEquals(
        new Verdict.BadCheckpoint(NoteFault.BAD_SIGNATURE),
        check(read(FILE.replace("\n300\n", "\n301\n")), INDEX));
  }

  @Test
  void whatIsNotExactlyAProofIsRefusedWithItsReason() {
    String hash = FILE.lines().toList().get(2);
    bad(NoteFault.NO_SIGNATURE_BLOCK, "");
    bad(NoteFault.NOT_A_PROOF, FILE.replace("@v1", "@v2"));
    bad(NoteFault.NOT_A_PROOF, "\n" + FILE);
    bad(NoteFault.NOT_A_PROOF, FILE.substring(FILE.indexOf("\n\n") + 2));
    bad(NoteFault.BAD_INDEX, FILE.replace("index 137\n", ""));
    bad(NoteFault.BAD_INDEX, FILE.lines().findFirst().orElseThrow() + "\n\n" + NOTE_FILE);
    for (String index : List.of("", " ", "0137", "-1", "+1", "1.5", "٣", "9223372036854775808")) {
      bad(NoteFault.BAD_INDEX, FILE.replace("index 137", "index " + index));
    }
    bad(NoteFault.BAD_INDEX, FILE.replace("index 137", "index " + Frontier.MAX_SIZE));
    bad(NoteFault.BAD_EXTRA, FILE.replace("index 137", "extra \nindex 137"));
    bad(NoteFault.BAD_EXTRA, FILE.replace("index 137", "extra AA=\nindex 137"));
    bad(NoteFault.BAD_EXTRA, FILE.replace("index 137", "extra AB==\nindex 137"));
    bad(NoteFault.BAD_INDEX, FILE.replace("index 137", "extra AA==\nextra AA==\nindex 137"));
    bad(NoteFault.BAD_PROOF_LINE, FILE.replace("index 137", "index 137\nextra AA=="));
    bad(NoteFault.BAD_PROOF_LINE, FILE.replace(hash, hash.substring(4)));
    bad(NoteFault.BAD_PROOF_LINE, FILE.replace(hash, hash + "\r"));
    bad(NoteFault.TOO_MANY_HASHES, FILE.replace(hash, (hash + "\n").repeat(60) + hash));
    bad(NoteFault.NO_SIGNATURE_BLOCK, FILE.substring(0, FILE.length() - 1));
    bad(NoteFault.BAD_SIZE, FILE.replace("\n300\n", "\n0300\n"));
    bad(NoteFault.TOO_LONG, FILE + "x".repeat(TlogProof.MAX_BYTES));
    bad(NoteFault.TOO_LONG, FILE.replace(hash, (hash + "\n").repeat(5000) + hash));
    assertEquals(
        Parsed.bad(NoteFault.NOT_UTF8), TlogProof.parse(Bytes.of(new byte[] {(byte) 0xff})));
  }

  @Test
  void aProofInAMillionIsSmall() {
    SomeTree small = SomeTree.of(1);
    Subtrees million = (level, index) -> small.leaf(0);
    var note = new Checkpoint(ORIGIN, 1_000_000, million.root(1_000_000)).sign(OWNER);
    note = note.with(Cosignature.sign(MIRROR_KEY, note.text(), 1, MIRROR).line());
    NoteKey second = NoteKey.ofMirror("0123456789abcdef/coop-mar/mirror", OWNER.publicKey());
    note = note.with(Cosignature.sign(second, note.text(), 1, OWNER).line());
    int bytes = TlogProof.make(million, 777_777, note).encode().size();
    assertTrue(bytes <= 1536, bytes + " bytes");
  }

  private static SignedNote witnessed(int size) {
    SignedNote note = new Checkpoint(ORIGIN, size, TREE.root(size)).sign(OWNER);
    return note.with(Cosignature.sign(MIRROR_KEY, note.text(), 100, MIRROR).line());
  }

  private static TlogProof withPath(List<Hash> path) {
    return new TlogProof(new InclusionProof(INDEX, SIZE, path), NOTE, Optional.empty());
  }

  private static Bytes entry(int index) {
    return SomeTree.entries(index, index + 1).getFirst();
  }

  private static Verdict check(TlogProof proof, int index) {
    return proof.check(entry(index), POLICY, 100, SeededKey.VERIFIER);
  }

  private static TlogProof read(String file) {
    return TlogProof.parse(Bytes.utf8(file)).found().orElseThrow();
  }

  private static void bad(NoteFault why, String file) {
    assertEquals(Parsed.bad(why), TlogProof.parse(Bytes.utf8(file)), file);
  }
}
