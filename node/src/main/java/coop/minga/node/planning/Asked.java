package coop.minga.node.planning;

import coop.minga.node.forecast.DemandPaths;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What the coming days ask of a delivery, along each path: one number a path.
///
/// What was there before sells before what comes, and what comes later sells after it. So what a
/// delivery loses and what of it ends unsold follows from two numbers: what the older stock cannot
/// give on the days of the cover that the food lives, and on all days that it lives. Neither
/// depends on how much comes, nor on later orders (S. Nahmias, "Perishable inventory theory: a
/// review", Operations Research 30, 1982, gives the argument).
final class Asked {
  /// Money and shares that differ by less are the same.
  private static final double NOTHING = 1e-9;

  private final double[] all;
  private final double[] inReach;
  private final double[] inLife;
  private final double[] usable;

  private Asked(int paths) {
    all = new double[paths];
    inReach = new double[paths];
    inLife = new double[paths];
    usable = new double[paths];
  }

  /// Plays the days from the morning on; what ends after the paths do is not counted as ending.
  static Asked along(Shelf shelf, Coming coming, Delivery delivery, DemandPaths paths) {
    LocalDate morning = coming.morning();
    var asked = new Asked(paths.count());
    int arrives = Math.toIntExact(delivery.cover().arrives().toEpochDay() - morning.toEpochDay());
    var days = new Days(arrives, delivery.cover().days(), delivery.lifeDays());
    if (arrives + days.lives() > paths.days()) {
      Arrays.fill(asked.inLife, Double.POSITIVE_INFINITY);
    }
    for (int path = 0; path < paths.count(); path++) {
      Shelf now = shelf;
      for (int day = 0; day < Math.min(paths.days(), days.end()); day++) {
        LocalDate date = morning.plusDays(day);
        now = now.without(date).with(day > arrives ? List.of() : coming.on(date));
        if (day == arrives) {
          asked.usable[path] = now.units();
        }
        double unmet = paths.at(path, day);
        if (!now.lots().isEmpty()) {
          Shelf evening = now.after(date, unmet);
          unmet -= now.units() - evening.units();
          now = evening;
        }
        asked.add(path, day, days, new Demand(paths.at(path, day), unmet));
      }
    }
    return asked;
  }

  /// What comes by earlier orders, until this one is there.
  ///
  /// @param morning of the plan
  /// @param lots by the day on whose morning they are there
  record Coming(LocalDate morning, Map<LocalDate, List<Shelf.Lot>> lots) {
    List<Shelf.Lot> on(LocalDate day) {
      return lots.getOrDefault(day, List.of());
    }
  }

  /// @param arrives days from the morning to the arrival
  /// @param covered days that the delivery must last for
  /// @param lives days that it can be sold
  private record Days(int arrives, int covered, int lives) {
    int end() {
      return arrives + Math.max(covered, lives);
    }

    boolean isCovered(int day) {
      return day >= arrives && day < arrives + covered;
    }

    boolean isAlive(int day) {
      return day >= arrives && day < arrives + lives;
    }
  }

  /// @param unmet by what was there before
  private record Demand(double units, double unmet) {}

  private void add(int path, int day, Days days, Demand demand) {
    all[path] += days.isCovered(day) ? demand.units() : 0;
    inReach[path] += days.isCovered(day) && days.isAlive(day) ? demand.unmet() : 0;
    inLife[path] += days.isAlive(day) ? demand.unmet() : 0;
  }

  /// Demand over the cover.
  Range expected(double lowLevel) {
    return Range.of(all, lowLevel);
  }

  /// Older stock that is still good when the delivery comes, as often more as less.
  double usable() {
    return DemandPaths.quantile(usable, .5);
  }

  /// What comes of an order.
  Outcome outcome(long units) {
    double paths = inReach.length;
    double enough = Arrays.stream(inReach).filter(need -> need <= units + NOTHING).count() / paths;
    double lost = Arrays.stream(inReach).map(need -> Math.max(0, need - units)).sum() / paths;
    double left = Arrays.stream(inReach).map(need -> Math.max(0, units - need)).sum() / paths;
    double outdated = Arrays.stream(inLife).map(need -> Math.max(0, units - need)).sum() / paths;
    return new Outcome(units, enough, lost, left, outdated);
  }

  /// The fewest packs that are enough in a share of cases, in units.
  long enough(double share, long pack) {
    double[] sorted = inReach.clone();
    Arrays.sort(sorted);
    int needed = (int) Math.ceil(share * sorted.length - NOTHING);
    return needed == 0 ? 0 : packs(sorted[needed - 1], pack);
  }

  /// The fewest packs that cost least, in units: what they cost falls, and then rises.
  long cheapest(Aim.Money money, long pack) {
    long least = 0;
    long most = packs(Arrays.stream(inReach).max().orElse(0), pack) / pack;
    while (least < most) {
      long middle = (least + most) / 2;
      boolean falls = cost((middle + 1) * pack, money) < cost(middle * pack, money) - NOTHING;
      least = falls ? middle + 1 : least;
      most = falls ? most : middle;
    }
    return least * pack;
  }

  /// What an order is expected to cost by its two mistakes.
  double cost(long units, Aim.Money money) {
    Outcome outcome = outcome(units);
    return money.lost() * outcome.lost() + money.outdated() * outcome.outdated();
  }

  private static long packs(double units, long pack) {
    return (long) Math.ceil(Math.max(0, units) / pack - NOTHING) * pack;
  }
}
