package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.PickedUp;
import java.util.Optional;

/// An award and what has come of it.
///
/// @param award as entered
/// @param state where it stands
/// @param units still promised, or handed over in the end
/// @param moved the entry that brought it here
/// @param grams that count against the taker's share
/// @param carried by whom it is fetched for the taker; absent if the taker comes itself
public record Promise(
    Award award,
    State state,
    int units,
    EntryId moved,
    Grams grams,
    Optional<PickedUp.Carriage> carried) {
  /// That its taker fetches itself.
  public Promise(Award award, State state, int units, EntryId moved, Grams grams) {
    this(award, state, units, moved, grams, Optional.empty());
  }

  /// Where an award stands.
  public enum State {
    /// Not answered yet.
    OPEN,
    /// The taker will come.
    ACCEPTED,
    /// The giver says it was handed over.
    PICKED_UP,
    /// Both say so; the debit is due.
    RECEIVED,
    /// Nobody came; the debit is due.
    NO_SHOW,
    /// Given back.
    DECLINED,
    /// Not answered in time.
    LAPSED,
    /// Shown at the handover and not taken.
    REJECTED,
    /// Stopped by a recall before it was handed over.
    HALTED,
    /// Only expected, and not there.
    FELL_SHORT,
    /// Settled.
    DEBITED;

    /// Whether somebody fetches it, or did.
    private boolean isFetched() {
      return switch (this) {
        case OPEN, ACCEPTED, PICKED_UP, RECEIVED, REJECTED, DEBITED -> true;
        case NO_SHOW, DECLINED, LAPSED, HALTED, FELL_SHORT -> false;
      };
    }

    /// Whether nothing more can come of it.
    public boolean isFinal() {
      return switch (this) {
        case OPEN, ACCEPTED, PICKED_UP, RECEIVED, NO_SHOW -> false;
        case DECLINED, LAPSED, REJECTED, HALTED, FELL_SHORT, DEBITED -> true;
      };
    }
  }

  Promise to(State next, int left, EntryId by, Grams counted) {
    return new Promise(
        award, next, left, by, counted, next.isFetched() ? carried : Optional.empty());
  }

  /// With so many units left of it; what was said of it stays said.
  Promise shrunk(int left, EntryId by) {
    return left == 0
        ? to(State.FELL_SHORT, 0, by, Grams.ZERO)
        : new Promise(award, state, left, moved, grams, carried);
  }

  Promise settled() {
    return new Promise(award, State.DEBITED, units, moved, grams, carried);
  }

  /// Its taker names who fetches it; itself, if nobody does.
  Promise fetchedBy(PickedUp.Carriage by) {
    return handedTo(Optional.of(by).filter(its -> !its.carrier().equals(award.taker().member())));
  }

  /// Its giver says to whom it handed it over.
  Promise handedTo(Optional<PickedUp.Carriage> by) {
    return new Promise(award, state, units, moved, grams, by);
  }

  /// Its carrier says how much it took over. What it was handed is still what the giver says.
  Promise loaded(int left, Grams most) {
    return new Promise(award, left > 0 ? state : State.REJECTED, left, moved, most, carried);
  }

  /// Whether it is fetched by a member.
  boolean isCarriedBy(MemberId carrier) {
    return carried.filter(by -> by.carrier().equals(carrier)).isPresent();
  }
}
