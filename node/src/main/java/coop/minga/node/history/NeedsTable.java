package coop.minga.node.history;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/// Needs, in grams for each weekday. A later file's needs of a site take the place of all its
/// earlier ones: a kitchen that leaves a category out no longer needs it.
record NeedsTable(Keeping keeping) implements Table {
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final long MOST_GRAMS = 1_000_000_000;

  @Override
  public TableKind kind() {
    return TableKind.NEEDS;
  }

  @Override
  public void stage(Cells cells, DuckDBAppender staged) throws BadRow, SQLException {
    String site = cells.code("site");
    String category = cells.code("category");
    long[] grams = new long[DAYS.size()];
    for (int i = 0; i < grams.length; i++) {
      grams[i] = cells.wholeIfAny(DAYS.get(i), 0, MOST_GRAMS).orElse(0L);
    }
    Optional<LocalDate> until = cells.dateIfAny("until");
    boolean firm = firm(cells);
    keeping.once(cells, "category", site + "/" + category + (firm ? "/firm" : "/wish"));
    staged.beginRow().append(site).append(category);
    for (long amount : grams) {
      staged.append(amount);
    }
    Keeping.appendDate(staged, until);
    staged.append(firm).endRow();
  }

  private static boolean firm(Cells cells) throws BadRow {
    String kind = cells.text("kind").orElse("wish").toLowerCase(Locale.ROOT);
    return switch (kind) {
      case "firm" -> true;
      case "wish" -> false;
      default -> throw cells.bad("kind", kind, "is neither firm nor wish.", "Write firm, or wish.");
    };
  }

  @Override
  public Settled settle() {
    Database database = keeping.database();
    long dropped =
        database.change(
            "DELETE FROM needs USING (SELECT DISTINCT site FROM staged) AS later"
                + " WHERE needs.site = later.site");
    database.change("INSERT INTO needs SELECT * FROM staged");
    return new Settled(0, dropped);
  }
}
