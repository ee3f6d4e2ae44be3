package coop.minga.node.exchange;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.peering.PeerRecord;
import coop.minga.node.peering.Peering;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// How peers are reached: the part of [Peering] that the loop uses.
public interface Links {
  /// Queues a frame; false if there is no session.
  boolean send(MemberId peer, PeerFrame frame);

  /// Members with a session.
  Set<MemberId> connected();

  /// The members, or their keys or addresses, have changed: whoever no longer belongs is cut off
  /// before this returns. Nothing happens where there are no sessions.
  default void follow(List<PeerRecord> members) {}

  /// Asks a peer for a blob.
  CompletableFuture<Bytes> fetch(MemberId peer, BlobName blob, int maxBytes);

  /// The real sessions.
  static Links of(Peering peering) {
    return new Links() {
      @Override
      public boolean send(MemberId peer, PeerFrame frame) {
        return peering.send(peer, frame);
      }

      @Override
      public Set<MemberId> connected() {
        return peering.connected();
      }

      @Override
      public void follow(List<PeerRecord> members) {
        peering.follow(members);
      }

      @Override
      public CompletableFuture<Bytes> fetch(MemberId peer, BlobName blob, int maxBytes) {
        return peering.fetch(peer, blob, maxBytes);
      }
    };
  }
}
