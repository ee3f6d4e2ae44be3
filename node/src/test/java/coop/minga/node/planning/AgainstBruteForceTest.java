package coop.minga.node.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.goods.DateMark;
import coop.minga.node.forecast.DemandPaths;
import coop.minga.node.history.Item;
import coop.minga.node.history.Receipt;
import coop.minga.node.history.StockLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Small shops, every order that can be placed in them played unit by unit, and the plan beside.
class AgainstBruteForceTest {
  private static final int SHOPS = 400;
  private static final int MOST = 60;

  /// One unit on a shelf.
  ///
  /// @param batch the older, the smaller
  private record Unit(int batch, LocalDate comes, LocalDate lastDay, boolean ordered) {}

  /// One random shop.
  ///
  /// @param units that are there or on their way
  private record Case(
      Shop shop, Item item, Delivery delivery, List<Unit> units, DemandPaths paths) {}

  @Test
  void theProposalIsTheBestOfAllOrdersThatCanBePlaced() {
    long seed = Long.getLong("seed", 20260113);
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    for (int i = 0; i < SHOPS; i++) {
      Case one = random(random);
      Asked asked =
          Asked.along(
              one.shop().shelf(Mapocho.YOGHURT, one.item()),
              new Asked.Coming(Mapocho.TUESDAY, one.shop().coming(Mapocho.YOGHURT, one.item())),
              one.delivery(),
              one.paths());
      long proposed = new OrderChoice(asked, one.delivery()).units();
      assertEquals(best(one, asked), proposed, "shop " + i + " of seed " + seed);
      Outcome told = asked.outcome(proposed);
      Outcome played = played(one, proposed);
      assertEquals(played.enough(), told.enough(), 1e-9, "shop " + i);
      assertEquals(played.lost(), told.lost(), 1e-9, "shop " + i);
      assertEquals(played.outdated(), told.outdated(), 1e-9, "shop " + i);
    }
  }

  private static long best(Case one, Asked asked) {
    Delivery.Limits limits = one.delivery().limits();
    long room =
        limits.shelf().isPresent()
            ? limits.shelf().getAsLong() - (long) Math.ceil(asked.usable())
            : MOST * limits.pack();
    var possible = new ArrayList<>(List.of(0L));
    for (long units = limits.pack(); units <= room; units += limits.pack()) {
      if (units >= limits.least()) {
        possible.add(units);
      }
    }
    return switch (one.delivery().aim()) {
      case Aim.Money money -> cheapest(one, money, possible);
      case Aim.Service service -> fewest(one, service, possible);
    };
  }

  private static long cheapest(Case one, Aim.Money money, List<Long> possible) {
    long best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (long units : possible) {
      Outcome outcome = played(one, units);
      double cost = money.lost() * outcome.lost() + money.outdated() * outcome.outdated();
      if (cost < least - 1e-7) {
        least = cost;
        best = units;
      }
    }
    return best;
  }

  private static long fewest(Case one, Aim.Service service, List<Long> possible) {
    return possible.stream()
        .filter(units -> played(one, units).enough() >= service.level() - 1e-9)
        .findFirst()
        .orElse(possible.getLast());
  }

  /// Unit by unit, day by day.
  private static Outcome played(Case one, long ordered) {
    Delivery delivery = one.delivery();
    LocalDate arrives = delivery.cover().arrives();
    int enough = 0;
    int lost = 0;
    int outdated = 0;
    for (int path = 0; path < one.paths().count(); path++) {
      var shelf = new ArrayList<>(one.units());
      for (int i = 0; i < ordered; i++) {
        LocalDate last = arrives.plusDays(delivery.lifeDays() - 1L);
        shelf.add(new Unit(Integer.MAX_VALUE, arrives, last, true));
      }
      int missing = 0;
      for (int day = 0; day < one.paths().days(); day++) {
        LocalDate today = Mapocho.TUESDAY.plusDays(day);
        int open = (int) one.paths().at(path, day);
        for (; open > 0 && sell(shelf, today); open--) {}
        boolean counts =
            !today.isBefore(arrives) && today.isBefore(arrives.plusDays(delivery.reach()));
        missing += counts ? open : 0;
        outdated +=
            (int)
                shelf.stream()
                    .filter(unit -> unit.ordered() && unit.lastDay().equals(today))
                    .count();
        shelf.removeIf(unit -> unit.lastDay().equals(today));
      }
      lost += missing;
      enough += missing == 0 ? 1 : 0;
    }
    double paths = one.paths().count();
    return new Outcome(ordered, enough / paths, lost / paths, 0, outdated / paths);
  }

  /// What was there before goes before what is ordered; of what was there, what ends first.
  private static boolean sell(List<Unit> shelf, LocalDate today) {
    Optional<Unit> next =
        shelf.stream()
            .filter(unit -> !unit.comes().isAfter(today) && !unit.lastDay().isBefore(today))
            .min((a, b) ->
                a.ordered() == b.ordered()
                    ? a.lastDay().compareTo(b.lastDay())
                    : Boolean.compare(a.ordered(), b.ordered()));
    next.ifPresent(shelf::remove);
    return next.isPresent();
  }

  private static Case random(SplittableRandom random) {
    Item item = Mapocho.yoghurt(1 + random.nextInt(6));
    int lead = random.nextInt(3);
    int covered = 1 + random.nextInt(4);
    LocalDate arrives = Mapocho.TUESDAY.plusDays(lead);
    var units = new ArrayList<Unit>();
    var counts = new ArrayList<StockLine>();
    var receipts = new ArrayList<Receipt>();
    for (int lot = random.nextInt(3); lot > 0; lot--) {
      LocalDate last = Mapocho.TUESDAY.plusDays(random.nextInt(6));
      int many = 1 + random.nextInt(9);
      counts.add(Mapocho.counted(Mapocho.TUESDAY, many, last));
      add(units, many, Mapocho.TUESDAY, last);
    }
    if (lead > 0 && random.nextBoolean()) {
      LocalDate comes = Mapocho.TUESDAY.plusDays(1 + random.nextInt(lead));
      LocalDate last = comes.plusDays(random.nextInt(4));
      int many = 1 + random.nextInt(9);
      var mark = Optional.of(new DateMark(DateMark.Kind.USE_BY, last));
      receipts.add(new Receipt(comes, Mapocho.YOGHURT, many, mark));
      add(units, many, comes, last);
    }
    Delivery delivery =
        new Delivery(
            new Cover(Mapocho.TUESDAY, arrives, arrives.plusDays(covered)),
            new Delivery.Limits(
                1 + random.nextInt(4),
                random.nextBoolean() ? random.nextInt(9) : 0,
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(40))),
            1 + random.nextInt(6),
            aim(random),
            List.of());
    Shop shop =
        new Shop(
            Mapocho.TUESDAY,
            Map.of("yoghurt", item),
            Map.of(),
            counts,
            Map.of(),
            receipts,
            OnOrder.NOTHING,
            Map.of());
    return new Case(shop, item, delivery, units, paths(random));
  }

  private static void add(List<Unit> units, int many, LocalDate comes, LocalDate last) {
    for (int i = 0; i < many; i++) {
      units.add(new Unit(i, comes, last, false));
    }
  }

  private static Aim aim(SplittableRandom random) {
    return random.nextBoolean()
        ? new Aim.Money(1 + random.nextInt(5), random.nextInt(5))
        : new Aim.Service(.7 + .285 * random.nextDouble());
  }

  private static DemandPaths paths(SplittableRandom random) {
    double[][] paths = new double[12][10];
    for (double[] path : paths) {
      for (int day = 0; day < path.length; day++) {
        path[day] = random.nextInt(7);
      }
    }
    return DemandPaths.of(paths);
  }
}
