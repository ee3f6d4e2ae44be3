package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Barcodes with the numbers that GS1's own standards use in their examples.
class ScanTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 5, 28);
  private static final char FNC1 = '\u001d';

  @TempDir Path dir;

  @Test
  void whatIsPrintedAndWhatAScannerGivesAreTheSame() {
    Scan printed = Scan.of("(01)09521234543213(10)ABC123(17)261231(21)456DEF");
    Scan scanned = Scan.of("]C10109521234543213" + "10ABC123" + FNC1 + "17261231" + "21456DEF");
    assertEquals(printed, scanned);
    assertEquals("09521234543213", scanned.gtin().orElseThrow());
    assertEquals("ABC123", scanned.lot().orElseThrow());
    assertEquals("2026-12-31", scanned.mark(TODAY).orElseThrow().date().toString());
  }

  @Test
  void weightHasItsDecimalsInItsIdentifier() {
    assertEquals(195L, Scan.of("(01)09520123456788(3103)000195").netGrams().orElseThrow());
    assertEquals(12_250L, Scan.of("(01)09520123456788(3102)001225").netGrams().orElseThrow());
  }

  @Test
  void aDigitalLinkSaysTheSameAsAnElementString() {
    Scan link =
        Scan.of(
            "https://example.com/some/path/01/09520123456788/10/ABC1/21/12345?17=180426&utm=x#top");
    assertEquals(Scan.of("(01)09520123456788(10)ABC1(21)12345(17)180426"), link);
    assertEquals(
        "09520123456788", Scan.of("https://id.gs1.org/01/9520123456788").gtin().orElseThrow());
    assertEquals(
        "A/B", Scan.of("https://id.gs1.org/01/09520123456788/10/A%2FB").lot().orElseThrow());
  }

  @Test
  void dayZeroIsTheLastOfItsMonth() {
    assertEquals("2028-02-29", Scan.date("280200", TODAY).toString());
    assertEquals("2026-12-31", Scan.date("261200", TODAY).toString());
    assertThrows(IllegalArgumentException.class, () -> Scan.date("260230", TODAY));
    assertThrows(IllegalArgumentException.class, () -> Scan.date("261300", TODAY));
  }

  @Test
  void theCenturyIsTheNearest() {
    assertEquals(1977, Scan.date("770101", TODAY).getYear(), "49 years back");
    assertEquals(2076, Scan.date("760101", TODAY).getYear(), "50 years on");
    assertEquals(2101, Scan.date("010101", LocalDate.of(2090, 1, 1)).getYear());
  }

  @Test
  void whatIsNotToTheStandardIsRefusedAsAWhole() {
    for (String wrong :
        List.of(
            "(01)09521234543214",
            "(01)0952123454321",
            "(01)09521234543213(17)26123",
            "(01)09521234543213(10)",
            "(01)09521234543213(10)123456789012345678901",
            "(01)09521234543213(10)Ñ",
            "(01)09521234543213(1)5",
            "(01)09521234543213(01)09520123456788",
            "(01)09521234543213(10",
            "010952123454321317",
            "01095212345432131",
            "(414)9501101020918")) {
      assertThrows(IllegalArgumentException.class, () -> Scan.of(wrong), wrong);
    }
  }

  @Test
  void everyChangedDigitOfAGtinIsNoticed() {
    String right = "09521234543213";
    for (int at = 0; at < right.length(); at++) {
      for (char digit = '0'; digit <= '9'; digit++) {
        String changed = right.substring(0, at) + digit + right.substring(at + 1);
        assertEquals(changed.equals(right), Gs1.checks(changed), changed);
      }
    }
  }

  @Test
  void noTextWhateverMakesItFailOtherwise() {
    Random random = new Random(7);
    String signs = "()0123456789AZaz]C1d2\u001d/:?=&%.h";
    for (int turn = 0; turn < 20_000; turn++) {
      StringBuilder text = new StringBuilder(turn % 3 == 0 ? "(01)" : turn % 3 == 1 ? "]C1" : "");
      for (int i = random.nextInt(30); i > 0; i--) {
        text.append(signs.charAt(random.nextInt(signs.length())));
      }
      try {
        assertFalse(Scan.of(text.toString()).values().containsValue(""));
      } catch (IllegalArgumentException expected) {
        assertTrue(expected.getMessage() != null);
      }
    }
  }

  @Test
  void aCountByScannerNeedsNoOtherColumn() throws IOException {
    try (Desk desk = new Desk(dir)) {
      desk.take("items.csv", "item,gtin,name\nyog,9521234543213,Yoghurt\n");
      ImportReport report =
          desk.take(
              "stock.csv",
              """
              date,site,item,qty,lot
              2024-06-01,a,(01)09521234543213(17)240605(10)L-7,12,
              2024-06-01,a,https://id.gs1.org/01/09520123456788?15=240700,3,X
              2024-06-01,a,(01)09521234543214,3,
              2024-06-01,a,(01)09521234543213(17)240632,3,
              """);
      String sentence = desk.rejected(report, 4, 2);
      assertTrue(sentence.contains("wrong check digit"), sentence);
      List<StockLine> lines = desk.history.stock(LocalDate.of(2024, 6, 1));
      StockLine link = lines.getFirst();
      assertEquals("09520123456788", link.item());
      assertEquals("2024-07-31", link.mark().orElseThrow().date().toString());
      assertEquals("BEST_BEFORE", link.mark().orElseThrow().kind().name());
      assertEquals("yog", lines.getLast().item(), "the shop's own code");
      assertEquals("L-7", lines.getLast().lot().orElseThrow());
    }
  }
}
