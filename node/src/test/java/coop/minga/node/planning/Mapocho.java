package coop.minga.node.planning;

import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Storage;
import coop.minga.node.forecast.CarryOver;
import coop.minga.node.forecast.DemandPaths;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.Forecasts.SeriesForecast;
import coop.minga.node.forecast.Quantiles;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.StockLine;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Almacen Mapocho on the morning of Tuesday 13 January 2026, with yoghurt in packs of 12.
final class Mapocho {
  static final LocalDate TUESDAY = LocalDate.of(2026, 1, 13);
  static final SeriesKey YOGHURT = new SeriesKey("mapocho", "yoghurt");

  private Mapocho() {}

  static Item yoghurt(int lifeDays) {
    return new Item(
        "yoghurt", Optional.empty(), "Yoghurt", "dairy", 12, 500, Storage.CHILLED, lifeDays);
  }

  static StockLine counted(LocalDate day, double units, LocalDate useBy) {
    return new StockLine(
        day,
        "mapocho",
        "yoghurt",
        Optional.empty(),
        units,
        Optional.of(new DateMark(DateMark.Kind.USE_BY, useBy)));
  }

  static Shop shop(Item item, StockLine... stock) {
    return shop(item, Map.of(), stock);
  }

  static Shop shop(Item item, Map<SeriesKey, DailySeries> sales, StockLine... stock) {
    return new Shop(
        TUESDAY,
        Map.of(item.item(), item),
        Map.of(),
        List.of(stock),
        sales,
        List.of(),
        OnOrder.NOTHING,
        Map.of());
  }

  static DailySeries sold(LocalDate first, double... units) {
    return DailySeries.of(YOGHURT, first, Arrays.stream(units).mapToObj(SalesDay::sold).toList());
  }

  /// Each path as often as the next.
  static DemandPaths paths(double[]... paths) {
    return DemandPaths.of(paths);
  }

  /// The same certain demand every day.
  static Forecasts certainly(double units, int days) {
    Quantiles day = new Quantiles(Collections.nCopies(Quantiles.LEVELS.size(), units));
    SeriesForecast series =
        new SeriesForecast(Method.WEEKDAY_MEAN, Collections.nCopies(days, day), CarryOver.NONE);
    return new Forecasts(TUESDAY.minusDays(1), days, Map.of(YOGHURT, series), Optional.empty());
  }
}
