package coop.minga.node.peering;

import coop.minga.federation.identity.MemberId;
import java.util.Optional;

/// What the sessions tell the node.
///
/// Called on network threads: an implementation MUST only enqueue, MUST NOT block and MUST NOT
/// throw. Of one peer, [#connected] comes first and [#disconnected] last, each once a session; a
/// new session that takes the place of a dead one is told as disconnected, connected. Frames of one
/// session come in the order they were sent.
public interface PeerEvents {
  /// Both Hellos are verified; the peer may be sent to. What it holds is not known: send the
  /// frontier.
  void connected(MemberId peer);

  /// The session has ended. Whatever was queued for the peer may be lost.
  void disconnected(MemberId peer, Refusal why);

  /// A frame that is well formed; nothing is known of the truth of what it carries.
  ///
  /// @param taken MUST be run once the frame needs no more room, from any thread: so many frames as
  ///   are not yet taken are not read anew from this peer
  void received(MemberId peer, PeerFrame frame, Runnable taken);

  /// The peer reads too slowly: what was queued for it is dropped. As after a new connection, send
  /// the frontier, and again what cannot be asked for.
  void overflowed(MemberId peer);

  /// A connection that came to nothing, whoever dialled.
  ///
  /// @param who the member dialled, or the one that the refused certificate names; empty if it
  ///   names none of the roster
  void refused(Optional<MemberId> who, Refusal why);
}
