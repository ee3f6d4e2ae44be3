package coop.minga.bench.town;

/// How an arm orders, and what it expects.
interface Ordering {
  /// Units to order of a series at 18:00, for the next morning.
  int order(Play play, int series, int day);

  /// What it expects of a day, for the rule of thumb by which surplus is told.
  Outlook outlook(Play play, int series, int day);

  /// Takes up what became known until 18:00.
  default void study(Play play, int day) {}

  /// What is expected of a day.
  ///
  /// @param milli thousandths of a unit
  /// @param safety by how much more it may well be, in hundred-thousandths
  record Outlook(long milli, long safety) {}
}
