package coop.minga.node.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.minga.node.forecast.DemandPaths;
import coop.minga.node.history.Item;
import coop.minga.node.history.Receipt;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderPlanTest {
  private final OrderPlan plan = new OrderPlan(Supply.assumed(Aims.USUAL), 7);

  @Test
  void certainDemandIsRoundedUpToPacks() {
    OrderLine line = only(Mapocho.shop(Mapocho.yoghurt(9)), Mapocho.certainly(25, 2));
    assertEquals(36, line.units());
    assertEquals(new Range(25, 25, 25), line.expected());
    assertEquals(11, line.proposal().left());
    assertEquals(Mapocho.TUESDAY.plusDays(1), line.arrives());
  }

  @Test
  void whatIsLeftOfTodaysStockIsTakenOff() {
    Shop shop =
        Mapocho.shop(
            Mapocho.yoghurt(9), Mapocho.counted(Mapocho.TUESDAY, 40, Mapocho.TUESDAY.plusDays(3)));
    OrderLine line = only(shop, Mapocho.certainly(25, 2));
    assertEquals(Optional.of(new OrderLine.OnHand(40, 15)), line.onHand());
    assertEquals(12, line.units(), "25 asked for, 15 there");
  }

  @Test
  void stockThatEndsTodayIsNoHelpTomorrow() {
    Shop shop =
        Mapocho.shop(Mapocho.yoghurt(9), Mapocho.counted(Mapocho.TUESDAY, 400, Mapocho.TUESDAY));
    OrderLine line = only(shop, Mapocho.certainly(25, 2));
    assertEquals(Optional.of(new OrderLine.OnHand(400, 0)), line.onHand());
    assertEquals(36, line.units());
  }

  @Test
  void enoughStockMeansNoOrder() {
    Shop shop =
        Mapocho.shop(
            Mapocho.yoghurt(9), Mapocho.counted(Mapocho.TUESDAY, 50, Mapocho.TUESDAY.plusDays(3)));
    assertEquals(0, only(shop, Mapocho.certainly(25, 2)).units());
  }

  @Test
  void foodOfOneDayIsOrderedAtALowerLevel() {
    double[][] ten = new double[11][2];
    for (int path = 0; path < ten.length; path++) {
      ten[path][1] = 12 * path;
    }
    DemandPaths paths = Mapocho.paths(ten);
    assertEquals(108, line(1, paths).units(), "the .90 quantile of 0, 12 .. 120");
    assertEquals(120, line(2, paths).units(), "108 is enough only 10 times in 11");
    assertEquals(new Range(60, 120, 120), line(2, paths).range());
  }

  @Test
  void aCategoryMayHaveALevelOfItsOwn() {
    Aims aims = new Aims(.95, .90, Map.of("dairy", .7), 0);
    OrderPlan seldom = new OrderPlan(Supply.assumed(aims), 7);
    double[][] ten = new double[11][2];
    for (int path = 0; path < ten.length; path++) {
      ten[path][1] = 12 * path;
    }
    OrderLine line =
        seldom.line(
            Mapocho.shop(Mapocho.yoghurt(9)),
            Mapocho.YOGHURT,
            Mapocho.yoghurt(9),
            seldom.delivery(Mapocho.shop(Mapocho.yoghurt(9)), Mapocho.YOGHURT, Mapocho.yoghurt(9)),
            Mapocho.paths(ten));
    assertEquals(84, line.units());
  }

  @Test
  void anUncountedShelfIsUnknownAndSaysSo() {
    OrderLine line = only(Mapocho.shop(Mapocho.yoghurt(9)), Mapocho.certainly(25, 2));
    assertEquals(Optional.empty(), line.onHand());
    assertEquals(
        "For Wed 2026-01-14 expect to sell 25; nothing was counted lately, so take off what you"
            + " have. 36 (packs of 12) is enough each time: on average 0 missing, 11 left. 24 would"
            + " be enough 0 times in 100: on average 1 missing, 0 left. 48 would be enough each"
            + " time: on average 0 missing, 23 left. Delivery every morning, ordered a day ahead:"
            + " assumed.",
        line.why());
  }

  @Test
  void anOldCountIsAsGoodAsNone() {
    Shop shop =
        Mapocho.shop(
            Mapocho.yoghurt(30),
            Mapocho.counted(Mapocho.TUESDAY.minusDays(7), 90, Mapocho.TUESDAY.plusDays(9)));
    assertEquals(Optional.empty(), only(shop, Mapocho.certainly(25, 2)).onHand());
  }

  @Test
  void salesSinceTheCountAreTakenOff() {
    Shop shop =
        Mapocho.shop(
            Mapocho.yoghurt(30),
            Map.of(Mapocho.YOGHURT, Mapocho.sold(Mapocho.TUESDAY.minusDays(3), 9, 20, 30)),
            Mapocho.counted(Mapocho.TUESDAY.minusDays(3), 90, Mapocho.TUESDAY.plusDays(9)));
    assertEquals(
        Optional.of(new OrderLine.OnHand(40, 15)), only(shop, Mapocho.certainly(25, 2)).onHand());
  }

  @Test
  void whatCameSinceTheCountIsThereToo() {
    Shop shop = cameSince(Mapocho.TUESDAY.minusDays(1));
    assertEquals(Optional.of(new OrderLine.OnHand(50, 25)), line(shop).onHand());
    Shop later = cameSince(Mapocho.TUESDAY.plusDays(1));
    assertEquals(Optional.of(new OrderLine.OnHand(20, 30)), line(later).onHand(), "on its way");
  }

  /// 40 counted two evenings ago, 20 sold yesterday.
  private static Shop cameSince(LocalDate came) {
    return new Shop(
        Mapocho.TUESDAY,
        Map.of("yoghurt", Mapocho.yoghurt(30)),
        Map.of(),
        List.of(Mapocho.counted(Mapocho.TUESDAY.minusDays(2), 40, Mapocho.TUESDAY.plusDays(9))),
        Map.of(Mapocho.YOGHURT, Mapocho.sold(Mapocho.TUESDAY.minusDays(2), 9, 20)),
        List.of(new Receipt(came, Mapocho.YOGHURT, 30, Optional.empty())),
        OnOrder.NOTHING,
        Map.of());
  }

  private OrderLine line(Shop shop) {
    return only(shop, Mapocho.certainly(25, 2));
  }

  @Test
  void aForecastThatEndsTooSoonIsRefused() {
    Shop shop = Mapocho.shop(Mapocho.yoghurt(9));
    assertThrows(IllegalArgumentException.class, () -> plan.plan(shop, Mapocho.certainly(25, 1)));
  }

  private OrderLine line(int lifeDays, DemandPaths paths) {
    Item yoghurt = Mapocho.yoghurt(lifeDays);
    Shop shop = Mapocho.shop(yoghurt);
    return plan.line(
        shop, Mapocho.YOGHURT, yoghurt, plan.delivery(shop, Mapocho.YOGHURT, yoghurt), paths);
  }

  private OrderLine only(Shop shop, coop.minga.node.forecast.Forecasts forecasts) {
    return plan.plan(shop, forecasts).getFirst();
  }
}
