package coop.minga.node.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.node.keys.Ed25519Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFilesTest {
  private static final Origin ORIGIN =
      new Origin("0123456789abcdef", new MemberId("almacen"), Tree.LEDGER);
  private static final Ed25519Key KEY = Ed25519Key.ofSeed(Bytes.of(new byte[32]));

  @TempDir Path root;

  @Test
  void entriesAreThereAgainAfterReopening() throws IOException {
    for (int size : new int[] {0, 1, 2, 255, 256, 257, 300, 511, 512, 513}) {
      Path directory = root.resolve("size" + size);
      try (LedgerFiles files = LedgerFiles.open(directory, ORIGIN)) {
        appendInSteps(files, size, 7);
      }
      try (LedgerFiles files = LedgerFiles.open(directory, ORIGIN)) {
        assertEquals(frontier(size), files.frontier(), "size " + size);
        assertEquals(entries(0, size), files.entries(0, size), "size " + size);
        assertEquals(Optional.empty(), files.checkpoint());
      }
    }
  }

  @Test
  void theStaticLayoutIsTheOneOfTheStandard() throws IOException {
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(0, 300));
      publish(files);
    }
    assertEquals(
        Set.of(
            "checkpoint",
            "write-ahead",
            "tile/0/000",
            "tile/0/001.p/44",
            "tile/1/000.p/1",
            "tile/entries/000",
            "tile/entries/001.p/44"),
        list(root));
    assertEquals(8192, Files.size(root.resolve("tile/0/000")));
    assertEquals(44 * 32, Files.size(root.resolve("tile/0/001.p/44")));
    assertEquals(
        frontier(256).root().value(), Bytes.of(Files.readAllBytes(root.resolve("tile/1/000.p/1"))));
    Bytes bundle = Bytes.of(Files.readAllBytes(root.resolve("tile/entries/000")));
    assertEquals("0007" + Bytes.utf8("entry 0").toHex(), bundle.slice(0, 9).toHex());
  }

  @Test
  void seventyThousandEntriesHaveTheTilesThatTheStandardCounts() throws IOException {
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(0, 70_000));
      publish(files);
    }
    Set<String> names = list(root);
    assertEquals(273, names.stream().filter(n -> n.matches("tile/0/\\d{3}")).count());
    assertTrue(
        names.containsAll(
            List.of("tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1")));
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      assertEquals(frontier(70_000), files.frontier());
      var proof = files.prove(69_999, 70_000);
      assertTrue(proof.check(MerkleTree.leafHash(entry(69_999)), files.frontier().root()).holds());
      var growth = files.proveConsistency(256, 70_000);
      assertTrue(growth.check(frontier(256).root(), files.frontier().root()).holds());
      assertEquals(entry(65_536), files.entry(65_536));
      assertThrows(IndexOutOfBoundsException.class, () -> files.entry(70_000));
      assertThrows(IndexOutOfBoundsException.class, () -> files.entry(-1));
    }
  }

  @Test
  void tilesPathsAreSplitByThousands() {
    assertEquals("tile/0/x001/x234/067", TilePath.hashes(0, 1_234_067, 256).text());
    assertEquals("tile/entries/x001/000.p/9", TilePath.entries(1000, 9).text());
    assertEquals("tile/3/999", TilePath.hashes(3, 999, 256).text());
  }

  @Test
  void partialTilesOfTheLastTwoCheckpointsAreThere() throws IOException {
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      for (int size : new int[] {10, 20, 30}) {
        files.append(entries((int) files.size(), size));
        publish(files);
      }
      files.append(entries(30, 40));
    }
    Set<String> partial = Set.of("tile/0/000.p/20", "tile/0/000.p/30");
    assertEquals(partial, tilesOfLevel0());
    LedgerFiles.open(root, ORIGIN).close();
    assertEquals(Set.of("tile/0/000.p/30"), tilesOfLevel0());
  }

  @Test
  void whereverTheLastBatchIsCutShortEverythingBeforeItIsThere() throws IOException {
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(0, 5));
      publish(files);
    }
    byte[] before = Files.readAllBytes(writeAhead());
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(5, 8));
    }
    byte[] after = Files.readAllBytes(writeAhead());
    assertTrue(after.length > before.length);
    for (int length = before.length; length < after.length; length++) {
      Files.write(writeAhead(), Arrays.copyOf(after, length));
      continuesAt(5);
    }
    Files.write(writeAhead(), after);
    continuesAt(8);
  }

  @Test
  void whicheverByteOfTheLastBatchIsDamagedEverythingBeforeItIsThere() throws IOException {
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(0, 5));
      publish(files);
    }
    int start = (int) Files.size(writeAhead());
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(5, 8));
    }
    byte[] good = Files.readAllBytes(writeAhead());
    for (int i = start; i < good.length; i++) {
      byte[] torn = good.clone();
      torn[i] ^= 0x40;
      Files.write(writeAhead(), torn);
      continuesAt(5);
    }
  }

  @Test
  void aKillBetweenTheBundleAndTheNewWriteAheadFileLosesAndDoublesNothing() throws IOException {
    byte[] old;
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(0, 250));
      old = Files.readAllBytes(writeAhead());
      files.append(entries(250, 256));
    }
    Files.write(writeAhead(), old);
    continuesAt(256);
    Files.delete(root.resolve("tile/0/000"));
    continuesAt(256);
    Files.delete(root.resolve("tile/entries/000"));
    Files.write(writeAhead(), old);
    continuesAt(250);
  }

  @Test
  void partialTilesLostInAPowerCutAreMadeAgain() throws IOException {
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(0, 300));
      publish(files);
    }
    Files.write(root.resolve("tile/0/001.p/44"), new byte[3]);
    Files.delete(root.resolve("tile/entries/001.p/44"));
    Files.delete(root.resolve("tile/1/000.p/1"));
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      assertEquals(300, files.size());
    }
    assertEquals(44 * 32, Files.size(root.resolve("tile/0/001.p/44")));
    assertTrue(list(root).containsAll(Set.of("tile/1/000.p/1", "tile/entries/001.p/44")));
  }

  @Test
  void aBitFlippedOnDiskIsFoundBeforeACheckpointIsSigned() throws IOException {
    for (String name : List.of("tile/entries/000", "tile/0/000")) {
      Path directory = root.resolve(name.replace('/', '-'));
      try (LedgerFiles files = LedgerFiles.open(directory, ORIGIN)) {
        files.append(entries(0, 300));
        flip(directory.resolve(name), 77);
        var damage = assertThrows(DamagedLedger.class, () -> files.settle(300));
        assertTrue(damage.sentence().contains(name), damage.sentence());
        assertThrows(IllegalStateException.class, () -> files.append(entries(300, 301)));
      }
    }
  }

  @Test
  void aBitFlippedAtRestIsFoundWhenTheLedgerIsOpenedOrRead() throws IOException {
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(0, 600));
      publish(files);
      flip(root.resolve("tile/entries/001"), 500);
      var damage = assertThrows(DamagedLedger.class, () -> files.entries(0, 600));
      assertTrue(damage.sentence().contains("is not what was written"), damage.sentence());
    }
    assertThrows(DamagedLedger.class, () -> LedgerFiles.open(root, ORIGIN));
    flip(root.resolve("tile/entries/001"), 500);
    flip(root.resolve("tile/0/001"), 0);
    var damage = assertThrows(DamagedLedger.class, () -> LedgerFiles.open(root, ORIGIN));
    assertTrue(damage.sentence().contains("delete this file"), damage.sentence());
    Files.delete(root.resolve("tile/0/001"));
    continuesAt(600);
  }

  @Test
  void aLedgerThatHoldsLessThanItSignedIsNotGoneOnWith() throws IOException {
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(0, 5));
      publish(files);
    }
    Files.write(writeAhead(), new byte[0]);
    Files.delete(root.resolve("tile/entries/000.p/5"));
    var damage = assertThrows(DamagedLedger.class, () -> LedgerFiles.open(root, ORIGIN));
    assertTrue(
        damage.sentence().contains("covers 5 entries and only 0 are here"), damage.sentence());
  }

  @Test
  void whatTheWriteAheadFileHasLostIsTakenFromThePartialBundle() throws IOException {
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(0, 300));
      publish(files);
    }
    byte[] good = Files.readAllBytes(writeAhead());
    good[good.length / 2] ^= 1;
    Files.write(writeAhead(), good);
    LedgerFiles.open(root, ORIGIN).close();
    continuesAt(300);
  }

  @Test
  void aPartialBundleOfOtherEntriesMendsNothing() throws IOException {
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(0, 5));
      publish(files);
    }
    Files.write(writeAhead(), new byte[0]);
    flip(root.resolve("tile/entries/000.p/5"), 4);
    assertThrows(DamagedLedger.class, () -> LedgerFiles.open(root, ORIGIN));
  }

  @Test
  void anotherCheckpointInItsPlaceIsFound() throws IOException {
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(0, 5));
      publish(files);
    }
    Path file = root.resolve("checkpoint");
    byte[] good = Files.readAllBytes(file);
    Files.write(file, new Checkpoint(ORIGIN, 3, frontier(4).root()).sign(KEY).encode().toArray());
    assertThrows(DamagedLedger.class, () -> LedgerFiles.open(root, ORIGIN));
    Files.write(file, Arrays.copyOf(good, good.length - 1));
    assertThrows(DamagedLedger.class, () -> LedgerFiles.open(root, ORIGIN));
    Files.write(file, good);
    Origin other = new Origin("0123456789abcdef", new MemberId("botica"), Tree.LEDGER);
    assertThrows(DamagedLedger.class, () -> LedgerFiles.open(root, other));
    continuesAt(5);
  }

  @Test
  void onlyACheckpointOfWhatIsHeldIsPublishedAndNoneGoesBack() throws IOException {
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(0, 5));
      publish(files);
      files.append(entries(5, 9));
      publish(files);
      SignedNote older = new Checkpoint(ORIGIN, 5, frontier(5).root()).sign(KEY);
      assertThrows(IllegalStateException.class, () -> files.publish(older));
      SignedNote other = new Checkpoint(ORIGIN, 9, frontier(8).root()).sign(KEY);
      assertThrows(IllegalStateException.class, () -> files.publish(other));
      SignedNote longer = new Checkpoint(ORIGIN, 10, frontier(10).root()).sign(KEY);
      assertThrows(IllegalStateException.class, () -> files.publish(longer));
    }
    continuesAt(9);
  }

  @Test
  void aMirrorMayPublishLessThanItHolds() throws IOException {
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      files.append(entries(0, 700));
      files.publish(new Checkpoint(ORIGIN, 290, frontier(290).root()).sign(KEY));
    }
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      assertEquals(700, files.size());
      assertTrue(files.checkpoint().orElseThrow().text().contains("\n290\n"));
      files.publish(new Checkpoint(ORIGIN, 700, frontier(700).root()).sign(KEY));
    }
    continuesAt(700);
  }

  @Test
  void theLongestEntryIsKeptAndOneLongerIsRefusedWhole() throws IOException {
    Bytes longest = Bytes.of(new byte[Entry.MAX_FRAME]);
    Bytes tooLong = Bytes.of(new byte[Entry.MAX_FRAME + 1]);
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      assertThrows(IllegalArgumentException.class, () -> files.append(List.of(entry(0), tooLong)));
      assertEquals(0, files.size());
      files.append(List.of(longest, Bytes.empty(), longest));
    }
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      assertEquals(List.of(longest, Bytes.empty(), longest), files.entries(0, 3));
    }
  }

  @Test
  void aFileThatIsNotOursIsNotTakenForALedger() throws IOException {
    Files.createDirectories(root.resolve("tile/entries"));
    Files.write(root.resolve("tile/entries/000"), new byte[] {0, 1, 2, 3});
    var damage = assertThrows(DamagedLedger.class, () -> LedgerFiles.open(root, ORIGIN));
    assertTrue(damage.sentence().contains("256 whole entries"), damage.sentence());
  }

  /// Opens, expects so many of the true entries, appends, and finds them again; then takes the
  /// directory back to how it was.
  private void continuesAt(int size) throws IOException {
    byte[] before = Files.readAllBytes(writeAhead());
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      assertEquals(frontier(size), files.frontier());
      assertEquals(entries(0, size), files.entries(0, size));
      files.append(List.of(Bytes.utf8("after")));
    }
    try (LedgerFiles files = LedgerFiles.open(root, ORIGIN)) {
      assertEquals(size + 1, files.size());
      assertEquals(Bytes.utf8("after"), files.entry(size));
    }
    assertFalse(Files.exists(root.resolve("write-ahead.new")));
    Files.write(writeAhead(), before);
  }

  private Path writeAhead() {
    return root.resolve("write-ahead");
  }

  private static void publish(LedgerFiles files) throws IOException {
    files.publish(files.settle(files.size()).sign(KEY));
  }

  private static void appendInSteps(LedgerFiles files, int size, int step) throws IOException {
    for (int from = 0; from < size; from += step) {
      files.append(entries(from, Math.min(size, from + step)));
    }
  }

  private static Bytes entry(int index) {
    return Bytes.utf8("entry " + index);
  }

  private static List<Bytes> entries(int from, int until) {
    return IntStream.range(from, until).mapToObj(LedgerFilesTest::entry).toList();
  }

  private static Frontier frontier(int size) {
    return Frontier.EMPTY.append(entries(0, size).stream().map(MerkleTree::leafHash).toList());
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[at] ^= 1;
    Files.write(file, content);
  }

  private Set<String> tilesOfLevel0() throws IOException {
    var found = new TreeSet<>(list(root));
    found.removeIf(name -> !name.startsWith("tile/0/"));
    return found;
  }

  private static Set<String> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      var names = new TreeSet<String>();
      files
          .filter(Files::isRegularFile)
          .forEach(file -> names.add(directory.relativize(file).toString()));
      return names;
    }
  }
}
