package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Supply, deliveries and waste.
class FlowsTest {
  private static final LocalDate MARCH = LocalDate.of(2024, 3, 1);

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
  void supplyIsKeptAsFarAsItIsTold() throws IOException {
    ImportReport report =
        desk.take(
            "supply.csv",
            """
            site,item,supplier,order_days,cutoff,lead_days,delivery_days,pack,min_order,max_shelf,cost,price,life_on_receipt
            a,milk,Coop,mon-sat,14:30,2,tue fri,12,24,96,0.61,0.99,5
            a,bread,,,,,,,,,,,
            a,milk,Coop,mon-sat,14:30,2,tue fri,12,24,96,0.61,0.99,5
            a,tea,,mon-xyz,,,,,,,,,
            a,tea,,,half past two,,,,,,,,
            """);
    assertEquals(TableKind.SUPPLY, report.kind());
    String first = desk.rejected(report, 5, 3);
    assertTrue(first.contains("is there twice"), first);
    SupplyLine milk = desk.history.supply().get(1);
    assertEquals(Set.of(DayOfWeek.TUESDAY, DayOfWeek.FRIDAY), milk.deliveryDays().orElseThrow());
    assertEquals("14:30", milk.cutoff().orElseThrow().toString());
    assertEquals(12, milk.pack().orElseThrow());
    assertEquals(.61, milk.terms().cost().orElseThrow());
    assertEquals(5, milk.terms().lifeOnReceipt().orElseThrow());
    assertTrue(desk.history.supply().getFirst().leadDays().isEmpty());
    desk.take("later.csv", "site,item,lead_days\na,milk,1\n");
    assertEquals(2, desk.history.supply().size());
    assertTrue(desk.history.supply().get(1).pack().isEmpty(), "a later row takes its place whole");
  }

  @Test
  void deliveriesOfADayStandBesideEachOtherAndALaterFileReplacesTheDay() throws IOException {
    String head = "date,site,item,qty,date_kind,date_mark\n";
    ImportReport report =
        desk.take(
            "receipts.csv",
            head
                + """
                2024-03-01,a,milk,12,use-by,2024-03-05
                2024-03-01,a,milk,6,use-by,2024-03-08
                """);
    assertEquals(TableKind.RECEIPTS, report.kind());
    List<Receipt> came = desk.history.receipts(MARCH, MARCH);
    assertEquals(List.of(12.0, 6.0), came.stream().map(Receipt::quantity).toList());
    assertEquals("2024-03-05", came.getFirst().mark().orElseThrow().date().toString());
    desk.take("receipts-2.csv", "date,site,item,qty\n2024-03-01,a,milk,20\n");
    assertEquals(1, desk.history.receipts(MARCH, MARCH).size());
    assertEquals(List.of(), desk.history.receipts(MARCH.plusDays(1), MARCH.plusDays(9)));
  }

  @Test
  void wasteHasAReasonAndADestination() throws IOException {
    ImportReport report =
        desk.take(
            "thrown.csv",
            """
            date,site,item,qty,reason,destination
            2024-03-01,a,milk,3,out of date,compost
            2024-03-01,a,milk,-3,,
            """);
    assertEquals(TableKind.WASTE, report.kind());
    assertTrue(desk.rejected(report, 2, 1).contains("less than 0"));
    WasteLine line = desk.history.waste(MARCH, MARCH).getFirst();
    assertEquals("out of date", line.reason().orElseThrow());
    assertEquals("compost", line.destination().orElseThrow());
  }

  @Test
  void aDeliveryNoteByAnotherNameIsAskedAbout() throws IOException {
    String said = desk.refused(desk.put("deliveries.csv", Desk.SALES + "2024-03-01,a,milk,12\n"));
    assertTrue(said.contains("--as sales, stock, receipts or waste"), said);
  }

  @Test
  void whatWasOnlyDeliveredIsAnItemToo() throws IOException {
    desk.take("receipts.csv", "date,site,item,qty,unit\n2024-03-01,a,cheese,2,kg\n");
    assertEquals(1000, desk.history.items().getFirst().unitGrams());
    assertEquals("a", desk.history.sites().getFirst().site());
  }
}
