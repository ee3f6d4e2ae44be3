package coop.minga.federation.negotiation;

/// Why a bid was given nothing.
public enum Refusal {
  /// The lot is withdrawn or its bidding is over.
  CLOSED,
  /// More than the bidder's priority times the charter's base points.
  PRICE_TOO_HIGH,
  /// Below the bidder's ask, which the reply states.
  PRICE_TOO_LOW,
  /// Not a taker, the giver itself, or not the sponsor that the kitchen named.
  NOT_ELIGIBLE,
  /// The giver gives this lot to the bidder in no case; why stands in its ledger once it is closed.
  VETOED,
  /// Collected at the end of the window it could not be eaten before its date ends.
  TOO_LATE_TO_SERVE,
  /// Another settlement epoch than the offer's.
  WRONG_EPOCH,
  /// It would be void before the lot can be awarded.
  NOT_BINDING_LONG_ENOUGH,
  /// Not the number after the last one, or another bid with a number already used.
  OUT_OF_SEQUENCE,
  /// After the closing time only those bid who bid before.
  NEW_BIDDER_AFTER_SOFT_CLOSE,
  /// More than the kitchen for which is bid needs, as its sponsor stated before it was counted.
  PAST_ITS_NEED,
  /// The lot contains what the site for which is bid keeps out, as the bid says.
  AVOIDED
}
