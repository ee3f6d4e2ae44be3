package coop.minga.node.history;

import java.util.OptionalDouble;

/// One day of one series.
///
/// @param quantity sold, in the item's own unit, not negative
/// @param closed the site sold nothing at all that day: no demand could be seen
/// @param stockOut whether the shelf was empty before the end of the day
/// @param price per unit where the files tell it
/// @param promo sold at a promotion
public record SalesDay(
    double quantity, boolean closed, StockOut stockOut, OptionalDouble price, boolean promo) {
  /// Checks the quantity.
  public SalesDay {
    if (!(quantity >= 0) || Double.isInfinite(quantity)) {
      throw new IllegalArgumentException("a day's quantity is not negative, not " + quantity);
    }
    if (closed && quantity > 0) {
      throw new IllegalArgumentException("a closed day sells nothing, not " + quantity);
    }
  }

  /// A day of which no more is known than what was sold.
  public static SalesDay sold(double quantity) {
    return new SalesDay(quantity, false, StockOut.UNKNOWN, OptionalDouble.empty(), false);
  }

  /// A day of which it is known that there was enough.
  public static SalesDay enough(double quantity) {
    return new SalesDay(quantity, false, StockOut.NO, OptionalDouble.empty(), false);
  }

  /// A day on which the site was closed.
  public static SalesDay shut() {
    return new SalesDay(0, true, StockOut.UNKNOWN, OptionalDouble.empty(), false);
  }
}
