package coop.minga.node.planning;

import coop.minga.node.forecast.DemandPaths;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.history.Item;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What will probably be left of food that nobody counted: expected, by an estimate, and never to
/// be offered before somebody counts it.
///
/// @param series which item at which site
/// @param item its description
/// @param lastDay when it ends, as far as the delivery tells
/// @param units of it that are probably there
/// @param left of them at the end of that day; the range holds every other time
public record ExpectedLeft(SeriesKey series, Item item, LocalDate lastDay, long units, Range left) {
  private static final double EVERY_OTHER = .25;

  /// Of all that is estimated, what may be left of it within the forecast; what ends first at the
  /// front.
  ///
  /// @param forecasts from the day before the shop's morning
  public static List<ExpectedLeft> find(Shop shop, Known known, Forecasts forecasts, long seed) {
    SurplusFinder.checkMorning(shop, forecasts);
    var found = new ArrayList<ExpectedLeft>();
    known
        .lots()
        .forEach((series, lots) -> {
          Optional<Item> item = shop.item(series.item());
          Forecasts.SeriesForecast forecast = forecasts.bySeries().get(series);
          if (item.isPresent() && forecast != null) {
            DemandPaths paths = DemandPaths.draw(series, forecast, seed);
            var days = new StockEstimate.Days(shop.morning(), paths);
            found.addAll(find(series, item.get(), new Shelved(lots, known.mix(series)), days));
          }
        });
    found.removeIf(one -> one.left().high() == 0);
    found.sort(Comparator.comparing(ExpectedLeft::lastDay).thenComparing(ExpectedLeft::series));
    return found;
  }

  /// What is there, and which ages customers take of it.
  private record Shelved(List<StockEstimate.Lot> lots, PickMix mix) {}

  private static List<ExpectedLeft> find(
      SeriesKey series, Item item, Shelved shelved, StockEstimate.Days days) {
    DemandPaths paths = days.paths();
    List<StockEstimate.Lot> lots = shelved.lots();
    double[][] left = new double[lots.size()][paths.count()];
    for (int path = 0; path < paths.count(); path++) {
      double[] one = StockEstimate.left(lots, shelved.mix(), days, path);
      for (int lot = 0; lot < left.length; lot++) {
        left[lot][path] = one[lot];
      }
    }
    var found = new ArrayList<ExpectedLeft>();
    for (int lot = 0; lot < left.length; lot++) {
      LocalDate lastDay = lots.get(lot).lastDay();
      if (lastDay.isBefore(days.morning().plusDays(paths.days()))) {
        long units = Math.round(lots.get(lot).units());
        found.add(new ExpectedLeft(series, item, lastDay, units, Range.of(left[lot], EVERY_OTHER)));
      }
    }
    return found;
  }
}
