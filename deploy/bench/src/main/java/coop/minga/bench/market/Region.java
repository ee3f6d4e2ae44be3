package coop.minga.bench.market;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.negotiation.PaperSession;
import coop.minga.federation.negotiation.Want;
import coop.minga.federation.negotiation.Wants;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// An invented region: towns in a square, givers and takers around them, what the takers need and
/// have room for. The same seed gives the same region and the same days.
final class Region {
  /// Base points per kg of each category.
  static final List<Integer> BASE = List.of(60, 80, 100, 90, 120, 110, 100, 50);

  private static final List<Storage> CLASSES =
      List.of(
          Storage.AMBIENT,
          Storage.AMBIENT,
          Storage.AMBIENT,
          Storage.CHILLED,
          Storage.CHILLED,
          Storage.CHILLED,
          Storage.FROZEN,
          Storage.AMBIENT);

  private static final double[] TIERS = {1, .7, .45, .2};
  private static final double SQUARE_KM = 150;
  private static final double REACH_KM = 60;
  private static final int MOST_UNITS = 120;
  private static final int MOST_BONUS = 10;
  private static final double KEENEST = 1.4;
  private static final Wants.Road ROAD = new Wants.Road(new Place(0, 0), 500, 60, 1_000_000);

  private final Random dice;
  private final List<double[]> givers;
  private final List<Taker> takers;
  private final int[][] bonus;
  private List<Integer> doors = List.of();

  /// A taker.
  ///
  /// @param x and y, in km
  /// @param entitlement its share is in proportion to this
  /// @param wants on a day
  record Taker(double x, double y, double entitlement, Wants wants) {}

  /// A region of so many givers and takers.
  Region(int givers, int takers, long seed) {
    this(givers, takers, new Random(seed * 7919 + 17));
  }

  private Region(int givers, int takers, Random dice) {
    this.dice = dice;
    int clusters = Math.max(4, (givers + takers) / 40);
    List<double[]> towns =
        IntStream.range(0, clusters)
            .mapToObj(
                _ -> new double[] {SQUARE_KM * dice.nextDouble(), SQUARE_KM * dice.nextDouble()})
            .toList();
    this.givers = IntStream.range(0, givers).mapToObj(_ -> near(towns, 8)).toList();
    this.takers = IntStream.range(0, takers).mapToObj(_ -> taker(near(towns, 10))).toList();
    this.bonus = new int[givers][takers];
    for (int[] row : bonus) {
      for (int t = 0; t < row.length; t++) {
        row[t] = dice.nextInt(MOST_BONUS + 1);
      }
    }
  }

  /// At whose door each lot of the last day stands.
  List<Integer> doors() {
    return doors;
  }

  /// The takers.
  List<Taker> takers() {
    return takers;
  }

  private double[] near(List<double[]> towns, double km) {
    double[] town = towns.get(dice.nextInt(towns.size()));
    return new double[] {town[0] + km * dice.nextGaussian(), town[1] + km * dice.nextGaussian()};
  }

  private Taker taker(double[] at) {
    double people = Math.exp(.7 * dice.nextGaussian());
    double entitlement = people * between(1, 3);
    var wants = new ArrayList<Want>();
    for (int c = 0; c < BASE.size(); c++) {
      double taste = between(.6, KEENEST);
      double need = 12 * people * 2 * Math.pow(dice.nextDouble(), 1.5) * between(.5, 1.5);
      wants.add(want(c, BASE.get(c) * taste, need));
    }
    Grams ambient = kilos(40 * people * between(.7, 1.3));
    double chilled = 30 * people * between(.5, 1.5);
    double frozen = 15 * people * between(.5, 1.5);
    Map<Storage, Grams> room =
        Map.of(
            Storage.AMBIENT, ambient,
            Storage.CHILLED, dice.nextDouble() < .85 ? kilos(chilled) : Grams.ZERO,
            Storage.FROZEN, dice.nextDouble() < .5 ? kilos(frozen) : Grams.ZERO);
    long sum = room.values().stream().mapToLong(Grams::value).sum() / 1000;
    return new Taker(at[0], at[1], entitlement, new Wants(ROAD, wants, room, kilos(.8 * sum + 2)));
  }

  private static Want want(int category, double points, double need) {
    var tiers = new ArrayList<Want.Tier>();
    for (double tier : TIERS) {
      tiers.add(new Want.Tier(kilos(need / TIERS.length), (int) Math.round(points * tier)));
    }
    return new Want(name(category), CLASSES.get(category), tiers);
  }

  /// The most points that a kg of a category is worth to anybody: its base at the keenest taste.
  static int most(String category) {
    return IntStream.range(0, BASE.size())
        .filter(c -> name(c).equals(category))
        .map(c -> (int) Math.round(BASE.get(c) * KEENEST))
        .findFirst()
        .orElseThrow();
  }

  static String name(int category) {
    return "category-" + category;
  }

  private static Grams kilos(double kilos) {
    return new Grams(1000 * Math.round(kilos));
  }

  private double between(double least, double most) {
    return least + (most - least) * dice.nextDouble();
  }

  /// The next day's lots: as many as make the ratio of supply to room.
  Day day(double ratio) {
    double room = takers.stream().mapToDouble(t -> t.wants().whole().value() / 1000.0).sum();
    var goods = new ArrayList<PaperSession.Good>();
    var links = takers.stream().map(_ -> new ArrayList<PaperSession.Link>()).toList();
    var all = new ArrayList<Integer>();
    long supply = 0;
    while (supply < ratio * room) {
      int giver = dice.nextInt(givers.size());
      int category = dice.nextInt(BASE.size());
      int units = Math.min(MOST_UNITS, 1 + (int) (8 * Math.exp(.8 * dice.nextGaussian())));
      double life = between(1, 5);
      goods.add(new PaperSession.Good(name(category), CLASSES.get(category), 1000, units, 0));
      all.add(giver);
      for (int t = 0; t < takers.size(); t++) {
        double km =
            Math.hypot(
                givers.get(giver)[0] - takers.get(t).x(), givers.get(giver)[1] - takers.get(t).y());
        if (km <= REACH_KM * (.5 + .5 * Math.min(1, life / 3))) {
          double cost = .5 * km + 8 * Math.max(0, 2 - life) * km / 30;
          links
              .get(t)
              .add(
                  new PaperSession.Link(goods.size() - 1, (int) Math.round(cost), bonus[giver][t]));
        }
      }
      supply += units;
    }
    doors = List.copyOf(all);
    return new Day(
        goods,
        IntStream.range(0, takers.size())
            .mapToObj(t -> new Day.Site(takers.get(t).wants(), links.get(t)))
            .toList());
  }
}
