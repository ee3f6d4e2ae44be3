package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.util.List;

/// How leaves become one root (RFC 6962, section 2.1, with SHA-256).
///
/// A leaf is hashed behind a 0 byte and a node behind a 1 byte, so that neither passes for the
/// other.
public final class MerkleTree {
  /// The root of a tree without leaves: the hash of nothing.
  public static final Hash EMPTY_ROOT = Hash.sha256(Bytes.empty());

  private static final Bytes LEAF = Bytes.of(new byte[] {0});
  private static final byte NODE = 1;

  private MerkleTree() {}

  /// The hash of an entry as a leaf.
  public static Hash leafHash(Bytes entry) {
    return Hash.sha256(LEAF, entry);
  }

  /// The hash of a node over its two halves.
  public static Hash nodeHash(Hash left, Hash right) {
    byte[] node = new byte[1 + 2 * Hash.SIZE];
    node[0] = NODE;
    left.value().copyTo(node, 1);
    right.value().copyTo(node, 1 + Hash.SIZE);
    return Hash.sha256(node);
  }

  /// The root over leaf hashes, from their definition: for trees small enough to hold in memory.
  /// [Frontier] does the same one leaf at a time.
  public static Hash root(List<Hash> leafHashes) {
    return switch (leafHashes.size()) {
      case 0 -> EMPTY_ROOT;
      case 1 -> leafHashes.getFirst();
      default -> {
        int split = Integer.highestOneBit(leafHashes.size() - 1);
        yield nodeHash(
            root(leafHashes.subList(0, split)), root(leafHashes.subList(split, leafHashes.size())));
      }
    };
  }
}
