package coop.minga.node.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.goods.Grams;
import coop.minga.node.forecast.CarryOver;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.Forecasts.SeriesForecast;
import coop.minga.node.forecast.Quantiles;
import coop.minga.node.history.Site;
import coop.minga.node.history.StockLine;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SurplusFinderTest {
  private static final LocalDate THURSDAY = Mapocho.TUESDAY.plusDays(2);

  private final SurplusFinder finder =
      new SurplusFinder(ZoneId.of("America/Santiago"), Allowances.ASSUMED, 7);

  @Test
  void whatThreeDaysCannotSellIsLeft() {
    Shop shop = Mapocho.shop(Mapocho.yoghurt(9), Mapocho.counted(Mapocho.TUESDAY, 96, THURSDAY));
    LeftOver lot = finder.find(shop, Mapocho.certainly(19, 7)).lots().getFirst();
    assertEquals(new Range(57, 57, 57), lot.sells());
    assertEquals(new Range(39, 39, 39), lot.left());
    assertEquals(new Grams(19_500), lot.grams());
    assertEquals(46, lot.meals());
  }

  @Test
  void theLastUsefulOfferLeavesTimeToServeAndTravel() {
    Shop shop = Mapocho.shop(Mapocho.yoghurt(9), Mapocho.counted(Mapocho.TUESDAY, 96, THURSDAY));
    LeftOver lot = finder.find(shop, Mapocho.certainly(19, 7)).lots().getFirst();
    assertEquals(
        Instant.parse("2026-01-15T19:59:00Z"),
        lot.lastUsefulOffer(),
        "Thursday 23:59 in Santiago, which is 3 h behind, less 7 h");
  }

  @Test
  void nobodyCanCollectWhereItIsClosed() {
    StockLine counted = Mapocho.counted(Mapocho.TUESDAY, 96, THURSDAY);
    Instant thursday = Instant.parse("2026-01-15T19:59:00Z");
    Duration day = Duration.ofDays(1);
    assertEquals(thursday, lastOffer(DayOfWeek.values(), counted));
    assertEquals(
        thursday.minus(day.multipliedBy(2)), lastOffer(weekdays(DayOfWeek.TUESDAY), counted));
    assertEquals(
        thursday.minus(day), lastOffer(weekdays(DayOfWeek.WEDNESDAY, DayOfWeek.FRIDAY), counted));
    assertEquals(
        thursday, lastOffer(weekdays(DayOfWeek.MONDAY), counted), "it is not open until then");
  }

  private Instant lastOffer(DayOfWeek[] open, StockLine counted) {
    Shop shop = Mapocho.shop(Mapocho.yoghurt(9), counted);
    Site site =
        new Site("mapocho", Optional.empty(), "Mapocho", Optional.empty(), Set.of(open), "shop");
    Shop here =
        new Shop(
            shop.morning(),
            shop.items(),
            Map.of("mapocho", site),
            shop.stock(),
            shop.sales(),
            shop.receipts(),
            shop.onOrder(),
            shop.aged());
    return finder.find(here, Mapocho.certainly(19, 7)).lots().getFirst().lastUsefulOffer();
  }

  private static DayOfWeek[] weekdays(DayOfWeek... open) {
    return open;
  }

  @Test
  void theLotThatEndsFirstSellsFirst() {
    Shop shop =
        Mapocho.shop(
            Mapocho.yoghurt(9),
            Mapocho.counted(Mapocho.TUESDAY, 50, THURSDAY),
            Mapocho.counted(Mapocho.TUESDAY, 30, Mapocho.TUESDAY));
    List<LeftOver> lots = finder.find(shop, Mapocho.certainly(20, 7)).lots();
    assertEquals(2, lots.size());
    assertEquals(Mapocho.TUESDAY, lots.get(0).lastDay());
    assertEquals(10, lots.get(0).left().middle());
    assertEquals(10, lots.get(1).left().middle(), "50 less Wednesday's and Thursday's 20");
  }

  @Test
  void whatSellsOutIsNoSurplus() {
    Shop shop = Mapocho.shop(Mapocho.yoghurt(9), Mapocho.counted(Mapocho.TUESDAY, 57, THURSDAY));
    assertTrue(finder.find(shop, Mapocho.certainly(19, 7)).lots().isEmpty());
  }

  @Test
  void aLotPastItsDateIsNeverSurplus() {
    Shop shop =
        Mapocho.shop(
            Mapocho.yoghurt(9), Mapocho.counted(Mapocho.TUESDAY, 57, Mapocho.TUESDAY.minusDays(1)));
    assertTrue(finder.find(shop, Mapocho.certainly(19, 7)).lots().isEmpty());
  }

  @Test
  void uncertainDemandLeavesARange() {
    Quantiles day = new Quantiles(List.of(5.0, 8.0, 14.0, 20.0, 26.0, 32.0, 35.0));
    SeriesForecast series =
        new SeriesForecast(Method.MODEL, List.of(day, day, day), new CarryOver(List.of(.5, .25)));
    Forecasts forecasts =
        new Forecasts(
            Mapocho.TUESDAY.minusDays(1), 3, Map.of(Mapocho.YOGHURT, series), Optional.empty());
    Shop shop = Mapocho.shop(Mapocho.yoghurt(9), Mapocho.counted(Mapocho.TUESDAY, 96, THURSDAY));
    LeftOver lot = finder.find(shop, forecasts).lots().getFirst();
    assertTrue(
        Math.abs(lot.left().middle() - 36) <= 3, "96 less three days of about 20: " + lot.left());
    assertTrue(lot.left().low() < lot.left().middle() && lot.left().middle() < lot.left().high());
    assertTrue(lot.sells().low() > 3 * 8, "three weak days in a row are rarer than one");
    assertEquals(lot.left().low(), lot.promisable());
    assertEquals(lot, finder.find(shop, forecasts).lots().getFirst());
  }

  @Test
  void stockOfWhatNeverSoldIsNamedNotGuessed() {
    Shop shop = Mapocho.shop(Mapocho.yoghurt(9), Mapocho.counted(Mapocho.TUESDAY, 96, THURSDAY));
    Forecasts none = new Forecasts(Mapocho.TUESDAY.minusDays(1), 7, Map.of(), Optional.empty());
    Surplus surplus = finder.find(shop, none);
    assertTrue(surplus.lots().isEmpty());
    assertEquals(
        List.of("mapocho/yoghurt has no sales: nothing can be said about its stock."),
        surplus.notes());
  }

  @Test
  void aForecastOfAnotherMorningIsRefused() {
    Forecasts late = new Forecasts(Mapocho.TUESDAY, 7, Map.of(), Optional.empty());
    Shop shop = Mapocho.shop(Mapocho.yoghurt(9));
    assertThrows(IllegalArgumentException.class, () -> finder.find(shop, late));
  }
}
