package coop.minga.bench.town;

import java.util.List;

/// A town as its files have it. Places in the lists are what everything else names things by.
final class Town {
  /// A promotion sells 1.8 times as much.
  private static final int PROMOTED_TENTHS = 18;

  private static final int TENTHS = 10;

  private final int seed;
  private final Parties parties;
  private final Tables tables;
  private final Luck luck;
  private final int[] categories;

  /// Who and what there is.
  record Parties(List<Shop> shops, List<Item> items, List<Taker> takers, List<Vehicle> vehicles) {
    /// Copies.
    Parties {
      shops = List.copyOf(shops);
      items = List.copyOf(items);
      takers = List.copyOf(takers);
      vehicles = List.copyOf(vehicles);
    }
  }

  /// What is told day by day; each begins with [Days#FIRST].
  static final class Tables {
    private final int[][] demand;
    private final boolean[][] promoted;
    private final double[] weather;

    /// @param demand of each series
    /// @param promoted whether a retailer promotes an item: [retailer x items + item]
    /// @param weather the logarithm of what it multiplies demand by
    Tables(int[][] demand, boolean[][] promoted, double[] weather) {
      this.demand = demand;
      this.promoted = promoted;
      this.weather = weather;
    }
  }

  Town(int seed, Parties parties, Tables tables, Luck luck) {
    this.seed = seed;
    this.parties = parties;
    this.tables = tables;
    this.luck = luck;
    List<String> names = items().stream().map(Item::category).distinct().toList();
    this.categories = items().stream().mapToInt(item -> names.indexOf(item.category())).toArray();
  }

  /// The same town, with what is believed to be wanted in the place of what is.
  ///
  /// @param demand of each series from the first day on
  Town believing(int[][] demand) {
    return new Town(seed, parties, new Tables(demand, tables.promoted, tables.weather), luck);
  }

  int seed() {
    return seed;
  }

  List<Shop> shops() {
    return parties.shops();
  }

  List<Item> items() {
    return parties.items();
  }

  List<Taker> takers() {
    return parties.takers();
  }

  List<Vehicle> vehicles() {
    return parties.vehicles();
  }

  Luck luck() {
    return luck;
  }

  /// How many series there are: each item at each shop.
  int series() {
    return shops().size() * items().size();
  }

  Item item(int series) {
    return items().get(series % items().size());
  }

  int itemPlace(int series) {
    return series % items().size();
  }

  /// Of which category an item is, by the order in which categories first stand in its table.
  int categoryPlace(int item) {
    return categories[item];
  }

  int shopPlace(int series) {
    return series / items().size();
  }

  /// Units wanted; for the play alone. Nothing is known of days after the last.
  int demand(int series, int day) {
    return day > Days.LAST ? 0 : tables.demand[series][Days.place(day)];
  }

  boolean isPromoted(int series, int day) {
    int retailer = shops().get(shopPlace(series)).retailer();
    boolean[] days = tables.promoted[retailer * items().size() + itemPlace(series)];
    return Days.place(day) < days.length && days[Days.place(day)];
  }

  /// Tenths of an ordinary day's demand that a day may expect.
  int factor(int series, int day) {
    return isPromoted(series, day) ? PROMOTED_TENTHS : TENTHS;
  }

  /// The town's own factor of a day, as a logarithm: known from 06:00 of the day before.
  double weather(int day) {
    return Days.place(day) < tables.weather.length ? tables.weather[Days.place(day)] : 0;
  }
}
