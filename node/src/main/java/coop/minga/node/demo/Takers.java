package coop.minga.node.demo;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.MemberId;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A food bank and two kitchens of unequal need, sized to the surplus that the town's retailers are
/// expected to have on the first morning: a little more is needed than there is, so that takers
/// compete, and the kitchens cannot keep everything.
final class Takers {
  private static final double NEEDED_OF_SURPLUS = 1.5;
  private static final long SMALLEST_NEED_G = 500;
  private static final long NEED_STEP_G = 100;
  private static final long CAPACITY_STEP_G = 1_000;
  private static final long SMALLEST_CAPACITY_G = 10_000;
  private static final double LESS = .75;
  private static final double MORE = 1.25;

  private static final List<Profile> PROFILES =
      List.of(
          new Profile("banco-del-valle", "Banco de Alimentos del Valle", "food-bank")
              .serving(180, EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.SATURDAY))
              .keeping(.5, Map.of(Storage.AMBIENT, 1., Storage.CHILLED, .7, Storage.FROZEN, .3)),
          new Profile("comedor-santa-rosa", "Comedor Santa Rosa", "kitchen")
              .serving(90, EnumSet.allOf(DayOfWeek.class))
              .keeping(.3, Map.of(Storage.AMBIENT, .6, Storage.CHILLED, .4)),
          new Profile("olla-la-union", "Olla Comun La Union", "kitchen")
              .serving(60, EnumSet.allOf(DayOfWeek.class))
              .keeping(.2, Map.of(Storage.AMBIENT, .4, Storage.CHILLED, .2)));

  private final long seed;
  private final TownMap map;

  /// In the world of a seed.
  Takers(long seed, TownMap map) {
    this.seed = seed;
    this.map = map;
  }

  /// Grams that are expected to be left over, summed.
  record Surplus(Map<String, Long> byCategory, Map<Storage, Long> byStorage) {}

  /// A taker before it is sized.
  ///
  /// @param share of the town's need
  /// @param room of each storage class, as a share of the surplus
  private record Profile(
      MemberId id,
      String name,
      String kind,
      int serveMinutes,
      Set<DayOfWeek> open,
      double share,
      Map<Storage, Double> room) {
    Profile(String id, String name, String kind) {
      this(new MemberId(id), name, kind, 0, Set.of(), 0, Map.of());
    }

    Profile serving(int minutes, Set<DayOfWeek> days) {
      return new Profile(id, name, kind, minutes, days, share, room);
    }

    Profile keeping(double ofNeed, Map<Storage, Double> rooms) {
      return new Profile(id, name, kind, serveMinutes, open, ofNeed, rooms);
    }
  }

  /// The names that no retailer may have.
  static Set<String> names() {
    return Set.copyOf(PROFILES.stream().map(profile -> profile.id.name()).toList());
  }

  /// The town's takers.
  List<TownMember> sizedTo(Surplus surplus) {
    return PROFILES.stream().map(profile -> taker(profile, surplus)).toList();
  }

  private TownMember taker(Profile profile, Surplus surplus) {
    Dice dice = new Dice(seed, "taker|" + profile.id);
    TownSite site =
        new TownSite("cocina", profile.name, map.place(dice), profile.open, profile.kind);
    List<TownNeed> needs = new ArrayList<>();
    new TreeMap<>(surplus.byCategory)
        .forEach((category, left) -> {
          double grams = left * NEEDED_OF_SURPLUS * profile.share * dice.uniform(LESS, MORE);
          needs.add(need(site, category, grams));
        });
    TownTables tables = new TownTables(List.of(site), List.of(), List.of(), List.of(), needs);
    Taking taking = new Taking(capacity(profile, surplus), profile.serveMinutes);
    return new TownMember(
        profile.id, profile.name, false, true, tables, Optional.of(taking), List.of());
  }

  /// As much on every open day, in round numbers as a kitchen would say them.
  private static TownNeed need(TownSite site, String category, double grams) {
    long amount = Math.max(SMALLEST_NEED_G, StrictMath.round(grams / NEED_STEP_G) * NEED_STEP_G);
    List<Long> week = new ArrayList<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      week.add(site.isOpenOn(day) ? amount : 0L);
    }
    return new TownNeed(site.site(), category, week);
  }

  private static Map<Storage, Grams> capacity(Profile profile, Surplus surplus) {
    long all = surplus.byStorage.values().stream().mapToLong(Long::longValue).sum();
    Map<Storage, Grams> capacity = new EnumMap<>(Storage.class);
    profile.room.forEach((storage, share) -> {
      long of = surplus.byStorage.getOrDefault(storage, all / 10);
      long steps = StrictMath.round(of * share / CAPACITY_STEP_G);
      capacity.put(storage, new Grams(Math.max(SMALLEST_CAPACITY_G, steps * CAPACITY_STEP_G)));
    });
    return capacity;
  }
}
