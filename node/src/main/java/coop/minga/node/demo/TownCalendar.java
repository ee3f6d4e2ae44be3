package coop.minga.node.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Set;

/// Chile's public holidays, as far as a shop feels them: those on which every shop must close, and
/// the others, on which fewer people come. Holidays that are moved to a Monday stand on their own
/// date; the indigenous peoples' day (the winter solstice) is left out.
final class TownCalendar {
  private static final Set<MonthDay> CLOSED =
      Set.of(
          MonthDay.of(1, 1),
          MonthDay.of(5, 1),
          MonthDay.of(9, 18),
          MonthDay.of(9, 19),
          MonthDay.of(12, 25));

  private static final Set<MonthDay> QUIET =
      Set.of(
          MonthDay.of(5, 21),
          MonthDay.of(6, 29),
          MonthDay.of(7, 16),
          MonthDay.of(8, 15),
          MonthDay.of(10, 12),
          MonthDay.of(10, 31),
          MonthDay.of(11, 1),
          MonthDay.of(12, 8));

  private static final double ON_A_QUIET_DAY = .8;
  private static final double BEFORE_A_CLOSED_DAY = 1.35;

  private TownCalendar() {}

  /// Whether every shop is closed by law.
  static boolean isClosed(LocalDate date) {
    return CLOSED.contains(MonthDay.from(date));
  }

  /// What the calendar does to a day's demand, the weekday and the season apart.
  static double factor(LocalDate date) {
    if (isClosed(date.plusDays(1))) {
      return BEFORE_A_CLOSED_DAY;
    }
    boolean quiet = QUIET.contains(MonthDay.from(date)) || isEasterWeekend(date);
    return quiet ? ON_A_QUIET_DAY : 1;
  }

  private static boolean isEasterWeekend(LocalDate date) {
    LocalDate easter = easter(date.getYear());
    return date.getDayOfWeek() != DayOfWeek.SUNDAY
        && date.isBefore(easter)
        && !date.isBefore(easter.minusDays(2));
  }

  /// Easter Sunday (the "Nature" rule of 1876, as in Meeus, Astronomical Algorithms, chapter 8).
  static LocalDate easter(int year) {
    int century = year / 100;
    int ofCentury = year % 100;
    int golden = year % 19;
    int g = (century - (century + 8) / 25 + 1) / 3;
    int moon = (19 * golden + century - century / 4 - g + 15) % 30;
    int week = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - moon - ofCentury % 4) % 7;
    int late = (golden + 11 * moon + 22 * week) / 451;
    int days = moon + week - 7 * late + 114;
    return LocalDate.of(year, days / 31, days % 31 + 1);
  }
}
