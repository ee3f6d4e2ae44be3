package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import java.util.ArrayDeque;
import java.util.Optional;

/// What waits for a peer that reads slowly. When it would hold too much it drops all: a peer is
/// told again what it asks for, and a hole in a ledger is found by its frontier. Not for two
/// threads at once.
final class SendQueue {
  /// A frame in its bytes.
  record Queued(FrameKind kind, Bytes message) {}

  private final int maxFrames;
  private final int maxBytes;
  private final ArrayDeque<Queued> frames = new ArrayDeque<>();
  private int bytes;

  SendQueue(PeeringSettings.Limits limits) {
    this.maxFrames = limits.queueFrames();
    this.maxBytes = limits.queueBytes();
  }

  /// Puts a frame last.
  ///
  /// @return false if the queue was full, and is now empty
  boolean offer(Queued frame) {
    if (frames.size() == maxFrames || frame.message().size() > maxBytes - bytes) {
      clear();
      return false;
    }
    frames.add(frame);
    bytes += frame.message().size();
    return true;
  }

  Optional<Queued> poll() {
    Optional<Queued> next = Optional.ofNullable(frames.poll());
    next.ifPresent(frame -> bytes -= frame.message().size());
    return next;
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  void clear() {
    frames.clear();
    bytes = 0;
  }
}
