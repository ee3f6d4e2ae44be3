package coop.minga.node.planning;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.History;
import coop.minga.node.history.Item;
import coop.minga.node.history.Receipt;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What is known of a shop's shelves on a morning: the level of each item, and where only
/// deliveries are known, an estimate.
///
/// @param levels of the items
/// @param estimates units on the shelf, for items of [Level#B] that ever sold
public record Known(Levels levels, Map<SeriesKey, Long> estimates) {
  /// Copies.
  public Known {
    estimates = Collections.unmodifiableMap(new TreeMap<>(estimates));
  }

  /// As the history knows it.
  public static Known from(History history, Shop shop) {
    Levels levels = Levels.from(history, shop.morning());
    Map<SeriesKey, Long> estimates = new TreeMap<>();
    deliveries(history, shop.morning())
        .forEach((series, receipts) -> {
          Item item = shop.items().get(series.item());
          DailySeries sales = shop.sales().get(series);
          if (levels.of(series) == Level.B && item != null && sales != null) {
            double units = StockEstimate.units(shop.morning(), item, receipts, sales);
            estimates.put(series, Math.round(units));
          }
        });
    return new Known(levels, estimates);
  }

  private static Map<SeriesKey, List<Receipt>> deliveries(History history, LocalDate morning) {
    Map<SeriesKey, List<Receipt>> found = new HashMap<>();
    LocalDate first = morning.minusDays(StockEstimate.MOST_DAYS_BACK);
    for (Receipt receipt : history.receipts(first, morning.minusDays(1))) {
      found.computeIfAbsent(receipt.series(), _ -> new ArrayList<>()).add(receipt);
    }
    return found;
  }

  /// The estimate of one.
  public OptionalLong estimate(SeriesKey series) {
    Long units = estimates.get(series);
    return units == null ? OptionalLong.empty() : OptionalLong.of(units);
  }
}
