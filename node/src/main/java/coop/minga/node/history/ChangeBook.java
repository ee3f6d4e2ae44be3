package coop.minga.node.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/// Changed orders, kept beside the history they will be judged by.
final class ChangeBook {
  private static final String ALL =
      """
      SELECT morning, site, item, arrives, until, model, rule, usable, units, reason FROM changes
      ORDER BY morning, site, item\
      """;

  private final Database database;

  ChangeBook(Database database) {
    this.database = database;
  }

  void note(ChangedOrder change) {
    database.run("BEGIN TRANSACTION");
    boolean committed = false;
    try {
      database.change(
          "DELETE FROM changes WHERE morning = ? AND site = ? AND item = ?",
          change.morning(),
          change.series().site(),
          change.series().item());
      database.change(
          "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          change.morning(),
          change.series().site(),
          change.series().item(),
          change.arrives(),
          change.until(),
          change.proposals().model(),
          change.proposals().rule(),
          change.proposals().usable(),
          change.units(),
          change.reason());
      database.run("COMMIT");
      committed = true;
    } finally {
      if (!committed) {
        database.run("ROLLBACK");
      }
    }
  }

  List<ChangedOrder> all() {
    return database.list(ALL, ChangeBook::change);
  }

  private static ChangedOrder change(ResultSet row) throws SQLException {
    return new ChangedOrder(
        row.getObject(1, LocalDate.class),
        new SeriesKey(row.getString(2), row.getString(3)),
        row.getObject(4, LocalDate.class),
        row.getObject(5, LocalDate.class),
        new ChangedOrder.Proposals(row.getDouble(6), row.getDouble(7), row.getDouble(8)),
        row.getDouble(9),
        row.getString(10));
  }
}
