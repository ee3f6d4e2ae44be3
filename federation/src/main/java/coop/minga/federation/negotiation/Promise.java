package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.ledger.EntryId;

/// An award and what has come of it.
///
/// @param award as entered
/// @param state where it stands
/// @param units still promised, or handed over in the end
/// @param moved the entry that brought it here
/// @param grams that count against the taker's share
public record Promise(Award award, State state, int units, EntryId moved, Grams grams) {
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

    /// Whether nothing more can come of it.
    public boolean isFinal() {
      return switch (this) {
        case OPEN, ACCEPTED, PICKED_UP, RECEIVED, NO_SHOW -> false;
        case DECLINED, LAPSED, REJECTED, HALTED, FELL_SHORT, DEBITED -> true;
      };
    }
  }

  Promise to(State next, int left, EntryId by, Grams counted) {
    return new Promise(award, next, left, by, counted);
  }

  /// With so many units left of it; what was said of it stays said.
  Promise shrunk(int left, EntryId by) {
    return left == 0
        ? to(State.FELL_SHORT, 0, by, Grams.ZERO)
        : new Promise(award, state, left, moved, grams);
  }

  Promise settled() {
    return new Promise(award, State.DEBITED, units, moved, grams);
  }
}
