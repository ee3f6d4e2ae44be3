package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A tree in memory, hashed from its definition.
public final class SomeTree implements Subtrees {
  private final List<Hash> leaves = new ArrayList<>();

  /// The entries `entry 0`, `entry 1`, ...
  public static List<Bytes> entries(int from, int until) {
    return IntStream.range(from, until).mapToObj(i -> Bytes.utf8("entry " + i)).toList();
  }

  /// The tree of these entries.
  public static SomeTree of(List<Bytes> entries) {
    var tree = new SomeTree();
    tree.add(entries);
    return tree;
  }

  static SomeTree of(int size) {
    return of(entries(0, size));
  }

  public void add(List<Bytes> entries) {
    entries.forEach(entry -> leaves.add(MerkleTree.leafHash(entry)));
  }

  Hash leaf(int index) {
    return leaves.get(index);
  }

  Hash naiveRoot(int size) {
    return MerkleTree.root(leaves.subList(0, size));
  }

  @Override
  public Hash complete(int level, long index) {
    int from = Math.toIntExact(index << level);
    return MerkleTree.root(leaves.subList(from, from + (1 << level)));
  }
}
