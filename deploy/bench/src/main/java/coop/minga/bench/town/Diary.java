package coop.minga.bench.town;

/// What the shops have written down of each series and day, all from their own tills and shelves:
/// units sold, and what was wanted, as far as the hours before the shelf was empty tell.
final class Diary {
  private final int[][] sold;
  private final int[][] wanted;

  Diary(int series) {
    this(new int[series][Days.COUNT], new int[series][Days.COUNT]);
  }

  private Diary(int[][] sold, int[][] wanted) {
    this.sold = sold;
    this.wanted = wanted;
  }

  Diary copy() {
    return new Diary(copy(sold), copy(wanted));
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
  void enter(int series, int day, int units, int asked) {
    sold[series][Days.place(day)] = units;
    wanted[series][Days.place(day)] = asked;
  }

  int sold(int series, int day) {
    return sold[series][Days.place(day)];
  }

  /// Whether what was wanted is not known: the shelf was empty before 11:00.
  boolean isUnknown(int series, int day) {
    return wanted[series][Days.place(day)] < 0;
  }

  /// What was wanted, as far as it can be told; at least what was sold.
  int wanted(int series, int day) {
    return Math.max(sold(series, day), wanted[series][Days.place(day)]);
  }
}
