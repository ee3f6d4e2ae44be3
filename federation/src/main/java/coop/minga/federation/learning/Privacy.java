package coop.minga.federation.learning;

/// How much an observer of all sums can learn of whether one organisation took part, by Renyi
/// differential privacy: the noise of the honest members of every closed set, as they themselves
/// drew it.
///
/// Unit: one organisation, added or removed; the others' updates and everything else may be known.
/// The guarantee holds if at most f members of a cohort lie, and if t - f honest ones in each set
/// drew their noise. A weight is a public constant of 1. There is no smaller unit here: clipping
/// what several local steps came to bounds an organisation, not one site's week.
///
/// Source: Kairouz, Liu, Steinke, 2021, section 3 (the sum of discrete Gaussians, with its tau
/// term); Canonne, Kamath, Steinke, 2020, proposition 12, for what it means as epsilon and delta.
public final class Privacy {
  private static final double LOWEST_ORDER = 1.01;
  private static final double HIGHEST_ORDER = 4096;
  private static final double ORDER_STEP = 1.005;
  private static final int MOST_EPOCHS = 100_000;

  private Privacy() {}

  /// Renyi divergence per order of one epoch: at order a it is a times this.
  ///
  /// @param encoding with noise
  /// @param cohort who trains
  public static double rhoOfEpoch(Encoding encoding, Cohort cohort) {
    int honest = cohort.honest();
    int members = cohort.members().size();
    return rho(
        Math.sqrt((double) encoding.sensitivitySquared()),
        (double) encoding.noiseVariance(members),
        honest,
        encoding.turned());
  }

  /// @param sensitivity L2, in units of the integers
  /// @param variance of one member's noise in a coordinate
  /// @param honest how many drew it
  /// @param dimension coordinates
  static double rho(double sensitivity, double variance, int honest, int dimension) {
    double tau = 0;
    for (int k = 1; k < honest; k++) {
      tau += Math.exp(-2 * Math.PI * Math.PI * variance * k / (k + 1));
    }
    tau *= 10;
    double plain = sensitivity * sensitivity / (honest * variance);
    double one = Math.sqrt(plain + tau * dimension / 2);
    double other = Math.sqrt(plain) + tau * Math.sqrt(dimension);
    double epsilon = Math.min(one, other);
    return epsilon * epsilon / 2;
  }

  /// Epsilon for a delta, of so much Renyi divergence per order: the best over the orders.
  public static double epsilon(double rho, double delta) {
    double best = Double.POSITIVE_INFINITY;
    for (double order = LOWEST_ORDER; order < HIGHEST_ORDER; order *= ORDER_STEP) {
      best = Math.min(best, epsilonAt(order, rho * order, delta));
    }
    return Math.max(0, best);
  }

  /// What a Renyi divergence at one order means.
  static double epsilonAt(double order, double divergence, double delta) {
    return divergence + Math.log1p(-1 / order) - (Math.log(delta) + Math.log(order)) / (order - 1);
  }

  /// How many epochs of one kind fit into a budget.
  ///
  /// @param rho of one epoch; above 0
  public static int epochsWithin(double rho, double epsilon, double delta) {
    int epochs = 0;
    while (epochs < MOST_EPOCHS && epsilon(rho * (epochs + 1), delta) <= epsilon) {
      epochs++;
    }
    return epochs;
  }
}
