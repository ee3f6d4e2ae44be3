package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Gs1Test {
  @Test
  void theExampleOfTheStandardChecks() throws BadRow {
    assertEquals("06291041500213", Gs1.gtin("gtin", "6291041500213").digits());
    assertEquals("00000096385074", Gs1.gtin("gtin", "96385074").digits());
    assertEquals("00036000291452", Gs1.gtin("gtin", "036000291452").digits());
  }

  @Test
  void lostZerosArePutBackAndCounted() throws BadRow {
    Gs1.Gtin gtin = Gs1.gtin("gtin", "36000291452");

    assertEquals("00036000291452", gtin.digits());
    assertTrue(gtin.mended());
    assertFalse(Gs1.gtin("gtin", "036000291452").mended());
    assertEquals("00036000291452", Gs1.gtin("gtin", "36000291452.0").digits());
    assertEquals("00036000291452", Gs1.gtin("gtin", "'036000291452").digits());
  }

  @Test
  void anyOneDigitMistypedIsSeen() throws BadRow {
    long seed = Long.getLong("seed", 7L);
    Random random = new Random(seed);
    String right = "6291041500213";
    for (int i = 0; i < right.length(); i++) {
      char other = (char) ('0' + (right.charAt(i) - '0' + 1 + random.nextInt(9)) % 10);
      String wrong = right.substring(0, i) + other + right.substring(i + 1);
      assertThrows(BadRow.class, () -> Gs1.gtin("gtin", wrong), "seed " + seed + " " + wrong);
    }
  }

  @Test
  void whatIsTooShortOrNoNumberIsNoGtin() {
    for (String wrong :
        new String[] {
          "1234567", "0", "00000000", "5.01E+12", "5,01e12", "ABC", "123456789012345"
        }) {
      assertThrows(BadRow.class, () -> Gs1.gtin("gtin", wrong), wrong);
    }
  }
}
