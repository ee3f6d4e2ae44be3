package coop.minga.federation.ledger;

import coop.minga.federation.identity.Hash;
import java.util.ArrayList;
import java.util.List;

/// That a tree only grew: its first leaves are the whole of an earlier tree (RFC 6962, section
/// 2.1.2; checked by RFC 9162, section 2.1.4.2).
///
/// @param from leaves of the earlier tree
/// @param to leaves of the later tree
/// @param path the hashes, in RFC 6962's order; none if a tree is empty or both are the same size
public record ConsistencyProof(long from, long to, List<Hash> path) {
  /// The longest path that any two trees need.
  public static final int MAX_PATH = 63;

  /// Copies the path. What does not fit together is for [#check] to say.
  public ConsistencyProof {
    path = List.copyOf(path);
  }

  /// Makes the proof from a tree that is held.
  ///
  /// @throws IndexOutOfBoundsException if the earlier tree is the larger one
  public static ConsistencyProof make(Subtrees tree, long from, long to) {
    if (from < 0 || from > to) {
      throw new IndexOutOfBoundsException("a tree of " + to + " cannot extend one of " + from);
    }
    var path = new ArrayList<Hash>();
    if (from == 0 || from == to) {
      return new ConsistencyProof(from, to, path);
    }
    long start = 0;
    long until = to;
    while (from != until) {
      long split = start + Long.highestOneBit(until - start - 1);
      if (from <= split) {
        path.addFirst(tree.range(split, until));
        until = split;
      } else {
        path.addFirst(tree.range(start, split));
        start = split;
      }
    }
    if (start != 0) {
      path.addFirst(tree.range(start, until));
    }
    return new ConsistencyProof(from, to, path);
  }

  /// Whether the tree of `newRoot` extends the tree of `oldRoot`.
  public ProofCheck check(Hash oldRoot, Hash newRoot) {
    if (from < 0 || from > to || to >= Frontier.MAX_SIZE) {
      return ProofCheck.OUT_OF_RANGE;
    }
    if (from == 0 || from == to) {
      if (!path.isEmpty()) {
        return ProofCheck.WRONG_LENGTH;
      }
      Hash expected = from == 0 ? MerkleTree.EMPTY_ROOT : newRoot;
      boolean emptyStaysEmpty = to != 0 || newRoot.equals(MerkleTree.EMPTY_ROOT);
      return oldRoot.equals(expected) && emptyStaysEmpty ? ProofCheck.HOLDS : ProofCheck.OTHER_ROOT;
    }
    return climb(oldRoot, newRoot);
  }

  private ProofCheck climb(Hash oldRoot, Hash newRoot) {
    int skipped = Long.numberOfTrailingZeros(from);
    long place = (from - 1) >>> skipped;
    long edge = (to - 1) >>> skipped;
    boolean startsAtOldRoot = place == 0;
    int inner = Long.SIZE - Long.numberOfLeadingZeros(place ^ edge);
    int expected = inner + Long.bitCount(place >>> inner) + (startsAtOldRoot ? 0 : 1);
    if (path.size() != expected) {
      return ProofCheck.WRONG_LENGTH;
    }
    Hash old = startsAtOldRoot ? oldRoot : path.getFirst();
    Hash grown = old;
    List<Hash> beside = startsAtOldRoot ? path : path.subList(1, path.size());
    for (int level = 0; level < beside.size(); level++) {
      boolean onTheRight = level >= inner || ((place >>> level) & 1) == 1;
      if (onTheRight) {
        old = MerkleTree.nodeHash(beside.get(level), old);
        grown = MerkleTree.nodeHash(beside.get(level), grown);
      } else {
        grown = MerkleTree.nodeHash(grown, beside.get(level));
      }
    }
    return old.equals(oldRoot) && grown.equals(newRoot) ? ProofCheck.HOLDS : ProofCheck.OTHER_ROOT;
  }
}
