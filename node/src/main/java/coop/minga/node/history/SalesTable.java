package coop.minga.node.history;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.duckdb.DuckDBAppender;

/// Sales. Rows of one file that tell of the same day, site and item are added up: tills write a row
/// a receipt, and what comes back has a minus. A day that an earlier file told of is replaced by
/// the later file's, because a shop exports the month again with its last days complete; a mapping
/// may say that it is to be added instead (two tills, two files).
record SalesTable(Keeping keeping) implements Table {
  private static final double MOST_PRICE = 1_000_000_000;

  private static final String ADD_EARLIER =
      """
      INSERT INTO staged SELECT * FROM sales WHERE EXISTS (
        SELECT 1 FROM staged WHERE staged.day = sales.day AND staged.site = sales.site
          AND staged.item = sales.item AND staged.weekly = sales.weekly)\
      """;

  /// The price of rows that are added up: their mean, by quantity.
  static final String PRICE_OF_ROWS =
      """
      CASE WHEN sum(abs(quantity)) FILTER (price IS NOT NULL) > 0
          THEN sum(price * abs(quantity)) / sum(abs(quantity)) FILTER (price IS NOT NULL)
          ELSE max(price) END\
      """;

  /// Whether a day sold out, by its rows.
  static final String STOCKOUT_OF_ROWS =
      """
      CASE WHEN bool_or(stockout = 'yes') THEN 'yes'
          WHEN bool_and(stockout = 'no') THEN 'no' ELSE 'unknown' END\
      """;

  /// When the last of the rows was sold; unknown where one of them does not say. A return, or a row
  /// of nothing, is no sale: it may be booked long after the doors shut.
  static final String LAST_OF_ROWS =
      """
      CASE WHEN bool_and(last_minute IS NOT NULL) FILTER (quantity > 0)
          THEN max(last_minute) FILTER (quantity > 0) END\
      """;

  private static final String SUM =
      """
      CREATE TEMP TABLE settled AS SELECT day, site, item, sum(quantity) AS quantity,
        min(unit) AS unit,
        %s AS price,
        bool_or(promo) AS promo,
        %s AS stockout,
        weekly,
        %s AS last_minute
      FROM staged GROUP BY day, site, item, weekly\
      """
          .formatted(PRICE_OF_ROWS, STOCKOUT_OF_ROWS, LAST_OF_ROWS);

  /// Takes away what earlier files told of the settled days.
  static final String DROP_EARLIER =
      """
      DELETE FROM sales USING settled WHERE sales.day = settled.day AND sales.site = settled.site
        AND sales.item = settled.item AND sales.weekly = settled.weekly\
      """;

  @Override
  public TableKind kind() {
    return TableKind.SALES;
  }

  @Override
  public void stage(Cells cells, DuckDBAppender staged) throws BadRow, SQLException {
    LocalDate day = keeping.pastDay(cells);
    String site = cells.code("site");
    String item = keeping.item(cells);
    double quantity = quantity(cells);
    Optional<Double> price = price(cells);
    boolean promo = promo(cells);
    String stockOut = stockOut(cells);
    String unit = keeping.unit(cells, item);
    OptionalInt minute = keeping.minute(cells);
    staged.beginRow().append(day).append(site).append(item).append(quantity).append(unit);
    Keeping.appendNumber(staged, price);
    staged.append(promo).append(stockOut).append(cells.mapping().dates().weekly());
    Keeping.appendMinute(staged, minute);
    staged.endRow();
  }

  static double quantity(Cells cells) throws BadRow {
    return cells.number("qty", -Cells.MOST_QUANTITY, Cells.MOST_QUANTITY);
  }

  static Optional<Double> price(Cells cells) throws BadRow {
    return cells.numberIfAny("price", 0, MOST_PRICE);
  }

  static boolean promo(Cells cells) throws BadRow {
    return cells.truthIfAny("promo").orElse(false);
  }

  static String stockOut(Cells cells) throws BadRow {
    Optional<String> text = cells.text("stockout").map(word -> word.toLowerCase(Locale.ROOT));
    if (text.isEmpty() || text.get().equals("unknown")) {
      return "unknown";
    }
    return cells.truthIfAny("stockout").orElseThrow() ? "yes" : "no";
  }

  @Override
  public Settled settle() {
    Database database = keeping.database();
    long staged = database.count(STAGED);
    long merged = keeping.mapping().rules().repeatsAdd() ? database.change(ADD_EARLIER) : 0;
    database.run(SUM);
    long dropped = database.change(DROP_EARLIER);
    long settled =
        database.change("INSERT INTO sales SELECT * FROM settled ORDER BY site, item, day");
    database.run("DROP TABLE settled");
    return new Settled(staged - settled, merged > 0 ? 0 : dropped);
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>(MendedGtins.notes(keeping.mended()));
    if (keeping.timesTold()) {
      notes.add(QuietEvenings.NOTE);
    }
    return notes;
  }
}
