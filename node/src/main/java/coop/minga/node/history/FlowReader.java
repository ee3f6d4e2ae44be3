package coop.minga.node.history;

import coop.minga.federation.goods.DateMark;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How goods come and go besides sales: supply, receipts and waste, as the files tell them.
final class FlowReader {
  private static final String SUPPLY =
      """
      SELECT site, item, supplier, order_days, cutoff, lead_days, delivery_days, pack, min_order,
        max_shelf, cost, price, life_on_receipt
      FROM supply ORDER BY site, item\
      """;
  private static final String RECEIPTS =
      """
      SELECT day, site, item, quantity, date_kind, date_mark FROM receipts
      WHERE day BETWEEN ? AND ? ORDER BY site, item, day, date_mark, quantity\
      """;
  private static final String WASTE =
      """
      SELECT day, site, item, quantity, reason, destination FROM waste
      WHERE day BETWEEN ? AND ? ORDER BY site, item, day, reason, destination, quantity\
      """;

  private final Database database;

  FlowReader(Database database) {
    this.database = database;
  }

  List<SupplyLine> supply() {
    return database.list(SUPPLY, FlowReader::supplyLine);
  }

  List<Receipt> receipts(LocalDate from, LocalDate until) {
    return database.list(RECEIPTS, FlowReader::receipt, from, until);
  }

  List<WasteLine> waste(LocalDate from, LocalDate until) {
    return database.list(WASTE, FlowReader::wasteLine, from, until);
  }

  private static SupplyLine supplyLine(ResultSet row) throws SQLException {
    return new SupplyLine(
        new SeriesKey(row.getString(1), row.getString(2)),
        text(row, 3),
        text(row, 4).flatMap(OpenDays::parse),
        text(row, 5).map(LocalTime::parse),
        whole(row, 6),
        text(row, 7).flatMap(OpenDays::parse),
        whole(row, 8),
        new SupplyLine.Terms(
            number(row, 9), number(row, 10), number(row, 11), number(row, 12), whole(row, 13)));
  }

  private static Receipt receipt(ResultSet row) throws SQLException {
    Optional<LocalDate> date = Optional.ofNullable(row.getObject(6, LocalDate.class));
    Optional<DateMark.Kind> kind = text(row, 5).map(DateMark.Kind::valueOf);
    return new Receipt(
        row.getObject(1, LocalDate.class),
        new SeriesKey(row.getString(2), row.getString(3)),
        row.getDouble(4),
        kind.flatMap(meant -> date.map(printed -> new DateMark(meant, printed))));
  }

  private static WasteLine wasteLine(ResultSet row) throws SQLException {
    return new WasteLine(
        row.getObject(1, LocalDate.class),
        new SeriesKey(row.getString(2), row.getString(3)),
        row.getDouble(4),
        text(row, 5),
        text(row, 6));
  }

  private static Optional<String> text(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static OptionalInt whole(ResultSet row, int column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static OptionalDouble number(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
