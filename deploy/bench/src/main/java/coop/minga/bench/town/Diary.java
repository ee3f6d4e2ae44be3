package coop.minga.bench.town;

/// What the shops have written down of each series and day, all from their own tills and shelves:
/// units sold, and what was wanted, as far as the hours before the shelf was empty tell, and at
/// least, by the hours in which it emptied.
final class Diary {
  private final int[][] sold;
  private final int[][] wanted;
  private final int[][] least;

  Diary(int series) {
    this(new int[series][Days.COUNT], new int[series][Days.COUNT], new int[series][Days.COUNT]);
  }

  private Diary(int[][] sold, int[][] wanted, int[][] least) {
    this.sold = sold;
    this.wanted = wanted;
    this.least = least;
  }

  Diary copy() {
    return new Diary(copy(sold), copy(wanted), copy(least));
  }

  private static int[][] copy(int[][] rows) {
    int[][] copies = rows.clone();
    for (int row = 0; row < copies.length; row++) {
      copies[row] = copies[row].clone();
    }
    return copies;
  }

  /// Enters a day.
  ///
  /// @param asked below 0 if the shelf was empty too early to tell
  /// @param atLeast what must have been wanted, by when it emptied; 0 if it did not
  void enter(int series, int day, int units, int asked, int atLeast) {
    sold[series][Days.place(day)] = units;
    wanted[series][Days.place(day)] = asked;
    least[series][Days.place(day)] = atLeast;
  }

  int sold(int series, int day) {
    return sold[series][Days.place(day)];
  }

  /// Whether what was wanted is not known: the shelf was empty before 11:00.
  boolean isUnknown(int series, int day) {
    return wanted[series][Days.place(day)] < 0;
  }

  /// What must have been wanted where the shelf emptied: the part of the day in which it did so had
  /// wanted all that was there. 0 if it did not empty.
  int leastWanted(int series, int day) {
    return least[series][Days.place(day)];
  }

  /// What was wanted, as far as it can be told; at least what was sold.
  int wanted(int series, int day) {
    return Math.max(sold(series, day), wanted[series][Days.place(day)]);
  }
}
