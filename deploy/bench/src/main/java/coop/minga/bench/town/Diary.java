package coop.minga.bench.town;

/// What the shops have written down: units sold, and whether the shelf was empty at 20:00.
final class Diary {
  private final int[][] sold;
  private final boolean[][] empty;

  Diary(int series) {
    this(new int[series][Days.COUNT], new boolean[series][Days.COUNT]);
  }

  private Diary(int[][] sold, boolean[][] empty) {
    this.sold = sold;
    this.empty = empty;
  }

  Diary copy() {
    int[][] units = sold.clone();
    boolean[][] ends = empty.clone();
    for (int series = 0; series < units.length; series++) {
      units[series] = units[series].clone();
      ends[series] = ends[series].clone();
    }
    return new Diary(units, ends);
  }

  void enter(int series, int day, int units, boolean isEmpty) {
    sold[series][Days.place(day)] = units;
    empty[series][Days.place(day)] = isEmpty;
  }

  int sold(int series, int day) {
    return sold[series][Days.place(day)];
  }

  /// Whether the shelf was empty at 20:00.
  boolean empty(int series, int day) {
    return empty[series][Days.place(day)];
  }
}
