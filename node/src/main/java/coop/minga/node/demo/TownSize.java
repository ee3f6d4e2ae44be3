package coop.minga.node.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/// How large an invented town is.
///
/// @param morning the day whose morning is the first; the sales end the day before
/// @param days of sales before it, [#MIN_DAYS] to [#MAX_DAYS]
/// @param shops of each retailer, [#MIN_RETAILERS] to [#MAX_RETAILERS] of them, each 1 to
///   [#MAX_SHOPS]
/// @param items that the town sells, [#MIN_ITEMS] to [#MAX_ITEMS]
public record TownSize(LocalDate morning, int days, List<Integer> shops, int items) {
  /// Eight weeks: a same weekday needs a few that came before.
  public static final int MIN_DAYS = 56;

  /// Ten years.
  public static final int MAX_DAYS = 3_660;

  /// The smallest federation that learns together with one member to spare.
  public static final int MIN_RETAILERS = 7;

  /// As many as have names.
  public static final int MAX_RETAILERS = 12;

  /// Of one retailer.
  public static final int MAX_SHOPS = 50;

  /// Enough for six categories.
  public static final int MIN_ITEMS = 8;

  /// As many as have names.
  public static final int MAX_ITEMS = 12;

  /// Checks the ranges.
  public TownSize {
    shops = List.copyOf(shops);
    require(days, MIN_DAYS, MAX_DAYS, "days of sales");
    require(shops.size(), MIN_RETAILERS, MAX_RETAILERS, "retailers");
    require(items, MIN_ITEMS, MAX_ITEMS, "items");
    shops.forEach(count -> require(count, 1, MAX_SHOPS, "shops of a retailer"));
  }

  /// Seven retailers with 19 shops, ten items, 26 weeks that end on a Monday: the demonstration's
  /// morning is a Tuesday.
  public static TownSize standard() {
    return new TownSize(LocalDate.of(2026, 6, 2), 182, List.of(6, 4, 3, 2, 2, 1, 1), 10);
  }

  /// Seven retailers with eight shops, eight items, 12 weeks: for quick tests.
  public static TownSize small() {
    return new TownSize(LocalDate.of(2026, 6, 2), 84, List.of(2, 1, 1, 1, 1, 1, 1), 8);
  }

  /// The same on the first morning of that weekday on or after this one's.
  public TownSize startingOn(DayOfWeek day) {
    LocalDate moved = morning.with(TemporalAdjusters.nextOrSame(day));
    return new TownSize(moved, days, shops, items);
  }

  private static void require(int value, int least, int most, String what) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(what + " are " + least + " to " + most + ", not " + value);
    }
  }
}
