package coop.minga.node.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/// Placed orders, kept until what came of them is long known.
final class PlacedBook {
  /// Orders that arrived longer ago are forgotten.
  static final int KEPT_DAYS = 90;

  private static final String ALL =
      """
      SELECT morning, site, item, arrives, units FROM placed WHERE arrives BETWEEN ? AND ?
      ORDER BY site, item, arrives, morning\
      """;

  private final Database database;

  PlacedBook(Database database) {
    this.database = database;
  }

  void place(List<PlacedOrder> orders) {
    database.run("BEGIN TRANSACTION");
    boolean committed = false;
    try {
      orders.forEach(this::replace);
      orders.stream()
          .map(PlacedOrder::morning)
          .max(LocalDate::compareTo)
          .ifPresent(last ->
              database.change("DELETE FROM placed WHERE arrives < ?", last.minusDays(KEPT_DAYS)));
      database.run("COMMIT");
      committed = true;
    } finally {
      if (!committed) {
        database.run("ROLLBACK");
      }
    }
  }

  private void replace(PlacedOrder order) {
    String site = order.series().site();
    String item = order.series().item();
    database.change(
        "DELETE FROM placed WHERE morning = ? AND site = ? AND item = ?",
        order.morning(),
        site,
        item);
    if (order.units() > 0) {
      database.change(
          "INSERT INTO placed VALUES (?, ?, ?, ?, ?)",
          order.morning(),
          site,
          item,
          order.arrives(),
          order.units());
    }
  }

  List<PlacedOrder> arriving(LocalDate from, LocalDate until) {
    return database.list(ALL, PlacedBook::order, from, until);
  }

  private static PlacedOrder order(ResultSet row) throws SQLException {
    return new PlacedOrder(
        row.getObject(1, LocalDate.class),
        new SeriesKey(row.getString(2), row.getString(3)),
        row.getObject(4, LocalDate.class),
        row.getDouble(5));
  }
}
