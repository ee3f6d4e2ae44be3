package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Three shops give dairy away: Mapocho 6 kg, Almacen 4 and Bodega 2. Plaza needs all of it, and
/// fetches it on one trip; Rosa would have some, too.
class ATripThatIsFullTest {
  private static final Trip.Hours EVENING = hours(17, 20);

  /// What rosa bid for and was outbid of.
  private static final int ROSAS = 9;

  private static Trip.Hours hours(int from, int until) {
    return new Trip.Hours(LocalTime.of(from, 0), LocalTime.of(until, 0));
  }

  private static Trip trip(int kilos, int stops, Trip.Hours hours, int pointsPerKg) {
    var load = new Grams(1000L * kilos);
    return new Trip(load, load, stops, hours, pointsPerKg);
  }

  private static World day(Wants plazas, Manners plaza) {
    var world = new World(7, Weather.FAIR, Town.terms("plaza", "rosa"), Town.START);
    world.member("plaza", plazas, plaza);
    world.member("rosa", Town.wants("dairy", 12, 20), Manners.HONEST);
    shops()
        .forEach(shop -> {
          world.member(shop, Town.nothing(), Manners.HONEST);
          world.offer(Town.START.plusSeconds(10), shop, Town.offer("lot", "dairy", kilos(shop)));
        });
    world.runUntil(Town.START.plus(Duration.ofDays(3)));
    world.assertSettled();
    world.assertAudited();
    return world;
  }

  private static Stream<String> shops() {
    return Stream.of("mapocho", "almacen", "bodega");
  }

  private static int kilos(String shop) {
    return switch (shop) {
      case "mapocho" -> 6;
      case "almacen" -> 4;
      default -> 2;
    };
  }

  private static World on(Trip trip) {
    return day(Town.wants("dairy", 12, 100).fetchedOn(trip), Manners.HONEST);
  }

  private static int got(World world, String shop, String taker) {
    return world.peer(shop).stall().lot("lot").orElseThrow().awards().stream()
        .filter(p -> p.award().taker().equals(Story.party(taker)))
        .mapToInt(Promise::units)
        .sum();
  }

  private static List<Decline> declines(World world, String taker) {
    return world.peer(taker).ledger().stream()
        .filter(Stated.OfNegotiation.class::isInstance)
        .map(s -> ((Stated.OfNegotiation) s).says())
        .filter(Decline.class::isInstance)
        .map(Decline.class::cast)
        .toList();
  }

  @Test
  void whatFitsIsFetchedAsIfThereWereNoTrip() {
    World world = on(trip(12, 3, EVENING, 0));
    assertEquals(List.of(), declines(world, "plaza"));
    assertEquals(12, shops().mapToInt(shop -> got(world, shop, "plaza")).sum());
  }

  @Test
  void oneStopTooManyIsTheWorstOneAndTheNextInLineGetsIt() {
    World world = on(trip(12, 2, EVENING, 0));
    List<Decline> declined = declines(world, "plaza");
    assertEquals(List.of(Decline.TRIP), declined.stream().map(Decline::reason).toList());
    assertEquals("bodega", declined.getFirst().lot().giver().name());
    assertEquals(6, got(world, "mapocho", "plaza"));
    assertEquals(4, got(world, "almacen", "plaza"));
    assertEquals(0, got(world, "bodega", "plaza"));
    assertEquals(2, got(world, "bodega", "rosa"), "rosa comes for it");
  }

  @Test
  void whatIsTooHeavyIsDeclinedWhereLeastIsLostByTheKilogram() {
    World world = on(trip(10, 3, EVENING, 0));
    assertEquals(10, shops().mapToInt(shop -> got(world, shop, "plaza")).sum());
    assertEquals(
        List.of("bodega"),
        declines(world, "plaza").stream().map(d -> d.lot().giver().name()).toList());
  }

  @Test
  void nothingIsBidForThatCanOnlyBeFetchedAtOtherHours() {
    World world = on(trip(12, 3, hours(9, 12), 0));
    assertEquals(0, world.peer("plaza").book().size());
    assertEquals(12, shops().mapToInt(shop -> got(world, shop, "rosa")).sum());
  }

  @Test
  void whatAStopCostsByTheKilogramIsTakenOffWhatIsBid() {
    World dear = on(trip(12, 3, EVENING, 90));
    World cheap = on(trip(12, 3, EVENING, 0));
    assertTrue(
        shops().mapToInt(shop -> got(dear, shop, "plaza")).sum()
            < shops().mapToInt(shop -> got(cheap, shop, "plaza")).sum());
  }

  /// An award to a standby may have another window than the offer.
  private static Bidder awarded(Window window, Instant answerBy) {
    Terms terms = Town.terms("plaza", "rosa");
    var lot = new LotName(new MemberId("mapocho"), "lot");
    var award =
        new Award("lot", 1, Story.party("plaza"), 6, 0, Town.CLOSES, answerBy, window, id("close"));
    return Bidder.of(
            Story.party("plaza"),
            terms,
            Town.wants("dairy", 12, 100).fetchedOn(trip(12, 3, EVENING, 0)))
        .fold(new Stated.OfSurplus(id("offer"), lot.giver(), Town.offer("lot", "dairy", 6)))
        .fold(new Stated.OfNegotiation(id("award"), lot.giver(), award));
  }

  private static EntryId id(String name) {
    return new EntryId(Hash.sha256(Bytes.utf8(name)));
  }

  private static List<NegotiationStatement> answers(Bidder bidder, Instant at) {
    var seen = new Seen(new Close.Book(0, id("book").hash()), Map.of());
    return bidder.on(new Event.TimePassed(at, seen)).effects().stream()
        .filter(Effect.Enter.class::isInstance)
        .map(effect -> ((Effect.Enter) effect).statement())
        .toList();
  }

  @Test
  void anAwardThatCanOnlyBeFetchedAtOtherHoursIsDeclined() {
    Instant answerBy = Town.CLOSES.plusSeconds(600);
    Instant eight = Town.TODAY.atTime(20, 0).atZone(Town.ZONE).toInstant();
    var late = new Window(eight.minusSeconds(60), eight.plusSeconds(3600));
    Decline declined =
        assertInstanceOf(
            Decline.class, answers(awarded(late, answerBy), answerBy.minusSeconds(1)).getFirst());
    assertEquals(Decline.TRIP, declined.reason());
    assertInstanceOf(
        Accept.class,
        answers(awarded(Town.EVENING, answerBy), answerBy.minusSeconds(1)).getFirst());
  }

  private static Stops.Parcel parcel(String shop, int kilos, boolean agreed) {
    var lot = Town.offer("lot", "dairy", kilos).lot();
    return new Stops.Parcel(new MemberId(shop), lot, agreed ? 1 : 2, kilos, 0, agreed);
  }

  @Test
  void whatIsTooHeavyIsDeclinedAlsoWhereTooManyStopsAreAgreed() {
    List<Stops.Parcel> agreed = List.of(parcel("mapocho", 6, true), parcel("almacen", 4, true));
    List<Stops.Parcel> all =
        Stream.concat(agreed.stream(), Stream.of(parcel("almacen", 3, false))).toList();
    Wants wants = Town.wants("dairy", 20, 100);
    assertEquals(agreed, new Stops(trip(12, 1, EVENING, 0), wants, all).fitted().parcels());
    assertEquals(all, new Stops(trip(13, 1, EVENING, 0), wants, all).fitted().parcels());
  }

  @Test
  void anAwardIsAnsweredAtAWholeMillisecond() {
    var seen = new Seen(new Close.Book(0, id("book").hash()), Map.of());
    Bidder bidder =
        awarded(Town.EVENING, Town.CLOSES.plusMillis(60_001))
            .on(new Event.TimePassed(Town.CLOSES, seen))
            .next();
    Instant wake = bidder.wakeAt().orElseThrow();
    assertInstanceOf(Accept.class, answers(bidder, wake).getFirst());
  }

  @Test
  void thereAreManyAwardsAndOneAnswerToEach() {
    World world = on(trip(1, 1, EVENING, 0));
    assertEquals(3, declines(world, "plaza").size(), "no stop fits, and each is declined once");
    assertEquals(ROSAS, shops().mapToInt(shop -> got(world, shop, "rosa")).sum());
  }

  @Test
  @LiesIn(Kind.DECLINE)
  void whoSaysThatNothingFitsHasNothingAndKeepsItFromNobody() {
    Manners liar =
        new Manners() {
          @Override
          public Optional<NegotiationStatement> says(NegotiationStatement right) {
            return Optional.of(
                right instanceof Accept a
                    ? new Decline(a.lot(), a.seq(), Decline.TRIP, a.at())
                    : right);
          }
        };
    World world = day(Town.wants("dairy", 12, 100).fetchedOn(trip(12, 3, EVENING, 0)), liar);
    assertEquals(0, shops().mapToInt(shop -> got(world, shop, "plaza")).sum());
    assertEquals(ROSAS, shops().mapToInt(shop -> got(world, shop, "rosa")).sum());
  }
}
