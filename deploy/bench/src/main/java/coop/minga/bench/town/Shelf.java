package coop.minga.bench.town;

import java.util.Arrays;

/// The units of one series on the shelf, by last day of sale, and by which pattern customers pick
/// them: two in five the freshest, the others the oldest.
final class Shelf {
  /// More last days than are ever on one shelf.
  private static final int PLACES = 32;

  private static final int MASK = PLACES - 1;

  private final int[] byLastDay;
  private long sold;
  private int units;

  Shelf() {
    byLastDay = new int[PLACES];
  }

  private Shelf(Shelf other) {
    byLastDay = other.byLastDay.clone();
    sold = other.sold;
    units = other.units;
  }

  Shelf copy() {
    return new Shelf(this);
  }

  /// All units.
  int units() {
    return units;
  }

  /// Units with this last day.
  int ending(int lastDay) {
    return byLastDay[lastDay & MASK];
  }

  /// Units that can still be sold on a day.
  int from(int today, int day) {
    int found = 0;
    for (int lastDay = Math.max(today, day); lastDay < today + PLACES; lastDay++) {
      found += ending(lastDay);
    }
    return found;
  }

  /// Puts units there.
  void put(int lastDay, int count) {
    byLastDay[lastDay & MASK] += count;
    units += count;
  }

  /// Takes units of one last day away.
  void take(int lastDay, int count) {
    if (count > ending(lastDay)) {
      throw new IllegalStateException("there are not " + count + " units to take");
    }
    put(lastDay, -count);
  }

  /// Sells what is wanted, as far as there is any.
  ///
  /// @return how many
  int sell(int today, int wanted) {
    int count = Math.min(wanted, units);
    int fresh = (int) (2 * (sold + count) / 5 - 2 * sold / 5);
    if (count == units) {
      Arrays.fill(byLastDay, 0);
      units = 0;
    } else {
      sellOldest(today, count - fresh);
      sellFreshest(today, fresh);
    }
    sold += count;
    return count;
  }

  private void sellFreshest(int today, int count) {
    int left = count;
    for (int lastDay = today + PLACES - 1; left > 0; lastDay--) {
      left -= sellFrom(lastDay, left);
    }
  }

  private void sellOldest(int today, int count) {
    int left = count;
    for (int lastDay = today; left > 0; lastDay++) {
      left -= sellFrom(lastDay, left);
    }
  }

  private int sellFrom(int lastDay, int wanted) {
    int count = Math.min(wanted, ending(lastDay));
    put(lastDay, -count);
    return count;
  }

  /// Throws away what can be sold no more after a day.
  ///
  /// @return how many units
  int bin(int today) {
    int count = ending(today);
    put(today, -count);
    return count;
  }
}
