package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.sim.Town;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a session gives against the best there is, found by trying everything; in any order of
/// arrival, and with a capacity that binds.
class APaperSessionTest {
  private static final long SEED = Long.getLong("seed", 1);
  private static final int SEEDS = Integer.getInteger("seeds", 60);
  private static final List<String> CATEGORIES = List.of("dairy", "greens");

  /// A small session: goods, and what each site would have of them.
  private record Scene(
      List<PaperSession.Good> goods, List<Wants> sites, List<List<PaperSession.Link>> links) {
    static Scene of(Random dice) {
      List<PaperSession.Good> goods =
          IntStream.range(0, 3)
              .mapToObj(_ ->
                  new PaperSession.Good(
                      CATEGORIES.get(dice.nextInt(2)),
                      Storage.CHILLED,
                      1000,
                      1 + dice.nextInt(3),
                      0))
              .toList();
      var sites = new ArrayList<Wants>();
      var links = new ArrayList<List<PaperSession.Link>>();
      for (int s = 0; s < 3; s++) {
        sites.add(wants(dice));
        links.add(
            IntStream.range(0, goods.size())
                .mapToObj(g -> new PaperSession.Link(g, dice.nextInt(15), dice.nextInt(6)))
                .toList());
      }
      return new Scene(goods, sites, links);
    }

    private static Wants wants(Random dice) {
      var wants = new ArrayList<Want>();
      for (String category : CATEGORIES) {
        var tiers = new ArrayList<Want.Tier>();
        for (int i = 0; i < 3; i++) {
          tiers.add(new Want.Tier(new Grams(1000), 1 + dice.nextInt(80)));
        }
        tiers.sort(Comparator.comparingInt(Want.Tier::points).reversed());
        wants.add(new Want(category, Storage.CHILLED, tiers));
      }
      var room = new Grams(1000L * (1 + dice.nextInt(4)));
      return new Wants(
          Town.nothing().road(),
          wants,
          Map.of(Storage.CHILLED, room),
          new Grams(Math.max(1000, room.value() - 1000L * dice.nextInt(2))));
    }

    /// The same at so many times the points.
    Scene times(int factor) {
      return new Scene(
          goods,
          sites.stream().map(site -> times(site, factor)).toList(),
          links.stream()
              .map(all ->
                  all.stream()
                      .map(l ->
                          new PaperSession.Link(l.good(), l.cost() * factor, l.bonus() * factor))
                      .toList())
              .toList());
    }

    private static Wants times(Wants site, int factor) {
      List<Want> wants =
          site.wants().stream()
              .map(w ->
                  new Want(
                      w.category(),
                      w.storage(),
                      w.tiers().stream()
                          .map(t -> new Want.Tier(t.grams(), t.points() * factor))
                          .toList()))
              .toList();
      return new Wants(site.road(), wants, site.room(), site.whole());
    }

    int units() {
      return goods.stream().mapToInt(PaperSession.Good::units).sum();
    }

    PaperSession session(int step) {
      var session = new PaperSession(goods, step);
      for (int s = 0; s < sites.size(); s++) {
        session.add(sites.get(s), links.get(s));
      }
      return session;
    }

    int[][] held(PaperSession session) {
      return IntStream.range(0, sites.size())
          .mapToObj(s -> IntStream.range(0, goods.size()).map(g -> session.held(s, g)).toArray())
          .toArray(int[][]::new);
    }

    long worth(int[][] held) {
      return IntStream.range(0, sites.size()).mapToLong(s -> worth(s, held[s])).sum();
    }

    /// What a bundle is worth to a site; hugely less than nothing if it does not fit.
    long worth(int site, int[] units) {
      Wants wants = sites.get(site);
      var byCategory = new HashMap<String, Integer>();
      long sum = 0;
      for (int g = 0; g < units.length; g++) {
        PaperSession.Link link = links.get(site).get(g);
        byCategory.merge(goods.get(g).category(), units[g], Integer::sum);
        sum += (long) units[g] * (link.bonus() - link.cost());
      }
      for (Want want : wants.wants()) {
        int count = byCategory.getOrDefault(want.category(), 0);
        if (count > want.tiers().size()) {
          return Integer.MIN_VALUE;
        }
        sum += want.tiers().stream().limit(count).mapToLong(Want.Tier::points).sum();
      }
      boolean fits = 1000L * Arrays.stream(units).sum() <= wants.whole().value();
      return fits ? sum : Integer.MIN_VALUE;
    }

    long best() {
      return best(0, goods.stream().mapToInt(PaperSession.Good::units).toArray(), new HashMap<>());
    }

    private long best(int site, int[] left, Map<List<Integer>, Long> known) {
      if (site == sites.size()) {
        return 0;
      }
      var key = new ArrayList<Integer>(List.of(site));
      Arrays.stream(left).forEach(key::add);
      Long before = known.get(key);
      if (before != null) {
        return before;
      }
      long best = Long.MIN_VALUE;
      for (int[] bundle : bundles(left)) {
        int[] rest = IntStream.range(0, left.length).map(g -> left[g] - bundle[g]).toArray();
        best = Math.max(best, worth(site, bundle) + best(site + 1, rest, known));
      }
      known.put(key, best);
      return best;
    }

    private static List<int[]> bundles(int[] most) {
      List<int[]> all = List.of(new int[most.length]);
      for (int g = 0; g < most.length; g++) {
        int good = g;
        all =
            all.stream()
                .flatMap(b ->
                    IntStream.rangeClosed(0, most[good])
                        .mapToObj(n -> {
                          int[] more = b.clone();
                          more[good] = n;
                          return more;
                        }))
                .toList();
      }
      return all;
    }
  }

  private static void eachSeed(BiConsumer<Scene, Random> story) {
    for (long seed = SEED; seed < SEED + SEEDS; seed++) {
      System.out.println("seed " + seed);
      var dice = new Random(seed);
      story.accept(Scene.of(dice), dice);
    }
  }

  @Test
  void theLossIsWithinABidStepForEachUnitInTurnOrAtOnce() {
    eachSeed((scene, dice) -> {
      long best = scene.best();
      long bound = (long) scene.units() * Town.STEP;
      long inTurn = scene.worth(scene.held(scene.session(Town.STEP).runInTurn()));
      assertTrue(inTurn <= best && best - inTurn <= bound, inTurn + " of " + best);
      for (int order = 0; order < 5; order++) {
        PaperSession session =
            scene.session(Town.STEP).runAtOnce(b -> Collections.shuffle(b, dice), 10_000);
        long atOnce = scene.worth(scene.held(session));
        assertTrue(atOnce <= best && best - atOnce <= bound, atOnce + " of " + best);
      }
    });
  }

  @Test
  void aBidStepBelowAPointForEachUnitGivesTheBestThereIs() {
    eachSeed((scene, dice) -> {
      Scene fine = scene.times(scene.units() + 1);
      long best = fine.best();
      assertEquals(best, fine.worth(fine.held(fine.session(1).runInTurn())));
      PaperSession atOnce = fine.session(1).runAtOnce(b -> Collections.shuffle(b, dice), 100_000);
      assertEquals(best, fine.worth(fine.held(atOnce)));
    });
  }

  @Test
  void noHeldBidIsEverRegretted() {
    eachSeed((scene, _) -> {
      PaperSession session = scene.session(Town.STEP).runInTurn();
      int[][] held = scene.held(session);
      for (int s = 0; s < held.length; s++) {
        for (int g = 0; g < held[s].length; g++) {
          if (held[s][g] > 0) {
            int[] less = held[s].clone();
            less[g]--;
            long gain = scene.worth(s, held[s]) - scene.worth(s, less);
            assertTrue(gain > 0, "site " + s + " holds a unit of " + g + " that is worth " + gain);
          }
        }
      }
    });
  }

  @Test
  void noMoreIsHeldThanIsThere() {
    eachSeed((scene, _) -> {
      int[][] held = scene.held(scene.session(Town.STEP).runInTurn());
      for (int g = 0; g < scene.goods().size(); g++) {
        int good = g;
        int all = Arrays.stream(held).mapToInt(site -> site[good]).sum();
        assertTrue(all <= scene.goods().get(g).units(), "units of " + g);
      }
    });
  }
}
