package coop.minga.node.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.Receipt;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.StockLine;
import coop.minga.node.history.WasteLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Almacen Mapocho takes in yoghurt of four days every morning; its customers take the oldest or
/// reach behind, one by one. Every fourth evening somebody counts, and what ended is written off.
class PickMixTest {
  private static final int DAYS = 84;
  private static final LocalDate FIRST = Mapocho.TUESDAY.minusDays(DAYS);
  private static final Item YOGHURT = Mapocho.yoghurt(4);

  /// What became of the shop, and what its files tell of it.
  private static final class Diary {
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<SalesDay> sold = new ArrayList<>();
    private final List<StockLine> counts = new ArrayList<>();
    private final List<WasteLine> waste = new ArrayList<>();

    /// The day on which each unit ends, the one that ends first at the front.
    private final List<LocalDate> shelf = new ArrayList<>();

    Flows told() {
      return new Flows(receipts, DailySeries.of(Mapocho.YOGHURT, FIRST, sold), counts, waste);
    }

    Flows withoutCounts() {
      return new Flows(receipts, DailySeries.of(Mapocho.YOGHURT, FIRST, sold), List.of(), waste);
    }
  }

  private static Diary lived(double oldestFirst, long seed) {
    var random = new Random(seed);
    var diary = new Diary();
    for (int day = 0; day < DAYS; day++) {
      LocalDate today = FIRST.plusDays(day);
      long gone = diary.shelf.stream().filter(ends -> ends.isBefore(today)).count();
      diary.shelf.removeIf(ends -> ends.isBefore(today));
      if (gone > 0) {
        diary.waste.add(
            new WasteLine(today, Mapocho.YOGHURT, gone, Optional.empty(), Optional.empty()));
      }
      int came = 24 + random.nextInt(12);
      diary.receipts.add(new Receipt(today, Mapocho.YOGHURT, came, Optional.empty()));
      for (int unit = 0; unit < came; unit++) {
        diary.shelf.add(today.plusDays(3));
      }
      int bought = Math.min(diary.shelf.size(), 18 + random.nextInt(14));
      for (int customer = 0; customer < bought; customer++) {
        diary.shelf.remove(random.nextDouble() < oldestFirst ? 0 : diary.shelf.size() - 1);
      }
      diary.sold.add(SalesDay.sold(bought));
      if (day % 4 == 0) {
        diary.counts.add(count(today, diary.shelf.size()));
      }
    }
    return diary;
  }

  private static StockLine count(LocalDate day, double units) {
    return new StockLine(day, "mapocho", "yoghurt", Optional.empty(), units, Optional.empty());
  }

  private static PickMix fit(Flows flows) {
    return PickMix.fit(Mapocho.TUESDAY, YOGHURT, flows);
  }

  @Test
  void whoReachesBehindAndWhoDoesNotIsFoundOut() {
    for (int seed = 1; seed <= 5; seed++) {
      PickMix behind = fit(lived(.2, seed).told());
      PickMix front = fit(lived(1, seed).told());
      assertTrue(behind.oldestFirst() < .42, "seed " + seed + ": " + behind);
      assertTrue(front.oldestFirst() > .75, "seed " + seed + ": " + front);
    }
  }

  @Test
  void wasteAloneTellsItToo() {
    PickMix behind = fit(lived(.2, 7).withoutCounts());
    PickMix front = fit(lived(1, 7).withoutCounts());
    assertTrue(behind.oldestFirst() < front.oldestFirst() - .2, behind + " and " + front);
  }

  @Test
  void whereNothingWasCountedOrThrownAwayItIsTheUsual() {
    Diary diary = lived(.2, 8);
    Flows nothing =
        new Flows(
            diary.receipts,
            DailySeries.of(Mapocho.YOGHURT, FIRST, diary.sold),
            List.of(),
            List.of());
    assertEquals(PickMix.USUAL, fit(nothing));
    Flows once =
        new Flows(
            diary.receipts,
            DailySeries.of(Mapocho.YOGHURT, FIRST, diary.sold),
            List.of(count(Mapocho.TUESDAY.minusDays(2), 30)),
            List.of());
    assertEquals(PickMix.USUAL.oldestFirst(), fit(once).oldestFirst(), .01, "one tells nothing");
  }

  @Test
  void eachCountSetsTheEstimateRight() {
    Diary diary = lived(.6, 9);
    diary.counts.removeIf(line -> line.counted().isAfter(Mapocho.TUESDAY.minusDays(2)));
    diary.counts.add(count(Mapocho.TUESDAY.minusDays(1), 11));
    StockEstimate estimate =
        StockEstimate.of(Mapocho.TUESDAY, YOGHURT, diary.told(), PickMix.USUAL);
    double ended = 11 - estimate.units();
    assertTrue(ended >= 0 && ended <= 5, "only what ended overnight is not there: " + ended);
    double after =
        estimate.lotsAfterDelivery().stream().mapToDouble(StockEstimate.Lot::units).sum();
    assertEquals(estimate.units(), after, 1e-9, "nothing came this morning");
  }

  @Test
  void aCountOfThisMorningIsWhatIsThere() {
    Diary diary = lived(.6, 10);
    diary.counts.add(count(Mapocho.TUESDAY, 17));
    List<StockEstimate.Lot> lots =
        StockEstimate.of(Mapocho.TUESDAY, YOGHURT, diary.told(), PickMix.USUAL).lotsAfterDelivery();
    assertEquals(17, lots.stream().mapToDouble(StockEstimate.Lot::units).sum(), 1e-9);
    assertTrue(lots.size() > 1, "of several days: " + lots);
  }

  /// Ten end today and the rest later, but all were counted as one: were they taken for fresh, no
  /// order would be made.
  @Test
  void whatWasCountedWithoutDatesIsAsOldAsItsDeliveries() {
    Shop fresh = shop(Map.of());
    Shop aged =
        shop(
            Map.of(
                Mapocho.YOGHURT,
                aged(
                    new StockEstimate.Lot(Mapocho.TUESDAY, 30),
                    new StockEstimate.Lot(Mapocho.TUESDAY.plusDays(2), 6))));
    assertEquals(0, order(fresh));
    assertEquals(12, order(aged), "of 36 in stock 6 are good tomorrow");
  }

  private static Aged aged(StockEstimate.Lot... lots) {
    return new Aged(PickMix.USUAL, List.of(lots), List.of(lots));
  }

  private static Shop shop(Map<SeriesKey, Aged> aged) {
    return new Shop(
        Mapocho.TUESDAY,
        Map.of("yoghurt", YOGHURT),
        Map.of(),
        List.of(count(Mapocho.TUESDAY, 36)),
        Map.of(),
        List.of(),
        OnOrder.NOTHING,
        aged);
  }

  private static long order(Shop shop) {
    return new OrderPlan(Supply.assumed(Aims.USUAL), 7)
        .plan(shop, Mapocho.certainly(10, 2))
        .getFirst()
        .units();
  }

  @Test
  void aShareIsAShare() {
    assertThrows(IllegalArgumentException.class, () -> new PickMix(1.1, 0));
    assertThrows(IllegalArgumentException.class, () -> new PickMix(.5, -1));
  }
}
