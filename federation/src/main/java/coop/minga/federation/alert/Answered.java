package coop.minga.federation.alert;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;

/// A peer can help: its own ledger, kind ALERT_ANSWER. It promises nothing yet; what follows is an
/// offer, a bid and an award like any other.
///
/// @param alert another member's ALERT
/// @param grams about how much it can take or give
/// @param at when
public record Answered(EntryId alert, Grams grams, Instant at) implements AlertStatement {
  /// Checks.
  public Answered {
    Checks.range("grams", grams.value(), 1, Long.MAX_VALUE);
    Checks.instant("a time", at);
  }
}
