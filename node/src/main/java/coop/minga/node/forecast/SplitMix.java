package coop.minga.node.forecast;

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers from the same seed, on every machine and
/// JDK.
///
/// Our own, because the JDK promises the algorithm of none of its generators but the oldest. Not
/// for secrets. One thread.
final class SplitMix {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  SplitMix(long seed) {
    this.state = seed;
  }

  long next() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /// 0 up to, not including, 1, in steps of 2^-53.
  double uniform() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /// A normal deviate (Box and Muller; the second of the pair is not kept).
  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * Math.PI * uniform());
  }

  /// Any order of the given numbers, each as likely as the next to within 2^-31.
  void shuffle(int[] numbers) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = (int) Long.remainderUnsigned(next(), i + 1L);
      int moved = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = moved;
    }
  }
}
