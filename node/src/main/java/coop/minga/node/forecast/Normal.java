package coop.minga.node.forecast;

/// The standard normal distribution, the same bits on every machine.
final class Normal {
  private static final double EXACT = 1e-10;
  private static final int MOST_STEPS = 60;

  private Normal() {}

  /// The share below a deviate (Abramowitz and Stegun 26.2.17, good to 7.5e-8).
  static double share(double deviate) {
    double t = 1 / (1 + .2316419 * Math.abs(deviate));
    double tail =
        density(deviate)
            * t
            * (.319381530
                + t * (-.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return deviate > 0 ? 1 - tail : tail;
  }

  /// The deviate below which a share is; by Newton's steps from the middle, which on one side of it
  /// never go too far.
  ///
  /// @param share more than 0 and less than 1
  static double deviate(double share) {
    if (share > .5) {
      return -deviate(1 - share);
    }
    double deviate = 0;
    double step = 1;
    for (int i = 0; i < MOST_STEPS && Math.abs(step) > EXACT; i++) {
      step = (share(deviate) - share) / density(deviate);
      deviate -= step;
    }
    return deviate;
  }

  static double density(double deviate) {
    return StrictMath.exp(-deviate * deviate / 2) / StrictMath.sqrt(2 * Math.PI);
  }
}
