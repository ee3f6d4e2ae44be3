package coop.minga.bench.town;

/// The town's calendar and clock: day 0 is a Monday.
final class Days {
  /// The first day with demand.
  static final int FIRST = -365;

  /// The last day.
  static final int LAST = 59;

  /// The first day of sharing; the ten days from it on are not counted.
  static final int OPENING = 0;

  /// The first day that is counted.
  static final int COUNTED = 10;

  /// How many days are counted.
  static final int COUNT_OF_COUNTED = LAST - COUNTED + 1;

  /// The first of the days on which every arm's one number is tuned.
  static final int TUNING = -60;

  /// The first and the last day of the shock.
  static final int SHOCK_FIRST = 30;

  static final int SHOCK_LAST = 39;

  /// From its first day to its last, and as many days as an order may look beyond.
  static final int COUNT = LAST - FIRST + 1;

  static final int WEEK = 7;
  static final int MINUTES = 24 * 60;
  private static final int SATURDAY = 5;
  private static final int SUNDAY = 6;

  private Days() {}

  /// The place of a day in a table that begins with [#FIRST].
  static int place(int day) {
    return day - FIRST;
  }

  /// Monday is 0.
  static int weekday(int day) {
    return Math.floorMod(day, WEEK);
  }

  static boolean isSaturday(int day) {
    return weekday(day) == SATURDAY;
  }

  static boolean isSunday(int day) {
    return weekday(day) == SUNDAY;
  }

  /// Days that an arrival must last for: no delivery comes on a Sunday.
  static int cover(int arrival, int lifeDays) {
    return Math.min(lifeDays, isSaturday(arrival) ? 2 : 1);
  }

  static boolean isCounted(int day) {
    return day >= COUNTED && day <= LAST;
  }

  static boolean isShock(int day) {
    return day >= SHOCK_FIRST && day <= SHOCK_LAST;
  }
}
