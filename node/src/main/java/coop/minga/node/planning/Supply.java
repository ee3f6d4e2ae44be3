package coop.minga.node.planning;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.History;
import coop.minga.node.history.Item;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.Site;
import coop.minga.node.history.SupplyLine;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/// How everything is supplied, as far as files tell. What they do not is as most of the category,
/// or else of the organisation, have it, or else a named default: a delivery on every day that the
/// site is open, ordered the day before. A least order and a shelf's room that no file tells are
/// none; the pack and the life are then the item's.
///
/// What was taken for want of a file stands in [Delivery#assumed].
public final class Supply {
  /// The furthest ahead that needs are looked at, and that it is counted what will have ended.
  public static final int MAX_DAYS = 28;

  /// What is said where nothing at all is told.
  static final String ALL_ASSUMED = "Delivery every morning, ordered a day ahead: assumed.";

  private static final String OPEN_DAYS_ASSUMED =
      "Delivery on each open morning, ordered a day ahead: assumed.";

  private static final String BY_DEFAULT = ": named default.";
  private static final Set<DayOfWeek> DAILY = EnumSet.allOf(DayOfWeek.class);

  private final Map<SeriesKey, SupplyLine> lines = new HashMap<>();
  private final Thing<Set<DayOfWeek>> orderDays;
  private final Thing<LocalTime> cutoff;
  private final Thing<Integer> leadDays;
  private final Thing<Set<DayOfWeek>> deliveryDays;
  private final Prices prices;

  /// Where an item is sold.
  ///
  /// @param openDays of the site
  /// @param sales of the item, for its price; empty if it never sold
  public record Counter(Set<DayOfWeek> openDays, Optional<DailySeries> sales) {
    /// At a site that is open every day and has not sold it yet.
    static final Counter DAILY = new Counter(Supply.DAILY, Optional.empty());

    static Counter of(Shop shop, SeriesKey key) {
      return new Counter(
          Optional.ofNullable(shop.sites().get(key.site()))
              .map(Site::openDays)
              .orElse(Supply.DAILY),
          Optional.ofNullable(shop.sales().get(key)));
    }
  }

  /// One thing that lines tell, and what most of them tell.
  private record Thing<T>(
      String name,
      Function<SupplyLine, Optional<T>> told,
      Usual<T> usual,
      Function<T, String> words) {}

  private Supply(List<SupplyLine> all, Map<String, Item> items, Aims aims) {
    all.forEach(line -> lines.put(line.series(), line));
    var told = new Told(all, items);
    orderDays = told.thing("Order days", SupplyLine::orderDays, Rhythm::words);
    cutoff = told.thing("Cutoff", SupplyLine::cutoff, LocalTime::toString);
    leadDays = told.thing("Lead time", Supply::lead, days -> days + (days == 1 ? " day" : " days"));
    deliveryDays = told.thing("Delivery days", SupplyLine::deliveryDays, Rhythm::words);
    prices = new Prices(Usual.middle(told.all(Prices::shareOf)), aims);
  }

  /// By lines of a table.
  ///
  /// @param items by code
  public static Supply of(List<SupplyLine> lines, Map<String, Item> items, Aims aims) {
    return new Supply(lines, items, aims);
  }

  /// As the history knows it.
  public static Supply from(History history, Shop shop, Aims aims) {
    return of(history.supply(), shop.items(), aims);
  }

  /// Nothing is told of anything.
  public static Supply assumed(Aims aims) {
    return of(List.of(), Map.of(), aims);
  }

  /// How an item comes to a site next.
  ///
  /// @param where it is sold
  public Delivery next(SeriesKey key, Item item, LocalDate morning, Counter where) {
    SupplyLine line = lines.getOrDefault(key, nothing(key));
    var sentences = new ArrayList<String>();
    Rhythm rhythm = rhythm(line, item, where.openDays(), sentences);
    int life = line.terms().lifeOnReceipt().orElse(item.shelfLifeDays());
    Aim aim =
        prices
            .aim(line, item, where.sales(), sentences)
            .orElseGet(() -> prices.service(item, life));
    return new Delivery(rhythm.from(morning), limits(line, item), life, aim, sentences);
  }

  private Rhythm rhythm(SupplyLine line, Item item, Set<DayOfWeek> open, List<String> sentences) {
    boolean nothingTold =
        orderDays.told().apply(line).isEmpty()
            && leadDays.told().apply(line).isEmpty()
            && deliveryDays.told().apply(line).isEmpty();
    var assumed = new ArrayList<String>();
    var rhythm =
        new Rhythm(
            value(orderDays, line, item, assumed)
                .orElseGet(() -> byDefault(orderDays, open, assumed)),
            value(cutoff, line, item, assumed),
            value(leadDays, line, item, assumed).orElseGet(() -> byDefault(leadDays, 1, assumed)),
            value(deliveryDays, line, item, assumed)
                .orElseGet(() -> byDefault(deliveryDays, open, assumed)));
    boolean byDefaultOnly = assumed.stream().allMatch(each -> each.endsWith(BY_DEFAULT));
    String all = open.equals(DAILY) ? ALL_ASSUMED : OPEN_DAYS_ASSUMED;
    sentences.addAll(nothingTold && byDefaultOnly ? List.of(all) : assumed);
    return rhythm;
  }

  private static <T> Optional<T> value(
      Thing<T> thing, SupplyLine line, Item item, List<String> sentences) {
    Optional<T> told = thing.told().apply(line);
    if (told.isPresent()) {
      return told;
    }
    Optional<Usual.Taken<T>> taken = thing.usual().of(item.category());
    taken.ifPresent(usual ->
        sentences.add(
            thing.name()
                + " "
                + thing.words().apply(usual.value())
                + ", "
                + usual.because()
                + "."));
    return taken.map(Usual.Taken::value);
  }

  private static <T> T byDefault(Thing<T> thing, T value, List<String> sentences) {
    sentences.add(thing.name() + " " + thing.words().apply(value) + BY_DEFAULT);
    return value;
  }

  private static Delivery.Limits limits(SupplyLine line, Item item) {
    OptionalDouble shelf = line.terms().maxShelf();
    return new Delivery.Limits(
        line.pack().orElse(item.packSize()),
        (long) Math.ceil(line.terms().minOrder().orElse(0)),
        shelf.isPresent()
            ? OptionalLong.of((long) Math.floor(shelf.getAsDouble()))
            : OptionalLong.empty());
  }

  private static Optional<Integer> lead(SupplyLine line) {
    return line.leadDays().isPresent() ? Optional.of(line.leadDays().getAsInt()) : Optional.empty();
  }

  private static SupplyLine nothing(SeriesKey key) {
    return new SupplyLine(
        key,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        new SupplyLine.Terms(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty()));
  }

  /// What lines tell of one thing, each with its item's category.
  private record Told(List<SupplyLine> lines, Map<String, Item> items) {
    <T> List<Usual.Told<T>> all(Function<SupplyLine, Optional<T>> field) {
      var found = new ArrayList<Usual.Told<T>>();
      for (SupplyLine line : lines) {
        Item item = items.get(line.series().item());
        if (item != null) {
          field.apply(line).ifPresent(value -> found.add(new Usual.Told<>(item.category(), value)));
        }
      }
      return found;
    }

    <T> Thing<T> thing(
        String name, Function<SupplyLine, Optional<T>> field, Function<T, String> words) {
      return new Thing<>(name, field, Usual.commonest(all(field)), words);
    }
  }
}
