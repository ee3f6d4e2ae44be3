package coop.minga.node.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Sales rows as series without gaps.
final class SalesReader {
  private static final String COLUMNS =
      "site, item, day, quantity, price, promo, stockout, last_minute";
  private static final String FROM_FIRST_SALE =
      """
      SELECT site, item, day, quantity, price, promo, stockout, last_minute FROM (
        SELECT *, min(CASE WHEN quantity > 0 THEN day END) OVER (PARTITION BY site, item) AS first
        FROM sales WHERE NOT weekly)
      WHERE day >= first ORDER BY site, item, day\
      """;
  private static final String OPEN_DAYS =
      """
      SELECT site, day, max(last_minute) FROM sales WHERE NOT weekly GROUP BY site, day
      HAVING count(*) = 1 OR bool_or(quantity <> 0) OR bool_or(stockout = 'yes')\
      """;

  private final Database database;

  SalesReader(Database database) {
    this.database = database;
  }

  private record Row(SeriesKey key, LocalDate day, SalesDay sold, Optional<Integer> lastMinute) {}

  /// The days on which a site was open.
  ///
  /// @param closings its last sale of each, in minutes, where times are told
  private record Opened(Set<LocalDate> days, Map<LocalDate, Integer> closings) {
    Opened() {
      this(new HashSet<>(), new HashMap<>());
    }

    void add(LocalDate day, Optional<Integer> closing) {
      days.add(day);
      closing.ifPresent(minute -> closings.put(day, minute));
    }
  }

  List<SeriesKey> keys(boolean weekly) {
    return database.list(
        "SELECT DISTINCT site, item FROM sales WHERE weekly = ? AND quantity > 0"
            + " ORDER BY site, item",
        row -> new SeriesKey(row.getString(1), row.getString(2)),
        weekly);
  }

  Optional<LocalDate> lastDay(boolean weekly) {
    return database
        .list(
            "SELECT day FROM sales WHERE weekly = ? ORDER BY day DESC LIMIT 1",
            row -> row.getObject(1, LocalDate.class),
            weekly)
        .stream()
        .findFirst();
  }

  DailySeries daily(SeriesKey key) {
    List<Row> rows = rowsOf(key, false);
    Opened open =
        opened("SELECT * FROM (" + OPEN_DAYS + ") WHERE site = ?", key.site())
            .getOrDefault(key.site(), new Opened());
    return series(rows, open, lastDay(false).orElseThrow());
  }

  List<DailySeries> allDaily() {
    Optional<LocalDate> last = lastDay(false);
    if (last.isEmpty()) {
      return List.of();
    }
    Map<String, Opened> open = opened(OPEN_DAYS);
    List<DailySeries> all = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    database.each(
        FROM_FIRST_SALE,
        found -> {
          Row row = row(found);
          if (!rows.isEmpty() && !rows.getFirst().key.equals(row.key)) {
            all.add(series(rows, open, last.get()));
            rows.clear();
          }
          rows.add(row);
        });
    if (!rows.isEmpty()) {
      all.add(series(rows, open, last.get()));
    }
    return all;
  }

  private static DailySeries series(List<Row> rows, Map<String, Opened> open, LocalDate last) {
    return series(rows, open.getOrDefault(rows.getFirst().key.site(), new Opened()), last);
  }

  WeeklySeries weekly(SeriesKey key) {
    List<Row> rows = rowsOf(key, true);
    LocalDate first = rows.getFirst().day;
    LocalDate last = lastDay(true).orElseThrow();
    Map<LocalDate, SalesDay> told = told(rows);
    List<SalesDay> weeks = new ArrayList<>();
    for (LocalDate week = first; !week.isAfter(last); week = week.plusWeeks(1)) {
      weeks.add(told.getOrDefault(week, SalesDay.shut()));
    }
    return new WeeklySeries(key, first, weeks);
  }

  private Map<String, Opened> opened(String query, Object... values) {
    Map<String, Opened> open = new HashMap<>();
    record SiteDay(String site, LocalDate day, Optional<Integer> closing) {}
    for (SiteDay found :
        database.list(
            query,
            row -> new SiteDay(row.getString(1), row.getObject(2, LocalDate.class), minute(row, 3)),
            values)) {
      open.computeIfAbsent(found.site, _ -> new Opened()).add(found.day, found.closing);
    }
    return open;
  }

  private static Optional<Integer> minute(ResultSet row, int column) throws SQLException {
    int minute = row.getInt(column);
    return row.wasNull() ? Optional.empty() : Optional.of(minute);
  }

  /// From the first sale on, by day.
  private List<Row> rowsOf(SeriesKey key, boolean weekly) {
    List<Row> rows =
        database.list(
            "SELECT "
                + COLUMNS
                + " FROM sales"
                + " WHERE site = ? AND item = ? AND weekly = ? ORDER BY day",
            SalesReader::row,
            key.site(),
            key.item(),
            weekly);
    int first = 0;
    while (first < rows.size() && rows.get(first).sold.quantity() == 0) {
      first++;
    }
    if (first == rows.size()) {
      throw new IllegalArgumentException("no such series: " + key);
    }
    return rows.subList(first, rows.size());
  }

  private static DailySeries series(List<Row> rows, Opened open, LocalDate last) {
    LocalDate first = rows.getFirst().day;
    Map<LocalDate, SalesDay> told = told(rows);
    int length = Math.toIntExact(ChronoUnit.DAYS.between(first, last)) + 1;
    List<SalesDay> days = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      LocalDate day = first.plusDays(i);
      days.add(
          open.days.contains(day) ? told.getOrDefault(day, SalesDay.sold(0)) : SalesDay.shut());
    }
    Map<LocalDate, Integer> lastSales = new HashMap<>();
    rows.forEach(row -> row.lastMinute.ifPresent(minute -> lastSales.put(row.day, minute)));
    DailySeries sold = DailySeries.of(rows.getFirst().key, first, days);
    return QuietEvenings.marked(sold, lastSales, open.closings);
  }

  private static Map<LocalDate, SalesDay> told(List<Row> rows) {
    Map<LocalDate, SalesDay> told = new HashMap<>();
    for (Row row : rows) {
      told.put(row.day, row.sold);
    }
    return told;
  }

  /// A day whose returns outweigh its sales sold nothing.
  private static Row row(ResultSet row) throws SQLException {
    double price = row.getDouble(5);
    OptionalDouble told = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(price);
    return new Row(
        new SeriesKey(row.getString(1), row.getString(2)),
        row.getObject(3, LocalDate.class),
        new SalesDay(
            Math.max(0, row.getDouble(4)),
            false,
            StockOut.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
            told,
            row.getBoolean(6)),
        minute(row, 8));
  }
}
