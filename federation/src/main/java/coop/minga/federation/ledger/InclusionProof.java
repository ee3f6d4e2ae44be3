package coop.minga.federation.ledger;

import coop.minga.federation.identity.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// That a leaf stands at an index of a tree (RFC 6962, section 2.1.1; checked by RFC 9162, section
/// 2.1.3.2).
///
/// @param index the leaf's place, from 0
/// @param size leaves in the tree
/// @param path the hashes beside the way up, from the leaf's neighbour to the root's
public record InclusionProof(long index, long size, List<Hash> path) {
  /// The longest path that any tree needs.
  public static final int MAX_PATH = 62;

  /// Copies the path. What does not fit together is for [#check] to say.
  public InclusionProof {
    path = List.copyOf(path);
  }

  /// Makes the proof from a tree that is held.
  ///
  /// @throws IndexOutOfBoundsException if the tree has no such leaf
  public static InclusionProof make(Subtrees tree, long index, long size) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("no leaf " + index + " in a tree of " + size);
    }
    var path = new ArrayList<Hash>();
    long from = 0;
    long until = size;
    while (until - from > 1) {
      long split = from + Long.highestOneBit(until - from - 1);
      if (index < split) {
        path.addFirst(tree.range(split, until));
        until = split;
      } else {
        path.addFirst(tree.range(from, split));
        from = split;
      }
    }
    return new InclusionProof(index, size, path);
  }

  /// Whether a leaf is the one proven to be in the tree of that root.
  public ProofCheck check(Hash leafHash, Hash root) {
    if (!isInside()) {
      return ProofCheck.OUT_OF_RANGE;
    }
    return rootOver(leafHash)
        .map(found -> found.equals(root) ? ProofCheck.HOLDS : ProofCheck.OTHER_ROOT)
        .orElse(ProofCheck.WRONG_LENGTH);
  }

  /// The root of the tree in which a leaf stands at this place, if this is its path; absent if the
  /// place is not inside the tree, or its path has more or fewer hashes.
  public Optional<Hash> rootOver(Hash leafHash) {
    if (!isInside()) {
      return Optional.empty();
    }
    int inner = Long.SIZE - Long.numberOfLeadingZeros(index ^ (size - 1));
    if (path.size() != inner + Long.bitCount(index >>> inner)) {
      return Optional.empty();
    }
    Hash hash = leafHash;
    for (int level = 0; level < path.size(); level++) {
      Hash beside = path.get(level);
      boolean onTheRight = level >= inner || ((index >>> level) & 1) == 1;
      hash = onTheRight ? MerkleTree.nodeHash(beside, hash) : MerkleTree.nodeHash(hash, beside);
    }
    return Optional.of(hash);
  }

  private boolean isInside() {
    return index >= 0 && index < size && size < Frontier.MAX_SIZE;
  }
}
