package coop.minga.bench.town;

/// The week in which the shelves are first filled, by hand.
final class Opening {
  /// The day of the first order by a rule.
  static final int FIRST_ORDER = Days.FIRST + Days.WEEK;

  private static final int MILLI = 1000;

  private Opening() {}

  /// Whether a day's delivery is put there by hand.
  static boolean isBy(int day) {
    return day > Days.FIRST && day < FIRST_ORDER;
  }

  /// What is missing of the demand until the next delivery, in packs.
  static int delivery(Town town, int series, int day, int stock) {
    Item item = town.item(series);
    long missing = -stock;
    for (int i = 0; i < Days.cover(day, item.life().days()); i++) {
      missing += town.demand(series, day + i);
    }
    return Whole.packs(MILLI * missing, item.pack());
  }
}
