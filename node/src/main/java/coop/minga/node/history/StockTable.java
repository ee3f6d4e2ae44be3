package coop.minga.node.history;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/// Counts of stock, a row a lot. A later file's count of an item at a site on a day takes the place
/// of an earlier one's, with all its lots.
record StockTable(Keeping keeping) implements Table {
  private static final Map<String, String> KINDS =
      Map.of(
          "use-by",
          "USE_BY",
          "use_by",
          "USE_BY",
          "use by",
          "USE_BY",
          "best-before",
          "BEST_BEFORE",
          "best_before",
          "BEST_BEFORE",
          "best before",
          "BEST_BEFORE");

  private static final String DROP_EARLIER =
      """
      DELETE FROM stock USING (SELECT DISTINCT day, site, item FROM staged) AS later
      WHERE stock.day = later.day AND stock.site = later.site AND stock.item = later.item\
      """;

  /// A printed date with its meaning.
  private record Mark(String kind, LocalDate date) {}

  @Override
  public TableKind kind() {
    return TableKind.STOCK;
  }

  @Override
  public void stage(Cells cells, DuckDBAppender staged) throws BadRow, SQLException {
    LocalDate day = keeping.pastDay(cells);
    String site = cells.code("site");
    String item = keeping.item(cells);
    Optional<String> lot = cells.name("lot");
    double quantity = quantity(cells);
    Optional<Mark> mark = mark(cells);
    String unit = keeping.unit(cells, item);
    staged.beginRow().append(day).append(site).append(item);
    Keeping.append(staged, lot);
    staged.append(quantity).append(unit);
    Keeping.append(staged, mark.map(Mark::kind));
    Keeping.appendDate(staged, mark.map(Mark::date));
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

  /// Where a row has both dates the law's comes first.
  private static Optional<Mark> mark(Cells cells) throws BadRow {
    Optional<LocalDate> useBy = cells.dateIfAny("use_by");
    Optional<LocalDate> bestBefore = cells.dateIfAny("best_before");
    Optional<LocalDate> printed = cells.dateIfAny("date_mark");
    if (useBy.isPresent()) {
      return useBy.map(date -> new Mark("USE_BY", date));
    }
    if (bestBefore.isPresent()) {
      return bestBefore.map(date -> new Mark("BEST_BEFORE", date));
    }
    return printed.isPresent()
        ? Optional.of(new Mark(dateKind(cells), printed.get()))
        : none(cells);
  }

  private static String dateKind(Cells cells) throws BadRow {
    String text = cells.text("date_kind").orElse("");
    String kind = KINDS.get(text.toLowerCase(Locale.ROOT));
    if (kind == null) {
      throw cells.bad(
          "date_kind",
          text,
          "does not say what the printed date means.",
          "Write use-by or best-before; if all are one, [constants] date_kind = \"use-by\".");
    }
    return kind;
  }

  /// A kind without a date promises a date that is not there, save where it stands for all rows.
  private static Optional<Mark> none(Cells cells) throws BadRow {
    Optional<String> kind = cells.text("date_kind");
    boolean ofAll = cells.header().index("date_kind").isEmpty();
    if (kind.isPresent() && !ofAll && !kind.get().equalsIgnoreCase("none")) {
      throw cells.bad(
          "date_mark", "", "is empty and date_kind is not.", "Write the printed date, or none.");
    }
    return Optional.empty();
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
