package coop.minga.node.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// How much wider or narrower than the model says a member's ranges have to be, by its own recent
/// days: the conformal step (Romano, Patterson, Candes 2019, conformalized quantile regression;
/// ours stretches each level's distance from the median instead of moving it, and is shrunk towards
/// 1 where days are few).
///
/// @param byLevel one factor for each of [Quantiles#LEVELS]; the median's is 1
record Stretch(List<Double> byLevel) {
  static final Stretch NONE = new Stretch(Collections.nCopies(Quantiles.LEVELS.size(), 1.0));

  /// The factors count as much as 1 does when they rest on so many days.
  private static final double DAYS_OF_DOUBT = 60;

  private static final double LEAST = .5;
  private static final double MOST = 2.5;

  Stretch {
    byLevel = List.copyOf(byLevel);
    if (byLevel.size() != Quantiles.LEVELS.size()
        || byLevel.stream().anyMatch(factor -> !(factor >= LEAST && factor <= MOST))) {
      throw new IllegalArgumentException("no factors for the levels: " + byLevel);
    }
  }

  /// @param said what was forecast of some days
  /// @param actual what was then sold
  /// @param days how many different days of series they are
  static Stretch fit(List<Quantiles> said, List<Double> actual, int days) {
    List<Double> factors = new ArrayList<>();
    for (int level = 0; level < Quantiles.LEVELS.size(); level++) {
      double needed = needed(said, actual, level);
      double trust = days / (days + DAYS_OF_DOUBT);
      factors.add(Math.clamp(1 + trust * (needed - 1), LEAST, MOST));
    }
    return new Stretch(factors);
  }

  private static double needed(List<Quantiles> said, List<Double> actual, int level) {
    double share = Quantiles.LEVELS.get(level);
    double[] ratios = new double[said.size()];
    int count = 0;
    for (int i = 0; i < ratios.length; i++) {
      double distance = said.get(i).values().get(level) - said.get(i).median();
      if (distance != 0) {
        ratios[count++] = (actual.get(i) - said.get(i).median()) / distance;
      }
    }
    if (count == 0) {
      return 1;
    }
    double[] sorted = Arrays.copyOf(ratios, count);
    Arrays.sort(sorted);
    return Math.max(LEAST, Baselines.quantile(sorted, Math.max(share, 1 - share)));
  }

  Quantiles apply(Quantiles said) {
    double[] values = new double[byLevel.size()];
    for (int level = 0; level < values.length; level++) {
      double distance = said.values().get(level) - said.median();
      values[level] = said.median() + byLevel.get(level) * distance;
    }
    return Quantiles.rearranged(values);
  }
}
