package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import java.time.Instant;

/// The taker of an award did not answer in time: the giver's ledger.
///
/// @param lot one of the author's
/// @param seq the award's
/// @param seen entries of the taker's ledger that the giver held when it said so
/// @param at when
public record Lapse(String lot, int seq, long seen, Instant at) implements NegotiationStatement {
  /// Checks texts and ranges.
  public Lapse {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.range("an award's number", seq, 1, Integer.MAX_VALUE);
    Checks.range("entries seen", seen, 0, Long.MAX_VALUE);
    Checks.instant("a time", at);
  }
}
