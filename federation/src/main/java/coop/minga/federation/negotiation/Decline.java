package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.surplus.LotName;
import java.time.Instant;

/// The taker gives an award back: the taker's ledger.
///
/// @param lot the lot
/// @param seq the award's
/// @param reason why, for people
/// @param at when
public record Decline(LotName lot, int seq, String reason, Instant at)
    implements NegotiationStatement {
  /// Why a stop is given up whose food does not go onto the one trip.
  public static final String TRIP = "TRIP: it does not fit into the one trip of the day";

  /// Checks texts and ranges.
  public Decline {
    Checks.range("an award's number", seq, 1, Integer.MAX_VALUE);
    Checks.text("a reason", reason, Checks.SENTENCE);
    Checks.instant("a time", at);
  }
}
