package coop.minga.federation.negotiation;

import coop.minga.federation.disclosure.FieldOpening;
import coop.minga.federation.goods.Checks;
import coop.minga.federation.surplus.GiversWishes;
import java.time.Instant;

/// What a giver wished of who gets a lot, shown to everybody once no more bids are taken: its
/// ledger. Nothing is awarded before but what was taken first.
///
/// @param lot one of the author's
/// @param opening of [GiversWishes#FIELD] in the lot's notice
/// @param at when
public record Wished(String lot, FieldOpening opening, Instant at) implements NegotiationStatement {
  /// Checks texts and ranges, and that it opens wishes.
  public Wished {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.instant("a time", at);
    GiversWishes.read(opening);
  }

  /// What was wished.
  public GiversWishes wishes() {
    return GiversWishes.read(opening);
  }
}
