package coop.minga.node.demo;

import java.util.List;

/// What a taker's site needs of a category, as it stands in `needs.csv`.
///
/// @param gramsPerWeekday seven amounts, Monday first
public record TownNeed(String site, String category, List<Long> gramsPerWeekday) {
  /// Checks that there is one amount a weekday.
  public TownNeed {
    gramsPerWeekday = List.copyOf(gramsPerWeekday);
    if (gramsPerWeekday.size() != 7) {
      throw new IllegalArgumentException("a need has 7 weekdays: " + gramsPerWeekday);
    }
  }
}
