package coop.minga.federation.learning;

import java.math.BigInteger;

/// Draws integers with a probability proportional to exp(-x^2 / (2 sigma^2)), exactly: uniform bits
/// and integer arithmetic only, so that no rounding of a floating-point sampler gives anything
/// away.
///
/// Source: Canonne, Kamath, Steinke, "The discrete Gaussian for differential privacy", 2020,
/// algorithms 1 to 3. For one thread.
final class DiscreteGaussian {
  private final KeyStream bits;
  private final BigInteger sigmaSquared;
  private final BigInteger scale;

  /// @param bits what the integers are drawn from; as secret as what they hide
  /// @param sigmaSquared the parameter, at least 1
  DiscreteGaussian(KeyStream bits, long sigmaSquared) {
    if (sigmaSquared < 1) {
      throw new IllegalArgumentException("noise has a variance of 1 or more, not " + sigmaSquared);
    }
    this.bits = bits;
    this.sigmaSquared = BigInteger.valueOf(sigmaSquared);
    this.scale = this.sigmaSquared.sqrt().add(BigInteger.ONE);
  }

  /// The next integer.
  int next() {
    while (true) {
      BigInteger drawn = laplace();
      // Keep it with probability exp(-(|y| - sigma^2 / t)^2 / (2 sigma^2)).
      BigInteger off = drawn.abs().multiply(scale).subtract(sigmaSquared);
      BigInteger over = sigmaSquared.shiftLeft(1).multiply(scale).multiply(scale);
      if (happensExp(off.multiply(off), over)) {
        return drawn.intValueExact();
      }
    }
  }

  /// A discrete Laplace of scale t: probability proportional to exp(-|y| / t).
  private BigInteger laplace() {
    while (true) {
      BigInteger rest = uniform(scale);
      if (!happensExp(rest, scale)) {
        continue;
      }
      BigInteger whole = BigInteger.ZERO;
      while (happensExp(BigInteger.ONE, BigInteger.ONE)) {
        whole = whole.add(BigInteger.ONE);
      }
      BigInteger size = rest.add(scale.multiply(whole));
      boolean minus = (bits.next() & 1) == 1;
      if (minus && size.signum() == 0) {
        continue;
      }
      return minus ? size.negate() : size;
    }
  }

  /// True with probability exp(-n/d).
  private boolean happensExp(BigInteger n, BigInteger d) {
    BigInteger[] parts = n.divideAndRemainder(d);
    for (BigInteger i = parts[0]; i.signum() > 0; i = i.subtract(BigInteger.ONE)) {
      if (!happensExpOfFraction(BigInteger.ONE, BigInteger.ONE)) {
        return false;
      }
    }
    return happensExpOfFraction(parts[1], d);
  }

  /// True with probability exp(-n/d), for n of 0 to d.
  private boolean happensExpOfFraction(BigInteger n, BigInteger d) {
    int tries = 1;
    while (uniform(d.multiply(BigInteger.valueOf(tries))).compareTo(n) < 0) {
      tries++;
    }
    return tries % 2 == 1;
  }

  /// Uniform from 0 up to, not including, a bound.
  private BigInteger uniform(BigInteger bound) {
    int length = bound.subtract(BigInteger.ONE).bitLength();
    while (true) {
      BigInteger drawn = BigInteger.ZERO;
      for (int have = 0; have < length; have += Integer.SIZE) {
        drawn =
            drawn
                .shiftLeft(Integer.SIZE)
                .or(BigInteger.valueOf(Integer.toUnsignedLong(bits.next())));
      }
      drawn = drawn.mod(BigInteger.ONE.shiftLeft(length));
      if (drawn.compareTo(bound) < 0) {
        return drawn;
      }
    }
  }
}
