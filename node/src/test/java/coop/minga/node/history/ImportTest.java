package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
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
  void theSameContentIsImportedOnceWhateverItsName() throws IOException {
    String text = Desk.SALES + "2024-03-01,a,b,1\n";
    desk.take("sales.csv", text);

    var again = desk.take(desk.put("copy.csv.gz", Desk.gzip(text)));

    assertEquals(ImportReport.Outcome.ALREADY_THERE, again.outcome());
    assertEquals(1, desk.rows());
    assertTrue(again.notes().getFirst().contains("sales.csv"), again::toString);
  }

  @Test
  void receiptsOfOneDayAreAddedUp() throws IOException {
    var report =
        desk.take(
            "sales.csv",
            """
            date,site,item,qty,price,promo,stockout
            2024-03-01,a,b,3,100,no,no
            2024-03-01,a,b,1,60,yes,yes
            2024-03-01,a,b,-1,100,no,
            """);

    assertEquals(new ImportReport.Count(3, 3, 0, 0, 2, 0), report.count());
    DailySeries series = desk.history.daily(new SeriesKey("a", "b"));
    assertEquals(3, series.quantity(0));
    assertEquals(92, series.price(0).orElseThrow(), 1e-9);
    assertTrue(series.promo(0));
    assertTrue(series.soldOut(0));
  }

  @Test
  void theMonthExportedAgainReplacesItsDays() throws IOException {
    desk.take("march.csv", Desk.SALES + "2024-03-01,a,b,1\n2024-03-02,a,b,2\n");

    var report = desk.take("march-again.csv", Desk.SALES + "2024-03-02,a,b,5\n2024-03-03,a,b,3\n");

    assertEquals(1, report.count().replaced());
    assertEquals(9, desk.sold());
  }

  @Test
  void twoTillsOfOneShopAreAddedWhereTheMappingSaysSo() throws IOException {
    desk.withMapping("repeats = \"add\"");
    desk.take("till-1.csv", Desk.SALES + "2024-03-01,a,b,1\n");
    desk.take("till-2.csv", Desk.SALES + "2024-03-01,a,b,2\n2024-03-01,a,c,4\n");

    assertEquals(7, desk.sold());
    assertEquals(2, desk.rows());
  }

  @Test
  void othersRowsAreLeftOutByChoice() throws IOException {
    desk.with(Mapping.plain().onlyRowsWhere("organisation", "org2"));

    var report =
        desk.take(
            "sales.csv",
            """
            organisation,date,site,item,qty
            org1,2024-03-01,a,b,1
            org2,2024-03-01,c,b,2
            org1,broken,a,b,1
            """);

    assertEquals(new ImportReport.Count(3, 1, 0, 2, 0, 0), report.count());
    assertEquals(List.of(new SeriesKey("c", "b")), desk.history.series());
  }

  @Test
  void aChoiceThatNoRowMeetsIsAMistake() throws IOException {
    desk.with(Mapping.plain().onlyRowsWhere("site", "Mapocho"));
    Path file = desk.put("sales.csv", Desk.SALES + "2024-03-01,mapocho,b,1\n");

    assertTrue(desk.refused(file).contains("none of its 1 rows has {site=Mapocho}"));
  }

  @Test
  void aTillOfItsOwnWaysIsReadByItsMapping() throws IOException {
    desk.withMapping(
        """
        as = "sales"
        delimiter = "tab"
        encoding = "iso-8859-1"
        decimal = "comma"
        date = "dd.MM.yyyy"
        [columns]
        date = "Datum"
        item = "Artikel"
        qty = "Menge"
        [constants]
        site = "mapocho"
        unit = "kg"
        """);
    Path file =
        desk.put(
            "export.txt",
            "Datum\tArtikel\tMenge\n01.03.2024\tBrötchen\t1,25\n",
            StandardCharsets.ISO_8859_1);

    Desk.accounted(desk.take(file), 1);
    assertEquals(1.25, desk.history.daily(new SeriesKey("mapocho", "Brötchen")).quantity(0));
    assertEquals(1000, desk.history.items().getFirst().unitGrams());
  }

  @Test
  void weeksStayWeeks() throws IOException {
    desk.withMapping("date = \"week-number\"\nfirst-week = 2024-01-01\n[columns]\ndate = \"week\"");
    desk.take("weekly.csv", "week,site,item,qty\n1,a,cheese,10\n3,a,cheese,30\n");

    assertEquals(List.of(), desk.history.series());
    WeeklySeries weekly = desk.history.weekly(desk.history.weeklySeries().getFirst());
    assertEquals(LocalDate.of(2024, 1, 1), weekly.firstWeek());
    assertEquals(3, weekly.weeks().size());
    assertTrue(weekly.weeks().get(1).closed());
    assertEquals(30, weekly.weeks().get(2).quantity());
  }

  @Test
  void codesThatAreBarcodesMeetWhetherTheirZerosWereLostOrNot() throws IOException {
    desk.withMapping("items-are-gtins = true");
    desk.take(
        "sales.csv", Desk.SALES + "2024-03-01,a,012345678905,1\n2024-03-02,a,12345678905,1\n");

    assertEquals(List.of(new SeriesKey("a", "00012345678905")), desk.history.series());
  }

  @Test
  void aPreviewKeepsNothing() throws IOException {
    Path file = desk.put("sales.csv", Desk.SALES + "2024-03-01,a,b,1\nx,a,b,1\n");

    var report = new Import(desk.history, desk.settings).preview(file);

    assertEquals(ImportReport.Outcome.PREVIEWED, report.outcome());
    assertEquals(1, report.count().imported());
    assertEquals(1, report.count().rejected());
    assertEquals(0, desk.rows());
    assertFalse(Files.exists(desk.history.dir().resolve(Import.REJECTS)));
    assertEquals(ImportReport.Outcome.IMPORTED, desk.take(file).outcome());
  }

  @Test
  void rejectsAreKeptWithTheirRowsAndCures() throws IOException {
    var report = desk.take("sales.csv", Desk.SALES + "2024-03-01,a,b,1\n2024-03-02,a,\"b, c\",x\n");

    List<String> lines = Files.readAllLines(report.rejectFile().orElseThrow());
    assertEquals("file,line,column,value,why,cure,row", lines.getFirst());
    assertTrue(lines.get(1).startsWith("sales.csv,3,qty,x,"), lines::toString);
    assertTrue(lines.get(1).endsWith("\"2024-03-02,a,\"\"b, c\"\",x\""), lines::toString);
  }

  @Test
  void theTableIsToldByTheColumns() throws IOException {
    assertEquals(
        TableKind.STOCK,
        desk.take("a.csv", "date,site,item,qty,use_by\n2024-03-01,a,b,1,2024-03-05\n").kind());
    assertEquals(TableKind.ITEMS, desk.take("b.csv", "item,name\nb,Bread\n").kind());
    assertEquals(TableKind.SITES, desk.take("c.csv", "site,name\na,Mapocho\n").kind());
    assertEquals(
        TableKind.NEEDS,
        desk.take("d.csv", "site,category,mon,tue,wed,thu,fri,sat,sun\nk,dairy,1,1,1,1,1,0,0\n")
            .kind());
  }

  @Test
  void aStockFileThatCouldBeSalesIsAskedAbout() throws IOException {
    Path file = desk.put("stock.csv", Desk.SALES + "2024-03-01,a,b,1\n");

    assertTrue(desk.refused(file).contains("--as sales, stock"));
    desk.settings = desk.settings.as(TableKind.STOCK);
    assertEquals(TableKind.STOCK, desk.take(file).kind());
  }

  @Test
  void anItemIsCountedInOneUnit() throws IOException {
    var report =
        desk.take(
            "sales.csv", "date,site,item,qty,unit\n2024-03-01,a,b,1,kg\n2024-03-02,a,b,1,each\n");

    assertTrue(desk.rejected(report, 2, 1).contains("was counted in before: kg"));
  }

  @Test
  void anItemThatIsThereTwiceIsRejectedOnce() throws IOException {
    var report = desk.take("items.csv", "item,name\nb,Bread\nb,Beer\n");

    assertTrue(desk.rejected(report, 2, 1).contains("there twice"));
  }

  @Test
  void whatWasImportedIsThereWhenTheHistoryIsOpenedAgain() throws IOException {
    desk.take("sales.csv", Desk.SALES + "2024-03-01,a,b,1\n");
    desk.close();

    try (History again = History.open(dir.resolve("node"))) {
      assertEquals(1, again.series().size());
    }
    desk = new Desk(dir);
  }

  @Test
  void aHundredRandomFilesAreAccountedForRowByRow() throws IOException {
    long seed = Long.getLong("seed", 20_240_301L);
    Random random = new Random(seed);
    for (int file = 0; file < 100; file++) {
      StringBuilder text = new StringBuilder(Desk.SALES);
      int rows = 1 + random.nextInt(20);
      for (int row = 0; row < rows; row++) {
        text.append(row(random)).append(random.nextBoolean() ? "\n" : "\r\n");
      }
      String name = "seed " + seed + " file " + file;
      ImportReport report = desk.take(file + ".csv", text.toString());
      assertEquals(rows, report.count().rows(), name);
      assertEquals(rows, report.count().imported() + report.count().rejected(), name);
      assertFalse(report.outcome() == ImportReport.Outcome.PREVIEWED, name);
    }
  }

  @Test
  void aLimitOfNothingIsNoLimit() {
    assertThrows(IllegalArgumentException.class, () -> new ImportLimits(64, 0, 1, 1, 1));
  }

  private static String row(Random random) {
    String signs = "2024-03-01,abc,\";.0 x";
    if (random.nextInt(3) > 0) {
      return "2024-03-"
          + (10 + random.nextInt(30))
          + ",a,b"
          + random.nextInt(3)
          + ","
          + random.nextInt(50);
    }
    StringBuilder row = new StringBuilder("?");
    for (int i = random.nextInt(30); i > 0; i--) {
      row.append(signs.charAt(random.nextInt(signs.length())));
    }
    return row.toString();
  }
}
