package coop.minga.node.history;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Writes everything that a history holds as Parquet files, a table each, with the columns that
/// [Import] reads: nobody is locked in, and what was written out can be taken in again.
public final class Export {
  private static final String WEEKLY = "weekly-sales";

  private static final List<Part> PARTS =
      List.of(
          new Part(
              "sales",
              "SELECT day AS date, site, item, quantity AS qty, unit, price, promo, stockout,"
                  + " strftime(day + to_minutes(last_minute), '%H:%M') AS time"
                  + " FROM sales WHERE NOT weekly ORDER BY site, item, day"),
          new Part(
              WEEKLY,
              "SELECT day AS date, site, item, quantity AS qty, unit, price, promo, stockout"
                  + " FROM sales WHERE weekly ORDER BY site, item, day"),
          new Part(
              "stock",
              "SELECT day AS date, site, item, quantity AS qty, unit, lot,"
                  + " lower(replace(date_kind, '_', '-')) AS date_kind, date_mark"
                  + " FROM stock ORDER BY day, site, item, date_mark, lot"),
          new Part(
              "items",
              "SELECT item, gtin, name, category, pack_size, unit_grams AS unit_weight_g,"
                  + " lower(storage) AS storage, shelf_life_days, allergens FROM items"
                  + " ORDER BY item"),
          new Part(
              "sites",
              "SELECT site, gln, name, latitude AS lat, longitude AS lon, open_days, kind"
                  + " FROM sites ORDER BY site"),
          new Part("supply", "SELECT * FROM supply ORDER BY site, item"),
          new Part(
              "receipts",
              "SELECT day AS date, site, item, quantity AS qty, unit,"
                  + " lower(replace(date_kind, '_', '-')) AS date_kind, date_mark"
                  + " FROM receipts ORDER BY day, site, item, date_mark"),
          new Part(
              "waste",
              "SELECT day AS date, site, item, quantity AS qty, unit, reason, destination"
                  + " FROM waste ORDER BY day, site, item"),
          new Part("changes", "SELECT * FROM changes ORDER BY morning, site, item"),
          new Part("placed", "SELECT * FROM placed ORDER BY morning, site, item"),
          new Part(
              "needs",
              "SELECT site, category, mon, tue, wed, thu, fri, sat, sun, until,"
                  + " CASE WHEN firm THEN 'firm' ELSE 'wish' END AS kind"
                  + " FROM needs ORDER BY site, category, firm"));

  private record Part(String name, String query) {}

  private Export() {}

  /// One table that was written.
  ///
  /// @param file where
  /// @param rows how many
  public record Written(Path file, long rows) {}

  /// Writes all tables that have a row. Each file has its name only when it is whole.
  ///
  /// @param out an empty directory, or one that is not there yet
  /// @return what was written; empty if the history is
  /// @throws UserError if the directory has anything in it
  public static List<Written> everything(History history, Path out) throws IOException {
    refuseFull(out);
    Files.createDirectories(out);
    List<Written> written = new ArrayList<>();
    for (Part part : PARTS) {
      long rows = history.database().count("(" + part.query() + ")");
      if (rows > 0) {
        written.add(new Written(write(history.database(), part, out), rows));
      }
    }
    if (written.stream().anyMatch(one -> one.file().endsWith(WEEKLY + ".parquet"))) {
      Files.writeString(out.resolve(WEEKLY + ".toml"), "as = \"sales\"\nperiod = \"week\"\n");
    }
    return written;
  }

  private static Path write(Database database, Part part, Path out) throws IOException {
    Path unfinished = out.resolve(part.name() + ".part");
    String quoted = unfinished.toString().replace("'", "''");
    database.run(
        "COPY (" + part.query() + ") TO '" + quoted + "' (FORMAT parquet, COMPRESSION zstd)");
    return Files.move(
        unfinished, out.resolve(part.name() + ".parquet"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void refuseFull(Path out) throws IOException {
    if (!Files.exists(out)) {
      return;
    }
    boolean full = !Files.isDirectory(out);
    if (!full) {
      try (Stream<Path> inside = Files.list(out)) {
        full = inside.findAny().isPresent();
      }
    }
    if (full) {
      throw new UserError(
          out.toString(), "it is there and not empty.", "Name a directory that is not there yet.");
    }
  }
}
