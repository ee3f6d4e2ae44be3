package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Subtrees;
import java.util.ArrayList;
import java.util.List;

/// A tree hashed anew from its entries, every complete subtree kept: two hashes an entry.
public final class HeldTree implements Subtrees {
  private final List<List<Hash>> levels = new ArrayList<>();

  private HeldTree(List<Hash> leaves) {
    List<Hash> level = leaves;
    levels.add(level);
    while (level.size() > 1) {
      var above = new ArrayList<Hash>(level.size() / 2);
      for (int i = 0; i + 1 < level.size(); i += 2) {
        above.add(MerkleTree.nodeHash(level.get(i), level.get(i + 1)));
      }
      levels.add(above);
      level = above;
    }
  }

  /// The tree of these entries.
  public static HeldTree of(List<Bytes> frames) {
    return new HeldTree(frames.stream().map(MerkleTree::leafHash).toList());
  }

  long size() {
    return levels.getFirst().size();
  }

  @Override
  public Hash complete(int level, long index) {
    return levels.get(level).get(Math.toIntExact(index));
  }
}
