package coop.minga.node.demo;

import coop.minga.federation.identity.MemberId;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Invents a town: its retailers' shops live through every day up to the first morning, then some
/// shelves are over-ordered, then takers are sized to what will be left over.
final class TownMaker {
  /// Lived through before the first day that is told, so that shelves and habits have settled.
  private static final int WARM_UP_DAYS = 35;

  private static final double CARRIES_AN_ITEM = .85;
  private static final int FEWEST_ITEMS = 4;
  private static final int CLOSED_ON_SUNDAYS_ONE_IN = 3;
  private static final double SIZE_DEVIATION = .3;
  private static final double LEAST_BOLD = .2;
  private static final double MOST_BOLD = 1.4;

  /// The giver of the lot that the demonstration follows, third in size.
  private static final String FOLLOWED = "almacen-mapocho";

  /// It has as many more than are expected to be sold as 96 are more than 58.
  private static final double FOLLOWED_FACTOR = 96 / 58.0;

  private static final int FOLLOWED_DAYS = 2;

  private static final List<String> NAMES =
      List.of(
          "Cooperativa El Roble",
          "Mercado San Isidro",
          "Almacen Mapocho",
          "Minimarket Andes",
          "Emporio Quillay",
          "Panaderia La Espiga",
          "Almacen Tia Marta",
          "Minimarket El Sol",
          "Almacen Los Aromos",
          "Rotiseria Don Lucho",
          "Mercado La Vega",
          "Emporio Araucaria");

  private final long seed;
  private final TownSize size;
  private final TownMap map = TownMap.ofTheTown();
  private final LocalDate start;
  private final ShopSeries.World world;
  private final OverOrders overOrders;

  /// Makes nothing yet.
  TownMaker(long seed, TownSize size) {
    this.seed = seed;
    this.size = size;
    this.start = size.morning().minusDays(size.days() + (long) WARM_UP_DAYS);
    LocalDate end = size.morning().plusDays(Town.DAYS_AFTERWARDS);
    this.world =
        new ShopSeries.World(
            seed, size.morning(), new Weather(new Dice(seed, "weather"), start, end));
    this.overOrders = new OverOrders(seed, size.morning());
  }

  /// The town.
  Town make() {
    List<TownMember> members = new ArrayList<>();
    List<Integer> shops = size.shops().stream().sorted(Comparator.reverseOrder()).toList();
    for (int i = 0; i < shops.size(); i++) {
      members.add(retailer(i, shops.get(i)));
    }
    FirstMorning morning = new FirstMorning(size.morning(), members);
    Followed followed =
        members.stream()
            .filter(member -> member.id().name().equals(FOLLOWED))
            .flatMap(member -> morning.lotOf(member, followedSite(), followedItem()).stream())
            .findFirst()
            .or(morning::heaviest)
            .orElseThrow(() -> new IllegalStateException("a town has stock"));
    members.addAll(new Takers(seed, map).sizedTo(morning.surplus()));
    return new Town(seed, size.morning(), members, invented(), followed);
  }

  private List<String> invented() {
    return List.of(
        "the whole town, with its sales, stock, dates and takers, was invented by seed " + seed);
  }

  private TownMember retailer(int number, int shops) {
    String name = NAMES.get(number);
    MemberId id = new MemberId(idOf(name));
    Dice dice = new Dice(seed, "retailer|" + id);
    Set<DayOfWeek> open = openDays(number);
    double boldness = dice.uniform(LEAST_BOLD, MOST_BOLD);
    Books books = new Books();
    for (int i = 1; i <= shops; i++) {
      String siteId = siteOf(id.name(), i);
      TownSite site = new TownSite(siteId, name + " " + i, map.place(dice), open, "shop");
      double scale = StrictMath.exp(SIZE_DEVIATION * dice.normal());
      LocalDate end = size.morning().plusDays(Town.DAYS_AFTERWARDS);
      var steps = Shop.drawSteps(new Dice(seed, "steps|" + siteId), start, end);
      live(new Shop(id, site, scale, boldness, steps), books);
    }
    return books.member(id, name, Goods.first(size.items()));
  }

  /// One retailer in three is closed on Sundays; which, the seed says.
  private Set<DayOfWeek> openDays(int number) {
    int closed = new Dice(seed, "sundays").below(CLOSED_ON_SUNDAYS_ONE_IN);
    return number % CLOSED_ON_SUNDAYS_ONE_IN == closed
        ? EnumSet.complementOf(EnumSet.of(DayOfWeek.SUNDAY))
        : EnumSet.allOf(DayOfWeek.class);
  }

  /// Lives one shop's life and writes it into its owner's books.
  private void live(Shop shop, Books books) {
    books.sites.add(shop.site());
    for (Goods goods : carried(shop)) {
      ShopSeries series = new ShopSeries(world, shop, goods);
      List<TownSale> sales = new ArrayList<>();
      start
          .datesUntil(size.morning())
          .forEach(day -> series.day(day).filter(this::isTold).ifPresent(sales::add));
      books.sales.addAll(sales);
      books.stock.addAll(shelf(shop.site().site(), goods.item(), series, sales));
      size.morning()
          .datesUntil(size.morning().plusDays(Town.DAYS_AFTERWARDS))
          .forEach(day -> series.afterwards(day).ifPresent(books.afterwards::add));
    }
  }

  private List<TownStock> shelf(
      String site, TownItem item, ShopSeries series, List<TownSale> sales) {
    Map<Past.Key, Past> pasts = Past.of(sales);
    Past past = pasts.getOrDefault(new Past.Key(site, item.item()), new Past());
    List<TownStock> lots = series.morning(size.morning());
    OverOrders.Usual usual = new OverOrders.Usual(item, lots, past);
    return site.equals(followedSite()) && item.item().equals(followedItem())
        ? overOrders.tooMuch(site, usual, FOLLOWED_DAYS, FOLLOWED_FACTOR)
        : overOrders.on(site, site, usual);
  }

  private boolean isTold(TownSale sale) {
    return !sale.date().isBefore(size.morning().minusDays(size.days()));
  }

  /// Most of the town's items, and always the followed one and three more.
  private List<Goods> carried(Shop shop) {
    Dice dice = new Dice(seed, "carries|" + shop.site().site());
    List<Goods> all = Goods.first(size.items());
    List<Goods> carried = new ArrayList<>(all.subList(0, FEWEST_ITEMS));
    all.stream().skip(FEWEST_ITEMS).filter(_ -> dice.chance(CARRIES_AN_ITEM)).forEach(carried::add);
    return carried;
  }

  private static String followedSite() {
    return siteOf(FOLLOWED, 1);
  }

  private static String followedItem() {
    return Goods.first(1).getFirst().item().item();
  }

  /// The last word of a member's name and a number.
  private static String siteOf(String member, int number) {
    return member.substring(member.lastIndexOf('-') + 1) + "-" + number;
  }

  private static String idOf(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /// What one retailer's shops have lived.
  private static final class Books {
    private final List<TownSite> sites = new ArrayList<>();
    private final List<TownSale> sales = new ArrayList<>();
    private final List<TownStock> stock = new ArrayList<>();
    private final List<Wanted> afterwards = new ArrayList<>();

    TownMember member(MemberId id, String name, List<Goods> goods) {
      sales.sort(
          Comparator.comparing(TownSale::date)
              .thenComparing(TownSale::site)
              .thenComparing(TownSale::item));
      stock.sort(
          Comparator.comparing(TownStock::site)
              .thenComparing(TownStock::item)
              .thenComparing(lot -> lot.mark().date()));
      List<TownItem> items =
          goods.stream().map(Goods::item).filter(item -> isSold(item.item())).toList();
      TownTables tables = new TownTables(sites, items, sales, stock, List.of());
      return new TownMember(id, name, true, false, tables, Optional.empty(), afterwards);
    }

    private boolean isSold(String item) {
      return sales.stream().anyMatch(sale -> sale.item().equals(item));
    }
  }
}
