package coop.minga.bench.town;

/// A kitchen or a food bank.
///
/// @param id as the files name it
/// @param spot where it is
/// @param people who eat there
/// @param stores what it can keep
/// @param serveMinutes from its door to the plate
/// @param policy whether its node bids while its person is silent
record Taker(String id, Spot spot, int people, Stores stores, int serveMinutes, boolean policy) {
  private static final int GRAMS_A_HEAD = 400;
  private static final int CHILLED_GRAMS_A_HEAD = 240;

  /// Grams that it can keep; none of a class it has no room for.
  record Stores(long ambientGrams, long chilledGrams) {
    long of(boolean chilled) {
      return chilled ? chilledGrams : ambientGrams;
    }
  }

  /// Grams that its guests eat a day.
  long eats() {
    return (long) GRAMS_A_HEAD * people;
  }

  /// Grams of chilled food among them.
  long eatsChilled() {
    return (long) CHILLED_GRAMS_A_HEAD * people;
  }
}
