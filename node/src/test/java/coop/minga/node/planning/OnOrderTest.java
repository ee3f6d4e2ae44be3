package coop.minga.node.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.forecast.Forecasts;
import coop.minga.node.history.PlacedOrder;
import coop.minga.node.history.Receipt;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Almacen Mapocho orders yoghurt that comes on another morning, and asks each morning for more.
class OnOrderTest {
  private static final LocalDate MONDAY = Mapocho.TUESDAY.minusDays(1);
  private static final LocalDate WEDNESDAY = Mapocho.TUESDAY.plusDays(1);
  private static final SeriesKey CHEESE = new SeriesKey("mapocho", "cheese");
  private static final SeriesKey ELSEWHERE = new SeriesKey("franklin", "cheese");

  private static PlacedOrder placed(LocalDate morning, LocalDate arrives) {
    return new PlacedOrder(morning, Mapocho.YOGHURT, arrives, 24);
  }

  private static Receipt came(SeriesKey series, LocalDate day) {
    return new Receipt(day, series, 12, Optional.empty());
  }

  private static boolean isOpen(PlacedOrder order, Receipt... receipts) {
    return !OnOrder.on(Mapocho.TUESDAY, List.of(order), List.of(receipts)).orders().isEmpty();
  }

  @Test
  void whatWasOrderedYesterdayIsNotOrderedAgainToday() {
    OrderLine alone = line(OnOrder.NOTHING);
    OrderLine knowing = line(new OnOrder(List.of(placed(MONDAY, WEDNESDAY))));
    assertEquals(36, alone.units());
    assertEquals(12, knowing.units());
    assertTrue(knowing.why().contains("24 are on order for " + WEDNESDAY), knowing.why());
  }

  @Test
  void theOrdersOfThisMorningAreStillBeingMade() {
    assertTrue(isOpen(placed(MONDAY, WEDNESDAY)));
    assertFalse(isOpen(placed(Mapocho.TUESDAY, WEDNESDAY)));
  }

  @Test
  void whatReceiptsTellTakesItsPlace() {
    PlacedOrder order = placed(MONDAY.minusDays(1), MONDAY);
    assertTrue(isOpen(order), "it came as it was ordered, as far as anybody knows");
    assertFalse(isOpen(order, came(Mapocho.YOGHURT, MONDAY)));
    assertFalse(isOpen(order, came(Mapocho.YOGHURT, Mapocho.TUESDAY)), "late");
    assertTrue(isOpen(order, came(Mapocho.YOGHURT, MONDAY.minusDays(1))), "an earlier order's");
  }

  @Test
  void whatTheReceiptsOfALaterDayDoNotTellDidNotCome() {
    PlacedOrder order = placed(MONDAY.minusDays(1), MONDAY);
    assertTrue(isOpen(order, came(CHEESE, MONDAY)), "another supplier of the same day");
    assertFalse(isOpen(order, came(CHEESE, Mapocho.TUESDAY)));
    assertTrue(isOpen(order, came(ELSEWHERE, Mapocho.TUESDAY)), "another site's");
  }

  @Test
  void whatIsAnnouncedForADayToComeIsNotThereYet() {
    PlacedOrder order = placed(MONDAY, WEDNESDAY);
    assertFalse(isOpen(order, came(Mapocho.YOGHURT, WEDNESDAY)), "it is the order");
    LocalDate thursday = WEDNESDAY.plusDays(1);
    assertTrue(isOpen(order, came(Mapocho.YOGHURT, thursday)), "that is the next one");
    assertTrue(isOpen(order, came(CHEESE, thursday)), "its day is still to come");
  }

  @Test
  void whatComesBeforeItsDayDoesNotComeAgain() {
    PlacedOrder order = placed(MONDAY.minusDays(1), WEDNESDAY);
    assertFalse(isOpen(order, came(Mapocho.YOGHURT, MONDAY)));
    PlacedOrder daysBefore = placed(MONDAY.minusDays(2), MONDAY);
    Receipt monday = came(Mapocho.YOGHURT, MONDAY);
    assertEquals(List.of(order), open(List.of(daysBefore, order), monday), "an order of that day");
    Receipt tuesday = came(Mapocho.YOGHURT, Mapocho.TUESDAY);
    assertEquals(List.of(order), open(List.of(daysBefore, order), tuesday), "a late one");
    assertEquals(List.of(), open(List.of(daysBefore, order), monday, tuesday));
  }

  @Test
  void oneDeliveryBeforeItsDayIsTheNextOrderAndNotAllOfThem() {
    PlacedOrder next = placed(MONDAY.minusDays(1), WEDNESDAY);
    PlacedOrder later = placed(MONDAY.minusDays(1), WEDNESDAY.plusDays(1));
    assertEquals(
        List.of(later), open(List.of(next, later), came(Mapocho.YOGHURT, Mapocho.TUESDAY)));
  }

  private static List<PlacedOrder> open(List<PlacedOrder> placed, Receipt... receipts) {
    return OnOrder.on(Mapocho.TUESDAY, placed, List.of(receipts)).orders();
  }

  private static OrderLine line(OnOrder onOrder) {
    Shop shop =
        new Shop(
            Mapocho.TUESDAY,
            Map.of("yoghurt", Mapocho.yoghurt(30)),
            Map.of(),
            List.of(),
            Map.of(),
            List.of(),
            onOrder,
            Map.of());
    Forecasts certain = Mapocho.certainly(30, 2);
    return new OrderPlan(Supply.assumed(Aims.USUAL), 7).plan(shop, certain).getFirst();
  }
}
