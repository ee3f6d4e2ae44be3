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
/// @param lots what is estimated to be on the shelf by the day on which it ends, for items of
///   [Level#B] that ever sold
public record Known(Levels levels, Map<SeriesKey, List<StockEstimate.Lot>> lots) {
  /// Copies.
  public Known {
    lots = Collections.unmodifiableMap(new TreeMap<>(lots));
  }

  /// As the history knows it.
  public static Known from(History history, Shop shop) {
    Levels levels = Levels.from(history, shop.morning());
    Map<SeriesKey, List<StockEstimate.Lot>> lots = new TreeMap<>();
    deliveries(history, shop.morning())
        .forEach((series, receipts) -> {
          Item item = shop.items().get(series.item());
          DailySeries sales = shop.sales().get(series);
          if (levels.of(series) == Level.B && item != null && sales != null) {
            lots.put(series, StockEstimate.lots(shop.morning(), item, receipts, sales));
          }
        });
    return new Known(levels, lots);
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
    List<StockEstimate.Lot> there = lots.get(series);
    return there == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round(there.stream().mapToDouble(StockEstimate.Lot::units).sum()));
  }
}
