package coop.minga.node.history;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/// Counts of stock, a row a lot. A later file's count of an item at a site on a day takes the place
/// of an earlier one's, with all its lots.
record StockTable(Keeping keeping) implements Table {
  private static final String DROP_EARLIER =
      """
      DELETE FROM stock USING (SELECT DISTINCT day, site, item FROM staged) AS later
      WHERE stock.day = later.day AND stock.site = later.site AND stock.item = later.item\
      """;

  @Override
  public TableKind kind() {
    return TableKind.STOCK;
  }

  @Override
  public void stage(Cells cells, DuckDBAppender staged) throws BadRow, SQLException {
    LocalDate day = keeping.pastDay(cells);
    String site = cells.code("site");
    String item = keeping.item(cells);
    Optional<Scan> scan = keeping.scan(cells);
    Optional<String> lot = cells.name("lot").or(() -> scan.flatMap(Scan::lot));
    double quantity = quantity(cells);
    Optional<PrintedDate> mark = PrintedDate.of(cells, scan, day);
    String unit = keeping.unit(cells, item);
    staged.beginRow().append(day).append(site).append(item);
    Keeping.append(staged, lot);
    staged.append(quantity).append(unit);
    Keeping.append(staged, mark.map(PrintedDate::kind));
    Keeping.appendDate(staged, mark.map(PrintedDate::date));
    staged.endRow();
  }

  private static double quantity(Cells cells) throws BadRow {
    double quantity = cells.number("qty", -Cells.MOST_QUANTITY, Cells.MOST_QUANTITY);
    if (quantity < 0) {
      throw cells.bad(
          "qty",
          cells.needed("qty"),
          "is less than nothing on a shelf.",
          "The till sold what was never booked in: count it and write what is there.");
    }
    return quantity;
  }

  @Override
  public Settled settle() {
    Database database = keeping.database();
    long dropped = database.change(DROP_EARLIER);
    database.change("INSERT INTO stock SELECT * FROM staged");
    return new Settled(0, dropped);
  }

  @Override
  public List<String> notes() {
    return MendedGtins.notes(keeping.mended());
  }
}
