package coop.minga.node.planning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpectedLeftTest {
  private static StockEstimate.Lot lot(int days, double units) {
    return new StockEstimate.Lot(Mapocho.TUESDAY.plusDays(days), units);
  }

  @Test
  void customersTakeSixOfTenFromTheOldestAndReachBehindForTheRest() {
    double[] left =
        StockEstimate.left(
            List.of(lot(0, 20), lot(2, 30)),
            PickMix.USUAL,
            new StockEstimate.Days(Mapocho.TUESDAY, Mapocho.paths(new double[] {20, 10, 10})),
            0);
    assertArrayEquals(new double[] {8, 2}, left, 1e-9, "12 and 8 are sold on the first day");
  }

  @Test
  void whatIsEstimatedIsExpectedToBeLeftAndOnlyWhereAnythingIs() {
    Known known =
        new Known(
            new Levels(Map.of(Mapocho.YOGHURT, Level.B)),
            Map.of(Mapocho.YOGHURT, List.of(lot(0, 20), lot(2, 30), lot(90, 30))),
            Map.of());
    Shop shop = Mapocho.shop(Mapocho.yoghurt(9));
    List<ExpectedLeft> found = ExpectedLeft.find(shop, known, Mapocho.certainly(10, 3), 7);
    assertEquals(Mapocho.TUESDAY, found.getFirst().lastDay());
    assertEquals(20, found.getFirst().units());
    assertEquals(new Range(14, 14, 14), found.getFirst().left());
  }
}
