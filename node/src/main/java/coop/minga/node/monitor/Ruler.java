package coop.minga.node.monitor;

/// Measures quantities so that a day's noise is about the same for many units as for few: it goes
/// with the square root of few and with the logarithm of many, as counts do whose variance is `mean
/// + mean² / 25` (F. J. Anscombe, "The transformation of Poisson, binomial and negative-binomial
///   data", Biometrika 35, 1948).
///
/// Far above 25 units a difference of marks is the logarithm of a ratio: -.5 is a fall by 40 %.
final class Ruler {
  /// The variance of a day's mark when nothing happens, as far as one can say beforehand.
  static final double USUAL_VARIANCE = .04;

  private static final double SHIFT = 3. / 8;

  private Ruler() {}

  /// The mark of a quantity, which is not negative.
  static double mark(double units) {
    double root = StrictMath.sqrt(USUAL_VARIANCE * (units + SHIFT));
    return 2 * StrictMath.log(root + StrictMath.sqrt(root * root + 1));
  }

  /// The quantity of a mark; 0 for marks below all quantities.
  static double units(double mark) {
    double root = StrictMath.sinh(Math.max(0, mark) / 2);
    return Math.max(0, root * root / USUAL_VARIANCE - SHIFT);
  }
}
