package coop.minga.node.proving;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.EntryBundle;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Policy;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses;
import coop.minga.node.storage.HashTiles;
import coop.minga.node.storage.TilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Almacen's ledger as static files, in memory, until somebody changes them. Botica, Taller and Tia
/// mirror it; two of the three make a quorum.
final class SomeLedger implements StaticFiles {
  static final String CHECKPOINT = "checkpoint";
  static final String PREFIX = "0123456789abcdef/";
  static final Origin ORIGIN = new Origin("0123456789abcdef", new MemberId("almacen"), Tree.LEDGER);
  static final SeededKey OWNER = new SeededKey(1);
  static final List<SeededKey> MIRRORS =
      List.of(new SeededKey(2), new SeededKey(3), new SeededKey(4));
  static final List<String> NAMES =
      List.of(PREFIX + "botica/mirror", PREFIX + "taller/mirror", PREFIX + "tia/mirror");
  static final NoteKey KEY = NoteKey.ofLedger(ORIGIN, OWNER.publicKey());
  static final int QUORUM = 2;
  static final long NOON = 1_790_000_000L;

  /// Whoever verifies does so then, and takes no later word.
  static final long LATEST = NOON + 3600;

  static List<String> notAfter() {
    return List.of("-not-after", Instant.ofEpochSecond(LATEST).toString());
  }

  final TreeMap<String, Bytes> files = new TreeMap<>();
  final List<Bytes> entries;
  private final HashTiles tree = new HashTiles();

  private SomeLedger(List<Bytes> entries) {
    this.entries = entries;
    entries.forEach(entry -> tree.append(MerkleTree.leafHash(entry)));
  }

  /// The first entries of a history, signed and witnessed.
  static SomeLedger of(int size) {
    return of(entries(size));
  }

  static SomeLedger of(List<Bytes> entries) {
    var ledger = new SomeLedger(List.copyOf(entries));
    ledger.writeTiles();
    return ledger.with(ledger.note());
  }

  static List<Bytes> entries(int size) {
    return IntStream.range(0, size).mapToObj(i -> Bytes.utf8("entry " + i)).toList();
  }

  static NoteKey mirrorKey(int place) {
    return NoteKey.ofMirror(NAMES.get(place), MIRRORS.get(place).publicKey());
  }

  static Policy policy() {
    List<NoteKey> keys =
        IntStream.range(0, MIRRORS.size()).mapToObj(SomeLedger::mirrorKey).toList();
    return new Witnesses(KEY, keys, QUORUM).policy();
  }

  static SignedNote cosigned(SignedNote note, int place, long seconds) {
    return note.with(
        Cosignature.sign(mirrorKey(place), note.text(), seconds, MIRRORS.get(place)).line());
  }

  Hash root() {
    return tree.root(tree.size());
  }

  HashTiles tree() {
    return tree;
  }

  /// By its owner alone.
  SignedNote signed() {
    return new Checkpoint(ORIGIN, entries.size(), root()).sign(OWNER);
  }

  /// With a quorum.
  SignedNote note() {
    return cosigned(cosigned(signed(), 0, NOON), 2, NOON + 1);
  }

  TlogProof proof(long index) {
    return TlogProof.make(tree, index, note());
  }

  /// A file that is there.
  Bytes file(String name) {
    return read(name).orElseThrow();
  }

  SomeLedger with(SignedNote note) {
    return with(CHECKPOINT, note.encode());
  }

  SomeLedger with(String name, Bytes content) {
    files.put(name, content);
    return this;
  }

  SomeLedger without(String name) {
    if (files.remove(name) == null) {
      throw new AssertionError("there is no " + name);
    }
    return this;
  }

  SomeLedger changed(String name, UnaryOperator<Bytes> change) {
    return with(name, change.apply(file(name)));
  }

  /// What the checkpoint file says, with one text for another.
  SomeLedger rewritten(String from, String to) {
    String before = file(CHECKPOINT).toUtf8();
    if (!before.contains(from)) {
      throw new AssertionError("the checkpoint has no " + from);
    }
    return with(CHECKPOINT, Bytes.utf8(before.replace(from, to)));
  }

  /// These tiles and entries, under the checkpoint of another ledger.
  SomeLedger under(SomeLedger other) {
    return with(CHECKPOINT, other.file(CHECKPOINT));
  }

  @Override
  public Optional<Bytes> read(String name) {
    return Optional.ofNullable(files.get(name));
  }

  void write(Path directory) throws IOException {
    for (var file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(Optional.ofNullable(path.getParent()).orElseThrow());
      Files.write(path, file.getValue().toArray());
    }
  }

  private void writeTiles() {
    int size = entries.size();
    for (int from = 0; from < size; from += TilePath.FULL) {
      List<Bytes> some = entries.subList(from, Math.min(size, from + TilePath.FULL));
      put(TilePath.entries(from / TilePath.FULL, some.size()), EntryBundle.encode(some));
    }
    for (int level = 0; level < HashTiles.levelsOf(size); level++) {
      long hashes = HashTiles.hashesOf(size, level);
      for (long index = 0; index * TilePath.FULL < hashes; index++) {
        int width = (int) Math.min(TilePath.FULL, hashes - index * TilePath.FULL);
        put(TilePath.hashes(level, index, width), Bytes.of(tree.tile(level, index, width)));
      }
    }
  }

  private void put(TilePath path, Bytes content) {
    files.put(path.text(), content);
  }

  /// A list with one change.
  static List<Bytes> changed(List<Bytes> entries, UnaryOperator<List<Bytes>> change) {
    return change.apply(new ArrayList<>(entries));
  }
}
