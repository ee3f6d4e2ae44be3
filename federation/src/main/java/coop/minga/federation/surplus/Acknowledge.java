package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;

/// A person has looked for what a recall covers and set it aside: the ledger of whoever held it.
///
/// @param recall the entry
/// @param units found and set aside; 0 if all was eaten or sold
/// @param at when
public record Acknowledge(EntryId recall, int units, Instant at) implements SurplusStatement {
  /// Checks the ranges.
  public Acknowledge {
    Checks.range("units", units, 0, Lot.MAX_UNITS);
    Checks.instant("a time", at);
  }
}
