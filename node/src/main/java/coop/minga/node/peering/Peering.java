package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// This node's sessions with all other members. Usable from several threads.
@SuppressWarnings("DoNotCallSuggester") // the bodies follow with the sessions
public final class Peering implements AutoCloseable {
  /// What the sessions need of the rest of the node.
  ///
  /// @param events is told what happens
  /// @param blobs has what peers ask for
  /// @param verifier judges the signatures of Hellos
  /// @param clock the machine's own clock, never a simulated one: it judges certificates
  public record Ports(
      PeerEvents events, BlobSource blobs, SignatureVerifier verifier, InstantSource clock) {}

  /// Prepares; nothing is heard or said before [#start].
  ///
  /// @param roster the other members; this member itself may be among them
  public Peering(Self self, List<PeerRecord> roster, PeeringSettings settings, Ports ports) {
    throw new UnsupportedOperationException();
  }

  /// Listens, and dials every member whose name is larger than ours, again and again.
  ///
  /// @throws IOException if the address cannot be listened on
  public void start() throws IOException {
    throw new UnsupportedOperationException();
  }

  /// The port that is listened on.
  public int port() {
    throw new UnsupportedOperationException();
  }

  /// Queues a frame for a peer, in order, and never waits.
  ///
  /// @return whether it was queued; false if there is no session with the peer. Queued is not
  ///   arrived: see [PeerEvents#overflowed] and [PeerEvents#disconnected]
  public boolean send(MemberId peer, PeerFrame frame) {
    throw new UnsupportedOperationException();
  }

  /// The peers with an open session.
  public Set<MemberId> connected() {
    throw new UnsupportedOperationException();
  }

  /// Asks a peer for a blob, piece by piece; goes on where it was after a new connection.
  ///
  /// @return the whole blob, once its hash is right; else fails with [BlobRefused]. Completed on a
  ///   network thread
  public CompletableFuture<Bytes> fetch(MemberId peer, Hash blob, int maxBytes) {
    throw new UnsupportedOperationException();
  }

  /// What went and came so far, by peer and kind; a copy.
  public Map<MemberId, Map<FrameKind, Traffic>> traffic() {
    throw new UnsupportedOperationException();
  }

  /// Says Goodbye to every peer, waits for what is queued to leave, at most as long as the settings
  /// say, and stops listening.
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
