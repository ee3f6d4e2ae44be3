package coop.minga.federation.goods;

/// About where something is: a cell of a grid over the earth, 5 km from south to north and at least
/// as much from west to east.
///
/// Rows are 45,000 millionths of a degree high, counted from the south pole. A row has as many
/// columns of one width as fit at its edge nearer to a pole, counted from 180 degrees west.
///
/// @param row 0 to 3,999
/// @param column 0 to 7,999
public record Cell(int row, int column) {
  private static final int HEIGHT_E6 = 45_000;
  private static final int ROWS = 180_000_000 / HEIGHT_E6;
  private static final int MOST_COLUMNS = 360_000_000 / HEIGHT_E6;
  private static final int QUARTER = 90_000_000;

  /// Checks the ranges.
  public Cell {
    Checks.range("a row", row, 0, ROWS - 1);
    Checks.range("a column", column, 0, columns(row) - 1);
  }

  /// The cell in which a place lies; the same on every machine.
  public static Cell of(Place place) {
    int row = Math.min(ROWS - 1, (place.latitudeE6() + QUARTER) / HEIGHT_E6);
    int columns = columns(row);
    long east = place.longitudeE6() + 2L * QUARTER;
    return new Cell(row, (int) Math.min(columns - 1, east * columns / (4L * QUARTER)));
  }

  /// The place in the middle of it.
  public Place middle() {
    long east = (2L * column + 1) * 2 * QUARTER / columns(row);
    return new Place(row * HEIGHT_E6 - QUARTER + HEIGHT_E6 / 2, (int) (east - 2L * QUARTER));
  }

  private static int columns(int row) {
    int south = row * HEIGHT_E6 - QUARTER;
    int north = south + HEIGHT_E6;
    int nearerToPole = Math.max(Math.abs(south), Math.abs(north));
    double cosine = StrictMath.cos(nearerToPole / 1e6 / 180 * StrictMath.PI);
    return Math.max(1, (int) (MOST_COLUMNS * cosine));
  }

  /// As in `1258-3391`.
  @Override
  public String toString() {
    return row + "-" + column;
  }
}
