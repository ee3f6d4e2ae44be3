package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;

/// A recall is over: the ledger of whoever entered it. Lots that were stopped stay so; the food may
/// be offered again under another name.
///
/// @param recall the author's own
/// @param reason why, for people
/// @param at when
public record Lift(EntryId recall, String reason, Instant at) implements SurplusStatement {
  /// Checks texts and ranges.
  public Lift {
    Checks.text("a reason", reason, Checks.SENTENCE);
    Checks.instant("a time", at);
  }
}
