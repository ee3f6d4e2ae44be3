package coop.minga.node.history;

import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Storage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Items, sites, stock and needs as the files tell them, completed by [ItemAssumptions] and
/// [SiteAssumptions].
final class MasterReader {
  private static final String ITEMS =
      """
      WITH seen AS (SELECT item, min(unit) AS unit FROM
          (SELECT item, unit FROM sales UNION ALL SELECT item, unit FROM stock
            UNION ALL SELECT item, unit FROM receipts UNION ALL SELECT item, unit FROM waste)
          GROUP BY item)
      SELECT coalesce(items.item, seen.item) AS code, gtin, name, category, pack_size, unit_grams,
        storage, shelf_life_days, unit, allergens
      FROM items FULL OUTER JOIN seen ON items.item = seen.item ORDER BY code\
      """;
  private static final String SITES =
      """
      WITH seen AS (SELECT site FROM sales UNION SELECT site FROM stock UNION
        SELECT site FROM receipts UNION SELECT site FROM waste UNION SELECT site FROM needs)
      SELECT coalesce(sites.site, seen.site) AS code, gln, name, latitude, longitude, open_days,
        kind
      FROM sites FULL OUTER JOIN seen ON sites.site = seen.site ORDER BY code\
      """;
  private static final String OPENED =
      """
      WITH last AS (SELECT site, max(day) AS day FROM sales WHERE NOT weekly GROUP BY site)
      SELECT sales.site, CAST(isodow(sales.day) AS INTEGER) AS weekday, count(DISTINCT sales.day)
      FROM sales JOIN last ON sales.site = last.site
      WHERE NOT weekly AND quantity > 0 AND sales.day > last.day - 56
      GROUP BY sales.site, weekday\
      """;
  private static final String STOCK =
      """
      SELECT day, site, item, lot, quantity, date_kind, date_mark FROM stock AS counted
      WHERE day = (SELECT max(day) FROM stock AS other
        WHERE other.site = counted.site AND other.day <= ?)
      ORDER BY site, item, date_mark, lot\
      """;
  private static final String COUNTS =
      """
      SELECT day, site, item, lot, quantity, date_kind, date_mark FROM stock
      WHERE day BETWEEN ? AND ? ORDER BY site, item, day, date_mark, lot\
      """;
  private static final String NEEDS =
      """
      SELECT site, category, mon, tue, wed, thu, fri, sat, sun, until, firm FROM needs
      ORDER BY site, category, firm DESC\
      """;

  private final Database database;

  MasterReader(Database database) {
    this.database = database;
  }

  /// The masters, and what was assumed to complete them.
  record Completed<T>(List<T> known, List<DefaultUsed> assumed) {}

  Completed<Item> items() {
    return ItemAssumptions.complete(database.list(ITEMS, MasterReader::itemFacts));
  }

  Completed<Site> sites() {
    return SiteAssumptions.complete(database.list(SITES, MasterReader::siteFacts), opened());
  }

  List<DefaultUsed> defaultsUsed() {
    List<DefaultUsed> all = new ArrayList<>(items().assumed());
    all.addAll(sites().assumed());
    return all;
  }

  List<StockLine> stock(LocalDate day) {
    return database.list(STOCK, MasterReader::stockLine, day);
  }

  List<StockLine> counts(LocalDate from, LocalDate until) {
    return database.list(COUNTS, MasterReader::stockLine, from, until);
  }

  List<NeedLine> needs() {
    return database.list(NEEDS, MasterReader::needLine);
  }

  /// How often each site sold anything on each weekday of its last eight weeks.
  private Map<String, Map<DayOfWeek, Long>> opened() {
    record Seen(String site, DayOfWeek day, long times) {}
    Map<String, Map<DayOfWeek, Long>> opened = new HashMap<>();
    for (Seen seen :
        database.list(
            OPENED,
            row -> new Seen(row.getString(1), DayOfWeek.of(row.getInt(2)), row.getLong(3)))) {
      opened
          .computeIfAbsent(seen.site, _ -> new EnumMap<>(DayOfWeek.class))
          .put(seen.day, seen.times);
    }
    return opened;
  }

  private static ItemFacts itemFacts(ResultSet row) throws SQLException {
    return new ItemFacts(
        row.getString(1),
        text(row, 2),
        text(row, 3),
        text(row, 4),
        number(row, 5).map(Math::toIntExact),
        number(row, 6),
        text(row, 7).map(Storage::valueOf),
        number(row, 8).map(Math::toIntExact),
        text(row, 10).map(Allergens::listed),
        text(row, 9));
  }

  private static SiteFacts siteFacts(ResultSet row) throws SQLException {
    double latitude = row.getDouble(4);
    boolean placed = !row.wasNull();
    double longitude = row.getDouble(5);
    placed &= !row.wasNull();
    return new SiteFacts(
        row.getString(1),
        text(row, 2),
        text(row, 3),
        placed ? Optional.of(new Place(latitude, longitude)) : Optional.empty(),
        text(row, 6).map(OpenDays::parse).orElse(Optional.empty()),
        text(row, 7));
  }

  private static StockLine stockLine(ResultSet row) throws SQLException {
    Optional<LocalDate> date = Optional.ofNullable(row.getObject(7, LocalDate.class));
    Optional<DateMark.Kind> kind = text(row, 6).map(DateMark.Kind::valueOf);
    return new StockLine(
        row.getObject(1, LocalDate.class),
        row.getString(2),
        row.getString(3),
        text(row, 4),
        row.getDouble(5),
        kind.flatMap(meant -> date.map(printed -> new DateMark(meant, printed))));
  }

  private static NeedLine needLine(ResultSet row) throws SQLException {
    List<Long> grams = new ArrayList<>();
    for (int column = 3; column < 10; column++) {
      grams.add(row.getLong(column));
    }
    return new NeedLine(
        row.getString(1),
        row.getString(2),
        grams,
        Optional.ofNullable(row.getObject(10, LocalDate.class)),
        row.getBoolean(11));
  }

  private static Optional<String> text(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Long> number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }
}
