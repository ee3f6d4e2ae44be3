package coop.minga.node.history;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// What one item sold at one site, every week from its first sale to the last week of the history.
///
/// Weekly sales never become days: whoever plans from them plans by weeks.
///
/// @param key whose it is
/// @param firstWeek the first day of its first week
/// @param weeks one after the other without a gap; a week of which no file tells is closed
public record WeeklySeries(SeriesKey key, LocalDate firstWeek, List<SalesDay> weeks) {
  /// Copies the weeks.
  public WeeklySeries {
    weeks = List.copyOf(weeks);
    if (weeks.isEmpty()) {
      throw new IllegalArgumentException("a series has at least one week");
    }
  }

  /// The same without the weeks that end on a day or after it; empty if none ends earlier.
  public Optional<WeeklySeries> before(LocalDate day) {
    int to = Math.clamp(ChronoUnit.WEEKS.between(firstWeek, day), 0, weeks.size());
    return to == 0
        ? Optional.empty()
        : Optional.of(new WeeklySeries(key, firstWeek, weeks.subList(0, to)));
  }
}
