package coop.minga.node.planning;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.History;
import coop.minga.node.history.Item;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.Site;
import coop.minga.node.history.StockLine;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What planning needs to know of an organisation on one morning: masters, counts and what sold.
///
/// @param morning the day that is planned for, before its sales
/// @param items by code
/// @param sites by code
/// @param stock the latest counts
/// @param sales by series
public record Shop(
    LocalDate morning,
    Map<String, Item> items,
    Map<String, Site> sites,
    List<StockLine> stock,
    Map<SeriesKey, DailySeries> sales) {
  /// Copies.
  public Shop {
    items = Map.copyOf(items);
    sites = Map.copyOf(sites);
    stock = List.copyOf(stock);
    sales = Map.copyOf(sales);
  }

  /// As the history knows it.
  public static Shop from(History history, LocalDate morning) {
    return new Shop(
        morning,
        byKey(history.items(), Item::item),
        byKey(history.sites(), Site::site),
        history.stock(morning),
        byKey(history.allDaily(), DailySeries::key));
  }

  /// The shelves with a count, in the order of site and item.
  Map<SeriesKey, Shelf> shelves() {
    Map<SeriesKey, Shelf> found = new TreeMap<>();
    for (SeriesKey key : counted()) {
      item(key.item()).ifPresent(item -> found.put(key, shelf(key, item)));
    }
    return found;
  }

  Shelf shelf(SeriesKey key, Item item) {
    List<StockLine> lines =
        stock.stream()
            .filter(line -> line.site().equals(key.site()) && line.item().equals(key.item()))
            .sorted(Comparator.comparing(StockLine::counted))
            .toList();
    return Shelf.on(morning, item, lines, Optional.ofNullable(sales.get(key)));
  }

  Optional<Item> item(String code) {
    return Optional.ofNullable(items.get(code));
  }

  private TreeSet<SeriesKey> counted() {
    return stock.stream()
        .map(line -> new SeriesKey(line.site(), line.item()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static <K, V> Map<K, V> byKey(List<V> values, Function<V, K> key) {
    return values.stream().collect(Collectors.toMap(key, value -> value));
  }
}
