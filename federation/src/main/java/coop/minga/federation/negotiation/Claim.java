package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.PickedUp;
import java.util.Optional;

/// An award as its taker sees it.
///
/// @param award as entered by the giver
/// @param state where it stands
/// @param units that the taker counts on
/// @param handed the giver's leg of the handover, once it was entered
/// @param carrier who fetches it for the taker; absent if the taker comes itself
/// @param delivered the carrier's word on what it puts before the taker, once it was entered
public record Claim(
    Award award,
    State state,
    int units,
    Optional<Handed> handed,
    Optional<MemberId> carrier,
    Optional<Leg> delivered) {
  /// As its taker hears of it.
  Claim(Award award, State state) {
    this(award, state, award.units(), Optional.empty(), Optional.empty(), Optional.empty());
  }

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
  ///
  /// @param to the carrier that took it over; absent if that was the taker
  public record Handed(EntryId id, Leg leg, Optional<MemberId> to) {}

  /// Whether a carrier has it, or had it.
  public boolean isCarried() {
    return handed.flatMap(Handed::to).isPresent();
  }

  Claim to(State next, int left) {
    return new Claim(award, next, left, handed, carrier, delivered);
  }

  /// With so many units left of it, if it is still to be collected.
  Claim shrunk(int left) {
    boolean waits = state == State.OPEN || state == State.ACCEPTED;
    if (!waits || left == units) {
      return this;
    }
    return left == 0 ? to(State.OVER, 0) : to(state, left);
  }

  Claim handed(EntryId id, PickedUp says) {
    Optional<MemberId> to = says.to().map(PickedUp.Carriage::carrier);
    return new Claim(
        award, state, units, Optional.of(new Handed(id, says.leg(), to)), to, delivered);
  }

  /// What it names once the food has left changes nothing.
  Claim fetchedBy(MemberId member) {
    Optional<MemberId> next =
        Optional.of(member).filter(its -> !its.equals(award.taker().member()));
    return handed.isPresent() ? this : new Claim(award, state, units, handed, next, delivered);
  }

  /// The first word counts.
  Claim delivered(MemberId by, Leg leg) {
    boolean counts = delivered.isEmpty() && handed.flatMap(Handed::to).equals(Optional.of(by));
    return counts ? new Claim(award, state, units, handed, carrier, Optional.of(leg)) : this;
  }
}
