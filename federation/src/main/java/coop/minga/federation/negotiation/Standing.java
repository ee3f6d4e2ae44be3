package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.Offer;

/// Where a site stands with a lot, as its giver says: the newest counts, whatever the order of
/// arrival.
///
/// @param news 1, 2, ... over all that this giver tells this site of this lot
/// @param bids the number of the site's last bid that is reckoned in; 0 before the first
/// @param units it holds
/// @param ask its price for one more unit, points per kg; [#NO_MORE] if there is none to be had
public record Standing(int news, int bids, int units, int ask) {
  /// The ask of one who holds every unit there is, or may not bid.
  public static final int NO_MORE = Offer.MAX_POINTS;

  /// Checks the ranges.
  public Standing {
    Checks.range("news", news, 1, Integer.MAX_VALUE);
    Checks.range("bids", bids, 0, Bid.MAX_SEQ);
    Checks.range("standing units", units, 0, Lot.MAX_UNITS);
    Checks.range("an ask", ask, 0, NO_MORE);
  }
}
