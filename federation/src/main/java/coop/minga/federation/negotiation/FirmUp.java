package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.surplus.Lot;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// So much is there of a lot that was only expected: its giver's ledger, once bidding is over.
///
/// It is never more than was offered. If it is less than was awarded, those get fewer whose bids
/// were the lowest; what each of them has left stands in it, since nobody else knows all bids.
///
/// @param lot one of the author's
/// @param units that are there; 0: it is taken back
/// @param of how many that were offered
/// @param left by award, what is left of each that gets fewer; empty if nothing is there, and all
///   get none
/// @param at when
public record FirmUp(String lot, int units, int of, SortedMap<Integer, Integer> left, Instant at)
    implements NegotiationStatement {
  /// The most awards that get fewer; where it would be more, all is taken back or all is there.
  public static final int MOST_LEFT = 4096;

  /// Checks texts and ranges, and copies.
  public FirmUp {
    left = Collections.unmodifiableSortedMap(new TreeMap<>(left));
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.range("units offered", of, 1, Lot.MAX_UNITS);
    Checks.range("units that are there", units, 0, of);
    Checks.range("awards that get fewer", left.size(), 0, units == 0 ? 0 : MOST_LEFT);
    left.forEach((seq, some) -> {
      Checks.range("an award's number", seq, 1, Integer.MAX_VALUE);
      Checks.range("units that are left", some, 0, Lot.MAX_UNITS);
    });
    Checks.instant("a time", at);
  }

  /// As if nothing were there.
  FirmUp nothing() {
    return new FirmUp(lot, 0, of, Collections.emptySortedMap(), at);
  }

  /// What is left of an award that was of so many units.
  int leftOf(int seq, int promised) {
    return units == 0 ? 0 : Math.min(promised, left.getOrDefault(seq, promised));
  }
}
