package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.Checks;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import java.time.Duration;
import java.time.Instant;

/// A site asks for more units of a lot, beside those it holds, at a price: the taker's book.
///
/// @param lot the lot
/// @param seq 1, 2, ... of this site on this lot, at most [#MAX_SEQ]
/// @param site the taker's
/// @param units more, 1 to [Lot#MAX_UNITS]
/// @param points per kg
/// @param bindsUntil when it becomes void by itself
/// @param settlementEpoch the offer's
/// @param reach how long from the giver's door to the plate
/// @param at when
/// @param avoids what the site keeps out: nothing that contains it goes there
public record Bid(
    LotName lot,
    int seq,
    String site,
    int units,
    int points,
    Instant bindsUntil,
    int settlementEpoch,
    Reach reach,
    Instant at,
    Allergens avoids)
    implements NegotiationStatement {
  /// The last bid of a site on a lot.
  public static final int MAX_SEQ = 10_000;

  /// Checks texts and ranges.
  public Bid {
    Checks.range("a bid's number", seq, 1, MAX_SEQ);
    Checks.text("a site", site, Checks.NAME);
    Checks.range("units", units, 1, Lot.MAX_UNITS);
    Checks.range("points", points, 0, Offer.MAX_POINTS);
    Checks.instant("a time", bindsUntil);
    Checks.range("a settlement epoch", settlementEpoch, 0, Integer.MAX_VALUE);
    Checks.instant("a time", at);
  }

  /// A bid for a site that keeps nothing out.
  public Bid(
      LotName lot,
      int seq,
      String site,
      int units,
      int points,
      Instant bindsUntil,
      int settlementEpoch,
      Reach reach,
      Instant at) {
    this(lot, seq, site, units, points, bindsUntil, settlementEpoch, reach, at, Allergens.NONE);
  }

  /// The same bid for a site that keeps some things out.
  public Bid avoiding(Allergens some) {
    return new Bid(lot, seq, site, units, points, bindsUntil, settlementEpoch, reach, at, some);
  }

  /// How long from the giver's door to the plate.
  ///
  /// @param travelMinutes on the way, at most a week
  /// @param serveMinutes from arrival until it is eaten or frozen, at most a week
  public record Reach(int travelMinutes, int serveMinutes) {
    private static final int WEEK = 7 * 24 * 60;

    /// Checks the ranges.
    public Reach {
      Checks.range("minutes of travel", travelMinutes, 0, WEEK);
      Checks.range("minutes to serve", serveMinutes, 0, WEEK);
    }

    /// Both together.
    public Duration whole() {
      return Duration.ofMinutes(travelMinutes + (long) serveMinutes);
    }
  }
}
