package coop.minga.node.demo;

import coop.minga.federation.goods.DateMark;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One item in one shop, day by day: what people want, what was ordered for them, what they got.
///
/// Wanted = item x shop x weekday x season x holiday x weather x promotion x trend x level, then
/// negative binomial. The shop orders every morning up to what it sold on the last four such
/// weekdays, half of the next open day's, and its boldness times the deviation, in whole packs;
/// what is wanted above the shelf is lost, and the day is marked as sold out.
final class ShopSeries {
  private static final double PROMOTED_WEEKS = .05;
  private static final double PROMOTION = 1.7;
  private static final double PROMOTION_PRICE = .8;
  private static final double TREND_DEVIATION = .12;
  private static final double SERIES_DEVIATION = .3;
  private static final double DAYS_OF_YEAR = 365.25;
  private static final int WEEKS_REMEMBERED = 4;

  private final World world;
  private final Shop shop;
  private final Goods goods;
  private final Dice dice;
  private final double level;
  private final double yearlyTrend;
  private final Shelf shelf = new Shelf();
  private final Map<LocalDate, Boolean> promoted = new HashMap<>();
  private final Map<DayOfWeek, Deque<Integer>> sold = new EnumMap<>(DayOfWeek.class);

  /// What all series of a town share.
  ///
  /// @param morning the demonstration's first: trends are 1 on it
  record World(long seed, LocalDate morning, Weather weather) {
    /// The dice of a subject.
    Dice dice(String subject) {
      return new Dice(seed, subject);
    }
  }

  /// The series before its first day.
  ShopSeries(World world, Shop shop, Goods goods) {
    this.world = world;
    this.shop = shop;
    this.goods = goods;
    this.dice = world.dice("series|" + shop.site().site() + "|" + goods.item().item());
    this.level = goods.daily() * shop.size() * StrictMath.exp(SERIES_DEVIATION * dice.normal());
    this.yearlyTrend = TREND_DEVIATION * dice.normal();
  }

  /// Lives through one day.
  ///
  /// @return what was sold, unless the shop was closed
  Optional<TownSale> day(LocalDate today) {
    if (!shop.isOpen(today)) {
      shelf.closeDay(today);
      return Optional.empty();
    }
    deliver(today);
    int wanted = wanted(today);
    int taken = shelf.sell(wanted);
    shelf.closeDay(today);
    remember(today, taken);
    return Optional.of(sale(today, taken, wanted > taken));
  }

  /// What stands on the shelf on a morning, the day's delivery included.
  List<TownStock> morning(LocalDate today) {
    if (shop.isOpen(today)) {
      deliver(today);
    }
    List<TownStock> lots = new ArrayList<>();
    shelf
        .lots()
        .forEach((last, units) -> {
          DateMark mark = new DateMark(goods.item().dateKind(), last);
          lots.add(TownLots.lot(today, shop.site().site(), goods.item().item(), units, mark));
        });
    return lots;
  }

  /// What people will want on a day that no member has seen.
  Optional<Wanted> afterwards(LocalDate day) {
    return shop.isOpen(day)
        ? Optional.of(new Wanted(day, shop.site().site(), goods.item().item(), wanted(day)))
        : Optional.empty();
  }

  private void deliver(LocalDate today) {
    TownItem item = goods.item();
    double expected = expected(today);
    double later = item.shelfLifeDays() > 1 ? expected(nextOpen(today)) / 2 : 0;
    double deviation = StrictMath.sqrt(expected * (1 + Habit.DISPERSION * expected));
    double missing = expected + later + shop.boldness() * deviation - shelf.total();
    int packs = Math.max(0, (int) StrictMath.ceil(missing / item.packSize()));
    shelf.receive(packs * item.packSize(), today.plusDays(item.shelfLifeDays() - 1L));
  }

  /// What the shopkeeper expects: the mean of the last such weekdays, more on promotion.
  private double expected(LocalDate day) {
    double usual =
        sold.getOrDefault(day.getDayOfWeek(), new ArrayDeque<>()).stream()
            .mapToInt(Integer::intValue)
            .average()
            .orElseGet(() -> mean(day));
    return isPromoted(day) ? usual * PROMOTION : usual;
  }

  private LocalDate nextOpen(LocalDate today) {
    LocalDate day = today.plusDays(1);
    while (!shop.isOpen(day)) {
      day = day.plusDays(1);
    }
    return day;
  }

  private int wanted(LocalDate day) {
    return dice.negativeBinomial(mean(day), Habit.DISPERSION);
  }

  private double mean(LocalDate day) {
    double years = ChronoUnit.DAYS.between(world.morning, day) / DAYS_OF_YEAR;
    double trend = StrictMath.exp(yearlyTrend * years);
    double habit = Habit.of(goods.item().category()).factor(day, world.weather.on(day));
    double promotion = isPromoted(day) ? PROMOTION : 1;
    return level * trend * habit * promotion * TownCalendar.factor(day) * shop.level(day);
  }

  /// A retailer promotes an item for a whole week, Monday to Sunday, in all its shops.
  private boolean isPromoted(LocalDate day) {
    LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return promoted.computeIfAbsent(
        monday,
        week ->
            world
                .dice("promotion|" + shop.owner() + "|" + goods.item().item() + "|" + week)
                .chance(PROMOTED_WEEKS));
  }

  /// A promoted or sold-out day tells little about the next weeks, but a shopkeeper's rule counts
  /// it all the same, the promotion taken out.
  private void remember(LocalDate today, int taken) {
    Deque<Integer> days = sold.computeIfAbsent(today.getDayOfWeek(), _ -> new ArrayDeque<>());
    days.addLast(isPromoted(today) ? (int) StrictMath.round(taken / PROMOTION) : taken);
    if (days.size() > WEEKS_REMEMBERED) {
      days.removeFirst();
    }
  }

  private TownSale sale(LocalDate today, int taken, boolean soldOut) {
    boolean promoted = isPromoted(today);
    long pesos =
        promoted ? StrictMath.round(goods.pesos() * PROMOTION_PRICE / 10) * 10 : goods.pesos();
    return new TownSale(
        today,
        shop.site().site(),
        goods.item().item(),
        BigDecimal.valueOf(taken),
        Optional.of(BigDecimal.valueOf(pesos)),
        promoted,
        Optional.of(soldOut));
  }
}
