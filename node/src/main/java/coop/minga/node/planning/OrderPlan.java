package coop.minga.node.planning;

import coop.minga.node.forecast.DemandPaths;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.history.Item;
import coop.minga.node.history.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// Proposes one order per item and site: the fewest packs by which the next delivery loses and
/// wastes least.
///
/// Along each demand path, today's stock sells oldest first, and then what comes. What is lost is
/// what the cover asks for and is not there; what is wasted is what of the order ends on the shelf.
/// It never counts on giving anything away: food that ends is a loss, whoever then eats it.
public final class OrderPlan {
  private static final double EIGHT_IN_TEN = .1;
  private static final double HALF = .5;
  private static final double ALMOST_ALWAYS = .99;

  private final Supply supply;
  private final long seed;

  /// @param seed of the demand paths
  public OrderPlan(Supply supply, long seed) {
    this.supply = supply;
    this.seed = seed;
  }

  /// Days that a forecast must reach to plan for all that a shop sells: to the end of each cover,
  /// and, as far as [Supply#MAX_DAYS], to the end of what comes.
  public int daysAhead(Shop shop) {
    return shop.sales().keySet().stream()
        .flatMap(key -> shop.item(key.item()).map(item -> delivery(shop, key, item)).stream())
        .mapToInt(delivery -> daysAhead(shop, delivery))
        .max()
        .orElse(1);
  }

  private static int daysAhead(Shop shop, Delivery delivery) {
    Cover cover = delivery.cover();
    int arrives = Math.toIntExact(cover.arrives().toEpochDay() - shop.morning().toEpochDay());
    int ends = Math.min(Supply.MAX_DAYS, arrives + delivery.lifeDays());
    return Math.max(arrives + cover.days(), ends);
  }

  /// One line for each series that is forecast, in the order of site and item.
  ///
  /// @param forecasts from the day before the shop's morning, to the end of each cover at least
  public List<OrderLine> plan(Shop shop, Forecasts forecasts) {
    SurplusFinder.checkMorning(shop, forecasts);
    List<OrderLine> lines = new ArrayList<>();
    for (Map.Entry<SeriesKey, Forecasts.SeriesForecast> entry : forecasts.bySeries().entrySet()) {
      SeriesKey key = entry.getKey();
      DemandPaths paths = DemandPaths.draw(key, entry.getValue(), seed);
      shop.item(key.item())
          .ifPresent(item -> lines.add(line(shop, key, item, delivery(shop, key, item), paths)));
    }
    return lines;
  }

  OrderLine line(Shop shop, SeriesKey key, Item item, Delivery delivery, DemandPaths paths) {
    if (delivery.cover().last().isAfter(shop.morning().plusDays(paths.days() - 1L))) {
      throw new IllegalArgumentException(
          "the order of %s looks to %s, the forecast %d days ahead"
              .formatted(key, delivery.cover().last(), paths.days()));
    }
    Shelf shelf = shop.shelf(key, item);
    Asked asked =
        Asked.along(
            shelf, new Asked.Coming(shop.morning(), shop.coming(key, item)), delivery, paths);
    OrderChoice choice = new OrderChoice(asked, delivery);
    long units = choice.units();
    return new OrderLine(
        key,
        item,
        delivery,
        range(asked, units, delivery.limits().pack()),
        asked.expected(EIGHT_IN_TEN),
        onHand(shelf, asked),
        asked.outcome(units),
        beside(choice, units));
  }

  Delivery delivery(Shop shop, SeriesKey key, Item item) {
    return supply
        .next(key, item, shop.morning(), Supply.Counter.of(shop, key))
        .noting(shop.onOrder().sentences(key, shop.morning()));
  }

  private static Range range(Asked asked, long units, long pack) {
    return new Range(
        Math.min(units, asked.enough(HALF, pack)),
        units,
        Math.max(units, asked.enough(ALMOST_ALWAYS, pack)));
  }

  /// One pack less and one more, or what can be ordered instead of them.
  private static List<Outcome> beside(OrderChoice choice, long units) {
    long pack = choice.delivery().limits().pack();
    long fewer = units == 0 ? 0 : choice.possible(units - pack);
    return LongStream.of(fewer < units ? fewer : 0, choice.possible(units + pack))
        .filter(other -> other != units)
        .mapToObj(choice.asked()::outcome)
        .toList();
  }

  private static Optional<OrderLine.OnHand> onHand(Shelf shelf, Asked asked) {
    return shelf.counted()
        ? Optional.of(new OrderLine.OnHand(Math.round(shelf.units()), Math.round(asked.usable())))
        : Optional.empty();
  }
}
