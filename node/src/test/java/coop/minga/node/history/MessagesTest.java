package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A wholesaler sends reports as EDIFACT. The sales report is built from the example in GS1's
/// EANCOM manual (SLSRPT, D.96A, section 6), the inventory report from its third one (INVRPT).
class MessagesTest {
  private static final String SALES =
      """
      UNH+ME000001+SLSRPT:D:96A:UN:EAN004'
      BGM+73E::9+SDR1568+9'
      DTM+137:19971105:102'
      DTM+356:1997100119971031:718'
      NAD+SE+5456789000017::9'
      NAD+SU+3323456007896::9'
      CUX+2:BEF:10'
      LOC+162+5456789000024::9'
      DTM+356:1997100419971010:718'
      LIN+1++5412345000105:EN'
      MOA+203:210000'
      PRI+AAA:1500:CA:RTP'
      QTY+153:140'
      LOC+162+5456789000031::9'
      DTM+356:1997100419971010:718'
      LIN+2++5412345000105:EN'
      QTY+153:122'
      LOC+162+5456789000048::9'
      DTM+356:1997100419971010:718'
      LIN+3++5412345000105:EN'
      QTY+153:96'
      UNT+22+ME000001'
      """;

  private static final String DAILY =
      """
      UNH+1+SLSRPT:D:96A:UN:EAN004'
      BGM+73E::9+7+9'
      DTM+137:20240302:102'
      DTM+356:20240301:102'
      LOC+162+5456789000024::9'
      LIN+1++A?'B:EN'
      QTY+153:14:PCE'
      QTY+61:2:PCE'
      QTY+192:9:PCE'
      LIN+2++5412345000105:EN'
      DTM+356:2024030120240305:718'
      QTY+153:1'
      LIN+3++CHEESE:EN'
      QTY+153:1.25:KGM'
      UNT+15+1'
      """;

  private static final String STOCK =
      """
      UNH+ME000001+INVRPT:D:96A:UN:EAN004'
      BGM+35+INVR21599+9'
      DTM+137:19970201:102'
      NAD+GY+5410738100050::9'
      LIN+1++5412345100102:EN'
      QTY+145:300'
      QTY+145:150'
      GIN+BX+L-1'
      DTM+361:19970217:102'
      QTY+145:100'
      DTM+361:19970407:102'
      QTY+145:50'
      LOC+14+5410738100067::9'
      DTM+36:19970524:102'
      LIN+2++5412345100119:EN'
      QTY+145:20'
      UNT+17+ME000001'
      """;

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
  void theStandardsSalesReportIsThreeWeeks() throws IOException {
    ImportReport report = desk.take("slsrpt.edi", interchange(SALES, 1));
    Desk.accounted(report, 3);
    assertEquals(3, report.count().imported());
    assertEquals(TableKind.SALES, report.kind());
    assertEquals(List.of(), desk.history.series(), "a week never passes for days");
    WeeklySeries first = desk.history.weekly(desk.history.weeklySeries().getFirst());
    assertEquals(new SeriesKey("5456789000024", "5412345000105"), first.key());
    assertEquals(140, first.weeks().getFirst().quantity());
    assertEquals(1500, first.weeks().getFirst().price().orElseThrow());
    assertEquals(
        ImportReport.Outcome.ALREADY_THERE, desk.take(dir.resolve("slsrpt.edi")).outcome());
  }

  @Test
  void aDayHasReturnsAndWhatIsNoRowIsSaid() throws IOException {
    ImportReport report = desk.take("daily.edi", interchange(DAILY, 1));
    String sentence = desk.rejected(report, 4, 1);
    assertTrue(sentence.contains("2024-03-01 to 2024-03-05"), sentence);
    assertTrue(sentence.contains("neither a day nor a week"), sentence);
    DailySeries quoted = desk.history.daily(new SeriesKey("5456789000024", "A'B"));
    assertEquals(12, quoted.quantity(0), "14 sold, 2 came back");
    assertEquals(1.25, desk.history.daily(new SeriesKey("5456789000024", "CHEESE")).quantity(0));
    assertTrue(report.notes().toString().contains("1 quantities of other kinds"), report::toString);
  }

  @Test
  void theStandardsInventoryReportIsCountedOnceByItsDates() throws IOException {
    ImportReport report = desk.take("invrpt.edi", interchange(STOCK, 1));
    Desk.accounted(report, 4);
    assertEquals(TableKind.STOCK, report.kind());
    List<StockLine> lines = desk.history.stock(LocalDate.of(1997, 2, 1));
    assertEquals(320, lines.stream().mapToDouble(StockLine::quantity).sum());
    StockLine first = lines.getFirst();
    assertEquals("5410738100050", first.site());
    assertEquals("L-1", first.lot().orElseThrow());
    assertEquals("1997-02-17", first.mark().orElseThrow().date().toString());
    StockLine elsewhere = lines.getLast();
    assertEquals("5410738100067", elsewhere.site());
    assertEquals("USE_BY", elsewhere.mark().orElseThrow().kind().name());
    assertTrue(report.notes().toString().contains("1 totals left out"), report::toString);
  }

  @Test
  void anInterchangeThatWasCutOffIsRefusedWhereverTheCutIs() throws IOException {
    String whole = interchange(SALES, 1);
    for (int end = 12; end < whole.length() - 8; end += 37) {
      String sentence = desk.refused(desk.put("cut.edi", whole.substring(0, end)));
      assertTrue(sentence.contains("Nothing was imported") || end < 60, sentence);
    }
  }

  @Test
  void countsThatDoNotAgreeAreRefused() throws IOException {
    String said =
        desk.refused(desk.put("a.edi", interchange(SALES.replace("UNT+22", "UNT+21"), 1)));
    assertTrue(said.contains("not whole"), said);
    said = desk.refused(desk.put("b.edi", interchange(SALES, 2)));
    assertTrue(said.contains("not whole"), said);
  }

  @Test
  void otherMessagesAreNamed() throws IOException {
    String said =
        desk.refused(desk.put("o.edi", interchange(SALES.replace("SLSRPT", "ORDERS"), 1)));
    assertTrue(said.contains("ORDERS messages, which are not read"), said);
    said = desk.refused(desk.put("m.edi", interchange(SALES + STOCK.replace("ME000001", "2"), 2)));
    assertTrue(said.contains("SLSRPT and INVRPT"), said);
  }

  private static String interchange(String messages, int count) {
    return "UNA:+.? '\nUNB+UNOA:3+5456789000017:14+3323456007896:14+971105:1200+REF1'\n"
        + messages
        + "UNZ+"
        + count
        + "+REF1'\n";
  }
}
