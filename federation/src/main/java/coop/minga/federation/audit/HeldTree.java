package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Subtrees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/// A tree hashed anew from its entries, every complete subtree kept: 64 bytes an entry.
public final class HeldTree implements Subtrees {
  /// Hashes behind one another, the leaves' first, then level by level.
  private final List<byte[]> levels = new ArrayList<>();

  private HeldTree(int size, IntFunction<Hash> leaf) {
    levels.add(level(size, leaf));
    for (int above = size / 2; above > 0; above /= 2) {
      int below = levels.size() - 1;
      levels.add(
          level(
              above,
              i -> MerkleTree.nodeHash(complete(below, 2L * i), complete(below, 2L * i + 1))));
    }
  }

  /// The tree of these entries.
  public static HeldTree of(List<Bytes> frames) {
    return new HeldTree(frames.size(), i -> MerkleTree.leafHash(frames.get(i)));
  }

  private static byte[] level(int size, IntFunction<Hash> hash) {
    byte[] level = new byte[Math.multiplyExact(size, Hash.SIZE)];
    for (int i = 0; i < size; i++) {
      hash.apply(i).value().copyTo(level, i * Hash.SIZE);
    }
    return level;
  }

  long size() {
    return levels.getFirst().length / Hash.SIZE;
  }

  @Override
  public Hash complete(int level, long index) {
    byte[] hashes = levels.get(level);
    int at = Math.toIntExact(Objects.checkIndex(index, hashes.length / Hash.SIZE)) * Hash.SIZE;
    return new Hash(Bytes.given(Arrays.copyOfRange(hashes, at, at + Hash.SIZE)));
  }
}
