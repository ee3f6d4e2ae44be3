package coop.minga.node.desk;

/// What whoever offers something needs at hand, a person or a standing policy.
///
/// @param stall on which it is put
/// @param leftOvers of which it is
/// @param offers makes the offer
record OfferKit(OwnStall stall, LeftOvers leftOvers, OfferMaker offers) {}
