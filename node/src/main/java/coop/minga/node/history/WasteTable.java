package coop.minga.node.history;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/// What was written off, and where it went. A later file's rows of an item at a site on a day take
/// the place of an earlier one's.
record WasteTable(Keeping keeping) implements Table {
  private static final String DROP_EARLIER =
      """
      DELETE FROM waste USING (SELECT DISTINCT day, site, item FROM staged) AS later
      WHERE waste.day = later.day AND waste.site = later.site AND waste.item = later.item\
      """;

  @Override
  public TableKind kind() {
    return TableKind.WASTE;
  }

  @Override
  public void stage(Cells cells, DuckDBAppender staged) throws BadRow, SQLException {
    LocalDate day = keeping.pastDay(cells);
    String site = cells.code("site");
    String item = keeping.item(cells);
    double quantity = cells.number("qty", 0, Cells.MOST_QUANTITY);
    Optional<String> reason = cells.name("reason");
    Optional<String> destination = cells.name("destination");
    String unit = keeping.unit(cells, item);
    staged.beginRow().append(day).append(site).append(item).append(quantity).append(unit);
    Keeping.append(staged, reason);
    Keeping.append(staged, destination);
    staged.endRow();
  }

  @Override
  public Settled settle() {
    Database database = keeping.database();
    long dropped = database.change(DROP_EARLIER);
    database.change("INSERT INTO waste SELECT * FROM staged");
    return new Settled(0, dropped);
  }

  @Override
  public List<String> notes() {
    return MendedGtins.notes(keeping.mended());
  }
}
