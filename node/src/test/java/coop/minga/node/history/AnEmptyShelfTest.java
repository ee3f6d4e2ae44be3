package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Bread comes to Mapocho each morning, and nobody says on which evenings the shelf was empty.
class AnEmptyShelfTest {
  private static final SeriesKey BREAD = new SeriesKey("mapocho", "bread");
  private static final LocalDate FIRST = LocalDate.of(2025, 1, 6);

  private final List<Receipt> receipts = new ArrayList<>();
  private final List<StockLine> counts = new ArrayList<>();
  private final List<WasteLine> waste = new ArrayList<>();

  @Test
  void whereAllThatCameWasSoldItSoldOut() {
    comes(20, 20, 20, 20);
    assertEquals(List.of(1, 3), soldOut(1, 20, 20, 14, 20));
  }

  @Test
  void onTheFirstDaysThatMayBeOldBread() {
    comes(20, 20, 20, 20, 20);
    assertEquals(List.of(3), soldOut(3, 20, 20, 15, 25, 15), "the five of Wednesday too");
  }

  @Test
  void whatEndedIsNotThereAnyMore() {
    comes(20, 20, 20, 20, 20);
    assertEquals(List.of(4), soldOut(2, 20, 20, 4, 10, 40), "six of Wednesday ended on Thursday");
  }

  @Test
  void whoSellsMoreThanCameIsNotToldOfAllDeliveries() {
    comes(20, 20, 20, 20, 20);
    assertEquals(List.of(3, 4), soldOut(3, 20, 20, 20, 20, 20));
    assertEquals(List.of(4), soldOut(3, 20, 22, 20, 20, 20), "nothing for a shelf life");
  }

  @Test
  void aCountOfNothingTellsAndACountOfSomethingDoesToo() {
    comes(20, 20, 20, 20, 20);
    counted(1, 0);
    counted(3, 4);
    assertEquals(List.of(1, 4), soldOut(3, 15, 12, 10, 20, 24), "four and twenty on Friday");
  }

  @Test
  void whereSomeWasThrownAwayTheShelfWasNotEmpty() {
    comes(20, 20, 20);
    waste.add(new WasteLine(FIRST.plusDays(1), BREAD, 2, Optional.empty(), Optional.empty()));
    assertEquals(List.of(2), soldOut(1, 20, 20, 20));
  }

  @Test
  void whatIsNotDeliveredAnyMoreHasNotSoldOutForEver() {
    comes(20, 20, 20);
    List<Integer> found = soldOut(1, 10, 10, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertEquals(IntStream.rangeClosed(2, 9).boxed().toList(), found, "a week, and no longer");
  }

  @Test
  void whatAFileSaysIsNotDoubted() {
    comes(20, 20);
    var no = new SalesDay(20, false, StockOut.NO, OptionalDouble.empty(), false);
    DailySeries sold = DailySeries.of(BREAD, FIRST, List.of(no, no));
    assertEquals(StockOut.NO, marked(sold, 1).stockOut(1));
  }

  @Test
  void withoutDeliveriesNothingSoldOut() {
    counted(0, 0);
    assertEquals(List.of(), soldOut(1, 20, 20));
  }

  @Test
  void aDayThatLeftSomeDidNotSellOut() {
    comes(20, 20, 20, 20);
    DailySeries marked = marked(bread(20, 14, 20, 20), 1);
    assertEquals(StockOut.UNKNOWN, marked.stockOut(0), "some may have been there before");
    assertEquals(StockOut.NO, marked.stockOut(1), "six were left");
    assertEquals(StockOut.LIKELY, marked.stockOut(2));
  }

  @Test
  void whatWasCountedOrMustStillBeThereSaysSoWithoutDeliveries() {
    counted(1, 9);
    DailySeries marked = marked(bread(20, 14, 4, 5, 3), 3);
    assertEquals(StockOut.UNKNOWN, marked.stockOut(0));
    assertEquals(StockOut.NO, marked.stockOut(1), "nine were counted");
    assertEquals(StockOut.NO, marked.stockOut(2), "five of them are left");
    assertEquals(StockOut.UNKNOWN, marked.stockOut(3), "none, or what nobody saw come");
    assertEquals(StockOut.UNKNOWN, marked.stockOut(4));
  }

  private void comes(double... units) {
    for (int day = 0; day < units.length; day++) {
      receipts.add(new Receipt(FIRST.plusDays(day), BREAD, units[day], Optional.empty()));
    }
  }

  private void counted(int day, double units) {
    counts.add(
        new StockLine(
            FIRST.plusDays(day), "mapocho", "bread", Optional.empty(), units, Optional.empty()));
  }

  private List<Integer> soldOut(int lifeDays, double... sold) {
    DailySeries marked = marked(bread(sold), lifeDays);
    return IntStream.range(0, sold.length).filter(marked::soldOut).boxed().toList();
  }

  private static DailySeries bread(double... sold) {
    return DailySeries.of(BREAD, FIRST, Arrays.stream(sold).mapToObj(SalesDay::sold).toList());
  }

  private DailySeries marked(DailySeries sold, int lifeDays) {
    return EmptyShelves.marked(sold, new EmptyShelves.Flow(receipts, counts, waste, lifeDays));
  }
}
