package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTest {
  @TempDir Path dir;
  Desk desk;

  @BeforeEach
  void open() throws IOException {
    desk = new Desk(dir);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void typedColumnsAreReadAsWhatTheyAre() throws IOException {
    Path file =
        parquet(
            "SELECT DATE '2024-03-01' AS date, 'a' AS site, 7802920000017 AS item, 1.5 AS qty,"
                + " true AS promo UNION ALL SELECT '2024-03-02', 'a', 7802920000017, 2, NULL");
    ImportReport report = desk.take(file);
    Desk.accounted(report, 2);
    assertEquals(2, report.count().imported(), report::toString);
    assertEquals(3.5, desk.sold());
    DailySeries series = desk.history.daily(new SeriesKey("a", "7802920000017"));
    assertTrue(series.promo(0) && !series.promo(1));
    assertEquals(ImportReport.Outcome.ALREADY_THERE, desk.take(file).outcome());
  }

  @Test
  void aMappingForCommasDoesNotMakeFifteenOfOneAndAHalf() throws IOException {
    desk.withMapping("decimal = \"comma\"\ndate = \"dd.MM.yyyy\"\n[columns]\nqty = \"Menge\"\n");
    Path file =
        parquet(
            "SELECT TIMESTAMP '2024-03-01 23:30:00' AS date, 'a' AS site, 'b' AS item, 1.5::DOUBLE"
                + " AS \"Menge\" UNION ALL SELECT TIMESTAMP '2024-03-02 00:00:00', 'a', 'b', 0.25");
    ImportReport report = desk.take(file);
    assertEquals(2, report.count().imported(), report::toString);
    assertEquals(1.75, desk.sold());
  }

  @Test
  void rowsThatCannotBeAreRejectedWithTheirNumber() throws IOException {
    Path file =
        parquet(
            "SELECT '2024-03-01' AS date, 'a' AS site, 'b' AS item, 1::DOUBLE AS qty UNION ALL"
                + " SELECT 'monday', 'a', 'b', 1 UNION ALL SELECT '2024-03-02', 'a', 'b', 'NaN'"
                + " UNION ALL SELECT '2024-03-03', NULL, 'b', 1");
    ImportReport report = desk.take(file);
    String sentence = desk.rejected(report, 4, 3);
    assertTrue(sentence.startsWith("t.parquet line 2: date \"monday\""), sentence);
    assertEquals(1, desk.sold());
  }

  @Test
  void aFileThatWasCutOffLeavesNothing() throws IOException {
    Path file = parquet("SELECT '2024-03-01' AS date, 'a' AS site, 'b' AS item, 1 AS qty");
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {4, whole.length / 2, whole.length - 1}) {
      String said = desk.refused(desk.put("cut.parquet", Arrays.copyOf(whole, length)));
      assertTrue(said.contains("no whole Parquet file"), said);
    }
  }

  @Test
  void columnsOfSomethingElseAreNamed() throws IOException {
    String said = desk.refused(parquet("SELECT 1 AS \"it's\", 2 AS \"a\"\"b\""));
    assertTrue(said.contains("no table is recognised in the columns it's, a\"b"), said);
  }

  private Path parquet(String query) throws IOException {
    Path file = dir.resolve("t.parquet");
    try (Database database = Database.inMemory()) {
      database.run("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
    }
    return file;
  }
}
