package coop.minga.node.storage;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Subtrees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The hashes of a tree in memory, in tiles as they stand on disk: about 33 bytes an entry.
///
/// Made from the entries alone, so that no tile on disk is ever trusted.
public final class HashTiles implements Subtrees {
  private static final int HEIGHT = 8;

  /// By tile level, then by tile index; the last tile of a level may be partly used.
  private final List<List<byte[]>> levels = new ArrayList<>();

  private long size;

  /// Entries in the tree.
  public long size() {
    return size;
  }

  /// Adds an entry by its hash as a leaf.
  public void append(Hash leafHash) {
    put(0, size, leafHash);
    size++;
  }

  private void put(int level, long index, Hash hash) {
    if (levels.size() == level) {
      levels.add(new ArrayList<>());
    }
    List<byte[]> tiles = levels.get(level);
    int tile = Math.toIntExact(index / TilePath.FULL);
    int place = (int) (index % TilePath.FULL);
    if (tiles.size() == tile) {
      tiles.add(new byte[TilePath.FULL * Hash.SIZE]);
    }
    hash.value().copyTo(tiles.get(tile), place * Hash.SIZE);
    if (place == TilePath.FULL - 1) {
      put(level + 1, tile, within(level, HEIGHT, tile));
    }
  }

  @Override
  public Hash complete(int level, long index) {
    if (index < 0 || level > MAX_LEVEL || index >= size >>> level) {
      throw new IndexOutOfBoundsException(
          "no complete subtree " + index + " of level " + level + " in a tree of " + size);
    }
    return within(level / HEIGHT, level % HEIGHT, index);
  }

  /// The root over 2^height hashes of a tile level.
  private Hash within(int level, int height, long index) {
    if (height == 0) {
      byte[] tile = levels.get(level).get(Math.toIntExact(index / TilePath.FULL));
      int from = (int) (index % TilePath.FULL) * Hash.SIZE;
      return new Hash(Bytes.of(Arrays.copyOfRange(tile, from, from + Hash.SIZE)));
    }
    return MerkleTree.nodeHash(
        within(level, height - 1, 2 * index), within(level, height - 1, 2 * index + 1));
  }

  /// Levels that a tree of so many entries has tiles of.
  public static int levelsOf(long size) {
    int levels = 0;
    for (long hashes = size; hashes > 0; hashes /= TilePath.FULL) {
      levels++;
    }
    return levels;
  }

  /// Hashes that a tree of so many entries has on a tile level.
  public static long hashesOf(long size, int level) {
    return size >>> (HEIGHT * level);
  }

  /// A tile's content.
  public byte[] tile(int level, long index, int width) {
    byte[] whole = levels.get(level).get(Math.toIntExact(index));
    return Arrays.copyOf(whole, width * Hash.SIZE);
  }
}
