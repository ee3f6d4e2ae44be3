package coop.minga.node.history;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What a taker without sales of its own needs, as its kitchen says.
///
/// @param site where it is cooked or given out
/// @param category of the food
/// @param gramsPerWeekday seven amounts in grams, Monday first
/// @param until the last day on which it holds; without one it holds on
/// @param firm counted on by people, not only welcome
public record NeedLine(
    String site,
    String category,
    List<Long> gramsPerWeekday,
    Optional<LocalDate> until,
    boolean firm) {
  /// Checks and copies the seven amounts.
  public NeedLine {
    gramsPerWeekday = List.copyOf(gramsPerWeekday);
    if (gramsPerWeekday.size() != 7 || gramsPerWeekday.stream().anyMatch(grams -> grams < 0)) {
      throw new IllegalArgumentException("seven amounts, none negative: " + gramsPerWeekday);
    }
  }

  /// Grams needed on such a day.
  public long grams(DayOfWeek day) {
    return gramsPerWeekday.get(day.getValue() - 1);
  }
}
