package coop.minga.node.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalesCutTest {
  private static final LocalDate LAST = LocalDate.of(2019, 4, 30);
  private static final String HEADER = "organisation,site,item,date,quantity\n";

  @TempDir Path directory;

  @Test
  void theSevenLargestOfEightOrganisationsBecomeMembers() throws IOException {
    Town town = SalesCut.cut(file(HEADER + rows(8, 70)), 7);

    // Organisation k of the file has k sites; the eighth, with one site, is left out.
    assertEquals(
        List.of(8, 7, 6, 5, 4, 3, 2),
        town.retailers().stream().map(member -> member.tables().sites().size()).toList());
    assertEquals(3, town.takers().size());
    assertEquals(LAST.plusDays(1), town.morning());
    assertTrue(town.invented().contains("left out of sales.csv: Tienda 1"));
  }

  @Test
  void realSalesAreWrittenAsTheyWere() throws IOException {
    Town town = SalesCut.cut(file(HEADER + rows(8, 70)), 7);
    town.writeTo(directory.resolve("town"));

    List<String> sales = Files.readAllLines(directory.resolve("town/tienda-8/sales.csv"));
    assertEquals("date,site,item,qty,unit,price,promo,stockout", sales.getFirst());
    assertEquals("2019-04-30,s8,bun,15,unit,,false,", sales.get(sales.size() - 2));
    assertEquals(1 + 70 * 8 * 2, sales.size());
  }

  @Test
  void whatTheFileLacksIsInventedAndSaid() throws IOException {
    Town town = SalesCut.cut(file(HEADER + rows(8, 70)), 7);

    assertEquals(
        "stock, dates, item names and weights, site positions and takers invented by seed 7",
        town.invented().getFirst());
    assertTrue(
        town.invented()
            .contains(
                "sales.csv says nothing of prices, promotions, sell-outs, and none were invented"));
    for (TownMember member : town.retailers()) {
      assertFalse(member.tables().stock().isEmpty());
      assertFalse(member.afterwards().isEmpty());
      for (TownStock lot : member.tables().stock()) {
        assertFalse(lot.mark().date().isBefore(town.morning()));
        assertTrue(lot.mark().date().isBefore(town.morning().plusDays(4)));
      }
    }
    assertTrue(town.followed().leftOver() > 0, town.followed()::toString);
  }

  @Test
  void mostShelvesHoldWhatADayAndAHalfSell() throws IOException {
    Town town = SalesCut.cut(file(HEADER + rows(8, 70)), 7);
    int usual = 0;
    int all = 0;
    for (TownMember member : town.retailers()) {
      var pasts = Past.of(member.tables().sales());
      for (TownStock lot : member.tables().stock()) {
        Past past = pasts.getOrDefault(new Past.Key(lot.site(), lot.item()), new Past());
        LocalDate today = town.morning();
        double sold = past.expected(today) + past.expected(today.plusDays(1)) / 2;
        usual += lot.units() <= 1.1 * sold + 1 ? 1 : 0;
        all++;
      }
    }
    assertTrue(usual > all / 2 && usual < all, usual + " of " + all);
  }

  @Test
  void theSameFileAndSeedGiveTheSameTown() throws IOException {
    Path file = file(HEADER + rows(8, 70));
    assertEquals(SalesCut.cut(file, 7), SalesCut.cut(file, 7));
  }

  @Test
  void aGzipFileIsReadByItsContentWhateverItsName() throws IOException {
    Path plain = file(HEADER + rows(7, 70));
    Path packed = directory.resolve("packed").resolve("sales.csv");
    Files.createDirectories(packed.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(Files.readAllBytes(plain));
    }
    assertEquals(SalesCut.cut(plain, 7), SalesCut.cut(packed, 7));
  }

  @Test
  void pricesPromotionsAndSellOutsAreKeptWhereTheFileHasThem() throws IOException {
    String header = "organisation;date;site;item;qty;unit;price;promo;stockout\n";
    StringBuilder rows = new StringBuilder(header);
    for (int organisation = 1; organisation <= 7; organisation++) {
      for (int day = 69; day >= 0; day--) {
        rows.append(
            "T%d;%s;s;bun;9;unit;120.5;1;no\n".formatted(organisation, LAST.minusDays(day)));
      }
    }
    Town town = SalesCut.cut(file(rows.toString()), 7);
    TownSale sale = town.retailers().getFirst().tables().sales().getFirst();

    assertEquals("120.5", sale.price().orElseThrow().toPlainString());
    assertTrue(sale.promo());
    assertFalse(sale.soldOut().orElseThrow());
    assertEquals(2, town.invented().size());
  }

  @Test
  void onlyTheLastDaysAreUsedWhenAsked() throws IOException {
    Town town = SalesCut.cut(file(HEADER + rows(7, 90)), 7, 60);

    assertEquals(
        LAST.minusDays(59), town.retailers().getFirst().tables().sales().getFirst().date());
    assertTrue(town.invented().contains("only the last 60 days of sales.csv used"));
  }

  @Test
  void aMissingColumnIsNamedWithTheHeaderThatWasFound() throws IOException {
    UserError error = refused("shop,site,item,date,quantity\n");

    assertEquals("sales.csv", error.where());
    assertEquals(
        "it has no column organisation; its header is shop, site, item, date, quantity.",
        error.what());
  }

  @Test
  void fewerThanSevenOrganisationsAreRefused() throws IOException {
    assertEquals(
        "6 of its 6 organisations have 8 weeks of daily sales up to its end; 7 are needed.",
        refused(HEADER + rows(6, 70)).what());
    assertEquals(
        "0 of its 8 organisations have 8 weeks of daily sales up to its end; 7 are needed.",
        refused(HEADER + rows(8, 55)).what());
    assertEquals(
        "0 of its 0 organisations have 8 weeks of daily sales up to its end; 7 are needed.",
        refused(HEADER).what());
  }

  @Test
  void aFaultyFieldIsNamedWithItsLine() throws IOException {
    String good = "T1,s,bun,2019-04-30,4\n";
    assertEquals(
        "sales.csv line 3: qty \"1,5\" is not a number from 0 to 1000000000. Write it with a"
            + " decimal point and no other signs, and leave returns out.",
        refused(HEADER + good + "T1,s,bun,2019-04-30,\"1,5\"\n").getMessage());
    assertEquals(
        "qty \"-2\" is not a number from 0 to 1000000000.", fault("T1,s,bun,2019-04-30,-2"));
    assertEquals("date \"30.4.2019\" is not a date.", fault("T1,s,bun,30.4.2019,2"));
    assertEquals("site is empty.", fault("T1,,bun,2019-04-30,2"));
    assertEquals("qty is empty.", fault("T1,s,bun,2019-04-30"));
    assertEquals("it has 6 fields, the header 5.", fault("T1,s,bun,2019-04-30,1,5"));
  }

  @Test
  void whatIsNoTextOrNoFileIsRefused() throws IOException {
    Path binary = directory.resolve("sales.csv");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, (byte) 0xc3, 10, 13});
    assertEquals(
        "it is not CSV text in UTF-8, plain or gzip.",
        assertThrows(UserError.class, () -> SalesCut.cut(binary, 7)).what());

    Files.write(binary, new byte[] {0x1f, (byte) 0x8b, 1, 2, 3});
    assertEquals(
        "it is not CSV text in UTF-8, plain or gzip.",
        assertThrows(UserError.class, () -> SalesCut.cut(binary, 7)).what());

    assertEquals("it is empty.", refused("").what());
    Path absent = directory.resolve("absent.csv");
    assertEquals(
        "there is no such file.",
        assertThrows(UserError.class, () -> SalesCut.cut(absent, 7)).what());
  }

  @Test
  void membersNamesAreMadeFromWhateverAnOrganisationIsCalled() {
    Set<String> taken = new HashSet<>();
    assertEquals("panaderia-la-espiga", SalesCut.idOf("Panaderia \"La Espiga\"", taken).name());
    assertEquals("panaderia-la-espig-2", SalesCut.idOf("PANADERIA LA ESPIGA", taken).name());
    assertEquals("member-7", SalesCut.idOf("7", taken).name());
    assertEquals("member", SalesCut.idOf("!!", taken).name());
    assertEquals("a-very-long-name-tha", SalesCut.idOf("A very long name that ends", taken).name());
  }

  /// Organisations `Tienda 1` to `Tienda n`, of 1 to n sites, each with two items, daily.
  private static String rows(int organisations, int days) {
    StringBuilder rows = new StringBuilder();
    for (int organisation = 1; organisation <= organisations; organisation++) {
      for (int day = days - 1; day >= 0; day--) {
        LocalDate date = LAST.minusDays(day);
        for (int site = 1; site <= organisation; site++) {
          int base = 5 + site + date.getDayOfWeek().getValue();
          rows.append("Tienda %d,s%d,bun,%s,%d\n".formatted(organisation, site, date, base));
          rows.append("Tienda %d,s%d,pie,%s,%d\n".formatted(organisation, site, date, base / 2));
        }
      }
    }
    return rows.toString();
  }

  private String fault(String row) throws IOException {
    return refused(HEADER + row + "\n").what();
  }

  private UserError refused(String content) throws IOException {
    Path file = file(content);
    return assertThrows(UserError.class, () -> SalesCut.cut(file, 7));
  }

  private Path file(String content) throws IOException {
    return Files.write(directory.resolve("sales.csv"), content.getBytes(StandardCharsets.UTF_8));
  }
}
