package coop.minga.federation.blob;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Subtrees;
import java.util.List;
import java.util.stream.IntStream;

/// The Merkle tree over a blob's pieces (RFC 9162, section 2.1.1), whose leaves they are.
///
/// A root alone says neither how many leaves there are nor how long the last is, so the size goes
/// into the name beside it: of one name there is one size and one number of pieces.
///
/// @param size bytes of the blob, at least 1
/// @param leaves the hashes of its pieces
public record PieceTree(int size, List<Hash> leaves) implements Subtrees {
  /// Bytes of every piece but the last, which has what is left.
  public static final int PIECE_BYTES = 256 * 1024;

  private static final String DOMAIN = "minga/blob/v1";

  /// Checks that size and leaves fit.
  public PieceTree {
    if (size < 1 || leaves.size() != count(size)) {
      throw new IllegalArgumentException(
          "a blob of " + size + " bytes does not have " + leaves.size() + " pieces");
    }
    leaves = List.copyOf(leaves);
  }

  /// The tree of a blob.
  ///
  /// @throws IllegalArgumentException if it has no bytes, for then it has no piece
  public static PieceTree of(Bytes blob) {
    return new PieceTree(
        blob.size(),
        IntStream.range(0, count(blob.size()))
            .mapToObj(index ->
                MerkleTree.leafHash(
                    blob.view(
                        index * PIECE_BYTES, index * PIECE_BYTES + length(blob.size(), index))))
            .toList());
  }

  /// How many pieces a blob of a size has.
  static int count(int size) {
    return Math.ceilDiv(size, PIECE_BYTES);
  }

  /// How many bytes a piece of such a blob has.
  static int length(int size, int index) {
    return Math.min(PIECE_BYTES, size - index * PIECE_BYTES);
  }

  /// The name of a blob of such a size and root.
  static BlobName name(int size, Hash root) {
    return BlobName.inPieces(Hash.sha256(Pae.encode(DOMAIN, Pae.number(size), root.value())));
  }

  /// The blob's name.
  public BlobName name() {
    return name(size, root(leaves.size()));
  }

  /// What shows of a piece that it is of this blob.
  ///
  /// @throws IndexOutOfBoundsException if it has no such piece
  public List<Hash> proof(int index) {
    return InclusionProof.make(this, index, leaves.size()).path();
  }

  @Override
  public Hash complete(int level, long index) {
    int from = Math.toIntExact(index << level);
    return MerkleTree.root(leaves.subList(from, from + (1 << level)));
  }
}
