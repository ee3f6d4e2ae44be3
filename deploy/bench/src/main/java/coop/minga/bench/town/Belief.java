package coop.minga.bench.town;

/// What customers may want on a day to come.
interface Belief {
  /// Units that are not exceeded with this probability.
  double units(Play play, int series, int day, double level);
}
