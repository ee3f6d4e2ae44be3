package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;

/// The giver stops a lot that a recall covers: nothing more of it is promised or handed over, and
/// what was promised and not handed over is void, without a debit: the giver's ledger.
///
/// @param lot one of the author's
/// @param recall the entry that covers it
/// @param bookSize of the giver's book: every reply to this lot that accepted anything is below it
/// @param at when
public record Halt(String lot, EntryId recall, long bookSize, Instant at)
    implements SurplusStatement {
  /// Checks texts and ranges.
  public Halt {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.range("a book's size", bookSize, 0, Long.MAX_VALUE);
    Checks.instant("a time", at);
  }
}
