package coop.minga.node.planning;

import coop.minga.federation.goods.Grams;
import coop.minga.node.history.Item;
import coop.minga.node.history.NeedLine;
import coop.minga.node.history.StockLine;
import coop.minga.node.planning.Shortage.Tier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Turns a kitchen's Need lines into what it is still missing, in the tiers that it bids from.
///
/// The need of some days is cut into quarters, worth 1, .7, .45 and .2 of the category's base
/// points. What is in stock or accepted fills the first quarters, so what is missing is always the
/// least worth of it: concave, as the negotiation demands.
public final class ShortageFinder {
  /// Thousandths of the base points that each quarter is worth, falling.
  public static final List<Integer> WORTH_PERMILLE = List.of(1000, 700, 450, 200);

  /// A need that people count on is one in every case.
  public static final int FIRM_PERMILLE = 1000;

  /// A wish is assumed to be needed every other time.
  public static final int WISH_PERMILLE = 500;

  private ShortageFinder() {}

  /// A category at a site.
  public record Place(String site, String category) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return Comparator.comparing(Place::site).thenComparing(Place::category).compare(this, other);
    }
  }

  /// Some days in a row.
  ///
  /// @param first the first of them
  /// @param count at least 1
  public record Days(LocalDate first, int count) {
    /// Checks the count.
    public Days {
      if (count < 1 || count > Supply.MAX_DAYS) {
        throw new IllegalArgumentException("1 to %d days".formatted(Supply.MAX_DAYS));
      }
    }
  }

  /// What is missing over some days, by site and category; what is covered is left out.
  ///
  /// @param covered grams in stock and grams accepted, together
  public static List<Shortage> find(List<NeedLine> needs, Days days, Map<Place, Grams> covered) {
    Map<Place, Grams> firm = amounts(needs, days, true);
    Map<Place, Grams> wished = amounts(needs, days, false);
    List<Shortage> found = new ArrayList<>();
    Map<Place, Grams> all = new TreeMap<>(firm);
    wished.forEach((place, grams) -> all.merge(place, grams, Grams::plus));
    all.forEach((place, needed) -> {
      Grams rest = firm.getOrDefault(place, Grams.ZERO);
      Shortage shortage = shortage(place, needed, rest, covered);
      if (shortage.missing().value() > 0) {
        found.add(shortage);
      }
    });
    return found;
  }

  /// The grams in stock by site and category, without what ends before a day.
  public static Map<Place, Grams> inStock(List<StockLine> stock, List<Item> items, LocalDate day) {
    Map<String, Item> byCode = new TreeMap<>();
    items.forEach(item -> byCode.put(item.item(), item));
    Map<Place, Grams> found = new TreeMap<>();
    for (StockLine line : stock) {
      Item item = byCode.get(line.item());
      boolean good = line.mark().map(mark -> !mark.date().isBefore(day)).orElse(true);
      if (item != null && good) {
        Grams grams = Grams.of((long) Math.floor(line.quantity()), item.unitGrams());
        found.merge(new Place(line.site(), item.category()), grams, Grams::plus);
      }
    }
    return found;
  }

  private static Map<Place, Grams> amounts(List<NeedLine> needs, Days days, boolean firm) {
    Map<Place, Grams> found = new TreeMap<>();
    for (NeedLine need : needs) {
      long grams = 0;
      for (int i = 0; i < days.count(); i++) {
        LocalDate day = days.first().plusDays(i);
        boolean holds = need.until().map(until -> !day.isAfter(until)).orElse(true);
        grams += holds ? need.grams(day.getDayOfWeek()) : 0;
      }
      if (grams > 0 && need.firm() == firm) {
        found.merge(new Place(need.site(), need.category()), new Grams(grams), Grams::plus);
      }
    }
    return found;
  }

  private static Shortage shortage(
      Place place, Grams needed, Grams firm, Map<Place, Grams> covered) {
    long done = Math.min(needed.value(), covered.getOrDefault(place, Grams.ZERO).value());
    List<Tier> tiers = new ArrayList<>();
    int quarters = WORTH_PERMILLE.size();
    for (int quarter = 0; quarter < quarters; quarter++) {
      long from = Math.max(done, needed.value() * quarter / quarters);
      long to = needed.value() * (quarter + 1) / quarters;
      int worth = WORTH_PERMILLE.get(quarter);
      long firmTo = Math.clamp(firm.value(), Math.min(from, to), to);
      add(tiers, firmTo - from, worth, FIRM_PERMILLE);
      add(tiers, to - Math.max(from, firmTo), worth, WISH_PERMILLE);
    }
    Grams missing = new Grams(needed.value() - done);
    return new Shortage(place.site(), place.category(), needed, missing, tiers);
  }

  private static void add(List<Tier> tiers, long grams, int worth, int need) {
    if (grams > 0) {
      tiers.add(new Tier(new Grams(grams), worth, need));
    }
  }
}
