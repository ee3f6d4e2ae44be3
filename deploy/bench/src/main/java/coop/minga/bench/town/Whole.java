package coop.minga.bench.town;

/// Arithmetic in whole numbers.
final class Whole {
  private Whole() {}

  /// The floor of the square root.
  static long root(long square) {
    long root = (long) Math.sqrt((double) square);
    while (root * root > square) {
      root--;
    }
    while ((root + 1) * (root + 1) <= square) {
      root++;
    }
    return root;
  }

  /// The smallest multiple of a pack that is at least so many thousandths; 0 for none.
  static int packs(long milli, int pack) {
    return milli <= 0 ? 0 : Math.toIntExact(Math.ceilDiv(milli, 1000L * pack) * pack);
  }
}
