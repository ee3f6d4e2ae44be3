package coop.minga.node.forecast;

/// What was asked for on days on which the shelf was empty before the end.
///
/// Demand is taken as normal about what is usual, with a spread that is learnt from how far the
/// series' other days were off, as a share; what it is expected to be above what was sold is then
/// the inverse Mills ratio (Tobin 1958). Sold-out days teach nothing about the spread themselves.
/// Goes through one series from its first day on: a day's number depends on no later one.
final class Censored {
  private static final double SHARE_AT_FIRST = .3;
  private static final double FIRST_COUNTS_AS = 10;
  private static final double MEMORY = .98;
  private static final double MOST_OVER_SOLD = 3;

  private double squares = SHARE_AT_FIRST * SHARE_AT_FIRST * FIRST_COUNTS_AS;
  private double counted = FIRST_COUNTS_AS;

  /// An uncensored day.
  void learn(double demand, double usual) {
    if (!Double.isNaN(usual)) {
      double off = (demand - usual) / Math.max(1, usual);
      squares = MEMORY * squares + Math.min(1, off * off);
      counted = MEMORY * counted + 1;
    }
  }

  /// Demand of a day that sold out after so many; at least that.
  double expected(double sold, double usual) {
    double middle = Double.isNaN(usual) ? sold : usual;
    double spread = Math.sqrt(squares / counted) * Math.max(1, middle);
    double z = (sold - middle) / spread;
    double above = z > 6 ? sold + spread / z : middle + spread * mills(z);
    return Math.clamp(above, sold, MOST_OVER_SOLD * Math.max(sold, middle));
  }

  private static double mills(double z) {
    return Normal.density(z) / Math.max(1e-12, 1 - Normal.share(z));
  }
}
