package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// At Mapocho the till writes when each loaf is sold, and nobody writes when the shelf is empty.
class AQuietEveningTest {
  private static final SeriesKey BREAD = new SeriesKey("mapocho", "bread");
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
  private static final int OPENS = 8 * 60;
  private static final int CLOSES = 20 * 60;

  @TempDir Path dir;

  @Test
  void breadThatSellsToTheEndAndStoppedAtFourSoldOut() throws IOException {
    try (Desk desk = new Desk(dir)) {
      ImportReport report = desk.take("sales.csv", till(30, "19:40", "16:10"));
      assertTrue(report.notes().contains(QuietEvenings.NOTE), report::toString);
      assertEquals(StockOut.UNKNOWN, desk.history.daily(BREAD).stockOut(28));
      assertEquals(StockOut.LIKELY, desk.history.daily(BREAD).stockOut(29));
      assertTrue(desk.history.allDaily().getFirst().soldOut(29));
    }
  }

  @Test
  void twoHoursAreNotMoreThanTwoHours() throws IOException {
    try (Desk desk = new Desk(dir)) {
      desk.take("sales.csv", till(30, "19:40", "17:55"));
      assertFalse(desk.history.daily(BREAD).soldOut(29));
    }
  }

  @Test
  void rollsThatSellInTheMorningHaveNotSoldOut() throws IOException {
    try (Desk desk = new Desk(dir)) {
      desk.take("sales.csv", till(60, "11:00", "10:00"));
      assertEquals(0, soldOutDays(desk.history.daily(BREAD)));
    }
  }

  @Test
  void ofAFewDaysNothingIsConcluded() throws IOException {
    try (Desk desk = new Desk(dir)) {
      desk.take("sales.csv", till(QuietEvenings.LEAST, "19:40", "16:10"));
      assertEquals(0, soldOutDays(desk.history.daily(BREAD)));
    }
  }

  @Test
  void whenTheShopClosedEarlyNothingIsConcludedOfTheEvening() throws IOException {
    try (Desk desk = new Desk(dir)) {
      String early = till(30, "19:40", "13:10").replace("2024-01-30 19:55", "2024-01-30 14:00");
      desk.take("sales.csv", early);
      assertFalse(desk.history.daily(BREAD).soldOut(29));
    }
  }

  @Test
  void whatComesBackAfterTheDoorsShutIsNoSale() throws IOException {
    try (Desk desk = new Desk(dir)) {
      String early = till(30, "19:40", "13:10").replace("2024-01-30 19:55", "2024-01-30 14:00");
      desk.take("sales.csv", early + "2024-01-30 22:00,mapocho,milk,-1\n");
      assertFalse(desk.history.daily(BREAD).soldOut(29));
    }
  }

  @Test
  void aDayOfWhichOneRowHasNoTimeTellsNothing() throws IOException {
    try (Desk desk = new Desk(dir)) {
      desk.take("sales.csv", till(30, "19:40", "16:10") + "2024-01-30,mapocho,bread,1\n");
      assertFalse(desk.history.daily(BREAD).soldOut(29));
    }
  }

  @Test
  void whatAFileSaysIsNotDoubted() throws IOException {
    try (Desk desk = new Desk(dir)) {
      String said =
          till(30, "19:40", "16:10")
              .lines()
              .map(line -> line + (line.startsWith("date") ? ",stockout" : ",no"))
              .collect(Collectors.joining("\n", "", "\n"));
      desk.take("sales.csv", said);
      assertEquals(StockOut.NO, desk.history.daily(BREAD).stockOut(29));
    }
  }

  @Test
  void aTimeIsReadAsTillsWriteItAndMidnightIsNone() {
    assertEquals(OptionalInt.of(18 * 60 + 5), time("2024-03-01 18:05"));
    assertEquals(OptionalInt.of(18 * 60 + 5), time("2024-03-01T18:05:59.123Z"));
    assertEquals(OptionalInt.of(15 * 60 + 15), time("2024-03-01 3:15:00 PM"));
    assertEquals(OptionalInt.of(22 * 60 + 30), time("2024-03-01 10:30:00PM"));
    assertEquals(OptionalInt.of(15), time("2024-03-01 12:15:00 AM"));
    for (String none : List.of("2024-03-01", "2024-03-01 00:00:00", "2024-03-01 25:00")) {
      assertEquals(OptionalInt.empty(), time(none), none);
    }
  }

  @Test
  void aHistoryFromBeforeTimesWereKeptOpensAndTakesThem() throws IOException {
    Files.createDirectories(dir.resolve("node"));
    try (Database old = Database.open(dir.resolve("node").resolve(History.FILE))) {
      old.run(
          "CREATE TABLE sales (day DATE NOT NULL, site VARCHAR NOT NULL, item VARCHAR NOT NULL,"
              + " quantity DOUBLE NOT NULL, unit VARCHAR NOT NULL, price DOUBLE,"
              + " promo BOOLEAN NOT NULL, stockout VARCHAR NOT NULL, weekly BOOLEAN NOT NULL)");
      old.run(
          "INSERT INTO sales VALUES (DATE '2023-12-31', 'mapocho', 'bread', 7, '"
              + Units.EACH
              + "', NULL,"
              + " false, 'unknown', false)");
    }
    try (Desk desk = new Desk(dir)) {
      assertEquals(7, desk.history.daily(BREAD).quantity(0));
      desk.take("sales.csv", till(30, "19:40", "16:10"));
      assertEquals(1, soldOutDays(desk.history.daily(BREAD)));
    }
  }

  /// Loaves are asked for evenly through the day; on one day in twelve the baker brings too few.
  /// What is concluded is compared with what was so, for items from slow to quick.
  @Test
  void mostOfWhatIsConcludedOfAQuickItemIsSo() {
    for (int asked : List.of(6, 12, 24, 48)) {
      int said = 0;
      int right = 0;
      int normal = 0;
      for (long seed = 1; seed <= 20; seed++) {
        BitSet truth = new BitSet();
        DailySeries marked = played(new Random(seed), asked, truth);
        for (int day = 0; day < marked.length(); day++) {
          said += marked.soldOut(day) ? 1 : 0;
          right += marked.soldOut(day) && truth.get(day) ? 1 : 0;
          normal += truth.get(day) ? 0 : 1;
        }
      }
      assertTrue(said - right <= normal / QuietEvenings.ONE_IN, "asked " + asked);
      if (asked >= 24) {
        assertTrue(right >= .8 * said && right > 100, "asked " + asked);
      }
    }
  }

  private static DailySeries played(Random random, int asked, BitSet truth) {
    int days = 300;
    var lastSales = new HashMap<LocalDate, Integer>();
    var closings = new HashMap<LocalDate, Integer>();
    SalesDay[] sold = new SalesDay[days];
    for (int day = 0; day < days; day++) {
      double gap = (double) (CLOSES - OPENS) / asked;
      int baked = random.nextInt(12) == 0 ? asked / 2 : Integer.MAX_VALUE;
      int units = 0;
      double at = OPENS;
      int last = OPENS;
      while (units < baked) {
        at -= gap * Math.log(1 - random.nextDouble());
        if (at >= CLOSES) {
          break;
        }
        last = (int) at;
        units++;
      }
      truth.set(day, at < CLOSES);
      closings.put(FIRST.plusDays(day), CLOSES - random.nextInt(20));
      if (units > 0) {
        lastSales.put(FIRST.plusDays(day), last);
      }
      sold[day] = SalesDay.sold(units);
    }
    DailySeries series = DailySeries.of(BREAD, FIRST, Arrays.asList(sold));
    return QuietEvenings.marked(series, lastSales, closings);
  }

  private static OptionalInt time(String date) {
    Header header =
        Header.named("sales.csv", List.of("date"), Mapping.plain(), ImportLimits.DEFAULT);
    return TillTime.of(new Cells(header, Mapping.plain(), List.of(date)));
  }

  private static long soldOutDays(DailySeries series) {
    return IntStream.range(0, series.length()).filter(series::soldOut).count();
  }

  /// Milk sells to five minutes before eight each day; bread to a usual time, and on the last day
  /// to another.
  private static String till(int days, String usually, String lastly) {
    StringBuilder text = new StringBuilder(Desk.SALES);
    for (int day = 0; day < days; day++) {
      LocalDate date = FIRST.plusDays(day);
      String last = day == days - 1 ? lastly : usually;
      text.append(date + " 08:30,mapocho,bread,9\n");
      text.append(date + " " + last + ",mapocho,bread,1\n");
      text.append(date + " 19:55,mapocho,milk,2\n");
    }
    return text.toString();
  }
}
