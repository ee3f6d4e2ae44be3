package coop.minga.federation.learning;

import java.util.Arrays;
import java.util.List;

/// What several cohorts' averages come to together.
///
/// Under [#FEWEST] cohorts it is their mean, each as much as it has members. From there on it is
/// the trimmed mean, number by number: the lowest and the highest are left out, one of each for
/// every four cohorts beyond the first, and the rest count alike. A cohort whose average was out of
/// bounds is not among them ([RingCodec#decode]). So a cohort that was led astray moves no number
/// beyond what others say, as long as such cohorts are no more than are left out on a side; once
/// about half of them are, no such rule helps.
///
/// Source: Yin, Chen, Ramchandran, Bartlett, "Byzantine-robust distributed learning: towards
/// optimal statistical rates", 2018, definition 2, over cohorts and not over members, whose updates
/// nobody sees. All arithmetic is in doubles in one order, whatever the order of the cohorts.
public final class RobustMean {
  /// From so many cohorts on, extremes are left out.
  public static final int FEWEST = 5;

  private static final int FOR_EACH = 4;

  private RobustMean() {}

  /// One cohort's average.
  ///
  /// @param change from the base
  /// @param members whose it is
  public record Part(Parameters change, int members) {}

  /// How many are left out on either side.
  public static int trimmed(int cohorts) {
    return cohorts < FEWEST ? 0 : (cohorts - 1) / FOR_EACH;
  }

  /// Their mean.
  ///
  /// @param parts one at least, alike in size
  public static Parameters of(List<Part> parts) {
    int size = parts.getFirst().change().size();
    float[] mean = new float[size];
    for (int i = 0; i < size; i++) {
      mean[i] = (float) (parts.size() < FEWEST ? mean(parts, i) : trimmedMean(parts, i));
    }
    return Parameters.keep(mean);
  }

  private static double mean(List<Part> parts, int at) {
    double[] weighted =
        parts.stream()
            .mapToDouble(part -> part.members() * (double) part.change().at(at))
            .toArray();
    long members = parts.stream().mapToLong(Part::members).sum();
    return sumOf(weighted, 0) / members;
  }

  private static double trimmedMean(List<Part> parts, int at) {
    double[] values = parts.stream().mapToDouble(part -> part.change().at(at)).toArray();
    int trim = trimmed(parts.size());
    return sumOf(values, trim) / (parts.size() - 2 * trim);
  }

  /// From the smallest to the largest, so that the order in which they came is nothing.
  private static double sumOf(double[] values, int trim) {
    Arrays.sort(values);
    double sum = 0;
    for (int i = trim; i < values.length - trim; i++) {
      sum += values[i];
    }
    return sum;
  }
}
