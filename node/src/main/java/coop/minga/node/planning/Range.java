package coop.minga.node.planning;

import coop.minga.node.forecast.DemandPaths;

/// One number, and how far off it may well be. In whole units.
///
/// @param low it is less than this about as seldom as it is more than `high`
/// @param middle it is as often less as more
/// @param high the upper end
public record Range(long low, long middle, long high) {
  /// Checks the order.
  public Range {
    if (low < 0 || low > middle || middle > high) {
      throw new IllegalArgumentException("no range: %d %d %d".formatted(low, middle, high));
    }
  }

  /// The range between a level and its mirror image, each rounded to the nearest unit.
  static Range of(double[] onePerPath, double lowLevel) {
    return new Range(
        Math.round(DemandPaths.quantile(onePerPath, lowLevel)),
        Math.round(DemandPaths.quantile(onePerPath, .5)),
        Math.round(DemandPaths.quantile(onePerPath, 1 - lowLevel)));
  }

  /// `58 (49-67)`.
  @Override
  public String toString() {
    return low == high ? Long.toString(middle) : middle + " (" + low + "-" + high + ")";
  }
}
