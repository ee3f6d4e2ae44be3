package coop.minga.federation.negotiation;

import coop.minga.federation.surplus.Offer;
import java.math.BigInteger;

/// By how much a taker's bids count: what it would pay is multiplied by this.
///
/// Kept as a logarithm, so that products and means are sums, and in integers, so that everybody
/// computes the same. Logarithms are to the base 2 in units of 2^-24, powers in units of 2^-32;
/// every step rounds down. The table of powers is made of integer square roots.
///
/// @param log from -3 to 3 times 2^24: a priority is 1/8 to 8
public record Priority(int log) implements Comparable<Priority> {
  private static final int LOG_BITS = 24;
  private static final int POWER_BITS = 32;
  private static final int TABLE_BITS = 60;
  private static final int MANTISSA_BITS = 61;

  /// The largest logarithm; its opposite is the smallest.
  public static final int MOST = 3 << LOG_BITS;

  /// What everybody begins with.
  public static final Priority ONE = new Priority(0);

  /// The power of 2^-k in units of 2^-60, for k from 1.
  private static final long[] ROOTS = roots();

  /// Checks the range.
  public Priority {
    if (log < -MOST || log > MOST) {
      throw new IllegalArgumentException("a priority is 1/8 to 8");
    }
  }

  /// The nearest priority to a logarithm.
  static Priority clamped(long log) {
    return new Priority(Math.clamp(log, -MOST, MOST));
  }

  /// Points of a taker as they count, rounded down.
  public int of(int points) {
    return Math.toIntExact((scaled() * points) >> POWER_BITS);
  }

  /// The fewest points that count as so many, rounded up.
  public int before(int points) {
    long scaled = scaled();
    return Math.toIntExact(
        Math.min(Offer.MAX_POINTS, (((long) points << POWER_BITS) + scaled - 1) / scaled));
  }

  /// It, in units of 2^-32.
  public long scaled() {
    int fraction = log & ((1 << LOG_BITS) - 1);
    long power = 1L << TABLE_BITS;
    for (int k = 1; k <= LOG_BITS; k++) {
      if (((fraction >> (LOG_BITS - k)) & 1) == 1) {
        power = product(power, ROOTS[k], TABLE_BITS);
      }
    }
    return power >> (TABLE_BITS - POWER_BITS - (log >> LOG_BITS));
  }

  /// The logarithm of a fraction of positive numbers.
  static long log(BigInteger above, BigInteger below) {
    int whole = above.bitLength() - below.bitLength();
    long mantissa = mantissa(above, below, whole);
    if (mantissa < 1L << MANTISSA_BITS) {
      whole--;
      mantissa = mantissa(above, below, whole);
    }
    long log = whole;
    for (int k = 0; k < LOG_BITS; k++) {
      mantissa = product(mantissa, mantissa, MANTISSA_BITS);
      boolean doubled = mantissa >= 1L << (MANTISSA_BITS + 1);
      log = (log << 1) | (doubled ? 1 : 0);
      mantissa >>= doubled ? 1 : 0;
    }
    return log;
  }

  private static long mantissa(BigInteger above, BigInteger below, int whole) {
    int shift = MANTISSA_BITS - whole;
    BigInteger numerator = shift >= 0 ? above.shiftLeft(shift) : above;
    BigInteger denominator = shift >= 0 ? below : below.shiftLeft(-shift);
    return numerator.divide(denominator).longValueExact();
  }

  private static long product(long one, long other, int bits) {
    return (Math.multiplyHigh(one, other) << (Long.SIZE - bits)) | ((one * other) >>> bits);
  }

  private static long[] roots() {
    var roots = new long[LOG_BITS + 1];
    roots[0] = 1L << (TABLE_BITS + 1);
    for (int k = 1; k <= LOG_BITS; k++) {
      roots[k] = BigInteger.valueOf(roots[k - 1]).shiftLeft(TABLE_BITS).sqrt().longValueExact();
    }
    return roots;
  }

  @Override
  public int compareTo(Priority other) {
    return Integer.compare(log, other.log);
  }

  /// As in `1.41`.
  @Override
  public String toString() {
    long hundredths = (scaled() * 100 + (1L << (POWER_BITS - 1))) >> POWER_BITS;
    return "%d.%02d".formatted(hundredths / 100, hundredths % 100);
  }
}
