package coop.minga.bench.town;

/// What customers may want on a day to come, and how well they were served so far.
interface Belief {
  /// Units that are not exceeded with this probability.
  double units(Play play, int series, int day, double level);

  /// Whether customers of a series' shop-category found less of late than they used to.
  boolean isBehind(Play play, int series);
}
