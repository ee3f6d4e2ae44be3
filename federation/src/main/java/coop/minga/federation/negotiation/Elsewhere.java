package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.OutletReason;
import java.time.Instant;

/// Units of a lot that no member took go to another outlet of the giver's: its ledger. Grams are
/// told in the clear, as they are of handovers, so that everybody can add them up. It says nothing
/// of bids, and so does not move the lot's clock.
///
/// @param lot one of the author's
/// @param units how many of those that expired, or that a recall stopped
/// @param grams of these
/// @param way where they go
/// @param at when
public record Elsewhere(String lot, int units, Grams grams, Way way, Instant at)
    implements NegotiationStatement {
  /// Where food goes that no member took.
  ///
  /// @param outlet what becomes of it
  /// @param reason why it goes no better way
  /// @param where to whom, for people
  public record Way(Outlet outlet, OutletReason reason, String where) {
    /// Checks the text.
    public Way {
      Checks.text("a place", where, Checks.SENTENCE);
    }
  }

  /// Checks texts and ranges.
  public Elsewhere {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.range("units", units, 1, Lot.MAX_UNITS);
    Checks.instant("a time", at);
  }
}
