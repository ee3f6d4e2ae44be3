package coop.minga.node.history;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.duckdb.DuckDBAppender;

/// Takes in a large sales file without a fault at the database's own speed.
///
/// The database cuts the file and finds the different words of each column; each word is then read
/// by the same code as a row's value. If any is at fault, or the database sees other lines than we
/// do, nothing is staged and the file is read row by row, which finds the fault and its line. So
/// both ways give the same history, and only the time differs.
///
/// What is staged has numbers for days, sites and items: a row takes 30 bytes of memory and not
/// 100.
final class Sweep {
  /// Smaller files are read row by row in a moment.
  static final long LEAST_ROWS = 20_000;

  private static final long MOST_WORDS = 1_000_000;
  private static final long ROWS_AT_ONCE = 2_000_000;
  private static final int MOST_THREADS = 4;

  /// More than a history takes at other times, because the coded rows lie in memory.
  private static final String MEMORY_LIMIT = "1GB";

  /// The columns of sales.
  private enum Column {
    DATE("DATE, minute SMALLINT"),
    SITE("INTEGER"),
    ITEM("INTEGER"),
    UNIT("VARCHAR"),
    QTY("DOUBLE"),
    PRICE("DOUBLE"),
    PROMO("BOOLEAN"),
    STOCKOUT("VARCHAR"),
    TIME("SMALLINT");

    private final String type;

    Column(String type) {
      this.type = type;
    }

    String ours() {
      return name().toLowerCase(Locale.ROOT);
    }

    String words() {
      return "words_" + ours();
    }
  }

  private final Source source;
  private final Header header;
  private final SalesTable table;
  private final ImportSettings settings;
  private final Database database;
  private final Map<Column, Integer> indexes = new EnumMap<>(Column.class);
  private final TreeMap<String, Integer> sites = new TreeMap<>();
  private final TreeMap<String, Integer> items = new TreeMap<>();
  private final Map<String, String> units = new HashMap<>();
  private long rows;

  private Sweep(Source source, Header header, SalesTable table, ImportSettings settings) {
    this.source = source;
    this.header = header;
    this.table = table;
    this.settings = settings;
    database = table.keeping().database();
    for (Column column : Column.values()) {
      header.index(column.ours()).ifPresent(index -> indexes.put(column, index));
    }
  }

  /// Codes all rows of the file, before the transaction that takes them in.
  ///
  /// @return absent if the file must be read row by row
  static Optional<Sweep> begin(
      Source source, Header header, SalesTable table, ImportSettings settings) {
    boolean fit =
        source.form() == Source.Form.CSV
            && source.charset().equals(StandardCharsets.UTF_8)
            && source.shape().lines() > LEAST_ROWS
            && source.shape().plain(settings.limits().lineBytes())
            && source.shape().hasFields(header.size())
            && settings.mapping().names().only().isEmpty()
            && !settings.mapping().rules().repeatsAdd();
    if (!fit) {
      return Optional.empty();
    }
    Sweep sweep = new Sweep(source, header, table, settings);
    try {
      if (sweep.code()) {
        return Optional.of(sweep);
      }
    } catch (UncheckedIOException | SQLException | BadRow doubt) {
      // The other way finds what is wrong, and says it with its line.
    }
    sweep.close();
    return Optional.empty();
  }

  /// How many rows there are.
  long rows() {
    return rows;
  }

  private boolean code() throws SQLException, BadRow {
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    database.run("SET threads = " + threads);
    database.run("SET memory_limit = '" + MEMORY_LIMIT + "'");
    database.run("SET preserve_insertion_order = false");
    // The few words are what is looked up, whatever is guessed of the file's size.
    database.run("SET disabled_optimizers = 'join_order,build_side_probe_side'");
    if (!findWords()) {
      return false;
    }
    database.run("CREATE OR REPLACE TEMP TABLE coded AS " + coded());
    rows = database.count("coded");
    return rows == source.shape().lines() - 1;
  }

  /// The rows as the database cuts them, our columns alone; empty where the file has not the
  /// column.
  private String cut() {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      types.add("'c" + i + "': 'VARCHAR'");
    }
    List<String> columns = new ArrayList<>();
    indexes.forEach(
        (column, index) -> columns.add("coalesce(c" + index + ", '') AS " + column.ours()));
    return "SELECT %s FROM read_csv('%s', auto_detect = false, header = false, skip = 1, delim = '%s', quote = '\"', escape = '\"', strict_mode = true, max_line_size = %d, columns = {%s})"
        .formatted(
            String.join(", ", columns),
            source.path().toString().replace("'", "''"),
            Character.toString(settings.mapping().delimiter()).replace("'", "''"),
            settings.limits().lineBytes() + 2,
            String.join(", ", types));
  }

  /// Every different word of each column, and what it means.
  ///
  /// @return false if there are too many
  private boolean findWords() throws SQLException, BadRow {
    List<String> names = indexes.keySet().stream().map(Column::ours).toList();
    List<String> sets = new ArrayList<>();
    for (Column column : indexes.keySet()) {
      switch (column) {
        case UNIT -> {}
        case ITEM -> sets.add(indexes.containsKey(Column.UNIT) ? "(item, unit)" : "(item)");
        default -> sets.add("(" + column.ours() + ")");
      }
    }
    database.run(
        "CREATE OR REPLACE TEMP TABLE words AS SELECT %s FROM (%s) GROUP BY GROUPING SETS (%s)"
            .formatted(String.join(", ", names), cut(), String.join(", ", sets)));
    if (database.count("words") > MOST_WORDS) {
      return false;
    }
    for (Column column : indexes.keySet()) {
      if (column != Column.UNIT) {
        read(column);
      }
    }
    database.run("DROP TABLE words");
    return true;
  }

  private record Word(String text, String unit) {}

  private List<Word> wordsOf(Column column) {
    boolean unit = column == Column.ITEM && indexes.containsKey(Column.UNIT);
    return database.list(
        "SELECT %s, %s FROM words WHERE %s IS NOT NULL ORDER BY 1"
            .formatted(column.ours(), unit ? "unit" : "''", column.ours()),
        row -> new Word(row.getString(1), row.getString(2)));
  }

  private void read(Column column) throws SQLException, BadRow {
    database.run(
        "CREATE OR REPLACE TEMP TABLE %s (word VARCHAR, value %s)"
            .formatted(column.words(), column.type));
    List<Word> words = wordsOf(column);
    name(column, words);
    Optional<String> before = Optional.empty();
    try (DuckDBAppender appender = database.appender(column.words())) {
      for (Word word : words) {
        boolean again = before.equals(Optional.of(word.text()));
        if (!again) {
          appender.beginRow().append(word.text());
          append(appender, column, cells(column, word));
          appender.endRow();
        }
        before = Optional.of(word.text());
      }
    }
  }

  /// A row with this word alone, for the code that reads rows.
  private Cells cells(Column column, Word word) {
    String[] fields = new String[header.size()];
    Arrays.fill(fields, "");
    fields[indexes.getOrDefault(column, 0)] = word.text().strip();
    Integer unit = indexes.get(Column.UNIT);
    if (column == Column.ITEM && unit != null) {
      fields[unit] = word.unit().strip();
    }
    return new Cells(header, settings.mapping(), List.of(fields));
  }

  /// Sites and items get their numbers in their order, so that the history is written in it.
  private void name(Column column, List<Word> words) throws BadRow {
    if (column == Column.SITE) {
      for (Word word : words) {
        sites.put(cells(column, word).code("site"), 0);
      }
      number(sites);
    } else if (column == Column.ITEM) {
      for (Word word : words) {
        Cells cells = cells(column, word);
        String item = table.keeping().item(cells);
        units.put(item, table.keeping().unit(cells, item));
        items.put(item, 0);
      }
      number(items);
    }
  }

  private static void number(SortedMap<String, Integer> names) {
    int next = 0;
    for (Map.Entry<String, Integer> name : names.entrySet()) {
      name.setValue(next++);
    }
  }

  private void append(DuckDBAppender row, Column column, Cells cells) throws SQLException, BadRow {
    switch (column) {
      case DATE -> {
        row.append(table.keeping().pastDay(cells));
        Keeping.appendMinute(row, table.keeping().minute(cells));
      }
      case SITE -> row.append(Objects.requireNonNull(sites.get(cells.code("site"))).intValue());
      case ITEM ->
          row.append(Objects.requireNonNull(items.get(table.keeping().item(cells))).intValue());
      case QTY -> row.append(SalesTable.quantity(cells));
      case PRICE -> Keeping.appendNumber(row, SalesTable.price(cells));
      case PROMO -> row.append(SalesTable.promo(cells));
      case STOCKOUT -> row.append(SalesTable.stockOut(cells));
      case TIME -> Keeping.appendMinute(row, table.keeping().minute(cells));
      case UNIT -> throw new IllegalStateException("a unit goes with its item");
    }
  }

  /// The rows with each word's meaning in its place.
  private String coded() throws BadRow {
    List<String> values = new ArrayList<>();
    StringBuilder joins = new StringBuilder();
    for (Column column : Column.values()) {
      if (column == Column.UNIT) {
        continue;
      }
      if (indexes.containsKey(column)) {
        values.add(column.words() + ".value AS " + column.ours());
        joins.append(
            " JOIN %s ON cut.%s = %s.word"
                .formatted(column.words(), column.ours(), column.words()));
      } else {
        values.add(constant(column) + " AS " + column.ours());
      }
    }
    return "SELECT * EXCLUDE (site, item), site::BIGINT * %d + item AS series FROM (SELECT %s FROM (%s) AS cut%s)"
        .formatted(items.size(), String.join(", ", values), cut(), joins);
  }

  /// What a column is that the file has not: the mapping's constant, or nothing.
  private String constant(Column column) throws BadRow {
    Cells none = new Cells(header, settings.mapping(), Collections.nCopies(header.size(), ""));
    return switch (column) {
      case DATE -> "DATE '" + table.keeping().pastDay(none) + "'";
      case SITE -> Integer.toString(only(sites, none.code("site")));
      case ITEM -> {
        String item = table.keeping().item(none);
        units.put(item, table.keeping().unit(none, item));
        yield Integer.toString(only(items, item));
      }
      case QTY -> SalesTable.quantity(none) + "::DOUBLE";
      case PRICE -> SalesTable.price(none).map(price -> price + "::DOUBLE").orElse("NULL::DOUBLE");
      case PROMO -> Boolean.toString(SalesTable.promo(none));
      case STOCKOUT -> "'" + SalesTable.stockOut(none) + "'";
      case TIME -> indexes.containsKey(Column.DATE) ? "words_date.minute" : "NULL::SMALLINT";
      case UNIT -> throw new IllegalStateException("a unit goes with its item");
    };
  }

  private static int only(SortedMap<String, Integer> names, String name) {
    names.put(name, 0);
    return 0;
  }

  /// Moves the rows to their place, some series at a time, so that memory is bounded by
  /// [#ROWS_AT_ONCE].
  Table.Settled settle() {
    nameTable("site_names", sites);
    nameTable("item_names", items);
    database.run("SET preserve_insertion_order = true");
    boolean replaces = database.count("sales") > 0;
    long keys = (long) sites.size() * items.size();
    long parts = Math.max(1, Math.min(keys, Math.ceilDiv(rows, ROWS_AT_ONCE)));
    long settled = 0;
    long dropped = 0;
    for (long part = 0; part < parts; part++) {
      String some = part(keys * part / parts, keys * (part + 1) / parts);
      if (replaces) {
        database.run("CREATE OR REPLACE TEMP TABLE settled AS " + some);
        dropped += database.change(SalesTable.DROP_EARLIER);
        settled += database.change("INSERT INTO sales SELECT * FROM settled");
      } else {
        settled += database.change("INSERT INTO sales " + some);
      }
    }
    return new Table.Settled(rows - settled, dropped);
  }

  private void nameTable(String name, SortedMap<String, Integer> names) {
    database.run(
        "CREATE OR REPLACE TEMP TABLE " + name + " (id INTEGER, name VARCHAR, unit VARCHAR)");
    try (DuckDBAppender appender = database.appender(name)) {
      for (Map.Entry<String, Integer> one : names.entrySet()) {
        appender.beginRow().append(one.getValue().intValue()).append(one.getKey());
        appender.append(units.getOrDefault(one.getKey(), Units.EACH)).endRow();
      }
    } catch (SQLException problem) {
      throw Database.failed(problem);
    }
  }

  /// The rows of some series, added up by the day, in their order.
  private String part(long from, long to) {
    return """
    SELECT date AS day, site_names.name AS site, item_names.name AS item, quantity,
      item_names.unit AS unit, price, promo, stockout, %s AS weekly, last_minute
    FROM (SELECT series, date, sum(qty) AS quantity, %s AS price, bool_or(promo) AS promo,
        %s AS stockout, %s AS last_minute
      FROM coded WHERE series >= %d AND series < %d
      GROUP BY series, date ORDER BY series, date) AS summed
    JOIN site_names ON series // %d = site_names.id
    JOIN item_names ON series %% %d = item_names.id\
    """
        .formatted(
            settings.mapping().dates().weekly(),
            SalesTable.PRICE_OF_ROWS.replace("quantity", "qty"),
            SalesTable.STOCKOUT_OF_ROWS,
            SalesTable.LAST_OF_ROWS.replace("last_minute", "time").replace("quantity", "qty"),
            from,
            to,
            items.size(),
            items.size());
  }

  /// Leaves no table, and the database with the memory that it has at other times.
  void close() {
    List<String> tables =
        new ArrayList<>(List.of("words", "coded", "site_names", "item_names", "settled"));
    for (Column column : Column.values()) {
      tables.add(column.words());
    }
    tables.forEach(name -> database.run("DROP TABLE IF EXISTS temp." + name));
    database.run("SET disabled_optimizers = ''");
    database.run("SET preserve_insertion_order = true");
    database.run("SET threads = " + Database.THREADS);
    database.run("SET memory_limit = '" + Database.MEMORY_LIMIT + "'");
  }
}
