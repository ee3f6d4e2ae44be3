package coop.minga.node.forecast;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What may be sold, as one quantity per probability level.
///
/// @param values units, never negative, never falling, one for each of [#LEVELS]
public record Quantiles(List<Double> values) {
  /// The probabilities, in rising order. Orders need the upper ones.
  public static final List<Double> LEVELS = List.of(.05, .1, .25, .5, .75, .9, .95);

  /// Nothing will be sold: the site is closed.
  public static final Quantiles ZERO = new Quantiles(Collections.nCopies(LEVELS.size(), 0.0));

  /// Checks number, sign and order.
  public Quantiles {
    values = List.copyOf(values);
    if (values.size() != LEVELS.size()) {
      throw new IllegalArgumentException(
          "a forecast has " + LEVELS.size() + " quantiles, not " + values.size());
    }
    double before = 0;
    for (double value : values) {
      if (!(value >= before) || Double.isInfinite(value)) {
        throw new IllegalArgumentException("quantiles rise from 0: " + values);
      }
      before = value;
    }
  }

  /// The quantiles made of any numbers: what is below 0 becomes 0, and the order is restored.
  static Quantiles rearranged(double[] raw) {
    List<Double> sorted = new ArrayList<>(raw.length);
    for (double value : raw) {
      sorted.add(Math.max(0, value));
    }
    Collections.sort(sorted);
    return new Quantiles(sorted);
  }

  /// Each quantile between this one's and another's.
  ///
  /// @param share how much of the other: 0 to 1
  Quantiles mixed(Quantiles other, double share) {
    double[] values = new double[LEVELS.size()];
    for (int level = 0; level < values.length; level++) {
      values[level] = (1 - share) * this.values.get(level) + share * other.values.get(level);
    }
    return rearranged(values);
  }

  /// The same, with each upper quantile as far above the median as the lower one of the same rank
  /// is below it, where it was nearer. Distances are of square roots, in which counts are spread
  /// alike on both sides.
  ///
  /// @param share how much of that is made up for: 0 to 1
  Quantiles evened(double share) {
    int middle = LEVELS.indexOf(.5);
    double root = Math.sqrt(median());
    double[] even = values.stream().mapToDouble(value -> value).toArray();
    for (int rank = 1; rank <= middle; rank++) {
      double mirrored = 2 * root - Math.sqrt(even[middle - rank]);
      double nearer = Math.max(0, mirrored * mirrored - even[middle + rank]);
      even[middle + rank] += share * nearer;
    }
    return rearranged(even);
  }

  /// Whether nothing at all will be sold.
  public boolean isZero() {
    return values.getLast() == 0;
  }

  /// The quantity that is exceeded as often as not.
  public double median() {
    return values.get(LEVELS.indexOf(.5));
  }

  /// The lower end of the range that holds the truth eight times in ten.
  public double low() {
    return values.get(LEVELS.indexOf(.1));
  }

  /// The upper end of the range that holds the truth eight times in ten.
  public double high() {
    return values.get(LEVELS.indexOf(.9));
  }

  /// The quantity at any level: straight lines between the known ones, and the outermost lines
  /// carried on beyond them as far as level 0 and 1.
  public double at(double level) {
    if (!(level >= 0 && level <= 1)) {
      throw new IllegalArgumentException("a level is 0 to 1, not " + level);
    }
    int right = 1;
    while (right < LEVELS.size() - 1 && LEVELS.get(right) < level) {
      right++;
    }
    double from = LEVELS.get(right - 1);
    double share = (level - from) / (LEVELS.get(right) - from);
    double low = values.get(right - 1);
    return Math.max(0, low + share * (values.get(right) - low));
  }

  /// The mean of the distribution that the straight lines make.
  public double mean() {
    double sum = 0;
    for (int percent = 0; percent < 100; percent++) {
      sum += at((percent + .5) / 100);
    }
    return sum / 100;
  }
}
