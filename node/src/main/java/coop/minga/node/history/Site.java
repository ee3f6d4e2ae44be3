package coop.minga.node.history;

import java.time.DayOfWeek;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A place of the organisation's with stock.
///
/// @param site the organisation's own code
/// @param gln 13 digits (GS1 location number)
/// @param name as people say it
/// @param place where it is; there is no default for a place
/// @param openDays the weekdays on which it is open, in the week's order
/// @param kind `shop`, `kitchen`, `warehouse` or the organisation's own word
public record Site(
    String site,
    Optional<String> gln,
    String name,
    Optional<Place> place,
    Set<DayOfWeek> openDays,
    String kind) {
  /// Copies the days.
  public Site {
    if (openDays.isEmpty()) {
      throw new IllegalArgumentException("a site is open on some day: " + site);
    }
    openDays = Collections.unmodifiableSet(EnumSet.copyOf(openDays));
  }
}
