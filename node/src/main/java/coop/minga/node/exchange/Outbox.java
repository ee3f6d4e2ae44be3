package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import coop.minga.node.peering.PeerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// What will be said to peers once everything that it rests on is durable, in order.
final class Outbox {
  private final BiConsumer<MemberId, PeerFrame> post;
  private final Supplier<Set<MemberId>> connected;
  private final List<Runnable> waiting = new ArrayList<>();

  Outbox(BiConsumer<MemberId, PeerFrame> post, Supplier<Set<MemberId>> connected) {
    this.post = post;
    this.connected = connected;
  }

  /// Members with a session now.
  Set<MemberId> connected() {
    return connected.get();
  }

  boolean isConnected(MemberId peer) {
    return connected().contains(peer);
  }

  void send(MemberId peer, PeerFrame frame) {
    waiting.add(() -> post.accept(peer, frame));
  }

  void broadcast(PeerFrame frame) {
    waiting.add(() -> connected.get().forEach(peer -> post.accept(peer, frame)));
  }

  /// Sends all that waits. Called only when the batch is durable.
  void flush() {
    for (Runnable next : List.copyOf(waiting)) {
      next.run();
    }
    waiting.clear();
  }
}
