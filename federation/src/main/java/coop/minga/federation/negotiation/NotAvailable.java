package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.surplus.LotName;
import java.time.Instant;

/// The taker came for what it had accepted, and it was not to be had: the taker's ledger. It
/// changes no auction: what it says against a NO_SHOW is in [Contested].
///
/// @param lot the lot
/// @param seq the award's
/// @param reason what was found, for people
/// @param at when
public record NotAvailable(LotName lot, int seq, String reason, Instant at)
    implements NegotiationStatement {
  /// Checks texts and ranges.
  public NotAvailable {
    Checks.range("an award's number", seq, 1, Integer.MAX_VALUE);
    Checks.text("a reason", reason, Checks.SENTENCE);
    Checks.instant("a time", at);
  }
}
