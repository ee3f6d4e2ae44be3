package coop.minga.node.planning;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.History;
import coop.minga.node.history.Item;
import coop.minga.node.history.Receipt;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.Site;
import coop.minga.node.history.StockLine;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What planning needs to know of an organisation on one morning: masters, counts, what sold and
/// what came.
///
/// @param morning the day that is planned for, before its sales
/// @param items by code
/// @param sites by code
/// @param stock the latest counts
/// @param sales by series
/// @param receipts of the last days; those of days to come are on their way
/// @param onOrder what was ordered and not told of since
/// @param aged what is there of what was counted without dates, by age, where deliveries tell it,
///   and of what was ordered to come since
public record Shop(
    LocalDate morning,
    Map<String, Item> items,
    Map<String, Site> sites,
    List<StockLine> stock,
    Map<SeriesKey, DailySeries> sales,
    List<Receipt> receipts,
    OnOrder onOrder,
    Map<SeriesKey, Aged> aged) {
  private static final int WEEK = 7;

  /// Copies.
  public Shop {
    items = Map.copyOf(items);
    sites = Map.copyOf(sites);
    stock = List.copyOf(stock);
    sales = Map.copyOf(sales);
    receipts = List.copyOf(receipts);
    aged = Map.copyOf(aged);
  }

  /// As the history knows it on that morning, without what sold later.
  public static Shop from(History history, LocalDate morning) {
    LocalDate first = morning.minusDays(Shelf.MAX_COUNT_AGE_DAYS);
    LocalDate last = morning.plusDays(Rhythm.MAX_LEAD + WEEK);
    List<Receipt> receipts = history.receipts(first, last);
    Map<String, Item> items = byKey(history.items(), Item::item);
    List<StockLine> stock = history.stock(morning);
    Map<SeriesKey, DailySeries> sales =
        byKey(
            history.allDaily().stream().flatMap(sold -> sold.before(morning).stream()).toList(),
            DailySeries::key);
    OnOrder onOrder = OnOrder.on(morning, history.placed(first, last), receipts);
    Map<SeriesKey, Aged> aged = new TreeMap<>();
    Set<SeriesKey> undated = undated(stock, first);
    if (!undated.isEmpty()) {
      Flows.from(history, morning, sales, onOrder)
          .forEach((key, flows) -> {
            Item item = items.get(key.item());
            if (item != null && undated.contains(key)) {
              aged.put(key, Aged.on(morning, item, flows));
            }
          });
    }
    return new Shop(
        morning, items, byKey(history.sites(), Site::site), stock, sales, receipts, onOrder, aged);
  }

  /// What was counted lately, and no date of it.
  private static Set<SeriesKey> undated(List<StockLine> stock, LocalDate first) {
    Map<SeriesKey, Boolean> found = new TreeMap<>();
    for (StockLine line : stock) {
      if (line.counted().isAfter(first)) {
        found.merge(
            new SeriesKey(line.site(), line.item()), line.mark().isEmpty(), Boolean::logicalAnd);
      }
    }
    found.values().removeIf(none -> !none);
    return found.keySet();
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
    Aged known = aged.get(key);
    return known == null ? Shelf.on(morning, item, lines(key), since(key)) : aged(known.after());
  }

  /// What lies on the shelves and is past the best-before printed on it, in the order of site and
  /// item.
  Map<SeriesKey, List<Shelf.Lot>> pastBest() {
    Map<SeriesKey, List<Shelf.Lot>> found = new TreeMap<>();
    for (SeriesKey key : counted()) {
      item(key.item())
          .ifPresent(item -> found.put(key, Shelf.pastBest(morning, item, lines(key), since(key))));
    }
    return found;
  }

  private List<StockLine> lines(SeriesKey key) {
    return stock.stream()
        .filter(line -> line.site().equals(key.site()) && line.item().equals(key.item()))
        .sorted(Comparator.comparing(StockLine::counted))
        .toList();
  }

  private Shelf.Since since(SeriesKey key) {
    return new Shelf.Since(Optional.ofNullable(sales.get(key)), of(key));
  }

  private Shelf aged(List<StockEstimate.Lot> known) {
    List<Shelf.Lot> lots =
        known.stream()
            .map(lot ->
                new Shelf.Lot(
                    Optional.empty(), morning, lot.units(), lot.lastDay(), Optional.empty()))
            .toList();
    return new Shelf(lots, true).without(morning);
  }

  /// What is on its way, by the day on whose morning it is there.
  Map<LocalDate, List<Shelf.Lot>> coming(SeriesKey key, Item item) {
    return of(key).stream()
        .filter(receipt -> receipt.day().isAfter(morning) && receipt.quantity() > 0)
        .collect(groupingBy(Receipt::day, mapping(receipt -> Shelf.came(receipt, item), toList())));
  }

  private List<Receipt> of(SeriesKey key) {
    return Stream.concat(
            receipts.stream().filter(receipt -> receipt.series().equals(key)),
            onOrder.of(key).stream())
        .toList();
  }

  /// On how many days on end, that day the last of them, a site is closed by its weekdays; none if
  /// it is not open from this morning on.
  long closedBefore(String code, LocalDate day) {
    Site site = sites.get(code);
    LocalDate open = day;
    while (site != null && !open.isBefore(morning)) {
      if (site.openDays().contains(open.getDayOfWeek())) {
        return ChronoUnit.DAYS.between(open, day);
      }
      open = open.minusDays(1);
    }
    return 0;
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
