package coop.minga.node.history;

import coop.minga.node.config.UserError;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.duckdb.DuckDBAppender;

/// What all tables need while rows are staged: the database, the settings, and what was seen so
/// far. It holds names, bounded by [ImportLimits#names], and never rows.
final class Keeping {
  private final String file;
  private final Database database;
  private final ImportSettings settings;
  private final Map<String, String> units = new HashMap<>();
  private final Map<String, String> gtins = new HashMap<>();
  private final Map<String, Integer> keys = new HashMap<>();
  private final Map<String, String> codes = new HashMap<>();
  private int mended;
  private boolean timesTold;

  Keeping(String file, Database database, ImportSettings settings) {
    this.file = file;
    this.database = database;
    this.settings = settings;
    record Counted(String item, String unit) {}
    for (Counted counted :
        database.list(
            "SELECT item, min(unit) FROM (SELECT item, unit FROM sales UNION ALL"
                + " SELECT item, unit FROM stock UNION ALL SELECT item, unit FROM receipts"
                + " UNION ALL SELECT item, unit FROM waste) GROUP BY item",
            row -> new Counted(row.getString(1), row.getString(2)))) {
      units.put(counted.item, counted.unit);
    }
  }

  Database database() {
    return database;
  }

  Mapping mapping() {
    return settings.mapping();
  }

  int mended() {
    return mended;
  }

  /// Whether a row so far told when on its day it was sold.
  boolean timesTold() {
    return timesTold;
  }

  /// When on its day a row was sold, in minutes, where it tells.
  OptionalInt minute(Cells cells) {
    OptionalInt minute = TillTime.of(cells);
    timesTold |= minute.isPresent();
    return minute;
  }

  /// The day of a sale or count, which cannot be to come.
  LocalDate pastDay(Cells cells) throws BadRow {
    LocalDate day = cells.date("date");
    if (settings.latest().isPresent() && day.isAfter(settings.latest().get())) {
      throw cells.bad(
          "date",
          day.toString(),
          "is after " + settings.latest().get() + ", the last day that can have happened.",
          "Check the year, and that day and month are not swapped.");
    }
    return day;
  }

  /// The item's code, as a GTIN of 14 digits where the mapping says that codes are GTINs.
  String item(Cells cells) throws BadRow {
    Optional<Scan> scan = scan(cells);
    if (scan.isPresent()) {
      return scanned(cells, scan.get());
    }
    String code = cells.code("item");
    if (!settings.mapping().rules().itemsAreGtins()) {
      return code;
    }
    String known = gtins.get(code);
    if (known != null) {
      return known;
    }
    Gs1.Gtin gtin = Gs1.gtin(cells.header().nameOf("item"), code);
    mended += gtin.mended() ? 1 : 0;
    remember(gtins, code, gtin.digits());
    return gtin.digits();
  }

  /// What the item column says beyond the item, where it is a GS1 barcode.
  Optional<Scan> scan(Cells cells) throws BadRow {
    Optional<String> text = cells.text("item").filter(Scan::looksLikeOne);
    try {
      return text.map(Scan::of);
    } catch (IllegalArgumentException problem) {
      throw cells.bad(
          "item",
          text.orElse(""),
          "looks like a GS1 barcode and is none: " + problem.getMessage(),
          "Scan it again, or write the item's code.");
    }
  }

  /// The organisation's own code of a scanned item: the one whose GTIN it is, or else the GTIN.
  private String scanned(Cells cells, Scan scan) throws BadRow {
    if (scan.gtin().isEmpty()) {
      throw cells.bad(
          "item", cells.needed("item"), "names no item: it has no (01).", "Scan the item's code.");
    }
    if (codes.isEmpty()) {
      record Known(String gtin, String item) {}
      for (Known known :
          database.list(
              "SELECT gtin, min(item) FROM items WHERE gtin IS NOT NULL GROUP BY gtin",
              row -> new Known(row.getString(1), row.getString(2)))) {
        codes.put(known.gtin, known.item);
      }
      codes.putIfAbsent("", "");
    }
    return codes.getOrDefault(scan.gtin().get(), scan.gtin().get());
  }

  /// Reads a GTIN column, counting what was mended.
  Optional<String> gtin(Cells cells) throws BadRow {
    Optional<String> text = cells.text("gtin");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Gs1.Gtin gtin = Gs1.gtin(cells.header().nameOf("gtin"), text.get());
    mended += gtin.mended() ? 1 : 0;
    return Optional.of(gtin.digits());
  }

  /// The unit of a row, the same one for all rows of an item.
  String unit(Cells cells, String item) throws BadRow {
    String unit = cells.unit();
    String before = units.get(item);
    if (before == null) {
      remember(units, item, unit);
    } else if (!before.equals(unit)) {
      throw cells.bad(
          "unit",
          unit,
          "is not what " + item + " was counted in before: " + before + ".",
          "Count an item in one unit, or give it two codes.");
    }
    return unit;
  }

  /// Refuses a key that an earlier row of the file has.
  void once(Cells cells, String column, String key) throws BadRow {
    Integer before = keys.get(key);
    if (before != null) {
      throw cells.bad(
          column, key, "is there twice, first as row " + before + ".", "Keep one of the two.");
    }
    remember(keys, key, keys.size() + 1);
  }

  private <T> void remember(Map<String, T> names, String name, T value) {
    if (names.size() >= settings.limits().names()) {
      throw new UserError(
          file,
          "it names more than " + settings.limits().names() + " different items or sites.",
          "Check that the columns have not slipped.");
    }
    names.put(name, value);
  }

  static void append(DuckDBAppender row, Optional<String> text) throws SQLException {
    if (text.isPresent()) {
      row.append(text.get());
    } else {
      row.appendNull();
    }
  }

  static void appendDate(DuckDBAppender row, Optional<LocalDate> date) throws SQLException {
    if (date.isPresent()) {
      row.append(date.get());
    } else {
      row.appendNull();
    }
  }

  static void appendNumber(DuckDBAppender row, Optional<Double> number) throws SQLException {
    if (number.isPresent()) {
      row.append(number.get().doubleValue());
    } else {
      row.appendNull();
    }
  }

  static void appendMinute(DuckDBAppender row, OptionalInt minute) throws SQLException {
    if (minute.isPresent()) {
      row.append((short) minute.getAsInt());
    } else {
      row.appendNull();
    }
  }

  static void appendWhole(DuckDBAppender row, Optional<Long> number) throws SQLException {
    if (number.isPresent()) {
      row.append(number.get().longValue());
    } else {
      row.appendNull();
    }
  }
}
