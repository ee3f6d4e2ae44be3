package coop.minga.node.history;

import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.Storage;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/// Items. A later file's item takes the place of an earlier one's, whole.
record ItemsTable(Keeping keeping) implements Table {
  private static final long MOST_PACK = 10_000;
  private static final long MOST_GRAMS = 1_000_000;
  private static final long MOST_DAYS = 3_650;

  @Override
  public TableKind kind() {
    return TableKind.ITEMS;
  }

  @Override
  public void stage(Cells cells, DuckDBAppender staged) throws BadRow, SQLException {
    String item = keeping.item(cells);
    Optional<String> gtin = keeping.gtin(cells);
    Optional<String> name = cells.name("name");
    Optional<String> category = cells.name("category");
    Optional<Long> pack = cells.wholeIfAny("pack_size", 1, MOST_PACK);
    Optional<Long> grams = cells.wholeIfAny("unit_weight_g", 1, MOST_GRAMS);
    Optional<String> storage = storage(cells);
    Optional<Long> days = cells.wholeIfAny("shelf_life_days", 1, MOST_DAYS);
    Optional<String> allergens = allergens(cells);
    keeping.once(cells, "item", item);
    staged.beginRow().append(item);
    Keeping.append(staged, gtin.or(() -> itemAsGtin(item)));
    Keeping.append(staged, name);
    Keeping.append(staged, category);
    appendSmall(staged, pack);
    Keeping.appendWhole(staged, grams);
    Keeping.append(staged, storage);
    appendSmall(staged, days);
    Keeping.append(staged, allergens);
    staged.endRow();
  }

  private Optional<String> itemAsGtin(String item) {
    return keeping.mapping().rules().itemsAreGtins() ? Optional.of(item) : Optional.empty();
  }

  private static void appendSmall(DuckDBAppender row, Optional<Long> number) throws SQLException {
    if (number.isPresent()) {
      row.append(Math.toIntExact(number.get()));
    } else {
      row.appendNull();
    }
  }

  private static Optional<String> storage(Cells cells) throws BadRow {
    Optional<String> text = cells.text("storage");
    if (text.isEmpty()) {
      return text;
    }
    for (Storage storage : Storage.values()) {
      if (storage.name().equals(text.get().toUpperCase(Locale.ROOT))) {
        return Optional.of(storage.name());
      }
    }
    throw cells.bad(
        "storage",
        text.get(),
        "is not a way to keep food.",
        "Write ambient, chilled, frozen or hot.");
  }

  private static Optional<String> allergens(Cells cells) throws BadRow {
    Optional<String> text = cells.text("allergens");
    try {
      return text.map(Allergens::listed).map(Allergens::text);
    } catch (IllegalArgumentException e) {
      throw cells.bad(
          "allergens",
          text.orElse(""),
          "is no list of allergens: " + e.getMessage() + ".",
          "Write them as milk;nuts, or none; leave it empty where nobody knows.");
    }
  }

  @Override
  public Settled settle() {
    Database database = keeping.database();
    long dropped = database.change("DELETE FROM items USING staged WHERE items.item = staged.item");
    database.change("INSERT INTO items SELECT * FROM staged");
    return new Settled(0, dropped);
  }

  @Override
  public List<String> notes() {
    return MendedGtins.notes(keeping.mended());
  }
}
