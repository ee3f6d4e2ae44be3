package coop.minga.node.planning;

import coop.minga.node.history.History;
import coop.minga.node.history.Item;
import coop.minga.node.history.SeriesKey;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What is known of a shop's shelves on a morning: the level of each item, and where deliveries are
/// known but no dates, an estimate.
///
/// @param levels of the items
/// @param lots what is estimated to be on the shelf by the day on which it ends, for items of
///   [Level#B] and [Level#C] that were delivered and ever sold
/// @param mixes which ages customers take of them
public record Known(
    Levels levels, Map<SeriesKey, List<StockEstimate.Lot>> lots, Map<SeriesKey, PickMix> mixes) {
  /// Copies.
  public Known {
    lots = Collections.unmodifiableMap(new TreeMap<>(lots));
    mixes = Collections.unmodifiableMap(new TreeMap<>(mixes));
  }

  /// As the history knows it.
  public static Known from(History history, Shop shop) {
    Levels levels = Levels.from(history, shop.morning());
    Map<SeriesKey, List<StockEstimate.Lot>> lots = new TreeMap<>();
    Map<SeriesKey, PickMix> mixes = new TreeMap<>();
    Flows.from(history, shop.morning(), shop.sales(), shop.onOrder())
        .forEach((series, flows) -> {
          Item item = shop.items().get(series.item());
          Level level = levels.of(series);
          if (item != null && (level == Level.B || level == Level.C)) {
            Aged known = shop.aged().get(series);
            Aged aged = known == null ? Aged.on(shop.morning(), item, flows) : known;
            mixes.put(series, aged.mix());
            lots.put(series, aged.before());
          }
        });
    return new Known(levels, lots, mixes);
  }

  PickMix mix(SeriesKey series) {
    return mixes.getOrDefault(series, PickMix.USUAL);
  }

  /// The mixes that anybody's counts or waste told, in a sentence each.
  public List<String> sentences() {
    return mixes.entrySet().stream()
        .filter(mix -> mix.getValue().told() > 0)
        .map(mix ->
            "Of %s about %d of 10 seem to be taken oldest first, by %d counts and weeks of waste."
                .formatted(
                    mix.getKey(),
                    Math.round(10 * mix.getValue().oldestFirst()),
                    mix.getValue().told()))
        .toList();
  }

  /// The estimate of one.
  public OptionalLong estimate(SeriesKey series) {
    List<StockEstimate.Lot> there = lots.get(series);
    return there == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round(there.stream().mapToDouble(StockEstimate.Lot::units).sum()));
  }
}
