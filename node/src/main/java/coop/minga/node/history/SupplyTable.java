package coop.minga.node.history;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/// How items come to sites. A later file's row of an item at a site takes the place of an earlier
/// one's, whole.
record SupplyTable(Keeping keeping) implements Table {
  private static final long MOST_DAYS = 28;
  private static final long MOST_PACK = 10_000;
  private static final long MOST_LIFE = 3_650;
  private static final double MOST_PRICE = 1_000_000_000;

  @Override
  public TableKind kind() {
    return TableKind.SUPPLY;
  }

  @Override
  public void stage(Cells cells, DuckDBAppender staged) throws BadRow, SQLException {
    String site = cells.code("site");
    String item = keeping.item(cells);
    Optional<String> supplier = cells.name("supplier");
    Optional<String> orderDays = days(cells, "order_days");
    Optional<String> cutoff = cutoff(cells);
    Optional<Long> lead = cells.wholeIfAny("lead_days", 0, MOST_DAYS);
    Optional<String> deliveryDays = days(cells, "delivery_days");
    Optional<Long> pack = cells.wholeIfAny("pack", 1, MOST_PACK);
    Optional<Double> least = cells.numberIfAny("min_order", 0, Cells.MOST_QUANTITY);
    Optional<Double> shelf = cells.numberIfAny("max_shelf", 1, Cells.MOST_QUANTITY);
    Optional<Double> cost = cells.numberIfAny("cost", 0, MOST_PRICE);
    Optional<Double> price = cells.numberIfAny("price", 0, MOST_PRICE);
    Optional<Long> life = cells.wholeIfAny("life_on_receipt", 1, MOST_LIFE);
    keeping.once(cells, "item", site + "/" + item);
    staged.beginRow().append(site).append(item);
    Keeping.append(staged, supplier);
    Keeping.append(staged, orderDays);
    Keeping.append(staged, cutoff);
    Keeping.appendWhole(staged, lead);
    Keeping.append(staged, deliveryDays);
    Keeping.appendWhole(staged, pack);
    Keeping.appendNumber(staged, least);
    Keeping.appendNumber(staged, shelf);
    Keeping.appendNumber(staged, cost);
    Keeping.appendNumber(staged, price);
    Keeping.appendWhole(staged, life);
    staged.endRow();
  }

  private static Optional<String> days(Cells cells, String column) throws BadRow {
    Optional<String> text = cells.text(column);
    if (text.isPresent() && OpenDays.parse(text.get()).isEmpty()) {
      throw cells.bad(
          column, text.get(), "does not name weekdays.", "Write mon-sat, mon thu, or daily.");
    }
    return text.flatMap(OpenDays::parse).map(OpenDays::write);
  }

  private static Optional<String> cutoff(Cells cells) throws BadRow {
    Optional<String> text = cells.text("cutoff");
    try {
      return text.map(LocalTime::parse).map(LocalTime::toString);
    } catch (DateTimeException problem) {
      throw cells.bad("cutoff", text.orElse(""), "is not a time of day.", "Write it as 14:30.");
    }
  }

  @Override
  public Settled settle() {
    Database database = keeping.database();
    long dropped =
        database.change(
            "DELETE FROM supply USING staged"
                + " WHERE supply.site = staged.site AND supply.item = staged.item");
    database.change("INSERT INTO supply SELECT * FROM staged");
    return new Settled(0, dropped);
  }

  @Override
  public List<String> notes() {
    return MendedGtins.notes(keeping.mended());
  }
}
