package coop.minga.node.history;

/// Whether the shelf was empty before the day ended, so that sales are less than demand.
public enum StockOut {
  /// Sold out: demand was at least what was sold.
  YES,
  /// Nobody said, but by what came and was sold nothing was left, or by the times of the sales it
  /// stopped selling long before its site did: see [EmptyShelves] and [QuietEvenings].
  LIKELY,
  /// There was enough all day: demand was what was sold. Somebody said so, or some was counted or
  /// is reckoned to have been left: see [EmptyShelves].
  NO,
  /// Nobody said, as most files do not, and nothing tells.
  UNKNOWN
}
