package coop.minga.node.demo;

import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.MemberId;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Invents what a file of sales does not tell of its organisations' shops: what their items are,
/// where they lie, what stands on their shelves on the first morning, what is wanted afterwards.
///
/// One item is the same thing in every organisation. All are perishable, with a life of one to four
/// days.
final class CutShops {
  /// What is wanted afterwards was sold on one of so many last same weekdays.
  static final int WEEKS_TO_DRAW_FROM = 8;

  /// A weekday on which a site sold in fewer of the last eight weeks is one on which it is closed.
  private static final int WEEKS_OPEN = 4;

  /// Shops that get a delivery every morning keep a day's sales and a part of the next, as those of
  /// the invented town do.
  private static final double OF_THE_NEXT_DAY = .5;

  private static final double LEAST_OF_EXPECTED = .8;
  private static final double MOST_OF_EXPECTED = 1.1;

  private static final List<Thing> THINGS =
      List.of(
          new Thing("Bread rolls", "bread", 80, Storage.AMBIENT, DateMark.Kind.BEST_BEFORE, 2),
          new Thing("Empanadas", "prepared", 150, Storage.CHILLED, DateMark.Kind.USE_BY, 3),
          new Thing("Yoghurt", "dairy", 155, Storage.CHILLED, DateMark.Kind.USE_BY, 4),
          new Thing("Fruit salad", "fruit", 200, Storage.CHILLED, DateMark.Kind.USE_BY, 2),
          new Thing("Sandwiches", "prepared", 180, Storage.CHILLED, DateMark.Kind.USE_BY, 1),
          new Thing("Lettuce", "vegetables", 300, Storage.CHILLED, DateMark.Kind.BEST_BEFORE, 4));

  private final long seed;
  private final LocalDate morning;
  private final TownMap map;
  private final OverOrders overOrders;
  private final Map<String, TownItem> items = new HashMap<>();

  /// What an item may be.
  private record Thing(
      String name,
      String category,
      int grams,
      Storage storage,
      DateMark.Kind dateKind,
      int lifeDays) {}

  /// In the world of a seed, on the morning after the last sale.
  CutShops(long seed, LocalDate morning, TownMap map) {
    this.seed = seed;
    this.morning = morning;
    this.map = map;
    this.overOrders = new OverOrders(seed, morning);
  }

  /// One organisation as a member.
  ///
  /// @param sales in order of date, site, item
  TownMember member(MemberId id, String organisation, List<TownSale> sales) {
    Map<Past.Key, Past> pasts = new TreeMap<>(Past.Key.ORDER);
    pasts.putAll(Past.of(sales));
    List<TownStock> stock = new ArrayList<>();
    List<Wanted> afterwards = new ArrayList<>();
    pasts.forEach((key, past) -> {
      stock.addAll(shelf(id, key, past));
      afterwards.addAll(wanted(id, key, past));
    });
    TownTables tables =
        new TownTables(sites(id, organisation, sales), items(sales), sales, stock, List.of());
    return new TownMember(id, organisation, true, false, tables, Optional.empty(), afterwards);
  }

  private List<TownStock> shelf(MemberId owner, Past.Key key, Past past) {
    TownItem item = item(key.item());
    List<TownStock> usual = new ArrayList<>();
    Dice dice = new Dice(seed, "shelf|" + owner + "|" + key.site() + "|" + key.item());
    double expected = past.expected(morning);
    if (item.shelfLifeDays() > 1) {
      expected += OF_THE_NEXT_DAY * past.expected(morning.plusDays(1));
    }
    int units =
        (int) StrictMath.round(expected * dice.uniform(LEAST_OF_EXPECTED, MOST_OF_EXPECTED));
    if (units > 0) {
      DateMark mark = new DateMark(item.dateKind(), morning.plusDays(item.shelfLifeDays() - 1L));
      usual.add(TownLots.lot(morning, key.site(), key.item(), units, mark));
    }
    return overOrders.on(
        owner + "|" + key.site(), key.site(), new OverOrders.Usual(item, usual, past));
  }

  private List<Wanted> wanted(MemberId owner, Past.Key key, Past past) {
    Dice dice = new Dice(seed, "wanted|" + owner + "|" + key.site() + "|" + key.item());
    List<Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < Town.DAYS_AFTERWARDS; i++) {
      LocalDate day = morning.plusDays(i);
      List<Double> before = past.sameWeekdays(day, morning, WEEKS_TO_DRAW_FROM);
      if (!before.isEmpty()) {
        int units = (int) StrictMath.round(dice.oneOf(before));
        wanted.add(new Wanted(day, key.site(), key.item(), units));
      }
    }
    return wanted;
  }

  private List<TownItem> items(List<TownSale> sales) {
    Set<String> sold = new TreeSet<>();
    sales.forEach(sale -> sold.add(sale.item()));
    return sold.stream().map(this::item).toList();
  }

  /// What an item is: the first that is met is the seed's choice, the next the one after it.
  private TownItem item(String id) {
    return items.computeIfAbsent(id, this::invent);
  }

  private TownItem invent(String id) {
    int number = items.size();
    int first = new Dice(seed, "things").below(THINGS.size());
    Thing thing = THINGS.get((first + number) % THINGS.size());
    return new TownItem(
        id,
        TownItem.inventedGtin(number + 1),
        thing.name + " (" + id + ")",
        thing.category,
        1,
        thing.grams,
        thing.storage,
        thing.dateKind,
        thing.lifeDays);
  }

  private List<TownSite> sites(MemberId owner, String organisation, List<TownSale> sales) {
    Map<String, Map<DayOfWeek, Set<LocalDate>>> sold = new TreeMap<>();
    for (TownSale sale : sales) {
      Map<DayOfWeek, Set<LocalDate>> days =
          sold.computeIfAbsent(sale.site(), _ -> new EnumMap<>(DayOfWeek.class));
      if (sale.quantity().signum() > 0 && !sale.date().isBefore(morning.minusWeeks(8))) {
        days.computeIfAbsent(sale.date().getDayOfWeek(), _ -> new TreeSet<>()).add(sale.date());
      }
    }
    List<TownSite> sites = new ArrayList<>();
    sold.forEach((site, days) -> {
      Place place = map.place(new Dice(seed, "site|" + owner + "|" + site));
      sites.add(new TownSite(site, organisation + " " + site, place, open(days), "shop"));
    });
    sites.sort(Comparator.comparing(TownSite::site));
    return sites;
  }

  private static Set<DayOfWeek> open(Map<DayOfWeek, Set<LocalDate>> sold) {
    Set<DayOfWeek> open = EnumSet.noneOf(DayOfWeek.class);
    sold.forEach((day, dates) -> {
      if (dates.size() >= WEEKS_OPEN) {
        open.add(day);
      }
    });
    return open.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : open;
  }
}
