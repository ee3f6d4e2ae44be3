package coop.minga.bench;

/// What shops do: the mean of the last open days of the weekday, and some times the spread of the
/// rule's own errors on top.
final class PlainRule {
  private static final int WEEKS_BACK = 12;
  private static final int ERRORS = 7 * WEEKS_BACK;
  private static final int LEAD = 2;
  private static final double LEAST_SPREADS = -1;
  private static final double MOST_SPREADS = 4;

  private final double[] sold;
  private final int weekdays;

  /// @param sold by day; not a number on a closed one
  /// @param weekdays how many of them
  PlainRule(double[] sold, int weekdays) {
    this.sold = sold;
    this.weekdays = weekdays;
  }

  double mean(int day) {
    double sum = 0;
    int count = 0;
    for (int at = day - 7; at >= Math.max(0, day - ERRORS) && count < weekdays; at -= 7) {
      if (!Double.isNaN(sold[at])) {
        sum += sold[at];
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  /// In whole units, from too little to too much.
  double[] aims(int day) {
    double mean = mean(day);
    double spread = spread(day - LEAD);
    double[] aims = new double[Sweep.STEPS];
    for (int step = 0; step < aims.length; step++) {
      double times = LEAST_SPREADS + (MOST_SPREADS - LEAST_SPREADS) * step / (aims.length - 1);
      aims[step] = Math.rint(Math.max(0, mean + times * spread));
    }
    return aims;
  }

  private double spread(int last) {
    double squares = 0;
    int count = 0;
    for (int day = last; day > last - ERRORS; day--) {
      if (!Double.isNaN(sold[day])) {
        squares += (sold[day] - mean(day)) * (sold[day] - mean(day));
        count++;
      }
    }
    return count == 0 ? 0 : Math.sqrt(squares / count);
  }
}
