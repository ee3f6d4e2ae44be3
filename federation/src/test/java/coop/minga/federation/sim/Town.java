package coop.minga.federation.sim;

import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Product;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Clearings;
import coop.minga.federation.negotiation.Priority;
import coop.minga.federation.negotiation.Settlement;
import coop.minga.federation.negotiation.Terms;
import coop.minga.federation.negotiation.Want;
import coop.minga.federation.negotiation.Wants;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A small town for tests: its rules, its shops' lots and its kitchens' wants.
public final class Town {
  /// Local time of the town.
  public static final ZoneId ZONE = ZoneId.of("UTC");

  /// The day of every story.
  public static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

  /// When stories begin: twenty past three.
  public static final Instant START = TODAY.atTime(15, 20).atZone(ZONE).toInstant();

  /// When lots close: four.
  public static final Instant CLOSES = TODAY.atTime(16, 0).atZone(ZONE).toInstant();

  /// When they can be collected: from half past five for two hours.
  public static final Window EVENING =
      new Window(CLOSES.plus(Duration.ofMinutes(90)), CLOSES.plus(Duration.ofMinutes(210)));

  /// Points a bid must pass another by.
  public static final int STEP = 5;

  private static final List<String> CATEGORIES = List.of("dairy", "bread", "greens");

  private Town() {}

  /// The town's terms, for these takers.
  public static Terms terms(String... takers) {
    return new Terms(
        rules(), Set.of(takers).stream().map(MemberId::new).collect(Collectors.toSet()));
  }

  /// The same, by the priorities of a settlement.
  private static Terms terms(String[] takers, Settlement settlement) {
    Terms even = terms(takers);
    return new Terms(even.rules(), even.takers(), settlement);
  }

  /// Some seeds have everybody at 1, others whatever may come of a year.
  private static Settlement someSettlement(String[] takers, long seed) {
    var dice = new Random(seed * 17 + 3);
    if (dice.nextBoolean()) {
      return Settlement.NONE;
    }
    var accounts = new TreeMap<MemberId, Settlement.Account>();
    for (String taker : takers) {
      var priority = new Priority(dice.nextInt(2 * Priority.MOST + 1) - Priority.MOST);
      accounts.put(new MemberId(taker), new Settlement.Account(1, priority));
    }
    return new Settlement(365, 0, accounts, true);
  }

  private static Rules rules() {
    return new Rules(
        new Rules.Time(ZONE, true),
        new Rules.Auction(
            List.of(LocalTime.of(16, 0)), STEP, Duration.ofSeconds(60), Duration.ofSeconds(600)),
        Rules.Points.of(Map.of("dairy", 100, "bread", 60, "greens", 80), 100, 500),
        new Rules.Handover(Duration.ofMinutes(30), Duration.ofMinutes(30), 80),
        3);
  }

  /// A lot of the town's main square, to be eaten in two days.
  public static Offer offer(String name, String category, int units) {
    return offer(name, category, units, TODAY.plusDays(2));
  }

  /// The roster that offers with clauses name.
  private static final Hash ROSTER = Hash.sha256(Bytes.utf8("the town's roster"));

  /// The same lot, offered with clauses.
  public static Offer offer(Offer plain, Clauses clauses) {
    return plain.under(ROSTER).saying(clauses);
  }

  /// Terms by which lots of a category cleared for so many points of late.
  public static Terms cleared(Terms terms, String category, int points) {
    Cell here = Cell.of(offer("any", category, 1).lot().place());
    var one = new Clearings.Cleared(category, here, points);
    var all = new ArrayList<>(terms.clearings().all());
    all.addAll(Collections.nCopies(Clearings.LEAST, one));
    return new Terms(terms.rules(), terms.takers(), terms.settlement(), new Clearings(all));
  }

  /// In some seeds nothing is known of prices, in others dairy and greens had one.
  private static Terms someClearings(Terms terms, long seed) {
    var dice = new Random(seed * 13 + 5);
    return dice.nextBoolean()
        ? terms
        : cleared(cleared(terms, "dairy", 1 + dice.nextInt(120)), "greens", 1 + dice.nextInt(120));
  }

  /// A lot with a use-by date.
  public static Offer offer(String name, String category, int units, LocalDate useBy) {
    var lot =
        new Lot(
            name,
            "shop",
            new Place(-33_437_800, -70_650_500),
            new Product(category, Optional.empty(), category, storage(category)),
            new DateMark(DateMark.Kind.USE_BY, useBy),
            units,
            1000);
    return new Offer(lot, START, CLOSES, EVENING, 0, 0);
  }

  private static Storage storage(String category) {
    return category.equals("bread") ? Storage.AMBIENT : Storage.CHILLED;
  }

  /// A kitchen next door that wants one category, in quarters, and has room for it.
  public static Wants wants(String category, int kilos, int basePoints) {
    var need = new Grams(1000L * kilos);
    return new Wants(
        road(0),
        List.of(Want.inQuarters(category, storage(category), need, basePoints)),
        Map.of(storage(category), need));
  }

  /// Wants nothing.
  public static Wants nothing() {
    return new Wants(road(0), List.of(), Map.of());
  }

  private static Wants.Road road(int northE6) {
    return new Wants.Road(new Place(-33_437_800 + northE6, -70_650_500), 400, 60, 50_000);
  }

  /// A town of a seed: shops, kitchens, lots of one session, in any weather.
  public static World of(long seed, Weather weather) {
    var dice = new Random(seed * 31 + 7);
    int takers = 2 + dice.nextInt(3);
    String[] names =
        IntStream.range(0, takers).mapToObj(i -> "kitchen-" + i).toArray(String[]::new);
    Terms terms = someClearings(terms(names, someSettlement(names, seed)), seed);
    var world = new World(seed, weather, terms, START);
    for (String name : names) {
      world.member(name, someWants(dice), Manners.HONEST);
    }
    int givers = 1 + dice.nextInt(3);
    for (int g = 0; g < givers; g++) {
      world.member("shop-" + g, nothing(), Manners.HONEST);
      for (int l = 0; l < 1 + dice.nextInt(3); l++) {
        Offer offer = opened(terms, someOffer("lot-" + l, dice));
        world.offer(START.plusSeconds(1 + dice.nextInt(30)), "shop-" + g, offer);
      }
    }
    return world;
  }

  private static Offer opened(Terms terms, Offer plain) {
    Offer offer = offer(plain, Clauses.PLAIN);
    return offer.opening(terms.opening(offer));
  }

  /// The same lot so many days later.
  public static Offer later(Offer offer, int days) {
    Lot lot = offer.lot();
    Duration length = Duration.ofDays(days);
    var date = new DateMark(lot.date().kind(), lot.date().date().plusDays(days));
    return new Offer(
        new Lot(
            lot.name(), lot.site(), lot.place(), lot.product(), date, lot.units(), lot.unitGrams()),
        offer.openedAt().plus(length),
        offer.closesAt().plus(length),
        new Window(offer.window().from().plus(length), offer.window().until().plus(length)),
        offer.openingPoints(),
        offer.settlementEpoch());
  }

  static Offer someOffer(String name, Random dice) {
    String category = CATEGORIES.get(dice.nextInt(CATEGORIES.size()));
    return offer(name, category, 1 + dice.nextInt(20), TODAY.plusDays(dice.nextInt(3)));
  }

  static Wants someWants(Random dice) {
    var wants = new ArrayList<Want>();
    var room = new EnumMap<Storage, Grams>(Storage.class);
    for (String category : CATEGORIES) {
      int base = rules().basePoints(category) * (6 + dice.nextInt(5)) / 10;
      var need = new Grams(1000L * dice.nextInt(20));
      wants.add(Want.inQuarters(category, storage(category), need, base));
      room.merge(storage(category), new Grams(need.value() * 8 / 10), Grams::plus);
    }
    return new Wants(road(dice.nextInt(40_000)), wants, room);
  }
}
