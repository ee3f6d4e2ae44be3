package coop.minga.node.demo;

import java.time.DayOfWeek;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A place of a member's, as it stands in `sites.csv`.
///
/// @param site its id within the member
/// @param place where it is
/// @param openDays the weekdays on which it is open
/// @param kind `shop`, `kitchen` or `food-bank`
public record TownSite(
    String site, String name, Place place, Set<DayOfWeek> openDays, String kind) {
  /// Keeps the open days in the order of the week.
  public TownSite {
    openDays = Collections.unmodifiableSet(inWeekOrder(openDays));
  }

  /// Whether it is open on that weekday.
  public boolean isOpenOn(DayOfWeek day) {
    return openDays.contains(day);
  }

  /// The open days as `mon tue wed`, Monday first.
  String openDaysText() {
    return openDays.stream().map(TownSite::shortName).collect(Collectors.joining(" "));
  }

  private static String shortName(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }

  private static Set<DayOfWeek> inWeekOrder(Set<DayOfWeek> days) {
    Set<DayOfWeek> ordered = EnumSet.noneOf(DayOfWeek.class);
    ordered.addAll(days);
    return ordered;
  }
}
