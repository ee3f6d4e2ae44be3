package coop.minga.bench.town;

/// What the sales since the morning tell of the whole day: the hours of a day sell their usual
/// shares of it, as any shop knows of its own till.
final class Today {
  private static final int HUNDRED = 100;
  private static final int[] BY_CLOSING = {30, 70, 100};

  private Today() {}

  /// The smallest of the days that would have sold so much by a time that has so many per cent.
  static int least(int sold, int percent) {
    return Math.ceilDiv(HUNDRED * sold, percent);
  }

  /// The middle one of the days that would have sold so much by a time that has so many per cent.
  static int middle(int sold, int percent) {
    int most = (HUNDRED * (sold + 1) - 1) / percent;
    return (least(sold, percent) + most) / 2;
  }

  /// One of the days that would have sold so much by now.
  ///
  /// @param sold until the closing, while the shelf was never empty
  /// @param way which of them, going round
  static int demand(int sold, Closing closing, int way) {
    int percent = BY_CLOSING[closing.number() - 1];
    int least = least(sold, percent);
    int most = (HUNDRED * (sold + 1) - 1) / percent;
    return least + way % (most - least + 1);
  }
}
