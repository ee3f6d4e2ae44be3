package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;

/// A piece of a blob.
///
/// @param size bytes of the whole blob
/// @param content the piece; shorter than asked for only at the blob's end
public record BlobPart(int size, Bytes content) {
  /// The piece of a blob that is in memory.
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
