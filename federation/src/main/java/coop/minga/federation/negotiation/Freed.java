package coop.minga.federation.negotiation;

import coop.minga.federation.ledger.EntryId;
import java.util.List;
import java.util.Optional;

/// Units that are promised to nobody, and the entry that made them so.
///
/// @param cause that entry
/// @param units how many
/// @param by who gave them up or was ruled out, and is not asked again for them; absent for the
///   close
/// @param winners standing bids at the close that are still to be awarded
/// @param again whether they may be offered to the standby
/// @param begun whether an entry of the giver's names them: it offered some, or ruled their taker
///   out
record Freed(
    EntryId cause,
    int units,
    Optional<Party> by,
    List<Held> winners,
    boolean again,
    boolean begun) {
  Freed {
    winners = List.copyOf(winners);
  }

  static Freed atClose(EntryId close, int units, List<Held> winners) {
    return new Freed(close, units, Optional.empty(), winners, false, false);
  }

  static Freed givenBack(EntryId cause, int units, Party by) {
    return new Freed(cause, units, Optional.of(by), List.of(), true, false);
  }

  /// For the standby, and no re-offer: the giver wanted it so.
  static Freed ruledOut(EntryId cause, int units, Party by) {
    return new Freed(cause, units, Optional.of(by), List.of(), true, true);
  }

  static Freed spoilt(EntryId cause, int units, Party by) {
    return new Freed(cause, units, Optional.of(by), List.of(), false, false);
  }

  /// Without winners who are to get nothing after all.
  Freed without(List<Held> lost) {
    List<Held> rest = winners.stream().filter(w -> !lost.contains(w)).toList();
    int fewer = winners.stream().filter(lost::contains).mapToInt(Held::units).sum();
    return new Freed(cause, units - fewer, by, rest, again, begun);
  }

  Freed awarded(Party taker, int count) {
    List<Held> rest = winners.stream().filter(w -> !w.taker().equals(taker)).toList();
    return new Freed(cause, units - count, by, rest, again, true);
  }
}
