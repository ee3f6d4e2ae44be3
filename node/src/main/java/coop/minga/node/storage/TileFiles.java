package coop.minga.node.storage;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.EntryBundle;
import coop.minga.federation.ledger.MerkleTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The static files of one tree: tiles and entry bundles, all compared with the hashes in memory.
final class TileFiles {
  private final Disk disk;
  private final Path directory;
  private final HashTiles hashes;

  TileFiles(Disk disk, Path directory, HashTiles hashes) {
    this.disk = disk;
    this.directory = directory;
    this.hashes = hashes;
  }

  /// Makes a full bundle durable, and writes its tile, which could be made again.
  void seal(long index, List<Bytes> entries) throws IOException {
    replace(TilePath.entries(index, TilePath.FULL), EntryBundle.encode(entries).toArray());
    TilePath tile = TilePath.hashes(0, index, TilePath.FULL);
    place(tile, hashes.tile(0, index, TilePath.FULL));
  }

  /// The entries of a bundle as they are on disk; absent if there is no such file.
  Optional<List<Bytes>> read(TilePath bundle) throws IOException {
    Path file = bundle.in(directory);
    if (!disk.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(
        readWhole(bundle)
            .orElseThrow(() ->
                new DamagedLedger(file, "it does not hold " + bundle.width() + " whole entries.")));
  }

  /// The same; absent too if they are not whole.
  Optional<List<Bytes>> readWhole(TilePath bundle) throws IOException {
    Path file = bundle.in(directory);
    return disk.exists(file)
        ? EntryBundle.decode(Bytes.of(disk.read(file)))
            .filter(found -> found.size() == bundle.width())
        : Optional.empty();
  }

  /// Makes the name of a full bundle durable: a process that died may have left it otherwise.
  void syncName(long index) throws IOException {
    disk.syncNames(directory, TilePath.entries(index, TilePath.FULL).in(directory));
  }

  /// The entries of a bundle, each compared with its leaf hash.
  List<Bytes> readChecked(TilePath bundle) throws IOException {
    List<Bytes> entries = read(bundle).orElseThrow(() -> missing(bundle));
    long first = bundle.index() * TilePath.FULL;
    for (int i = 0; i < entries.size(); i++) {
      if (!MerkleTree.leafHash(entries.get(i)).equals(hashes.complete(0, first + i))) {
        throw new DamagedLedger(
            bundle.in(directory),
            "entry " + (first + i) + " is not what was written. Nothing more is signed here.");
      }
    }
    return entries;
  }

  /// Writes every tile that a tree of this size has and that a tree of the earlier size did not,
  /// full or partial, and its partial bundle.
  void write(long before, long size, List<Bytes> tail) throws IOException {
    for (TilePath tile : hashTiles(before, size)) {
      int level = Integer.parseInt(tile.kind());
      byte[] content = hashes.tile(level, tile.index(), tile.width());
      if (tile.width() < TilePath.FULL) {
        writePartial(tile, content);
      } else if (!disk.exists(tile.in(directory))) {
        place(tile, content);
      }
    }
    if (!tail.isEmpty()) {
      writePartial(
          TilePath.entries(size / TilePath.FULL, tail.size()), EntryBundle.encode(tail).toArray());
    }
  }

  /// Reads back what [#write] and [#seal] wrote for these sizes, and compares.
  void compare(long before, long size) throws IOException {
    for (long index = before / TilePath.FULL; index < size / TilePath.FULL; index++) {
      readChecked(TilePath.entries(index, TilePath.FULL));
    }
    compareTiles(before, size);
  }

  /// The same without the full bundles: the hashes were just made from those.
  void compareTiles(long before, long size) throws IOException {
    for (TilePath tile : hashTiles(before, size)) {
      compare(tile);
    }
    int width = (int) (size % TilePath.FULL);
    if (width > 0) {
      readChecked(TilePath.entries(size / TilePath.FULL, width));
    }
  }

  /// Compares one tile of hashes with what the entries come to.
  void compare(TilePath tile) throws IOException {
    Path file = tile.in(directory);
    if (!disk.exists(file)) {
      throw missing(tile);
    }
    int level = Integer.parseInt(tile.kind());
    byte[] expected = hashes.tile(level, tile.index(), tile.width());
    if (!Arrays.equals(disk.read(file), expected)) {
      throw new DamagedLedger(
          file,
          "this tile is not what the entries come to. Nothing more is signed here. Test the"
              + " disk; if the entries are sound, delete this file and start again: it is then"
              + " made anew from them.");
    }
  }

  /// Removes partial files that trees of the sizes to keep do not have.
  void prune(Set<Long> keep) throws IOException {
    var wanted = new HashSet<Path>();
    for (long size : keep) {
      partials(size).forEach(tile -> wanted.add(tile.in(directory)));
    }
    for (Path file : partialFiles()) {
      if (!wanted.contains(file)) {
        disk.delete(file);
      }
    }
  }

  /// Removes the partial files of one size that no other size to keep has.
  void forget(long size, Set<Long> keep) throws IOException {
    var wanted = new HashSet<TilePath>();
    keep.forEach(kept -> wanted.addAll(partials(kept)));
    for (TilePath tile : partials(size)) {
      if (!wanted.contains(tile)) {
        disk.delete(tile.in(directory));
      }
    }
  }

  private List<Path> partialFiles() throws IOException {
    return disk.filesBelow(directory.resolve("tile")).stream()
        .filter(file -> Disk.parent(file).toString().endsWith(".p"))
        .toList();
  }

  private static List<TilePath> partials(long size) {
    var partials = new ArrayList<TilePath>();
    for (TilePath tile : hashTiles(size, size)) {
      if (tile.width() < TilePath.FULL) {
        partials.add(tile);
      }
    }
    int width = (int) (size % TilePath.FULL);
    if (width > 0) {
      partials.add(TilePath.entries(size / TilePath.FULL, width));
    }
    return partials;
  }

  /// The tiles of hashes that a tree has from the right edge of an earlier one on.
  private static List<TilePath> hashTiles(long before, long size) {
    var tiles = new ArrayList<TilePath>();
    for (int level = 0; level < HashTiles.levelsOf(size); level++) {
      long count = HashTiles.hashesOf(size, level);
      long from = HashTiles.hashesOf(before, level) / TilePath.FULL;
      for (long index = from; index * TilePath.FULL < count; index++) {
        int width = (int) Math.min(TilePath.FULL, count - index * TilePath.FULL);
        tiles.add(TilePath.hashes(level, index, width));
      }
    }
    return tiles;
  }

  private void replace(TilePath tile, byte[] content) throws IOException {
    Path file = tile.in(directory);
    disk.createDirectories(directory, Disk.parent(file));
    disk.place(file, content);
    disk.syncNames(directory, file);
  }

  /// Its content is durable before its name; a name that a power cut takes back is made again.
  private void place(TilePath tile, byte[] content) throws IOException {
    Path file = tile.in(directory);
    disk.createDirectories(directory, Disk.parent(file));
    disk.place(file, content);
  }

  /// Not synced: a partial file can always be made again from the write-ahead file.
  private void writePartial(TilePath tile, byte[] content) throws IOException {
    Path file = tile.in(directory);
    disk.createDirectories(directory, Disk.parent(file));
    disk.write(file, content);
  }

  private DamagedLedger missing(TilePath tile) {
    return new DamagedLedger(tile.in(directory), "this file is gone.");
  }
}
