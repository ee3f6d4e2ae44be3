package coop.minga.bench.town;

/// One of a day's three closings.
///
/// @param day of the town
/// @param number 1, 2 or 3
record Closing(int day, int number) {
  /// How many there are a day.
  static final int COUNT = 3;

  /// Minutes from a closing to the table, beside the time to serve.
  private static final int TO_COLLECT = 60;

  private static final int MEAL = 19 * 60;
  private static final int[] MINUTES = {11 * 60, 16 * 60, 20 * 60 + 30};

  /// Minutes from 00:00 of its day.
  int minuteOfDay() {
    return MINUTES[number - 1];
  }

  /// Minutes from 00:00 of day 0.
  int minute() {
    return day * Days.MINUTES + minuteOfDay();
  }

  /// Slots of sale that are over by then.
  int slotsBefore() {
    return isLast() ? Play.SLOTS : number;
  }

  boolean isLast() {
    return number == COUNT;
  }

  /// The day on which a taker can first serve what it collects now.
  int firstMeal(int serveMinutes) {
    return minuteOfDay() + TO_COLLECT + serveMinutes <= MEAL ? day : day + 1;
  }
}
