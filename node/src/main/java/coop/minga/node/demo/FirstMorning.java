package coop.minga.node.demo;

import coop.minga.federation.goods.Storage;
import coop.minga.node.demo.TownLots.LeftOver;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the town's shelves promise on the first morning, by the plain expectation: what will be
/// left over, and which lot is worth following.
final class FirstMorning {
  private final LocalDate morning;
  private final List<Left> left = new ArrayList<>();

  private record Left(TownMember giver, TownItem item, LeftOver of) {
    long grams() {
      return (long) of.units() * item.unitGrams();
    }

    boolean lasts(LocalDate morning) {
      return of.lot().mark().date().isAfter(morning);
    }

    Followed followed() {
      TownStock lot = of.lot();
      return new Followed(giver.id(), lot.site(), lot.item(), lot.lot(), lot.units(), of.units());
    }
  }

  /// Looks at the shelves of these retailers.
  FirstMorning(LocalDate morning, List<TownMember> retailers) {
    this.morning = morning;
    retailers.forEach(this::look);
  }

  /// Grams left over, as far as foreseen.
  Takers.Surplus surplus() {
    Map<String, Long> byCategory = new TreeMap<>();
    Map<Storage, Long> byStorage = new EnumMap<>(Storage.class);
    for (Left one : left) {
      byCategory.merge(one.item.category(), one.grams(), Long::sum);
      byStorage.merge(one.item.storage(), one.grams(), Long::sum);
    }
    return new Takers.Surplus(byCategory, byStorage);
  }

  /// The lot of that site and item that ends later than the first day, if something will be left.
  Optional<Followed> lotOf(TownMember giver, String site, String item) {
    return left.stream()
        .filter(one -> one.giver.id().equals(giver.id()) && one.lasts(morning))
        .filter(one -> one.of.lot().site().equals(site) && one.of.lot().item().equals(item))
        .filter(one -> one.of.units() > 0)
        .map(Left::followed)
        .findFirst();
  }

  /// The lot of which most grams will be left, of those that end later than the first day; if there
  /// is none, of all.
  Optional<Followed> heaviest() {
    return left.stream()
        .max(
            Comparator.comparing((Left one) -> one.lasts(morning) && one.of.units() > 0)
                .thenComparingLong(Left::grams))
        .map(Left::followed);
  }

  private void look(TownMember retailer) {
    TownTables tables = retailer.tables();
    Map<Past.Key, Past> pasts = Past.of(tables.sales());
    Map<String, TownItem> items =
        tables.items().stream().collect(Collectors.toMap(TownItem::item, item -> item));
    Map<Past.Key, List<TownStock>> shelves = new TreeMap<>(Past.Key.ORDER);
    for (TownStock lot : tables.stock()) {
      shelves
          .computeIfAbsent(new Past.Key(lot.site(), lot.item()), _ -> new ArrayList<>())
          .add(lot);
    }
    shelves.forEach((key, lots) ->
        TownLots.leftOvers(lots, pasts.getOrDefault(key, new Past()), morning)
            .forEach(over ->
                left.add(new Left(retailer, Objects.requireNonNull(items.get(key.item())), over))));
  }
}
