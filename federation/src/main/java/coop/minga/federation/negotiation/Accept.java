package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import java.time.Instant;

/// The taker will come for so many of the units awarded: the taker's ledger.
///
/// @param lot the lot
/// @param seq the award's
/// @param units at least 1; fewer than awarded gives the rest back
/// @param at when
public record Accept(LotName lot, int seq, int units, Instant at) implements NegotiationStatement {
  /// Checks the ranges.
  public Accept {
    Checks.range("an award's number", seq, 1, Integer.MAX_VALUE);
    Checks.range("units", units, 1, Lot.MAX_UNITS);
    Checks.instant("a time", at);
  }
}
