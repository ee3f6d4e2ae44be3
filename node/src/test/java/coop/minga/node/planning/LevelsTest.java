package coop.minga.node.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Storage;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.Receipt;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A shop that takes in ten yoghurts every morning and sells nine.
class LevelsTest {
  private static final LocalDate MORNING = LocalDate.of(2025, 3, 3);
  private static final SeriesKey YOGHURT = new SeriesKey("mapocho", "yoghurt");

  @Test
  void aWholeDeliveryOfTodayIsNotThereBeforeItCame() {
    assertEquals(0, estimate(5, 0, List.of(receipt(0, 10))));
  }

  @Test
  void whatCameAndWasNotSoldIsThereLessTheShrink() {
    double units = estimate(10, 0, List.of(receipt(7, 100)));
    assertEquals(100 * Math.pow(.99, 6 / 7.0), units, 1e-9, "six nights");
  }

  @Test
  void whatIsPastItsLifeIsGone() {
    assertEquals(0, estimate(5, 0, List.of(receipt(5, 100))));
    assertTrue(estimate(5, 0, List.of(receipt(4, 100))) > 98);
  }

  @Test
  void thePrintedDateCountsBeforeTheAssumedLife() {
    Receipt printed =
        new Receipt(
            MORNING.minusDays(10),
            YOGHURT,
            50,
            Optional.of(new DateMark(DateMark.Kind.USE_BY, MORNING)));
    assertTrue(estimate(3, 0, List.of(printed)) > 48);
  }

  @Test
  void customersReachBehindSoOldOnesAreLeftLonger() {
    List<Receipt> two = List.of(receipt(4, 10), receipt(1, 10));
    double left = estimate(5, 2, two);
    assertEquals(20 - 4 * 2, left, .2, "nothing has ended yet");
    double later = estimate(4, 2, two);
    assertTrue(later < left, "of the old ones some ended unsold");
  }

  @Test
  void salesBeyondWhatCameLeaveAnEmptyShelfAndNoDebt() {
    assertEquals(10, estimate(9, 9, List.of(receipt(5, 10), receipt(1, 19))), .2);
  }

  @Test
  void eachLevelSaysWhatFollows() {
    Levels levels = new Levels(Map.of(YOGHURT, Level.D));
    SeriesKey bread = new SeriesKey("mapocho", "bread");
    assertEquals(Level.A, levels.of(bread));
    List<String> said = levels.sentences(List.of(YOGHURT, bread));
    assertTrue(
        said.getFirst().startsWith("Level A for 1 item at a site, sales only"), said::toString);
    assertTrue(said.getLast().contains("lots can be offered"), said::toString);
  }

  private static double estimate(int life, double sold, List<Receipt> receipts) {
    Item item =
        new Item("yoghurt", Optional.empty(), "Yoghurt", "dairy", 1, 500, Storage.CHILLED, life);
    DailySeries sales =
        DailySeries.of(
            YOGHURT, MORNING.minusDays(60), Collections.nCopies(60, SalesDay.sold(sold)));
    return StockEstimate.of(
            MORNING, item, new Flows(receipts, sales, List.of(), List.of()), PickMix.USUAL)
        .units();
  }

  private static Receipt receipt(int daysAgo, double units) {
    return new Receipt(MORNING.minusDays(daysAgo), YOGHURT, units, Optional.empty());
  }
}
