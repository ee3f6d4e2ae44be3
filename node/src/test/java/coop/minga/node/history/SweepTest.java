package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A chain's export that is large enough for the fast way, which must give what the other way
/// gives.
class SweepTest {
  private static final int ROWS = Math.toIntExact(Sweep.LEAST_ROWS) + 10;
  private static final String HEAD = "organisation,date,site,item,qty,unit,price,promo,stockout";
  private static final int HOURS = 24;

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
  void bothWaysGiveTheSameHistory() throws IOException {
    String text = chain(7);
    ImportReport fast = desk.take("fast.csv", text);
    assertEquals(ROWS, fast.count().imported(), fast::toString);
    assertTrue(fast.count().summed() > 0);
    List<String> swept = sales();
    desk.close();

    desk = new Desk(dir.resolve("other"));
    desk.dir.toFile().mkdirs();
    ImportReport slow = desk.take("slow.csv", text + "x,2024-01-01,no-row\n");
    assertEquals(1, slow.count().rejected(), slow::toString);
    assertEquals(fast.count().summed(), slow.count().summed());
    List<String> read = sales();
    assertEquals(read.size(), swept.size());
    for (int row = 0; row < read.size(); row++) {
      assertEquals(read.get(row), swept.get(row));
    }
    assertEquals(fast.notes(), slow.notes());
  }

  @Test
  void aLaterFileReplacesTheDaysThatItTellsOf() throws IOException {
    desk.take(
        "early.csv",
        "date,site,item,qty,unit\n2024-01-01,S 0,I0,999,each\n2023-12-31,S 0,I0,7,each\n");
    ImportReport report = desk.take("fast.csv", chain(8) + "x,2024-01-01,S 0,I0,1,,,,\n");
    assertEquals(1, report.count().replaced(), report::toString);
    assertEquals(7, desk.history.daily(new SeriesKey("S 0", "I0")).quantity(0));
    assertEquals(ImportReport.Outcome.ALREADY_THERE, desk.take(dir.resolve("fast.csv")).outcome());
  }

  @Test
  void aPreviewKeepsNothing() throws IOException {
    Path file = desk.put("fast.csv", chain(9));
    ImportReport report = new Import(desk.history, desk.settings).preview(file);
    assertEquals(ROWS, report.count().imported());
    assertEquals(0, desk.rows());
  }

  @Test
  void oneFaultIsFoundOnItsLineAndTheRestIsTaken() throws IOException {
    for (String fault :
        List.of(
            "a,2024-13-01,S 1,I1,1,each,,,",
            "a,2024-01-01,S 1,I1,one,each,,,",
            "a,2024-01-01,S 1,I1,1,kg,,,",
            "a,2024-01-01,S 1,,1,each,,,",
            "a,2024-01-01,\"S 1,I1,1,each,,,",
            "a,2024-01-01,S 1,I1,1,each,,,,")) {
      String text = chain(7) + fault + "\na,2024-01-02,S 1,I1,1,each,,,\n";
      ImportReport report = desk.take("fault.csv", text);
      desk.rejected(report, ROWS + 2, 1);
      assertFalse(report.firstRejects().isEmpty(), fault);
    }
  }

  /// Thirty sites with forty items: quotes, spaces, an empty line, returns, repeats.
  private static String chain(long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(HEAD).append("\r\n\r\n");
    for (int row = 0; row < ROWS; row++) {
      String site = "S " + row % 30;
      text.append("org,")
          .append(LocalDate.of(2024, 1, 1).plusDays(random.nextInt(60)))
          .append(row % 19 == 0 ? "" : " %02d:30".formatted(random.nextInt(HOURS)))
          .append(row % 7 == 0 ? ",\"" + site + "\"," : ", " + site + " ,")
          .append("I" + random.nextInt(40))
          .append(',')
          .append(row % 50 == 0 ? "-1" : Double.toString(random.nextInt(200) / 4.0))
          .append(row % 3 == 0 ? ",each," : ",pcs,")
          .append(row % 5 == 0 ? "" : Double.toString(1 + random.nextInt(9) / 8.0))
          .append(row % 11 == 0 ? ",yes," : ",,")
          .append(row % 13 == 0 ? "Yes" : row % 17 == 0 ? "no" : "")
          .append("\r\n");
    }
    return text.toString();
  }

  private List<String> sales() {
    return desk.history
        .database()
        .list(
            "SELECT day, site, item, round(quantity, 6), unit, round(price, 6), promo, stockout,"
                + " weekly, last_minute FROM sales ORDER BY ALL",
            row -> {
              StringBuilder line = new StringBuilder();
              for (int column = 1; column <= 10; column++) {
                line.append(row.getString(column)).append(' ');
              }
              return line.toString();
            });
  }
}
