package coop.minga.federation.ledger;

import coop.minga.federation.identity.Hash;
import java.util.List;

/// A held tree up to an index, and other leaves from there on.
record Overlay(Subtrees held, long from, List<Hash> leaves) implements Subtrees {
  @Override
  public Hash complete(int level, long index) {
    if ((index + 1) << level <= from) {
      return held.complete(level, index);
    }
    if (level == 0) {
      return leaves.get(Math.toIntExact(index - from));
    }
    return MerkleTree.nodeHash(complete(level - 1, 2 * index), complete(level - 1, 2 * index + 1));
  }
}
