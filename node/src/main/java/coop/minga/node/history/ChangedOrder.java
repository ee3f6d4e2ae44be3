package coop.minga.node.history;

import java.time.LocalDate;

/// An order that a person changed, with the reason, so that it can be judged when the days are
/// over.
///
/// @param morning on which it was placed
/// @param series which item for which site
/// @param arrives the morning on which it was to be there
/// @param until the last day that it was to last for
/// @param proposals what was said before
/// @param units that the person ordered
/// @param reason in the person's words
public record ChangedOrder(
    LocalDate morning,
    SeriesKey series,
    LocalDate arrives,
    LocalDate until,
    Proposals proposals,
    double units,
    String reason) {
  /// What was proposed instead.
  ///
  /// @param model by the demand model, or whatever stood in for it
  /// @param rule by the weekday mean under the same plan
  /// @param usable units thought to be on the shelf still when the order arrives
  public record Proposals(double model, double rule, double usable) {}

  /// Checks the reason.
  public ChangedOrder {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a change has a reason");
    }
  }
}
