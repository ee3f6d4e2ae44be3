package coop.minga.node.planning;

import coop.minga.node.forecast.DemandPaths;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.history.Item;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Proposes one order per item and site.
///
/// Along each demand path, today's stock sells oldest first until the order arrives; what the cover
/// then asks for and the stock cannot give is what would have been needed. The order is the service
/// level's quantile of that, in whole packs. It never counts on giving anything away.
public final class OrderPlan {
  private static final double EIGHT_IN_TEN = .1;
  private static final double ALMOST_ALWAYS = .99;

  private final Supply supply;
  private final long seed;

  /// @param seed of the demand paths
  public OrderPlan(Supply supply, long seed) {
    this.supply = supply;
    this.seed = seed;
  }

  /// Days that a forecast must reach for this plan.
  public int daysAhead() {
    return supply.leadDays() + supply.coverDays();
  }

  /// One line for each series that is forecast, in the order of site and item.
  ///
  /// @param forecasts from the day before the shop's morning, for at least [#daysAhead] days
  public List<OrderLine> plan(Shop shop, Forecasts forecasts) {
    SurplusFinder.checkMorning(shop, forecasts);
    if (forecasts.days() < daysAhead()) {
      throw new IllegalArgumentException(
          "the order looks %d days ahead, the forecast %d"
              .formatted(daysAhead(), forecasts.days()));
    }
    List<OrderLine> lines = new ArrayList<>();
    for (Map.Entry<SeriesKey, Forecasts.SeriesForecast> entry : forecasts.bySeries().entrySet()) {
      SeriesKey key = entry.getKey();
      DemandPaths paths = DemandPaths.draw(key, entry.getValue(), seed);
      shop.item(key.item()).ifPresent(item -> lines.add(line(shop, key, item, paths)));
    }
    return lines;
  }

  OrderLine line(Shop shop, SeriesKey key, Item item, DemandPaths paths) {
    Shelf shelf = shop.shelf(key, item);
    Cover cover = cover(shop, shelf, paths);
    double level = supply.level(item.category(), item.shelfLifeDays());
    long units = packs(cover.quantile(level), item);
    Range range =
        new Range(
            Math.min(units, packs(cover.quantile(.5), item)),
            units,
            Math.max(units, packs(cover.quantile(ALMOST_ALWAYS), item)));
    LocalDate arrives = shop.morning().plusDays(supply.leadDays());
    return new OrderLine(
        key,
        item,
        arrives,
        arrives.plusDays(supply.coverDays() - 1L),
        units,
        range,
        Range.of(cover.asked(), EIGHT_IN_TEN),
        onHand(shelf, cover),
        level,
        Math.round(cover.left(units)),
        supply.assumed());
  }

  private static Optional<OrderLine.OnHand> onHand(Shelf shelf, Cover cover) {
    return shelf.counted()
        ? Optional.of(new OrderLine.OnHand(Math.round(shelf.units()), Math.round(cover.usable(.5))))
        : Optional.empty();
  }

  /// One number a path: what the cover asks for, what of it the stock cannot give, and how much of
  /// the stock is good and unsold when the order arrives.
  private record Cover(List<double[]> numbers) {
    double[] asked() {
      return numbers.get(0);
    }

    double quantile(double level) {
      return DemandPaths.quantile(numbers.get(1), level);
    }

    double usable(double level) {
      return DemandPaths.quantile(numbers.get(2), level);
    }

    double left(long units) {
      return Arrays.stream(numbers.get(1))
          .map(need -> Math.max(0, units - need))
          .average()
          .orElse(0);
    }
  }

  private Cover cover(Shop shop, Shelf shelf, DemandPaths paths) {
    double[] asked = new double[paths.count()];
    double[] needed = new double[paths.count()];
    double[] usable = new double[paths.count()];
    for (int path = 0; path < paths.count(); path++) {
      Shelf now = shelf;
      for (int day = 0; day < supply.leadDays(); day++) {
        now = now.after(shop.morning().plusDays(day), paths.at(path, day));
      }
      now = now.without(shop.morning().plusDays(supply.leadDays()));
      usable[path] = now.units();
      for (int day = supply.leadDays(); day < daysAhead(); day++) {
        double before = now.units();
        double demand = paths.at(path, day);
        now = now.after(shop.morning().plusDays(day), demand);
        asked[path] += demand;
        needed[path] += demand - (before - now.units());
        now = now.without(shop.morning().plusDays(day + 1L));
      }
    }
    return new Cover(List.of(asked, needed, usable));
  }

  private static long packs(double units, Item item) {
    long packs = (long) Math.ceil(Math.max(0, units) / item.packSize() - 1e-9);
    return packs * item.packSize();
  }
}
