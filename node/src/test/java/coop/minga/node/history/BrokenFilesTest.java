package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What tills, spreadsheets and careless copying do to a file. Each is imported rightly or answered
/// in a sentence, and no row is lost without a word.
class BrokenFilesTest {
  private static final String GOOD = "2024-03-01,mapocho,bread,12\n";

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
  void decimalCommasWhereAPointWasDeclared() throws IOException {
    var report =
        desk.take("sales.csv", Desk.SALES + GOOD + "2024-03-02,mapocho,bread,\"1,5\"\n" + GOOD);

    assertEquals(
        "sales.csv line 3: qty \"1,5\" is not a number. The file was declared with decimal points."
            + " Set decimal = \"comma\" in its mapping, or export it again.",
        desk.rejected(report, 3, 1));
  }

  @Test
  void decimalCommasThatAreNotInQuotesMakeAFieldTooMany() throws IOException {
    var report = desk.take("sales.csv", Desk.SALES + GOOD + "2024-03-02,mapocho,bread,1,5\n");

    says(desk.rejected(report, 2, 1), "line 3", "5 fields", "header has 4", "quotes");
  }

  @Test
  void signsBetweenThousands() throws IOException {
    var report =
        desk.take("sales.csv", Desk.SALES + GOOD + "2024-03-02,mapocho,bread,\"1,234.5\"\n");

    says(desk.rejected(report, 2, 1), "line 3", "thousands", "without them");
  }

  @Test
  void aPointThatMayStandBetweenThousandsIsAskedAbout() throws IOException {
    Path file =
        desk.put("sales.csv", "date;site;item;qty\n2024-03-01;a;b;12\n2024-03-02;a;b;2.490\n");
    var report = desk.withMapping("delimiter = \";\"\ndecimal = \"comma\"").take(file);

    says(desk.rejected(report, 2, 1), "line 3", "decimal = \"point\"", "between thousands");
  }

  @Test
  void aTitleAboveTheColumns() throws IOException {
    Path file = desk.put("sales.csv", "Sales of March,,,\n" + Desk.SALES + GOOD);

    says(desk.refused(file), "line 1", "\"Sales of March\" is a title", "Take out the lines above");
  }

  @Test
  void utf16WithItsMarkIsRead() throws IOException {
    byte[] text = (Desk.SALES + "2024-03-01,Ñuñoa,pan,12").getBytes(StandardCharsets.UTF_16LE);
    byte[] marked = new byte[text.length + 2];
    marked[0] = (byte) 0xff;
    marked[1] = (byte) 0xfe;
    System.arraycopy(text, 0, marked, 2, text.length);

    Desk.accounted(desk.take(desk.put("sales.csv", marked)), 1);
    assertEquals("Ñuñoa", desk.history.series().getFirst().site());
  }

  @Test
  void utf16WithoutItsMark() throws IOException {
    Path file = desk.put("sales.csv", Desk.SALES + GOOD, StandardCharsets.UTF_16LE);

    says(desk.refused(file), "UTF-16", "utf-16le");
    Desk.accounted(desk.withMapping("encoding = \"utf-16le\"").take(file), 1);
  }

  @Test
  void latin1() throws IOException {
    Path file =
        desk.put(
            "sales.csv",
            Desk.SALES + GOOD + "2024-03-01,Ñuñoa,pan,12\n",
            Charset.forName("windows-1252"));

    says(desk.refused(file), "sales.csv line 3", "UTF-8", "windows-1252");
    Desk.accounted(desk.withMapping("encoding = \"windows-1252\"").take(file), 2);
    assertEquals("Ñuñoa", desk.history.series().getLast().site());
  }

  @Test
  void datesOfAnotherCountry() throws IOException {
    var report = desk.take("sales.csv", Desk.SALES + GOOD + "31/03/2024,mapocho,bread,3\n");

    says(
        desk.rejected(report, 2, 1),
        "sales.csv line 3: date \"31/03/2024\" is not a date",
        "2024-03-31",
        "dd/MM/yyyy");
  }

  @Test
  void twoWaysOfWritingDatesInOneFile() throws IOException {
    desk.withMapping("date = \"dd/MM/yyyy\"");
    var report =
        desk.take(
            "sales.csv", Desk.SALES + "01/03/2024,a,b,1\n2024-03-02,a,b,1\n03/03/2024,a,b,1\n");

    says(desk.rejected(report, 3, 1), "line 3", "2024-03-02", "31/03/2024");
  }

  @Test
  void daysThatNoCalendarHas() throws IOException {
    var report =
        desk.take(
            "sales.csv", Desk.SALES + GOOD + "2023-02-29,a,b,1\n45352,a,b,1\n0024-03-01,a,b,1\n");

    desk.rejected(report, 4, 3);
    says(report.firstRejects().get(0).sentence("sales.csv"), "2023-02-29", "not a date");
    says(report.firstRejects().get(1).sentence("sales.csv"), "45352", "day number");
    says(report.firstRejects().get(2).sentence("sales.csv"), "before 1970");
  }

  @Test
  void aYearThatIsToCome() throws IOException {
    var report = desk.take("sales.csv", Desk.SALES + GOOD + "2042-03-01,mapocho,bread,1\n");

    says(desk.rejected(report, 2, 1), "2042-03-01", "after 2024-12-31", "year");
    assertEquals("2024-03-01", desk.history.lastSale().orElseThrow().toString());
  }

  @Test
  void whatCameBackHasAMinus() throws IOException {
    var report = desk.take("sales.csv", Desk.SALES + GOOD + "2024-03-01,mapocho,bread,-2\n");

    Desk.accounted(report, 2);
    assertEquals(10, desk.sold());
  }

  @Test
  void stockOfLessThanNothing() throws IOException {
    var report =
        desk.take("stock.csv", "date,site,item,qty,lot\n2024-03-01,a,b,5,x\n2024-03-01,a,c,-5,y\n");

    says(desk.rejected(report, 2, 1), "stock.csv line 3", "less than nothing", "count it");
  }

  @Test
  void aBarcodeInTheQuantity() throws IOException {
    var report = desk.take("sales.csv", Desk.SALES + GOOD + "2024-03-01,a,b,5012345678900\n");

    says(desk.rejected(report, 2, 1), "5012345678900", "more than 1000000", "columns");
  }

  @Test
  void noNumberAtAll() throws IOException {
    var report =
        desk.take(
            "sales.csv",
            Desk.SALES
                + GOOD
                + "2024-03-02,a,b,NaN\n2024-03-02,a,b,Infinity\n2024-03-02,a,b,\n"
                + "2024-03-02,a,b,1E3\n");

    says(desk.rejected(report, 5, 4), "line 3", "NaN", "not a number");
    assertEquals(12, desk.sold());
  }

  @Test
  void nothingInTheFile() throws IOException {
    says(desk.refused(desk.put("sales.csv", "")), "sales.csv", "is empty", "again");
    says(desk.refused(desk.put("void.csv.gz", Desk.gzip(""))), "is empty");
    says(desk.refused(desk.put("mark.csv", "\ufeff")), "is empty");
  }

  @Test
  void aHeaderAndNoRow() throws IOException {
    says(desk.refused(desk.put("sales.csv", Desk.SALES + "\n\n")), "a header and no row", "dates");
  }

  @Test
  void columnsOfSomethingElse() throws IOException {
    Path file = desk.put("staff.csv", "name,shift\nAna,early\n");

    says(desk.refused(file), "name, shift", "no table", "sales need date, site, item, qty");
  }

  @Test
  void aColumnMissing() throws IOException {
    desk.withMapping("as = \"sales\"");
    Path file = desk.put("sales.csv", "date,shop,item,qty\n2024-03-01,a,b,1\n");

    says(desk.refused(file), "line 1", "no column \"site\"", "date, shop, item, qty", "mapping");
  }

  @Test
  void aColumnTwice() throws IOException {
    Path file = desk.put("sales.csv", "date,site,item,qty,QTY\n2024-03-01,a,b,1,2\n");

    says(desk.refused(file), "line 1", "2 columns \"qty\"", "name of its own");
  }

  @Test
  void aWorkbookAndOtherThingsThatAreNoText() throws IOException {
    byte[] noise = new byte[5_000];
    new Random(7).nextBytes(noise);
    noise[0] = 0;

    says(desk.refused(desk.put("sales.csv", "PK\u0003\u0004 and so on")), "workbook", "as CSV");
    says(desk.refused(desk.put("sales.csv", "%PDF-1.7 and so on")), "PDF");
    says(desk.refused(desk.put("sales.csv", "PAR1 and so on")), "Parquet");
    says(desk.refused(desk.put("sales.csv", noise)), "binary");
  }

  @Test
  void barcodesThatBecameNumbers() throws IOException {
    var report =
        desk.take(
            "items.csv",
            """
            item,gtin
            bread,5012345678900
            milk,5.01E+12
            tea,12345678905
            salt,5012345678901
            oil,1234567890
            """);

    says(desk.rejected(report, 5, 3), "items.csv line 3", "5.01E+12", "shortened", "as text");
    says(report.firstRejects().get(1).sentence("items.csv"), "line 5", "check digit", "label");
    says(report.firstRejects().get(2).sentence("items.csv"), "line 6", "10 digits", "as text");
    says(report.notes().toString(), "1 GTINs had lost zeros", "put back");
    assertEquals("00012345678905", desk.history.items().get(1).gtin().orElseThrow());
  }

  @Test
  void aQuoteThatIsNeverClosedSpoilsOneRow() throws IOException {
    var report =
        desk.take("sales.csv", Desk.SALES + GOOD + "2024-03-02,\"mapocho,bread,3\n" + GOOD + GOOD);

    says(desk.rejected(report, 4, 1), "sales.csv line 3", "quote is opened", "Close it");
  }

  @Test
  void textBehindAQuote() throws IOException {
    var report = desk.take("sales.csv", Desk.SALES + GOOD + "2024-03-02,\"El \"Sol\"\",b,3\n");

    says(desk.rejected(report, 2, 1), "line 3", "closing quote", "twice");
  }

  @Test
  void aLineBeyondTheLimit() throws IOException {
    desk.within(new ImportLimits(64, 1 << 20, 10, 10, 10));
    String just = "2024-03-02,mapocho," + "x".repeat(64 - 21) + ",1";
    String past = "2024-03-02,mapocho," + "x".repeat(64 - 20) + ",1";
    assertEquals(64, just.length());

    var report = desk.take("sales.csv", Desk.SALES + just + "\n" + past + "\n" + GOOD);

    says(desk.rejected(report, 3, 1), "line 3", "longer than 64 bytes");
  }

  @Test
  void aGzipFileThatWasCutOff() throws IOException {
    byte[] whole = Desk.gzip(Desk.SALES + GOOD.repeat(1_000));
    for (int length : new int[] {3, 11, whole.length / 2, whole.length - 1}) {
      Path file = desk.put("sales.csv.gz", Arrays.copyOf(whole, length));
      says(desk.refused(file), "sales.csv.gz", "ends early", "again");
    }
  }

  @Test
  void aGzipFileWithADamagedByte() throws IOException {
    byte[] whole = Desk.gzip(Desk.SALES + GOOD.repeat(1_000));
    whole[whole.length - 6] ^= 1;

    says(desk.refused(desk.put("sales.csv.gz", whole)), "damaged", "again");
  }

  @Test
  void aSmallGzipFileOfEndlessZeros() throws IOException {
    desk.within(new ImportLimits(1 << 16, 100_000, 10, 10, 10));
    Path file = desk.put("sales.csv.gz", Desk.gzip(Desk.SALES + "0".repeat(1 << 20)));

    assertTrue(Files.size(file) < 5_000);
    says(desk.refused(file), "more than 100000 bytes", "Split it");
  }

  @Test
  void aPlainFileThatKeptTheNameOfItsGzipIsRead() throws IOException {
    Desk.accounted(desk.take("sales.csv.gz", Desk.SALES + GOOD), 1);
  }

  @Test
  void aMarkAndWindowsLineEndsAndNoneAtTheEndAreRead() throws IOException {
    var report =
        desk.take("sales.csv", "\ufeffdate,site,item,qty\r\n2024-03-01,a,b,1\r\n2024-03-02,a,b,2");

    Desk.accounted(report, 2);
    assertEquals(3, desk.sold());
  }

  @Test
  void semicolonsThatNobodyDeclared() throws IOException {
    Path file = desk.put("sales.csv", "date;site;item;qty\n2024-03-01;a;b;1,5\n");

    says(desk.refused(file), "line 1", "separated by \";\"", "delimiter = \";\"", "decimal");
    Desk.accounted(desk.withMapping("delimiter = \";\"\ndecimal = \"comma\"").take(file), 1);
    assertEquals(1.5, desk.sold());
  }

  @Test
  void zeroBytesInARow() throws IOException {
    var report = desk.take("sales.csv", Desk.SALES + GOOD + "2024-03-02,a,b\0,1\n" + GOOD);

    says(desk.rejected(report, 3, 1), "line 3", "zero byte", "copy");
  }

  @Test
  void rowsOneAndAllWrong() throws IOException {
    var report = desk.take("sales.csv", Desk.SALES + "x,a,b,1\ny,a,b,1\n");

    desk.rejected(report, 2, 2);
    assertEquals(ImportReport.Outcome.NOTHING_FIT, report.outcome());
    assertEquals(3, Files.readAllLines(report.rejectFile().orElseThrow()).size());
    assertEquals(ImportReport.Outcome.NOTHING_FIT, desk.take(dir.resolve("sales.csv")).outcome());
  }

  @Test
  void oneWrongRowMoreThanAreRead() throws IOException {
    desk.within(new ImportLimits(1 << 16, 1 << 20, 3, 10, 10));
    String wrong = "x,a,b,1\n";

    desk.rejected(desk.take("three.csv", Desk.SALES + GOOD + wrong.repeat(3)), 4, 3);
    Path four = desk.put("four.csv", Desk.SALES + GOOD + wrong.repeat(4));
    says(desk.refused(four), "more than 3 rows", "nothing was", "four.csv line 3", "mapping");
  }

  @Test
  void oneColumnAndOneNameMoreThanAreRead() throws IOException {
    desk.within(new ImportLimits(1 << 16, 1 << 20, 3, 4, 2));
    Path wide = desk.put("wide.csv", "date,site,item,qty,x\n2024-03-01,a,b,1,2\n");
    Path many =
        desk.put("many.csv", Desk.SALES + "2024-03-01,a,b,1\n2024-03-01,a,c,1\n2024-03-01,a,d,1\n");

    says(desk.refused(wide), "5 columns", "4 are the most");
    says(desk.refused(many), "many.csv", "more than 2 different items");
  }

  @Test
  void controlCharactersAndEndlessNames() throws IOException {
    var report =
        desk.take(
            "sales.csv",
            Desk.SALES + GOOD + "2024-03-01,a\u0007,b,1\n2024-03-01,a," + "b".repeat(201) + ",1\n");

    says(desk.rejected(report, 3, 2), "control character");
    says(report.firstRejects().get(1).sentence("sales.csv"), "longer than 200");
  }

  @Test
  void aFileThatIsNotThere() {
    says(desk.refused(dir.resolve("sale.csv")), "sale.csv", "no such file");
  }

  private static void says(String sentence, String... parts) {
    for (String part : parts) {
      assertTrue(sentence.contains(part), () -> "no \"" + part + "\" in: " + sentence);
    }
  }
}
