package coop.minga.node.peering;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.MemberId;
import java.io.IOException;
import java.util.Optional;

/// Where this node's blobs are, for peers that ask.
///
/// An implementation MUST be usable from several threads, MUST decide for itself who may have what,
/// and MUST give the same bytes for the same name each time. It may block: it is not called on
/// network threads.
@FunctionalInterface
public interface BlobSource {
  /// A piece of a blob.
  ///
  /// @param offset 0 or more, of a blob named in pieces where one may begin; if it lies past the
  ///   end there is no such piece, and of a blob named by the whole the answer has no bytes
  /// @param atMost bytes wanted, more than 0, of a blob named in pieces all of one
  /// @return empty if the piece is not here, or not for this peer: the peer cannot tell which
  Optional<BlobPart> read(MemberId asker, BlobName blob, int offset, int atMost) throws IOException;

  /// Has nothing for anybody.
  static BlobSource none() {
    return (asker, blob, offset, atMost) -> Optional.empty();
  }
}
