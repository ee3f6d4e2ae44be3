package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;

/// What the node must now do, in the order given. A node that cannot do one does none that follow.
public sealed interface Effect {
  /// Enter this in the tree of its kind, and hear it ([Event.Heard]) before any other event: only
  /// then does it count, and only then come the [Tell]s that speak of it.
  record Enter(NegotiationStatement statement) implements Effect {}

  /// Send the entry in which this stands; it may have been sent before.
  record Tell(MemberId peer, NegotiationStatement statement) implements Effect {}
}
