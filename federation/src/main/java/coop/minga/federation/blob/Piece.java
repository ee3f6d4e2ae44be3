package coop.minga.federation.blob;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.MerkleTree;
import java.util.List;

/// One piece as somebody sent it, who may lie in everything.
///
/// @param size bytes of the whole blob
/// @param offset where in it the piece begins
/// @param content the piece
/// @param proof the hashes beside its way up the tree
public record Piece(int size, int offset, Bytes content, List<Hash> proof) {
  /// Copies the proof. What does not fit together is for [#isOf] to say.
  public Piece {
    proof = List.copyOf(proof);
  }

  /// Whether it is what stands at that offset of the blob of that name, and the blob has that size.
  /// Nothing but the piece is needed to say so; of a name of another form none is.
  public boolean isOf(BlobName name) {
    if (name.form() != BlobName.Form.PIECES
        || offset < 0
        || offset >= size
        || offset % PieceTree.PIECE_BYTES != 0) {
      return false;
    }
    int index = offset / PieceTree.PIECE_BYTES;
    return content.size() == PieceTree.length(size, index)
        && new InclusionProof(index, PieceTree.count(size), proof)
            .rootOver(MerkleTree.leafHash(content))
            .filter(root -> PieceTree.name(size, root).equals(name))
            .isPresent();
  }
}
