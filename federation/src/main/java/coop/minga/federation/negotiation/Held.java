package coop.minga.federation.negotiation;

/// Units that a standing bid holds.
///
/// @param taker who holds them
/// @param units how many, at least 1
/// @param points per kg
/// @param order 1, 2, ... as bids were accepted
record Held(Party taker, int units, int points, long order) {
  Held less(int lost) {
    return new Held(taker, units - lost, points, order);
  }
}
