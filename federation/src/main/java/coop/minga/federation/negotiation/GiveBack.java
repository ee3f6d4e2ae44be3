package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.surplus.LotName;
import java.time.Instant;

/// The taker will not come for what it had accepted; the standby is asked while there is time: the
/// taker's ledger.
///
/// @param lot the lot
/// @param seq the award's
/// @param reason why, for people
/// @param at when
public record GiveBack(LotName lot, int seq, String reason, Instant at)
    implements NegotiationStatement {
  /// Checks texts and ranges.
  public GiveBack {
    Checks.range("an award's number", seq, 1, Integer.MAX_VALUE);
    Checks.text("a reason", reason, Checks.SENTENCE);
    Checks.instant("a time", at);
  }
}
