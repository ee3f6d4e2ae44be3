package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final LocalDate FRIDAY = LocalDate.of(2024, 3, 1);

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
  void closedZeroAndSoldOutAreThreeThings() throws IOException {
    desk.take(
        "sales.csv",
        """
        date,site,item,qty,stockout
        2024-03-01,mapocho,bread,9,yes
        2024-03-01,mapocho,milk,4,
        2024-03-02,mapocho,milk,3,
        2024-03-04,mapocho,bread,7,no
        """);

    DailySeries bread = desk.history.daily(new SeriesKey("mapocho", "bread"));

    assertEquals(FRIDAY, bread.firstDay());
    assertEquals(4, bread.length());
    assertTrue(bread.soldOut(0), "sold out on Friday");
    assertEquals(0, bread.quantity(1));
    assertFalse(bread.closed(1), "on Saturday milk was sold and no bread");
    assertTrue(bread.closed(2), "nobody sold anything on Sunday");
    assertEquals(StockOut.UNKNOWN, bread.stockOut(1));
    assertEquals(StockOut.NO, bread.stockOut(3));
  }

  @Test
  void deliveriesTellWhichDaysSoldOutWhereTheSalesDoNot() throws IOException {
    desk.take(
        "sales.csv",
        Desk.SALES + "2024-03-01,a,b,9\n2024-03-02,a,b,9\n2024-03-03,a,b,5\n2024-03-04,a,b,9\n");
    desk.take("items.csv", "item,shelf_life_days\nb,1\n");
    desk.take(
        "receipts.csv",
        """
        date,site,item,qty,unit
        2024-03-01,a,b,9,unit
        2024-03-02,a,b,9,unit
        2024-03-03,a,b,9,unit
        2024-03-04,a,b,9,unit
        """);

    DailySeries one = desk.history.daily(new SeriesKey("a", "b"));
    assertEquals(StockOut.UNKNOWN, one.stockOut(0), "something may have been there before");
    assertEquals(StockOut.LIKELY, one.stockOut(1));
    assertEquals(StockOut.NO, one.stockOut(2), "four were left");
    assertTrue(desk.history.allDaily().getFirst().soldOut(3));
  }

  @Test
  void aDayOfNothingButZerosWasClosedIfThereWasMoreThanOneRow() throws IOException {
    desk.take(
        "sales.csv",
        Desk.SALES
            + "2024-03-01,a,b,1\n2024-03-01,a,c,1\n2024-03-02,a,b,0\n2024-03-02,a,c,0\n"
            + "2024-03-01,z,b,5\n2024-03-02,z,b,0\n");

    assertTrue(desk.history.daily(new SeriesKey("a", "b")).closed(1));
    assertFalse(desk.history.daily(new SeriesKey("z", "b")).closed(1));
  }

  @Test
  void aSeriesBeginsWithItsFirstSaleAndAllEndOnOneDay() throws IOException {
    desk.take(
        "sales.csv",
        Desk.SALES
            + "2024-03-01,a,b,0\n2024-03-03,a,b,2\n2024-03-01,a,c,1\n2024-03-08,z,c,1\n"
            + "2024-03-01,a,never,0\n");

    assertEquals(
        List.of(new SeriesKey("a", "b"), new SeriesKey("a", "c"), new SeriesKey("z", "c")),
        desk.history.series());
    DailySeries series = desk.history.daily(new SeriesKey("a", "b"));
    assertEquals(LocalDate.of(2024, 3, 3), series.firstDay());
    assertEquals(LocalDate.of(2024, 3, 8), series.lastDay());
    assertEquals(Optional.of(series.lastDay()), desk.history.lastSale());
    assertThrows(
        IllegalArgumentException.class, () -> desk.history.daily(new SeriesKey("a", "never")));
  }

  @Test
  void allSeriesTogetherAreTheSameAsEachByItself() throws IOException {
    desk.take(
        "sales.csv",
        Desk.SALES
            + "2024-03-01,a,b,0\n2024-03-03,a,b,2\n2024-03-05,a,b,-1\n2024-03-01,a,c,1\n"
            + "2024-03-08,z,c,1\n");

    List<DailySeries> all = desk.history.allDaily();
    assertEquals(desk.history.series(), all.stream().map(DailySeries::key).toList());
    for (DailySeries one : all) {
      DailySeries same = desk.history.daily(one.key());
      assertEquals(same.firstDay(), one.firstDay());
      assertEquals(same.length(), one.length());
      for (int i = 0; i < one.length(); i++) {
        assertEquals(same.quantity(i), one.quantity(i));
        assertEquals(same.closed(i), one.closed(i));
      }
    }
  }

  @Test
  void anEmptyHistoryHasNothingAndSaysSo() {
    assertEquals(List.of(), desk.history.series());
    assertEquals(List.of(), desk.history.allDaily());
    assertEquals(List.of(), desk.history.items());
    assertEquals(List.of(), desk.history.stock(FRIDAY));
    assertEquals(Optional.empty(), desk.history.lastSale());
  }

  @Test
  void theLatestCountOfEachSiteCounts() throws IOException {
    desk.take(
        "stock.csv",
        """
        date,site,item,lot,qty,date_kind,date_mark
        2024-02-28,a,milk,L1,9,use-by,2024-03-05
        2024-03-01,a,milk,L2,4,best-before,2024-03-09
        2024-03-01,a,salt,,2,none,
        2024-02-27,z,milk,L3,7,use-by,2024-03-02
        2024-03-02,z,milk,L4,1,use-by,2024-03-02
        """);

    List<StockLine> lines = desk.history.stock(FRIDAY);

    assertEquals(List.of("a", "a", "z"), lines.stream().map(StockLine::site).toList());
    assertEquals(
        new StockLine(
            FRIDAY,
            "a",
            "milk",
            Optional.of("L2"),
            4,
            Optional.of(new DateMark(DateMark.Kind.BEST_BEFORE, LocalDate.of(2024, 3, 9)))),
        lines.getFirst());
    assertEquals(Optional.empty(), lines.get(1).mark());
    assertEquals(Optional.of("L3"), lines.get(2).lot());
  }

  @Test
  void whatNoFileTellsOfAnItemIsAssumedAndSaid() throws IOException {
    desk.take("sales.csv", Desk.SALES + "2024-03-01,a,milk,1\n2024-03-01,a,nuts,1\n");
    desk.take(
        "items.csv",
        """
        item,gtin,name,category,pack_size,unit_weight_g,storage,shelf_life_days
        milk,,Milk,dairy,,,,
        yoghurt,,Yoghurt,dairy,6,150,chilled,21
        """);

    List<Item> items = desk.history.items();
    assertEquals(
        new Item("milk", Optional.empty(), "Milk", "dairy", 6, 150, Storage.CHILLED, 21),
        items.get(0));
    assertEquals(ItemAssumptions.SHELF_LIFE_DAYS, items.get(1).shelfLifeDays());
    List<String> said = desk.history.defaultsUsed().stream().map(DefaultUsed::sentence).toList();
    assertTrue(
        said.contains("shelf life assumed 21 days (as most of category dairy): milk"),
        said::toString);
    assertTrue(said.contains("shelf life assumed 3 days (named default): nuts"), said::toString);
  }

  @Test
  void whatIsInAnItemIsToldOrUnknownAndNeverAssumed() throws IOException {
    desk.take(
        "items.csv",
        """
        item,category,allergens
        bread,bakery,"Gluten, nuts"
        roll,bakery,gluten;sesame
        water,drinks,none
        yoghurt,dairy,
        """);
    assertEquals(
        Map.of(
            "bread", "Optional[gluten,nuts]",
            "roll", "Optional[gluten,sesame]",
            "water", "Optional[none]",
            "yoghurt", "Optional.empty"),
        desk.history.items().stream()
            .collect(Collectors.toMap(Item::item, item -> item.allergens().toString())));
    String wrong =
        desk.rejected(desk.take("more.csv", "item,allergens\nbread,almonds\ncake,nuts\n"), 2, 1);
    assertTrue(wrong.contains("\"almonds\" is none of the 14 allergens: gluten, "), wrong);
    assertTrue(wrong.endsWith("leave it empty where nobody knows."), wrong);
  }

  @Test
  void aSiteIsWhatItsFileSaysAndOpenWhenItSold() throws IOException {
    desk.take("sales.csv", Desk.SALES + "2024-03-01,a,b,1\n2024-03-04,z,b,1\n");
    desk.take(
        "sites.csv",
        "site,gln,name,lat,lon,open_days,kind\na,,Mapocho,-33.43,-70.65,mon-sat,shop\n");

    Site mapocho = desk.history.sites().getFirst();
    assertEquals(Optional.of(new Place(-33.43, -70.65)), mapocho.place());
    assertEquals(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.SATURDAY), mapocho.openDays());
    Site other = desk.history.sites().getLast();
    assertEquals(EnumSet.of(DayOfWeek.MONDAY), other.openDays());
    assertEquals(Optional.empty(), other.place());
  }

  @Test
  void aLaterFileOfNeedsReplacesAllOfAKitchensNeeds() throws IOException {
    String header = "site,category,mon,tue,wed,thu,fri,sat,sun,until,kind\n";
    desk.take(
        "needs.csv", header + "k,bread,1,2,3,4,5,6,7,,firm\nk,dairy,1,1,1,1,1,1,1,2024-06-30,\n");
    desk.take("needs-2.csv", header + "k,dairy,500,0,0,0,0,0,0,2024-06-30,wish\n");

    assertEquals(
        List.of(
            new NeedLine(
                "k",
                "dairy",
                List.of(500L, 0L, 0L, 0L, 0L, 0L, 0L),
                Optional.of(LocalDate.of(2024, 6, 30)),
                false)),
        desk.history.needs());
    assertEquals(500, desk.history.needs().getFirst().grams(DayOfWeek.MONDAY));
  }
}
