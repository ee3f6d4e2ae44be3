package coop.minga.federation.learning;

/// How much an observer of all sums can learn of whether one unit was there, by Renyi differential
/// privacy: the noise of the honest members of every closed set, as they themselves drew it.
///
/// Unit: what [Encoding#unit] says, added or removed; all other data and everything else may be
/// known. To put one in another's place doubles the change and makes the divergence fourfold. The
/// guarantee holds if at most f members of a cohort lie, and if t - f honest ones in each set drew
/// their noise. A weight is a public constant of 1.
///
/// Source: Kairouz, Liu, Steinke, 2021, section 3 (the sum of discrete Gaussians, with its tau
/// term); Canonne, Kamath, Steinke, 2020, proposition 12, for what it means as epsilon and delta.
public final class Privacy {
  private static final double LOWEST_ORDER = 1.01;
  private static final double HIGHEST_ORDER = 4096;
  private static final double ORDER_STEP = 1.005;
  private static final int MOST_EPOCHS = 100_000;
  private static final double MOST_EPSILON = 500;
  private static final int HALVINGS = 200;
  private static final int TERMS = 80;

  private Privacy() {}

  /// What an epoch costs, told of either unit: at order a its Renyi divergence is a times this.
  ///
  /// @param organisation of one organisation
  /// @param siteWeek of one week of one site
  public record Cost(double organisation, double siteWeek) {
    /// Nothing.
    public static final Cost NONE = new Cost(0, 0);

    /// What an epoch costs that hides organisations. A week that is another may turn an update
    /// within the bound into any other within it: twice the bound apart.
    public static Cost ofOrganisation(double rho) {
      return new Cost(rho, 4 * rho);
    }

    /// Both together: divergences add up.
    public Cost plus(Cost other) {
      return new Cost(organisation + other.organisation, siteWeek + other.siteWeek);
    }

    /// The cost of one of some unit.
    public double of(Unit unit) {
      return switch (unit) {
        case Unit.Organisation() -> organisation;
        case Unit.SiteWeek _ -> siteWeek;
      };
    }
  }

  /// What one epoch costs.
  ///
  /// @param encoding with noise
  /// @param cohort who trains
  public static Cost costOfEpoch(Encoding encoding, Cohort cohort) {
    double organisation = rho(encoding, cohort, encoding.organisationSquared());
    return switch (encoding.unit()) {
      case Unit.Organisation() -> Cost.ofOrganisation(organisation);
      case Unit.SiteWeek _ ->
          new Cost(organisation, rho(encoding, cohort, encoding.sensitivitySquared()));
    };
  }

  /// Renyi divergence per order of one epoch, of one of the encoding's unit: at order a it is a
  /// times this.
  ///
  /// @param encoding with noise
  /// @param cohort who trains
  public static double rhoOfEpoch(Encoding encoding, Cohort cohort) {
    return costOfEpoch(encoding, cohort).of(encoding.unit());
  }

  private static double rho(Encoding encoding, Cohort cohort, long squared) {
    return rho(
        Math.sqrt((double) squared),
        (double) encoding.noiseVariance(cohort.members().size()),
        cohort.honest(),
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

  /// Epsilon for a delta if the noise were a continuous Gaussian, exactly: no more than [#epsilon],
  /// which counts that it is not. To compare by; what is reported and charged is [#epsilon].
  ///
  /// Source: Balle, Wang, "Improving the Gaussian mechanism for differential privacy", 2018,
  /// theorem 8; epochs compose by the sum of their divergences.
  public static double gaussianEpsilon(double rho, double delta) {
    double mu = Math.sqrt(2 * rho);
    double low = 0;
    double high = MOST_EPSILON;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (delta(mu, middle) > delta) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double delta(double mu, double epsilon) {
    return below(mu / 2 - epsilon / mu) - Math.exp(epsilon) * below(-mu / 2 - epsilon / mu);
  }

  /// How much of a normal distribution is below a point.
  private static double below(double point) {
    double x = Math.abs(point) / Math.sqrt(2);
    double tail = x < 2 ? 1 - inside(x) : outside(x);
    return point < 0 ? tail / 2 : 1 - tail / 2;
  }

  /// The error function, by its series of positive terms.
  private static double inside(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < TERMS; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /// Its complement, by its continued fraction.
  private static double outside(double x) {
    double fraction = x;
    for (int n = TERMS; n > 0; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
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
