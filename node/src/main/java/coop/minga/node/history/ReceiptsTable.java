package coop.minga.node.history;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/// What was delivered, a row a delivery or a lot of it. A later file's deliveries of an item to a
/// site on a day take the place of an earlier one's.
record ReceiptsTable(Keeping keeping) implements Table {
  private static final String DROP_EARLIER =
      """
      DELETE FROM receipts USING (SELECT DISTINCT day, site, item FROM staged) AS later
      WHERE receipts.day = later.day AND receipts.site = later.site
        AND receipts.item = later.item\
      """;

  @Override
  public TableKind kind() {
    return TableKind.RECEIPTS;
  }

  @Override
  public void stage(Cells cells, DuckDBAppender staged) throws BadRow, SQLException {
    LocalDate day = keeping.pastDay(cells);
    String site = cells.code("site");
    String item = keeping.item(cells);
    double quantity = cells.number("qty", -Cells.MOST_QUANTITY, Cells.MOST_QUANTITY);
    Optional<PrintedDate> mark = PrintedDate.of(cells, keeping.scan(cells), day);
    String unit = keeping.unit(cells, item);
    staged.beginRow().append(day).append(site).append(item).append(quantity).append(unit);
    Keeping.append(staged, mark.map(PrintedDate::kind));
    Keeping.appendDate(staged, mark.map(PrintedDate::date));
    staged.endRow();
  }

  @Override
  public Settled settle() {
    Database database = keeping.database();
    long dropped = database.change(DROP_EARLIER);
    database.change("INSERT INTO receipts SELECT * FROM staged");
    return new Settled(0, dropped);
  }

  @Override
  public List<String> notes() {
    return MendedGtins.notes(keeping.mended());
  }
}
