package coop.minga.federation.ledger;

import coop.minga.federation.identity.Hash;

/// A port to a tree that is held somewhere: answers for its complete subtrees.
///
/// An implementation MUST answer from authenticated content, the same every time.
@FunctionalInterface
public interface Subtrees {
  /// The highest level asked for: a tree has fewer than 2^62 leaves.
  int MAX_LEVEL = 61;

  /// The root of the complete subtree over the leaves `index * 2^level` up to, not including,
  /// `(index + 1) * 2^level`. Level 0 is the leaf hashes.
  ///
  /// @throws IndexOutOfBoundsException if the tree does not hold all of these leaves
  Hash complete(int level, long index);

  /// The root over the leaves from `from` up to, not including, `until`, as it stands inside a tree
  /// that ends at `until` or in which the range is complete. The range's start must be a multiple
  /// of the smallest power of two that is not less than its length.
  default Hash range(long from, long until) {
    long length = until - from;
    if (length == 0) {
      return MerkleTree.EMPTY_ROOT;
    }
    if (Long.bitCount(length) == 1) {
      int level = Long.numberOfTrailingZeros(length);
      return complete(level, from >>> level);
    }
    long split = from + Long.highestOneBit(length);
    return MerkleTree.nodeHash(range(from, split), range(split, until));
  }

  /// The root of the tree's first `size` leaves.
  default Hash root(long size) {
    return range(0, size);
  }
}
