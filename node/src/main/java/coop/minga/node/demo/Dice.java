package coop.minga.node.demo;

import coop.minga.federation.identity.Hash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/// Seeded chance, the same bits on every machine: [StrictMath] only, and our own distributions,
/// since those of the JDK may change with its version.
///
/// Each subject has dice of its own, so that one more item leaves the others' history as it was.
/// Not for use from two threads.
final class Dice {
  private static final double TWO_PI = 2 * StrictMath.PI;

  /// Above this a Poisson draw is split in two, so that exp(-mean) stays far from zero.
  private static final double POISSON_SPLIT = 30;

  private final SplittableRandom random;

  /// The dice of a subject in the world of a seed.
  Dice(long seed, String subject) {
    byte[] name = (seed + "|" + subject).getBytes(StandardCharsets.UTF_8);
    this.random =
        new SplittableRandom(
            Long.parseUnsignedLong(Hash.sha256(name).toString().substring(0, 16), 16));
  }

  /// At least 0, below 1.
  double uniform() {
    return random.nextDouble();
  }

  /// Between two values.
  double uniform(double from, double to) {
    return from + (to - from) * uniform();
  }

  /// 0 to one less than the bound.
  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double probability) {
    return uniform() < probability;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /// Standard normal (Box and Muller 1958).
  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(TWO_PI * uniform());
  }

  /// Gamma with scale 1 (Marsaglia and Tsang 2000, with their step for shapes below 1).
  double gamma(double shape) {
    if (shape < 1) {
      return gamma(shape + 1) * StrictMath.pow(1 - uniform(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double z = normal();
      double v = StrictMath.pow(1 + c * z, 3);
      if (v > 0 && StrictMath.log(1 - uniform()) < z * z / 2 + d - d * v + d * StrictMath.log(v)) {
        return d * v;
      }
    }
  }

  /// Poisson (Knuth's product; large means as sums of smaller).
  int poisson(double mean) {
    if (mean > POISSON_SPLIT) {
      return poisson(mean / 2) + poisson(mean / 2);
    }
    double limit = StrictMath.exp(-mean);
    int count = 0;
    for (double product = 1 - uniform(); product > limit; product *= 1 - uniform()) {
      count++;
    }
    return count;
  }

  /// Negative binomial with variance mean + dispersion x mean^2.
  int negativeBinomial(double mean, double dispersion) {
    return mean <= 0 ? 0 : poisson(mean * dispersion * gamma(1 / dispersion));
  }
}
