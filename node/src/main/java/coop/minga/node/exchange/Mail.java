package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import coop.minga.node.peering.PeerFrame;

/// What waits to be handled, one after the other.
sealed interface Mail {
  /// A session begins.
  record Met(MemberId peer) implements Mail {}

  /// A peer said something.
  record Frame(MemberId peer, PeerFrame frame, Runnable taken) implements Mail {}

  /// What was queued for a peer is lost: say what is held, and tell again.
  record Lost(MemberId peer) implements Mail {}

  /// Something to do here: an operator's command, or what follows from finished work.
  record Errand(Runnable task) implements Mail {}
}
