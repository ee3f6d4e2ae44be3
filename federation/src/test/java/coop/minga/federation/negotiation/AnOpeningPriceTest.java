package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Place;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Dairy cleared for 110 points of late, so that Mapocho's 10 kg open at 88: Plaza would pay that,
/// Rosa not before it is cut.
class AnOpeningPriceTest {
  private static final MemberId MAPOCHO = new MemberId("mapocho");
  private static final MemberId ROSA = new MemberId("rosa");

  private static World dairyAt(int points, Manners mapocho, int plazaWants) {
    World world = morning(points, mapocho, plazaWants);
    world.runUntil(Story.END);
    return world;
  }

  private static World morning(int points, Manners mapocho, int plazaWants) {
    Terms terms = Town.cleared(Town.terms("plaza", "rosa"), "dairy", points);
    var world = new World(7, Weather.FAIR, terms, Town.START);
    world.member("mapocho", Town.nothing(), mapocho);
    world.member("plaza", Town.wants("dairy", plazaWants, 100), Manners.HONEST);
    world.member("rosa", Town.wants("dairy", 8, 70), Manners.HONEST);
    Offer offer = Town.offer(Town.offer("lot", "dairy", 10), Clauses.PLAIN);
    world.offer(Town.START.plusSeconds(10), "mapocho", offer.opening(terms.opening(offer)));
    return world;
  }

  private static List<Cut> cuts(World world) {
    var cuts = new ArrayList<Cut>();
    for (Stated stated : world.peer("mapocho").book()) {
      if (stated instanceof Stated.OfNegotiation(_, _, Cut cut)) {
        cuts.add(cut);
      }
    }
    return cuts;
  }

  @Test
  void aLotOpensAtFourFifthsOfWhatItsLikeClearedFor() {
    Offer offer = Story.lot(dairyAt(110, Manners.HONEST, 10)).offer().offer();
    assertEquals(88, offer.openingPoints());
  }

  @Test
  void silenceHalvesThePriceOfWhatIsFree() {
    World world = dairyAt(110, Manners.HONEST, 10);
    List<Integer> prices = cuts(world).stream().map(Cut::points).toList();
    assertEquals(List.of(44), prices);
    assertEquals(10, Story.got(world, "plaza") + Story.got(world, "rosa"));
    assertTrue(Story.got(world, "rosa") > 0, "Rosa heard of the cuts");
    world.assertSettled();
    world.assertAudited();
  }

  @Test
  void whatNobodyWouldPayForIsNotLeftForItsPrice() {
    World world = dairyAt(1000, Manners.HONEST, 10);
    assertTrue(cuts(world).size() > 3, "from 800 down");
    assertEquals(10, Story.got(world, "plaza") + Story.got(world, "rosa"));
    world.assertAudited();
  }

  @Test
  void aLotOfWhichLittleIsWantedEndsAtNothing() {
    World world = dairyAt(110, Manners.HONEST, 1);
    assertEquals(0, cuts(world).getLast().points());
    assertEquals(0, Story.close(world).clearingPoints());
    world.assertSettled();
    world.assertAudited();
  }

  @Test
  void whoseGiverSleptUntilTheCloseMayBidOnceThePriceFell() {
    World world = morning(110, Manners.HONEST, 1);
    Instant sleeps = Town.CLOSES.minus(Duration.ofMinutes(29));
    world.stops(
        sleeps, "mapocho", Duration.between(sleeps, Town.CLOSES).plus(Duration.ofSeconds(5)));
    world.runUntil(Story.END);
    assertEquals(List.of(0), cuts(world).stream().map(Cut::points).toList());
    assertEquals(1, Story.got(world, "plaza"));
    assertEquals(8, Story.got(world, "rosa"), "88 points were too many for Rosa");
    world.assertSettled();
    world.assertAudited();
  }

  @Test
  void aCutComesOnlyWhenNobodySpokeForATwelfthOfTheTimeToBid() {
    World world = dairyAt(110, Manners.HONEST, 10);
    Offer offer = Story.lot(world).offer().offer();
    Terms terms = Story.lot(world).terms();
    Instant quiet = terms.bidFrom(offer).plus(terms.quiet(offer));
    assertEquals(Duration.ofSeconds(150), terms.quiet(offer));
    assertTrue(cuts(world).getFirst().at().isAfter(quiet), "Plaza spoke first");
  }

  private static Manners cutting(Function<Cut, Optional<NegotiationStatement>> lie) {
    return new Manners() {
      @Override
      public Optional<NegotiationStatement> says(NegotiationStatement right) {
        return right instanceof Cut cut ? lie.apply(cut) : Optional.of(right);
      }
    };
  }

  @Test
  @LiesIn(Kind.CUT)
  void whoCutsFartherThanTheRuleForAFriendIsNamed() {
    World world = dairyAt(110, cutting(cut -> Optional.of(new Cut(cut.lot(), 0, cut.at()))), 10);
    assertTrue(Story.names(world, Mismatch.OutOfTurn.class));
  }

  @Test
  @LiesIn(Kind.CUT)
  void whoCutsBeforeItIsTimeIsNamed() {
    World world =
        dairyAt(110, cutting(cut -> Optional.of(new Cut(cut.lot(), cut.points(), Town.START))), 10);
    assertTrue(Story.names(world, Mismatch.OutOfTurn.class));
  }

  @Test
  @LiesIn(Kind.CUT)
  void whoNeverCutsOwesItForGood() {
    Replay.Result audit = dairyAt(110, cutting(_ -> Optional.empty()), 1).audit("mapocho");
    Seen nothing = new Seen(new Close.Book(0, id("book").hash()), Map.of());
    assertTrue(audit.owed(Story.END, nothing).getFirst() instanceof Cut);
  }

  @Test
  @LiesIn(Kind.CLOSE)
  void whoClosesAndLeavesTheFoodToItsPriceIsNamed() {
    World world =
        dairyAt(
            110,
            cutting(cut -> {
              var book = new Close.Book(0, id("book").hash());
              return cut.at().isBefore(Town.CLOSES)
                  ? Optional.empty()
                  : Optional.of(new Close(cut.lot(), book, 0, book.root(), cut.at()));
            }),
            1);
    assertEquals(
        "a Close of mapocho/lot was not due",
        world.audit("mapocho").mismatches().getFirst().sentence());
  }

  @Test
  @LiesIn(Kind.OFFER)
  void whoOpensDearerThanItsLikeClearedForHasOfferedNothing() {
    Terms terms = Town.cleared(Town.terms("plaza", "rosa"), "dairy", 110);
    Offer dear = Town.offer(Town.offer("lot", "dairy", 10), Clauses.PLAIN).opening(89);
    Stall stall = Stall.empty(MAPOCHO, terms);
    assertEquals(
        Optional.of("lot lot is offered at 89 points; by what its like cleared for it opens at 88"),
        stall.fault(dear));
    assertEquals(Optional.empty(), stall.fault(dear.opening(88)));
    Offer before = Town.offer("old", "dairy", 10);
    assertEquals(Optional.empty(), stall.fault(before), "offers of before opened at 0");
    assertTrue(stall.fault(before.opening(88)).isPresent());
  }

  // ---- Where prices come from

  private static final Instant NOON = Town.START;

  /// A ledger of lots that cleared for these points, each an hour after the one before.
  private static List<Stated> ledger(String category, Place place, int... points) {
    var all = new ArrayList<Stated>();
    for (int i = 0; i < points.length; i++) {
      String name = category + "-" + place.latitudeE6() + "-" + i;
      Offer plain = Town.offer(name, category, 10);
      Lot lot = plain.lot();
      var there =
          new Lot(name, lot.site(), place, lot.product(), lot.date(), lot.units(), lot.unitGrams());
      var offer = new Offer(there, NOON, plain.closesAt(), plain.window(), 0, 0);
      Instant at = NOON.plus(Duration.ofHours(i + 1));
      var book = new Close.Book(0, id(name).hash());
      all.add(new Stated.OfSurplus(id("offer " + name), MAPOCHO, offer));
      all.add(
          new Stated.OfNegotiation(
              id("close " + name), MAPOCHO, new Close(name, book, points[i], book.root(), at)));
    }
    return all;
  }

  private static EntryId id(String name) {
    return new EntryId(Hash.sha256(Bytes.utf8(name)));
  }

  private static int median(List<Stated> ledger, Instant counted) {
    var settlements = new Settlements(_ -> 100, _ -> Long.MAX_VALUE);
    for (int i = 0; i < ledger.size(); i++) {
      settlements.hear(i, ledger.get(i));
    }
    long size = ledger.size();
    settlements.hear(
        ROSA, new Counted(1, new TreeMap<>(Map.of(MAPOCHO, size)), Optional.of(counted)));
    Clearings clearings = settlements.clearings(ROSA, 1).orElseThrow();
    return clearings.median(Town.offer("next", "dairy", 10).lot());
  }

  private static final Place HERE = Town.offer("any", "dairy", 1).lot().place();
  private static final Place FAR = new Place(HERE.latitudeE6() + 400_000, HERE.longitudeE6());
  private static final Instant DAY_AFTER = NOON.plus(Duration.ofDays(1));

  @Test
  void thePriceIsTheMiddleOneOfWhatClearedHereabouts() {
    assertEquals(60, median(ledger("dairy", HERE, 90, 60, 30), DAY_AFTER));
    assertEquals(30, median(ledger("dairy", HERE, 90, 30, 60, 0), DAY_AFTER), "the lower of two");
    assertEquals(0, median(ledger("dairy", HERE, 90, 0, 60, 0, 30, 0, 0), DAY_AFTER), "most free");
  }

  @Test
  void fewerThanThreeSayNothing() {
    assertEquals(0, median(ledger("dairy", HERE, 90, 60, 0), DAY_AFTER));
  }

  @Test
  void otherFoodFarAwayAndLongAgoSaysNothing() {
    assertEquals(0, median(ledger("greens", HERE, 90, 60, 30), DAY_AFTER));
    assertEquals(0, median(ledger("dairy", FAR, 90, 60, 30), DAY_AFTER));
    Instant later = NOON.plus(Duration.ofDays(Clearings.DAYS));
    assertEquals(60, median(ledger("dairy", HERE, 90, 60, 30), later.plusSeconds(3600)));
    assertEquals(0, median(ledger("dairy", HERE, 90, 60, 30), later.plusSeconds(3601)));
  }

  @Test
  void whatIsNotCountedYetSaysNothing() {
    var settlements = new Settlements(_ -> 100, _ -> Long.MAX_VALUE);
    List<Stated> ledger = ledger("dairy", HERE, 90, 60, 30, 30, 30);
    for (int i = 0; i < ledger.size(); i++) {
      settlements.hear(i, ledger.get(i));
    }
    settlements.hear(
        ROSA, new Counted(1, new TreeMap<>(Map.of(MAPOCHO, 6L)), Optional.of(DAY_AFTER)));
    assertEquals(3, settlements.clearings(ROSA, 1).orElseThrow().all().size());
    assertEquals(Optional.empty(), settlements.clearings(ROSA, 2));
    assertEquals(Clearings.NONE, settlements.clearings(ROSA, 0).orElseThrow());
  }

  @Test
  void aCountWithoutATimeKnowsNoPrices() {
    var settlements = new Settlements(_ -> 100, _ -> Long.MAX_VALUE);
    settlements.hear(ROSA, new Counted(1, new TreeMap<>(Map.of(MAPOCHO, 6L))));
    assertEquals(Clearings.NONE, settlements.clearings(ROSA, 1).orElseThrow());
  }
}
