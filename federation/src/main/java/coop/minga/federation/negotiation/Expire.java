package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Lot;
import java.time.Instant;

/// Units that came free go to nobody here; they are left to the giver's other outlets: its ledger.
///
/// @param lot one of the author's
/// @param units how many
/// @param because what made them free
/// @param reason for people
/// @param at when
public record Expire(String lot, int units, EntryId because, String reason, Instant at)
    implements NegotiationStatement {
  /// Checks texts and ranges.
  public Expire {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.range("units", units, 1, Lot.MAX_UNITS);
    Checks.text("a reason", reason, Checks.SENTENCE);
    Checks.instant("a time", at);
  }
}
