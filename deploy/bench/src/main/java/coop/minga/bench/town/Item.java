package coop.minga.bench.town;

/// Something that every shop sells.
///
/// @param id as the files name it; ids sort as texts do
/// @param category of it
/// @param grams of a unit
/// @param pack units in the smallest order
/// @param life how long it lasts
/// @param kPercent by how much of the plain rule's safety it is ordered
record Item(String id, String category, int grams, int pack, Life life, int kPercent) {
  /// How long an item lasts, and how it is kept.
  ///
  /// @param days of sale, the day of arrival included
  /// @param graceDays that guests may still eat it after its last day of sale
  /// @param chilled whether it must be kept cold
  record Life(int days, int graceDays, boolean chilled) {}

  /// Bread is not wanted on a Sunday: nothing could be on the shelf.
  boolean isFresh() {
    return life.days() == 1;
  }

  /// The last day on which a guest may eat what is sold until a day.
  int eatBy(int lastDay) {
    return lastDay + life.graceDays();
  }
}
