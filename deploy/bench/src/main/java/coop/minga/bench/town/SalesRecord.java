package coop.minga.bench.town;

/// What a shop keeps of one series for the plain rule: the last four days of each weekday, and how
/// far the last 84 were from the mean before them. In thousandths of a unit, as on a day without a
/// promotion.
final class SalesRecord {
  private static final int WEEKS = 4;
  private static final int ERRORS = 84;
  private static final int LEAST_ERRORS = 14;

  private final long[] kept;
  private final int[] days;
  private final long[] errors;
  private int made;
  private long squares;

  SalesRecord() {
    kept = new long[Days.WEEK * WEEKS];
    days = new int[Days.WEEK];
    errors = new long[ERRORS];
  }

  private SalesRecord(SalesRecord other) {
    kept = other.kept.clone();
    days = other.days.clone();
    errors = other.errors.clone();
    made = other.made;
    squares = other.squares;
  }

  SalesRecord copy() {
    return new SalesRecord(this);
  }

  /// The mean of a weekday's kept days; 0 if there are none.
  long mean(int weekday) {
    int count = Math.min(WEEKS, days[weekday]);
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += kept[weekday * WEEKS + i];
    }
    return count == 0 ? 0 : sum / count;
  }

  /// The mean square of the kept errors; with few of them that of half the mean of a weekday.
  long variance(int weekday) {
    if (made < LEAST_ERRORS) {
      long half = mean(weekday) / 2;
      return half * half;
    }
    return squares / Math.min(ERRORS, made);
  }

  /// Enters a day: a shelf that was found empty sold at least what is usual.
  ///
  /// @param milli sold, as on a day without a promotion
  void enter(int weekday, long milli, boolean empty) {
    long mean = mean(weekday);
    long day = empty ? Math.max(milli, mean) : milli;
    if (days[weekday] > 0) {
      keep(day - mean);
    }
    kept[weekday * WEEKS + days[weekday] % WEEKS] = day;
    days[weekday]++;
  }

  private void keep(long error) {
    int place = made % ERRORS;
    squares += error * error - errors[place] * errors[place];
    errors[place] = error;
    made++;
  }
}
