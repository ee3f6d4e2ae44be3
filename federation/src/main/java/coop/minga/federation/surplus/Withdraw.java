package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import java.time.Instant;

/// The giver takes an offer back before it is awarded: the giver's ledger.
///
/// @param lot one of the author's
/// @param reason why, for people
/// @param bookSize of the giver's book: every reply to this lot is below it
/// @param at when
public record Withdraw(String lot, String reason, long bookSize, Instant at)
    implements SurplusStatement {
  /// Checks texts and ranges.
  public Withdraw {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.text("a reason", reason, Checks.SENTENCE);
    Checks.range("a book's size", bookSize, 0, Long.MAX_VALUE);
    Checks.instant("a time", at);
  }
}
