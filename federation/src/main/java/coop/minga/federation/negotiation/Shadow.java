package coop.minga.federation.negotiation;

/// What a site that bid for nothing would have had of a lot that is over.
///
/// What nobody took it would have had for nothing. What others hold it might have had for a bid
/// step more than the lot cleared for; of how many units that is true, and whether they would have
/// bid more again, only their bids tell, which are not told to other takers: so it is an upper
/// bound.
///
/// @param surely units
/// @param atMost units, those among them
public record Shadow(int surely, int atMost) {
  /// How a lot ended.
  ///
  /// @param leftUnits for which nobody bid
  /// @param clearingPoints per kg
  public record Ended(int leftUnits, int clearingPoints) {}
}
