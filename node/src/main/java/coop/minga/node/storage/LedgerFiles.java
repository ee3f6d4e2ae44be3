package coop.minga.node.storage;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.ConsistencyProof;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Subtrees;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One directory that holds one tree: the node's own ledger or book, or another's ledger.
///
/// For one thread. After an [IOException] from a method that writes, what is durable is not known:
/// every later call throws [IllegalStateException], and opening the directory again finds out.
/// Memory: 33 bytes an entry, and the entries of the last bundle.
public final class LedgerFiles implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerFiles.class);
  private static final String CHECKPOINT = "checkpoint";
  private static final String WRITE_AHEAD = "write-ahead";

  private final Disk disk;
  private final Path directory;
  private final Origin origin;
  private final HashTiles hashes = new HashTiles();
  private final TileFiles tiles;

  /// Entries that no full bundle holds, fewer than [TilePath#FULL].
  private final List<Bytes> tail = new ArrayList<>();

  private Frontier frontier = Frontier.EMPTY;
  private WriteAheadFile writeAhead;
  private Optional<SignedNote> published = Optional.empty();
  private long publishedSize;
  private long publishedBefore;
  private long settledSize;
  private long cachedIndex = -1;
  private List<Bytes> cachedBundle = List.of();
  private boolean unsynced;
  private boolean broken;

  private LedgerFiles(Disk disk, Path directory, Origin origin) throws IOException {
    this.disk = disk;
    this.directory = directory.toAbsolutePath();
    this.origin = origin;
    this.tiles = new TileFiles(disk, this.directory, hashes);
    disk.createDirectories(Disk.parent(this.directory), this.directory);
    disk.syncDirectory(Disk.parent(this.directory));
    readBundles();
    this.writeAhead = recoverTail();
    readCheckpoint();
  }

  /// Opens a tree, makes it if there is none, and recovers it if the last process was killed.
  ///
  /// @throws DamagedLedger if what is there is less, or other, than its checkpoint says
  public static LedgerFiles open(Path directory, Origin origin) throws IOException {
    Files.createDirectories(Disk.parent(directory));
    return open(new LocalDisk(), directory, origin);
  }

  /// The same, on another disk.
  ///
  /// @param directory whose parent is there
  public static LedgerFiles open(Disk disk, Path directory, Origin origin) throws IOException {
    return new LedgerFiles(disk, directory, origin);
  }

  /// Which tree it is.
  public Origin origin() {
    return origin;
  }

  /// Entries held, all durable but those since the last [#sync].
  public long size() {
    return frontier.size();
  }

  /// The right edge of the tree of all entries held.
  public Frontier frontier() {
    return frontier;
  }

  /// The tree of all entries held, for a mirror or a proof.
  public Subtrees tree() {
    return hashes;
  }

  /// The checkpoint published last; absent if none was.
  public Optional<SignedNote> checkpoint() {
    return published;
  }

  /// Adds entries at the end. All are durable when this returns: one sync for up to 256.
  ///
  /// @throws IllegalArgumentException if one is longer than [Entry#MAX_FRAME]; then none is added
  public void append(List<Bytes> entries) throws IOException {
    write(entries);
    sync();
  }

  /// The same, and they are durable after the next [#sync], at the latest when they are settled:
  /// several trees may be synced together.
  ///
  /// @throws IllegalArgumentException if one is longer than [Entry#MAX_FRAME]; then none is added
  public void write(List<Bytes> entries) throws IOException {
    requireSound();
    for (Bytes entry : entries) {
      if (entry.size() > Entry.MAX_FRAME) {
        throw new IllegalArgumentException(
            "an entry of " + entry.size() + " bytes; the longest is " + Entry.MAX_FRAME);
      }
    }
    broken = true;
    for (int from = 0; from < entries.size(); ) {
      int until = Math.min(entries.size(), from + TilePath.FULL - tail.size());
      appendWithinBundle(List.copyOf(entries.subList(from, until)));
      from = until;
    }
    broken = false;
  }

  /// All entries held are durable when this returns.
  public void sync() throws IOException {
    requireSound();
    if (unsynced) {
      broken = true;
      writeAhead.sync();
      unsynced = false;
      broken = false;
    }
  }

  /// Whether there are entries that are not durable yet.
  public boolean isUnsynced() {
    return unsynced;
  }

  /// One entry as it is on disk, compared with its leaf hash.
  ///
  /// @throws IndexOutOfBoundsException if there is no such entry
  public Bytes entry(long index) throws IOException {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException("no entry " + index + " of " + size() + " in " + origin);
    }
    long bundle = index / TilePath.FULL;
    int place = (int) (index % TilePath.FULL);
    if (bundle == size() / TilePath.FULL) {
      return tail.get(place);
    }
    if (bundle != cachedIndex) {
      cachedBundle = tiles.readChecked(TilePath.entries(bundle, TilePath.FULL));
      cachedIndex = bundle;
    }
    return cachedBundle.get(place);
  }

  /// The entries from one index up to, not including, another. All are held in memory: ask for as
  /// many as a message takes.
  public List<Bytes> entries(long from, long until) throws IOException {
    var found = new ArrayList<Bytes>();
    for (long index = from; index < until; index++) {
      found.add(entry(index));
    }
    return List.copyOf(found);
  }

  /// That an entry stands at its index in the tree of the first `size` entries.
  public InclusionProof prove(long index, long size) {
    return InclusionProof.make(hashes, index, size);
  }

  /// That the tree of the first `to` entries extends that of the first `from`.
  public ConsistencyProof proveConsistency(long from, long to) {
    return ConsistencyProof.make(hashes, from, to);
  }

  /// Completes the static layout for the first `size` entries, reads everything written since the
  /// last time back from disk, hashes it and compares it with what was appended. Only a checkpoint
  /// settled like this may be signed.
  ///
  /// @throws DamagedLedger if the disk gives back something else
  public Checkpoint settle(long size) throws IOException {
    requireSound();
    if (size < publishedSize || size > size()) {
      throw new IllegalStateException(
          "cannot settle " + size + " of " + size() + " entries after " + publishedSize);
    }
    if (size > settledSize) {
      sync();
      broken = true;
      tiles.write(settledSize, size, partialBundle(size));
      tiles.compare(settledSize, size);
      compareWriteAhead();
      settledSize = size;
      broken = false;
    }
    return new Checkpoint(origin, size, hashes.root(size));
  }

  /// Puts a signed checkpoint into place, after [#settle]. It may be the one published last, with
  /// more signatures.
  ///
  /// @throws IllegalStateException if it is not the checkpoint of the entries held, or goes back
  public void publish(SignedNote note) throws IOException {
    requireSound();
    Checkpoint checkpoint =
        Checkpoint.parse(note.text())
            .found()
            .orElseThrow(() -> new IllegalStateException("not a checkpoint: " + note.text()));
    if (!settle(checkpoint.size()).equals(checkpoint)) {
      throw new IllegalStateException("not the checkpoint of what is held: " + note.text());
    }
    broken = true;
    disk.place(directory.resolve(CHECKPOINT), note.encode().toArray());
    published = Optional.of(note);
    if (checkpoint.size() > publishedSize) {
      tiles.forget(publishedBefore, Set.of(publishedSize, checkpoint.size()));
      publishedBefore = publishedSize;
      publishedSize = checkpoint.size();
    }
    broken = false;
  }

  @Override
  public void close() throws IOException {
    writeAhead.close();
  }

  private void appendWithinBundle(List<Bytes> entries) throws IOException {
    boolean fillsOne = entries.size() == TilePath.FULL;
    if (!fillsOne) {
      writeAhead.append(size(), entries);
      unsynced = true;
    }
    entries.forEach(this::remember);
    if (tail.size() == TilePath.FULL) {
      sealTail();
    }
  }

  private void remember(Bytes entry) {
    var leafHash = MerkleTree.leafHash(entry);
    hashes.append(leafHash);
    frontier = frontier.append(leafHash);
    tail.add(entry);
  }

  /// Once the bundle is durable the write-ahead file may forget; a crash in between finds the
  /// entries in both and takes them once.
  private void sealTail() throws IOException {
    tiles.seal(size() / TilePath.FULL - 1, tail);
    tail.clear();
    writeAhead.clear();
    unsynced = false;
  }

  private List<Bytes> partialBundle(long size) throws IOException {
    return entries(size - size % TilePath.FULL, size);
  }

  /// What the entries of the last records are durable by: compared like a tile.
  private void compareWriteAhead() throws IOException {
    WriteAheadFile.Found found = writeAhead.readBack();
    boolean same = found.dropped() == 0;
    for (int i = 0; same && i < found.entries().size(); i++) {
      Hash leafHash = MerkleTree.leafHash(found.entries().get(i));
      same = leafHash.equals(hashes.complete(0, found.first() + i));
    }
    if (!same) {
      throw new DamagedLedger(
          directory.resolve(WRITE_AHEAD),
          "it does not hold what was written. Nothing more is signed here. Test the disk, then"
              + " start again.");
    }
  }

  private void readBundles() throws IOException {
    for (long index = 0; ; index++) {
      Optional<List<Bytes>> bundle = tiles.read(TilePath.entries(index, TilePath.FULL));
      if (bundle.isEmpty()) {
        syncLastBundle(index);
        return;
      }
      bundle.get().forEach(this::remember);
      tail.clear();
      TilePath tile = TilePath.hashes(0, index, TilePath.FULL);
      if (disk.exists(tile.in(directory))) {
        tiles.compare(tile);
      } else {
        tiles.seal(index, bundle.get());
      }
    }
  }

  /// A process may have died before the name of its last bundle was durable. Those before it are:
  /// no bundle is written while the write-ahead file holds another.
  private void syncLastBundle(long bundles) throws IOException {
    if (bundles > 0) {
      tiles.syncName(bundles - 1);
    }
  }

  private WriteAheadFile recoverTail() throws IOException {
    Path path = directory.resolve(WRITE_AHEAD);
    var found = WriteAheadFile.read(disk, path);
    if (found.dropped() > 0) {
      LOG.info("event=torn-tail-dropped origin={} bytes={}", origin, found.dropped());
    }
    List<Bytes> entries = found.entries();
    if (!entries.isEmpty() && found.first() > size()) {
      throw new DamagedLedger(
          path, "it begins at entry " + found.first() + ", and the bundles end at " + size() + ".");
    }
    int sealed = (int) Math.min(entries.size(), size() - found.first());
    entries.subList(entries.isEmpty() ? 0 : sealed, entries.size()).forEach(this::remember);
    if (tail.size() == TilePath.FULL) {
      tiles.seal(size() / TilePath.FULL - 1, tail);
      tail.clear();
    }
    return WriteAheadFile.replace(disk, path, size() - tail.size(), tail);
  }

  private void readCheckpoint() throws IOException {
    Path file = directory.resolve(CHECKPOINT);
    if (!disk.exists(file)) {
      tiles.prune(Set.of());
      return;
    }
    SignedNote note = readNote(file);
    Checkpoint checkpoint =
        Checkpoint.parse(note.text())
            .found()
            .filter(found -> found.origin().equals(origin))
            .orElseThrow(() -> new DamagedLedger(file, "it is not a checkpoint of " + origin));
    if (checkpoint.size() > size()) {
      mendTail(checkpoint);
    }
    if (checkpoint.size() > size()) {
      throw new DamagedLedger(
          file,
          "it covers "
              + checkpoint.size()
              + " entries and only "
              + size()
              + " are here. Entries that others may rely on are lost: do not go on from here.");
    }
    if (!hashes.root(checkpoint.size()).equals(checkpoint.root())) {
      throw new DamagedLedger(
          file, "the entries do not come to the root that was signed. Do not go on from here.");
    }
    tiles.write(0, checkpoint.size(), partialBundle(checkpoint.size()));
    tiles.compareTiles(0, checkpoint.size());
    tiles.prune(Set.of(checkpoint.size()));
    published = Optional.of(note);
    publishedSize = checkpoint.size();
    publishedBefore = publishedSize;
    settledSize = publishedSize;
  }

  /// Takes entries that the write-ahead file has lost from the partial bundle that was published
  /// with a checkpoint, if they come to its root.
  private void mendTail(Checkpoint checkpoint) throws IOException {
    long index = checkpoint.size() / TilePath.FULL;
    int width = (int) (checkpoint.size() % TilePath.FULL);
    if (index != size() / TilePath.FULL || width <= tail.size()) {
      return;
    }
    Optional<List<Bytes>> bundle = tiles.readWhole(TilePath.entries(index, width));
    if (bundle.isPresent()) {
      List<Bytes> lost = bundle.get().subList(tail.size(), width);
      Frontier mended = frontier.append(lost.stream().map(MerkleTree::leafHash).toList());
      if (mended.root().equals(checkpoint.root())) {
        LOG.warn("event=write-ahead-mended origin={} entries={}", origin, lost.size());
        append(lost);
      }
    }
  }

  private SignedNote readNote(Path file) throws IOException {
    return switch (SignedNote.parse(Bytes.of(disk.read(file)))) {
      case Parsed.Good<SignedNote>(var note) -> note;
      case Parsed.Bad<SignedNote>(var why) -> throw new DamagedLedger(file, why.sentence() + ".");
    };
  }

  private void requireSound() {
    if (broken) {
      throw new IllegalStateException("a write to " + origin + " failed; open it again");
    }
  }
}
