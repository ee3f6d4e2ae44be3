package coop.minga.node.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// How much of one day's surprise is still there on later days, as the correlation of normal scores
/// of ranks: the matrix of a Gaussian copula over any number of days, which depends on how far two
/// days are apart and on nothing else.
///
/// Days that are closed or sold out are no days here. The correlations of a series are those of its
/// own residuals, drawn towards [#USUAL] where there are few, and towards none the further apart
/// the days are. Sources: Nelsen, An Introduction to Copulas, for the copula; the sums behind the
/// correlations are divided by those over all days and tapered by a triangle (Bartlett 1946), so
/// that they always are correlations of something.
///
/// @param byLag from the next day on; days further apart are unrelated
public record CarryOver(List<Double> byLag) {
  /// So many days apart nothing is left.
  public static final int FORGOTTEN = 28;

  /// A half year tells it; what was longer ago is not asked.
  static final int DAYS = 182;

  /// Nothing is carried over.
  public static final CarryOver NONE = new CarryOver(List.of());

  /// What is carried over before a series' own days speak: found on bakery weeks that judge
  /// nothing, where it was .05 to .1 at each lag of a week.
  static final double USUAL = .1;

  /// The usual counts as much as so many own days.
  private static final double DAYS_OF_DOUBT = 30;

  private static final double LEAST_PIVOT = 1e-9;

  /// Checks and copies.
  public CarryOver {
    byLag = List.copyOf(byLag);
    if (byLag.size() >= FORGOTTEN || byLag.stream().anyMatch(link -> !(Math.abs(link) < 1))) {
      throw new IllegalArgumentException(
          "a carry-over is less than 1 on each of at most %d days: %s"
              .formatted(FORGOTTEN - 1, byLag));
    }
    root(byLag, Forecasts.MAX_DAYS);
  }

  /// That of a series.
  ///
  /// @param residuals by day, oldest first; only days that tell the demand
  static CarryOver of(double[] residuals) {
    double[] scores = scores(residuals);
    double all = together(scores, 0);
    double trust = residuals.length / (residuals.length + DAYS_OF_DOUBT);
    List<Double> found = new ArrayList<>();
    for (int lag = 1; lag < FORGOTTEN; lag++) {
      double own = all == 0 ? 0 : together(scores, lag) / all;
      found.add(taper(lag) * (trust * own + (1 - trust) * USUAL));
    }
    return new CarryOver(found);
  }

  private static double taper(int lag) {
    return 1 - (double) lag / FORGOTTEN;
  }

  private static double together(double[] scores, int lag) {
    double sum = 0;
    for (int day = lag; day < scores.length; day++) {
      sum += scores[day] * scores[day - lag];
    }
    return sum;
  }

  /// Where each number's rank stands in a normal distribution; equal numbers share a rank.
  private static double[] scores(double[] values) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[] scores = new double[values.length];
    for (int first = 0, next; first < order.length; first = next) {
      next = first + 1;
      while (next < order.length && values[order[next]] == values[order[first]]) {
        next++;
      }
      double score = Normal.deviate((first + next) / 2.0 / order.length);
      for (int at = first; at < next; at++) {
        scores[order[at]] = score;
      }
    }
    return scores;
  }

  /// What makes correlated normal deviates of independent ones: the lower triangle whose product
  /// with its own transpose is the matrix (Cholesky).
  double[][] root(int days) {
    return root(byLag, days);
  }

  private static double[][] root(List<Double> byLag, int days) {
    double[][] root = new double[days][];
    for (int row = 0; row < days; row++) {
      root[row] = new double[row + 1];
      double rest = 1;
      for (int column = 0; column < row; column++) {
        double sum = row - column > byLag.size() ? 0 : byLag.get(row - column - 1);
        for (int k = 0; k < column; k++) {
          sum -= root[row][k] * root[column][k];
        }
        root[row][column] = sum / root[column][column];
        rest -= root[row][column] * root[row][column];
      }
      if (rest < LEAST_PIVOT) {
        throw new IllegalArgumentException("no days can be related so: " + byLag);
      }
      root[row][row] = StrictMath.sqrt(rest);
    }
    return root;
  }
}
