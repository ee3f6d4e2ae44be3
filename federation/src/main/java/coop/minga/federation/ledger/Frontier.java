package coop.minga.federation.ledger;

import coop.minga.federation.identity.Hash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The right edge of a tree: the roots of the complete subtrees that its leaves fall into, largest
/// first, one for each 1 bit of its size.
///
/// Enough to append and to know the root, in O(log n), without the tree. Immutable.
///
/// @param size number of leaves, less than 2^62
/// @param peaks the subtree roots, as many as `size` has 1 bits
public record Frontier(long size, List<Hash> peaks) {
  /// A tree without leaves.
  public static final Frontier EMPTY = new Frontier(0, List.of());

  /// Leaves that no tree reaches.
  public static final long MAX_SIZE = 1L << 62;

  /// Checks that size and peaks fit.
  public Frontier {
    if (size < 0 || size >= MAX_SIZE) {
      throw new IllegalArgumentException("a tree of " + size + " leaves");
    }
    if (peaks.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          "a tree of " + size + " leaves does not have " + peaks.size() + " peaks");
    }
    peaks = List.copyOf(peaks);
  }

  /// The edge of the first `size` leaves of a tree that is held.
  public static Frontier of(Subtrees tree, long size) {
    var peaks = new ArrayList<Hash>();
    long start = 0;
    for (long rest = size; rest != 0; rest -= Long.highestOneBit(rest)) {
      int level = Long.numberOfTrailingZeros(Long.highestOneBit(rest));
      peaks.add(tree.complete(level, start >>> level));
      start += 1L << level;
    }
    return new Frontier(size, peaks);
  }

  /// The tree with one leaf more.
  public Frontier append(Hash leafHash) {
    var next = new ArrayList<>(peaks);
    Hash carried = leafHash;
    for (long bits = size; (bits & 1) == 1; bits >>>= 1) {
      carried = MerkleTree.nodeHash(next.removeLast(), carried);
    }
    next.add(carried);
    return new Frontier(size + 1, next);
  }

  /// The tree with more leaves.
  public Frontier append(List<Hash> leafHashes) {
    Frontier grown = this;
    for (Hash leafHash : leafHashes) {
      grown = grown.append(leafHash);
    }
    return grown;
  }

  /// The root of the tree.
  public Hash root() {
    return Collections.unmodifiableList(peaks).reversed().stream()
        .reduce((right, left) -> MerkleTree.nodeHash(left, right))
        .orElse(MerkleTree.EMPTY_ROOT);
  }
}
