package coop.minga.federation.sim;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.LotAuction;
import coop.minga.federation.negotiation.Mismatch;
import coop.minga.federation.negotiation.Promise;
import coop.minga.federation.negotiation.Replay;
import coop.minga.federation.negotiation.Want;
import coop.minga.federation.negotiation.Wants;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Many days of one town in foul weather: shops that offer, kitchens that bid, nodes that crash, a
/// network that is cut in two now and then, and one liar of every kind among them. Once a day, in
/// the middle of whatever goes on, everybody counts, and the next day's priorities follow.
///
/// The same seed gives the same season. While it lasts the world holds what must always hold; what
/// an auditor makes of all of it is its [Outcome].
public final class Season {
  private static final Weather WEATHER =
      new Weather(100, 100, Duration.ofSeconds(3), 4, Duration.ofMinutes(5));
  private static final int HONEST_KITCHENS = 3;
  private static final int HONEST_SHOPS = 3;
  private static final int MOST_LOTS = 2;
  private static final SortedMap<String, Manners> KITCHENS =
      new TreeMap<>(
          Map.of("k-absent", Liar.ABSENT, "k-greedy", Liar.GREEDY, "k-shill", Liar.SHILL));
  private static final SortedMap<String, Manners> SHOPS =
      new TreeMap<>(
          Map.of(
              "s-deaf",
              Liar.DEAF,
              "s-shrinking",
              Liar.SHRINKING,
              "s-shut",
              Liar.SHUT,
              "s-twice",
              Liar.TWICE));
  private static final String BOASTER = "k-boaster";
  private static final int BOAST = 10;
  private static final int LEAST_MINUTES = 20;
  private static final int MOST_MINUTES = 600;
  private static final int EXPECTED = 3;
  private static final int RULES_OUT = 3;
  private static final int LEARNT_WITHIN = 50;
  private static final long HALF = 50;
  private static final Duration FIRMING = Duration.ofMinutes(30);
  private static final Duration MORNING = Duration.ofHours(23);
  private static final Duration REST = Duration.ofDays(4);

  private final long seed;
  private final int days;
  private final Random dice;
  private final Map<String, Manners> kitchens = new LinkedHashMap<>();
  private final Map<String, Manners> shops = new LinkedHashMap<>();
  private final World world;

  /// What came of a season.
  ///
  /// @param days it lasted
  /// @param offers made in it
  /// @param awards made of them
  /// @param overPromised honest shops' lots of which more was promised than offered
  /// @param unended lots that nobody can say what became of
  /// @param recomputedOtherwise entries of honest shops that the auditor would have made otherwise
  /// @param settlements compared, each member's with the auditor's
  /// @param unfound liars among the shops of whom the auditor finds nothing
  /// @param lies told by all of them
  /// @param crashes of nodes, in the middle of what they were doing
  /// @param messages sent
  public record Outcome(
      int days,
      int offers,
      int awards,
      int overPromised,
      int unended,
      int recomputedOtherwise,
      int settlements,
      int unfound,
      int lies,
      int crashes,
      int messages) {}

  /// A season that is still ahead.
  public Season(long seed, int days) {
    this.seed = seed;
    this.days = days;
    this.dice = new Random(seed * 37 + 11);
    for (int i = 0; i < HONEST_KITCHENS; i++) {
      kitchens.put("kitchen-" + i, Manners.HONEST);
    }
    kitchens.put(BOASTER, Manners.HONEST);
    KITCHENS.forEach(kitchens::put);
    for (int i = 0; i < HONEST_SHOPS; i++) {
      shops.put("shop-" + i, Manners.HONEST);
    }
    SHOPS.forEach(shops::put);
    this.world =
        new World(seed, WEATHER, Town.terms(kitchens.keySet().toArray(String[]::new)), Town.START)
            .inWhichIsLeft(Season::leftOver);
  }

  /// Lives through it.
  ///
  /// @throws AssertionError as soon as something does not hold that must, with the seed
  public Outcome run() {
    kitchens.forEach((name, manners) -> world.member(name, wants(name), manners));
    shops.forEach((name, manners) -> world.member(name, Town.nothing(), manners));
    for (int day = 0; day < days; day++) {
      plan(day, Town.START.plus(Duration.ofDays(day)));
    }
    world.runUntil(Town.START.plus(Duration.ofDays(days)).plus(REST));
    return outcome();
  }

  private void plan(int day, Instant opens) {
    shops
        .keySet()
        .forEach(shop -> {
          int lots = dice.nextInt(MOST_LOTS + 1);
          for (int lot = 0; lot < lots; lot++) {
            Offer plain = Town.later(Town.someOffer("lot-" + day + "-" + lot, dice), day);
            Offer offer = Town.offer(plain, clauses(plain));
            world.offer(opens.plusSeconds(1 + dice.nextInt(30)), shop, offer);
          }
        });
    shops.keySet().forEach(shop -> learn(shop, opens));
    part(opens.plus(Duration.ofMinutes(10)));
    part(opens.plus(Duration.ofMinutes(40)));
    world.count(opens.plus(Duration.ofMinutes(LEAST_MINUTES + dice.nextInt(MOST_MINUTES))));
    kitchens
        .keySet()
        .forEach(kitchen -> world.morning(opens.plus(MORNING), kitchen, wants(kitchen)));
  }

  /// A third of the lots is only expected, and is firmed up half an hour after bidding.
  private Clauses clauses(Offer offer) {
    return dice.nextInt(EXPECTED) > 0
        ? Clauses.PLAIN
        : Clauses.PLAIN.expected(offer.closesAt().plus(FIRMING));
  }

  /// All is there of one in three, and less of the others; nothing of some.
  private static int leftOver(Lot lot) {
    int some = Math.floorMod(lot.hashCode(), lot.units() + 1);
    return Math.floorMod(lot.hashCode(), EXPECTED) == 0 ? lot.units() : some;
  }

  /// Some are cut off from the others for a while. Now and then somebody hears of a kitchen what
  /// makes it no guest of theirs for that day; and in the night they say where the rest went.
  private void learn(String shop, Instant opens) {
    if (dice.nextInt(RULES_OUT) == 0) {
      var names = List.copyOf(kitchens.keySet());
      Instant at = opens.plus(Duration.ofMinutes(1L + dice.nextInt(LEARNT_WITHIN)));
      world.rulesOut(at, shop, names.get(dice.nextInt(names.size())));
    }
    world.clearsUp(opens.plus(MORNING), shop);
  }

  private void part(Instant from) {
    var side =
        world.peers().keySet().stream().filter(_ -> dice.nextBoolean()).collect(Collectors.toSet());
    world.parts(
        from.plusSeconds(dice.nextInt(600)), Duration.ofSeconds(1 + dice.nextInt(1800)), side);
  }

  private Wants wants(String kitchen) {
    Wants some = Town.someWants(dice);
    return kitchen.equals(BOASTER) ? boasted(some) : some;
  }

  /// Everything is worth many times as much to it, it says, and all of it to the last gram.
  private static Wants boasted(Wants truth) {
    return new Wants(
        truth.road(),
        truth.wants().stream()
            .map(want ->
                new Want(
                    want.category(),
                    want.storage(),
                    want.tiers().stream()
                        .map(tier -> new Want.Tier(tier.grams(), tier.points() * BOAST))
                        .toList()))
            .toList(),
        truth.room(),
        truth.room().values().stream().reduce(Grams.ZERO, Grams::plus));
  }

  private Outcome outcome() {
    int awards = 0;
    int over = 0;
    int unended = 0;
    int otherwise = 0;
    int unfound = 0;
    for (Map.Entry<String, Manners> shop : shops.entrySet()) {
      Replay.Result audit = world.audit(shop.getKey());
      for (LotAuction lot : audit.stall().lots().values()) {
        awards += lot.awards().size();
        unended += lot.isSettled() ? 0 : 1;
        over += shop.getValue().isHonest() && isOverPromised(lot) ? 1 : 0;
      }
      otherwise += shop.getValue().isHonest() ? audit.mismatches().size() : 0;
      unfound += isFoundOut(shop.getKey(), shop.getValue(), audit) ? 0 : 1;
    }
    world.assertSettled();
    world.assertAudited();
    world.assertAnswered();
    return new Outcome(
        days,
        world.offers().size(),
        awards,
        over,
        unended,
        otherwise,
        world.assertSettlementsAlike(),
        unfound,
        world.peers().values().stream().mapToInt(Peer::lies).sum(),
        world.crashes(),
        world.messages());
  }

  private static boolean isOverPromised(LotAuction lot) {
    int promised = lot.awards().stream().mapToInt(Promise::units).sum();
    return promised + lot.expiredUnits() > lot.units();
  }

  /// Whether a shop that lied shows in the audit as what it is. A shut door shows in the takers'
  /// own words.
  private boolean isFoundOut(String shop, Manners manners, Replay.Result audit) {
    Peer peer = world.peer(shop);
    return switch (manners) {
      case Liar.DEAF -> peer.lies() == 0 || !audit.unheard().isEmpty();
      case Liar.TWICE ->
          peer.lies() == 0
              || audit.mismatches().stream().anyMatch(m -> m instanceof Mismatch.OverPromised);
      case Liar.SHRINKING -> isKnownToShrink(peer.id());
      case Liar.SHUT -> peer.lies() == 0 || doorsShut(peer.id()) > 0;
      default -> true;
    };
  }

  /// Whether everybody sees that less is there of what it expects than of what it offered.
  private boolean isKnownToShrink(MemberId shop) {
    var expected = world.peer("kitchen-0").settlements().giving().expected(world.now()).get(shop);
    return expected == null || expected.percentThere() <= HALF;
  }

  private int doorsShut(MemberId shop) {
    var doors = world.peer("kitchen-0").settlements().contested().doors().get(shop);
    return doors == null ? 0 : doors.disputed() + doors.against();
  }

  @Override
  public String toString() {
    return "season " + seed + " of " + days + " days";
  }
}
