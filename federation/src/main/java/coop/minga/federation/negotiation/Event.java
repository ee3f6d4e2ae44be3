package coop.minga.federation.negotiation;

import java.time.Instant;

/// What happens to a giver's stall or a taker's bidder.
public sealed interface Event {
  /// When, by the node's clock. A clock that went back counts as standing still.
  Instant at();

  /// An entry stands: one's own, as soon as it is staged and before the next event; another's, as
  /// soon as it is held.
  record Heard(Instant at, Stated stated, Seen seen) implements Event {}

  /// Time went on.
  record TimePassed(Instant at, Seen seen) implements Event {}

  /// What the node holds at this moment.
  Seen seen();
}
