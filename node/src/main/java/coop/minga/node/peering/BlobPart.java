package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.util.List;

/// A piece of a blob.
///
/// @param size bytes of the whole blob
/// @param content the piece; shorter than asked for only at the blob's end
/// @param proof that it is of the blob, which is named in pieces; of one named by the whole there
///   is none
public record BlobPart(int size, Bytes content, List<Hash> proof) {
  /// Copies the proof.
  public BlobPart {
    proof = List.copyOf(proof);
  }

  /// A piece of a blob named by the whole.
  public BlobPart(int size, Bytes content) {
    this(size, content, List.of());
  }

  /// The piece of a blob that is in memory and named by the whole.
  ///
  /// @throws IllegalArgumentException if `offset` lies outside the blob
  public static BlobPart of(Bytes whole, int offset, int atMost) {
    if (offset < 0 || offset > whole.size()) {
      throw new IllegalArgumentException("no offset " + offset + " in " + whole.size() + " bytes");
    }
    int end = (int) Math.min(whole.size(), (long) offset + atMost);
    return new BlobPart(whole.size(), whole.slice(offset, end));
  }
}
