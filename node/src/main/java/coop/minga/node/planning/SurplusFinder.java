package coop.minga.node.planning;

import coop.minga.federation.goods.DateMark;
import coop.minga.node.forecast.DemandPaths;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.Forecasts.SeriesForecast;
import coop.minga.node.history.Item;
import coop.minga.node.history.SeriesKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Foresees what will be left of each lot with a printed date: the forecast, the stock and the
/// dates put together.
///
/// Sales are taken oldest lot first, along [DemandPaths#COUNT] paths. A lot is left over by what it
/// still has when its last day ends.
public final class SurplusFinder {
  private static final double EIGHT_IN_TEN = .1;
  private static final double EVERY_OTHER = .25;

  private final ZoneId zone;
  private final Allowances allowances;
  private final long seed;

  /// @param zone where the sites are
  /// @param seed of the paths
  public SurplusFinder(ZoneId zone, Allowances allowances, long seed) {
    this.zone = zone;
    this.allowances = allowances;
    this.seed = seed;
  }

  /// What will be left over.
  ///
  /// @param forecasts from the day before the shop's morning; they should reach as far as the dates
  ///   do, as a lot that ends later is only named in the notes
  public Surplus find(Shop shop, Forecasts forecasts) {
    checkMorning(shop, forecasts);
    List<LeftOver> found = new ArrayList<>();
    Set<String> notes = new TreeSet<>();
    for (Map.Entry<SeriesKey, Shelf> entry : shop.shelves().entrySet()) {
      SeriesKey key = entry.getKey();
      Item item = shop.item(key.item()).orElseThrow();
      Optional<SeriesForecast> forecast = Optional.ofNullable(forecasts.bySeries().get(key));
      if (forecast.isEmpty()) {
        notes.add("%s has no sales: nothing can be said about its stock.".formatted(key));
      } else {
        DemandPaths paths = DemandPaths.draw(key, forecast.get(), seed);
        Lots sold = sold(shop, entry.getValue(), paths, notes);
        found.addAll(leftOvers(shop, key, item, sold, paths.days()));
      }
    }
    found.removeIf(lot -> lot.left().high() == 0);
    found.sort(Comparator.comparing(LeftOver::lastUsefulOffer).thenComparing(LeftOver::series));
    return new Surplus(found, pastBest(shop), List.copyOf(notes));
  }

  /// All that lies there of what is past its best-before.
  private List<LeftOver> pastBest(Shop shop) {
    List<LeftOver> found = new ArrayList<>();
    shop.pastBest()
        .forEach((key, lots) -> {
          Item item = shop.item(key.item()).orElseThrow();
          lots.forEach(
              lot -> found.add(leftOver(shop, key, item, lot, new double[] {lot.units()})));
        });
    return found;
  }

  static void checkMorning(Shop shop, Forecasts forecasts) {
    if (!forecasts.origin().plusDays(1).equals(shop.morning())) {
      throw new IllegalArgumentException(
          "the plan is for the morning of %s, the forecast starts on %s"
              .formatted(shop.morning(), forecasts.origin().plusDays(1)));
    }
  }

  /// The lots of one shelf, each with what is left of it on each path.
  private record Lots(List<Shelf.Lot> lots, List<double[]> left) {}

  private static Lots sold(Shop shop, Shelf shelf, DemandPaths paths, Set<String> notes) {
    LocalDate beyond = shop.morning().plusDays(paths.days());
    for (Shelf.Lot lot : shelf.lots()) {
      if (lot.mark().isEmpty()) {
        notes.add("Stock without a printed date cannot become a lot: count it with its date.");
      } else if (!lot.lastDay().isBefore(beyond)) {
        notes.add("Lots that end on %s or later were not looked at.".formatted(beyond));
      }
    }
    List<double[]> left = new ArrayList<>();
    shelf.lots().forEach(_ -> left.add(new double[paths.count()]));
    for (int path = 0; path < paths.count(); path++) {
      Shelf end = shelf.along(shop.morning(), paths, path);
      for (int lot = 0; lot < left.size(); lot++) {
        left.get(lot)[path] = end.lots().get(lot).units();
      }
    }
    return new Lots(shelf.lots(), left);
  }

  private List<LeftOver> leftOvers(Shop shop, SeriesKey key, Item item, Lots sold, int days) {
    LocalDate beyond = shop.morning().plusDays(days);
    List<LeftOver> found = new ArrayList<>();
    for (int i = 0; i < sold.lots().size(); i++) {
      Shelf.Lot lot = sold.lots().get(i);
      if (lot.mark().isPresent() && lot.lastDay().isBefore(beyond)) {
        found.add(leftOver(shop, key, item, lot, sold.left().get(i)));
      }
    }
    return found;
  }

  private LeftOver leftOver(Shop shop, SeriesKey key, Item item, Shelf.Lot lot, double[] left) {
    long stock = (long) Math.floor(lot.units());
    double[] sells = Arrays.stream(left).map(rest -> Math.max(0, lot.units() - rest)).toArray();
    DateMark mark = lot.mark().orElseThrow();
    return new LeftOver(
        key,
        item,
        lot.name(),
        lot.known(),
        stock,
        mark,
        Range.of(sells, EIGHT_IN_TEN),
        Range.of(left, EVERY_OTHER),
        lastUsefulOffer(shop, key, lot, mark));
  }

  /// In time to be served before it ends, and collected before the site closes for good until then.
  private Instant lastUsefulOffer(Shop shop, SeriesKey key, Shelf.Lot lot, DateMark mark) {
    long closed = shop.closedBefore(key.site(), lot.lastDay());
    return mark.endOfUse(zone).atZone(zone).minusDays(closed).toInstant().minus(allowances.both());
  }
}
