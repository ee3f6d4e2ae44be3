package coop.minga.federation.negotiation;

import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Leg;
import java.util.Optional;

/// An award as its taker sees it.
///
/// @param award as entered by the giver
/// @param state where it stands
/// @param units that the taker counts on
/// @param handed the giver's leg of the handover, once it was entered
public record Claim(Award award, State state, int units, Optional<Handed> handed) {
  /// Where it stands.
  public enum State {
    /// To be answered.
    OPEN,
    /// Accepted; to be collected.
    ACCEPTED,
    /// Collected, and not yet counted as stock.
    RECEIVED,
    /// Nothing comes of it.
    OVER
  }

  /// The giver's leg.
  public record Handed(EntryId id, Leg leg) {}

  Claim to(State next, int left) {
    return new Claim(award, next, left, handed);
  }

  /// With so many units left of it, if it is still to be collected.
  Claim shrunk(int left) {
    boolean waits = state == State.OPEN || state == State.ACCEPTED;
    if (!waits || left == units) {
      return this;
    }
    return left == 0 ? to(State.OVER, 0) : to(state, left);
  }

  Claim handed(EntryId id, Leg leg) {
    return new Claim(award, state, units, Optional.of(new Handed(id, leg)));
  }
}
