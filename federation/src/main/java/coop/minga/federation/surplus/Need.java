package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.Grams;
import java.time.LocalDate;
import java.util.List;

/// What a taker's site needs, coarsely: the taker's ledger.
///
/// @param site the taker's
/// @param category of the charter's table
/// @param perWeekday grams, Monday first, exactly 7
/// @param until the last day it holds
/// @param firm true: needed; false: a wish
public record Need(
    String site, String category, List<Grams> perWeekday, LocalDate until, boolean firm)
    implements SurplusStatement {
  /// Days in a week.
  public static final int WEEKDAYS = 7;

  /// Checks and copies.
  public Need {
    Checks.text("a site", site, Checks.NAME);
    Checks.text("a category", category, Checks.NAME);
    Checks.range("a date's year", until.getYear(), 1970, 9999);
    perWeekday = List.copyOf(perWeekday);
    if (perWeekday.size() != WEEKDAYS) {
      throw new IllegalArgumentException("a need has 7 weekdays, not " + perWeekday.size());
    }
  }
}
