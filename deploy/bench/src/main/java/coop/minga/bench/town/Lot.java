package coop.minga.bench.town;

/// Units of one series with one last day, offered at a closing; how many are left of them changes.
final class Lot {
  private final Town town;
  private final int series;
  private final int lastDay;
  private final int offered;
  private int left;
  private int openMinutes;

  Lot(Town town, int series, int lastDay, int offered) {
    this.town = town;
    this.series = series;
    this.lastDay = lastDay;
    this.offered = offered;
    this.left = offered;
  }

  int series() {
    return series;
  }

  int lastDay() {
    return lastDay;
  }

  Item item() {
    return town.item(series);
  }

  int shop() {
    return town.shopPlace(series);
  }

  int eatBy() {
    return item().eatBy(lastDay);
  }

  /// Says how long before the closing it was offered.
  Lot openFor(int minutes) {
    openMinutes = minutes;
    return this;
  }

  /// Minutes from its person's yes to the closing.
  int openMinutes() {
    return openMinutes;
  }

  int offered() {
    return offered;
  }

  long offeredGrams() {
    return (long) offered * item().grams();
  }

  /// Units promised to nobody yet.
  int left() {
    return left;
  }

  void promise(int units) {
    if (units > left) {
      throw new IllegalStateException("more is promised than was offered");
    }
    left -= units;
  }
}
