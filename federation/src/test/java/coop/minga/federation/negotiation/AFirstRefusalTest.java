package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.FirstRefusal;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Colmena is the charity that Mapocho always gave to: it may have Mapocho's 10 kg of dairy first,
/// for ten minutes. Plaza and Rosa would pay more.
class AFirstRefusalTest {
  private static final MemberId MAPOCHO = new MemberId("mapocho");
  private static final MemberId COLMENA = new MemberId("colmena");
  private static final Instant UNTIL = Town.START.plus(Duration.ofMinutes(10));

  private static final Seen SEEN = new Seen(new Close.Book(0, id("book").hash()), Map.of());

  private static Offer first(MemberId taker, Instant until) {
    return Town.offer(
        Town.offer("lot", "dairy", 10), Clauses.PLAIN.firstTo(new FirstRefusal(taker, until)));
  }

  private static World day(Weather weather, Manners mapocho, int colmenaWants, Manners colmena) {
    Terms terms = Town.cleared(Town.terms("plaza", "rosa", "colmena"), "dairy", 60);
    var world = new World(7, weather, terms, Town.START);
    world.member("mapocho", Town.nothing(), mapocho);
    world.member("plaza", Town.wants("dairy", 10, 100), Manners.HONEST);
    world.member("rosa", Town.wants("dairy", 10, 90), Manners.HONEST);
    world.member("colmena", Town.wants("dairy", colmenaWants, 40), colmena);
    Offer offer = first(COLMENA, UNTIL);
    world.offer(Town.START.plusSeconds(10), "mapocho", offer.opening(terms.opening(offer)));
    world.runUntil(Story.END);
    return world;
  }

  private static World day(int colmenaWants) {
    World world = day(Weather.FAIR, Manners.HONEST, colmenaWants, Manners.HONEST);
    world.assertSettled();
    world.assertAudited();
    return world;
  }

  private static List<Award> awards(World world) {
    return Story.lot(world).awards().stream().map(Promise::award).toList();
  }

  @Test
  void whoIsNamedHasWhatItWantsBeforeAnybodyBids() {
    World world = day(10);
    assertEquals(10, Story.got(world, "colmena"));
    assertEquals(1, awards(world).size());
    assertFalse(awards(world).getFirst().at().isAfter(UNTIL));
    assertEquals(0, Story.close(world).clearingPoints());
  }

  @Test
  void whatItLeavesIsBidForByAll() {
    World world = day(4);
    assertEquals(4, Story.got(world, "colmena"));
    assertEquals(6, Story.got(world, "plaza") + Story.got(world, "rosa"));
    int promised = awards(world).stream().mapToInt(Award::units).sum();
    assertEquals(10, promised);
  }

  @Test
  void whoIsSilentIsNotWaitedFor() {
    World world = day(Weather.FAIR, Manners.HONEST, 10, silent(Take.class));
    assertEquals(10, Story.got(world, "plaza") + Story.got(world, "rosa"));
    world.assertSettled();
    world.assertAudited();
  }

  @Test
  void itIsDebitedWhatItsLikeClearsFor() {
    Debit debit = debitOf(day(4), "colmena");
    assertEquals(60, debit.clearingPoints());
    assertEquals(new Grams(4000), debit.grams());
  }

  private static Debit debitOf(World world, String taker) {
    for (Stated stated : world.peer("mapocho").ledger()) {
      if (stated instanceof Stated.OfNegotiation(_, _, Debit debit)
          && debit.taker().equals(Story.party(taker))) {
        return debit;
      }
    }
    throw new AssertionError("no debit of " + taker);
  }

  @Test
  void nobodyIsAnsweredBeforeTheFirstHasHadItsTime() {
    Terms terms = Town.terms("plaza", "colmena");
    Offer offer = first(COLMENA, UNTIL);
    var bid =
        new Bid(
            new LotName(MAPOCHO, "lot"),
            1,
            "kitchen",
            10,
            0,
            terms.bindsUntil(offer),
            0,
            new Bid.Reach(5, 60),
            Town.START);
    var said = new Stated.OfNegotiation(id("bid"), new MemberId("plaza"), bid);
    Step<Stall> early = offered(terms, offer).on(new Event.Heard(Town.START, said, SEEN));
    assertEquals(List.of(), early.effects());
    Instant from = UNTIL.plus(Terms.FIRST_ON_ITS_WAY);
    assertEquals(Optional.of(from), early.next().wakeAt());
    for (Instant at : List.of(from.minusMillis(1), from)) {
      boolean answered =
          early.next().on(new Event.TimePassed(at, SEEN)).effects().stream()
              .anyMatch(
                  effect -> effect instanceof Effect.Enter(var says) && says instanceof BidReply);
      assertEquals(at.equals(from), answered, at.toString());
    }
  }

  @Test
  void inFoulWeatherItIsSettledAndAuditedToo() {
    World world = day(Weather.FOUL, Manners.HONEST, 6, Manners.HONEST);
    world.assertSettled();
    world.assertAudited();
  }

  private static Manners silent(Class<?> about) {
    return lying(right -> about.isInstance(right) ? Optional.empty() : Optional.of(right));
  }

  private static Manners lying(Function<NegotiationStatement, Optional<NegotiationStatement>> lie) {
    return new Manners() {
      @Override
      public Optional<NegotiationStatement> says(NegotiationStatement right) {
        return lie.apply(right);
      }
    };
  }

  @Test
  @LiesIn(Kind.TAKE)
  void whoIsNotNamedTakesNothing() {
    var party = Story.party("plaza");
    var world = Town.terms("plaza", "colmena");
    Offer offer = first(COLMENA, UNTIL);
    Stall stall = offered(world, offer);
    var take =
        new Take(new LotName(MAPOCHO, "lot"), party.site(), 10, new Bid.Reach(5, 60), Town.START);
    assertEquals(Optional.empty(), awardFor(stall, "plaza", take));
    assertTrue(awardFor(stall, "colmena", take).isPresent());
  }

  @Test
  @LiesIn(Kind.TAKE)
  void whoSaysItTooLateTakesNothing() {
    Stall stall = offered(Town.terms("plaza", "colmena"), first(COLMENA, UNTIL));
    for (Instant at : List.of(UNTIL, UNTIL.plusMillis(1))) {
      var take = new Take(new LotName(MAPOCHO, "lot"), "kitchen", 10, new Bid.Reach(5, 60), at);
      assertEquals(!at.isAfter(UNTIL), awardFor(stall, "colmena", take).isPresent());
    }
  }

  private static Stall offered(Terms terms, Offer offer) {
    return Stall.empty(MAPOCHO, terms).fold(new Stated.OfSurplus(id("offer"), MAPOCHO, offer));
  }

  private static Optional<NegotiationStatement> awardFor(Stall stall, String taker, Take take) {
    var said = new Stated.OfNegotiation(id("take"), new MemberId(taker), take);
    return stall.on(new Event.Heard(take.at(), said, SEEN)).effects().stream()
        .filter(Effect.Enter.class::isInstance)
        .map(effect -> ((Effect.Enter) effect).statement())
        .findFirst();
  }

  private static EntryId id(String name) {
    return new EntryId(Hash.sha256(Bytes.utf8(name)));
  }

  @Test
  @LiesIn(Kind.AWARD)
  void whoGivesAFriendMoreThanItTookIsNamed() {
    Manners generous =
        lying(right ->
            Optional.of(
                right instanceof Award award && award.taker().member().equals(COLMENA)
                    ? more(award)
                    : right));
    World world = day(Weather.FAIR, generous, 4, lying(Optional::of));
    assertTrue(Story.names(world, Mismatch.AwardDiffers.class));
  }

  private static Award more(Award award) {
    return new Award(
        award.lot(),
        award.seq(),
        award.taker(),
        award.units() + 1,
        award.remaining() - 1,
        award.at(),
        award.answerBy(),
        award.window(),
        award.because());
  }

  @Test
  @LiesIn(Kind.DEBIT)
  void whoDebitsItsCharityNothingIsNamed() {
    Manners kind =
        lying(right ->
            Optional.of(
                right instanceof Debit d && d.taker().member().equals(COLMENA)
                    ? new Debit(
                        d.lot(), d.seq(), d.taker(), d.grams(), 0, d.because(), d.seen(), d.at())
                    : right));
    World world = day(Weather.FAIR, kind, 4, Manners.HONEST);
    assertTrue(Story.names(world, Mismatch.DebitDiffers.class));
  }

  @Test
  void aFirstRefusalLeavesTenMinutesToBidAndNamesATaker() {
    Stall stall = Stall.empty(MAPOCHO, Town.terms("plaza", "colmena"));
    Instant last = Town.CLOSES.minus(Duration.ofMinutes(12));
    assertEquals(Optional.empty(), stall.fault(first(COLMENA, last)));
    assertEquals(
        Optional.of("lot lot leaves less than ten minutes to bid after its first refusal"),
        stall.fault(first(COLMENA, last.plusMillis(1))));
    assertEquals(
        Optional.of("lot lot is first offered to a member that takes no donations"),
        stall.fault(first(MAPOCHO, last)));
  }

  @Test
  @LiesIn(Kind.OFFER)
  void noMoreThanHalfOfAMonthIsFirstOfferedToOne() {
    var record = new GivingRecord();
    Instant at = Town.START;
    assertTrue(record.mayNameFirst(MAPOCHO, 0, at), "nothing yet");
    record.hear(0, stated("a", Clauses.PLAIN.firstTo(new FirstRefusal(COLMENA, UNTIL)), 10));
    assertEquals(Optional.empty(), record.fault(MAPOCHO, 0));
    assertFalse(record.mayNameFirst(MAPOCHO, 1, at), "all of it");
    record.hear(1, stated("b", Clauses.PLAIN.firstTo(new FirstRefusal(COLMENA, UNTIL)), 10));
    assertEquals(
        Optional.of(
            "lot b is first offered to one taker, as more than half of what mapocho offered in 30"
                + " days"),
        record.fault(MAPOCHO, 1));
    record.hear(2, stated("c", Clauses.PLAIN, 20));
    assertTrue(record.mayNameFirst(MAPOCHO, 3, at), "half of it");
    assertTrue(record.mayNameFirst(MAPOCHO, 2, at.plus(Duration.ofDays(31))), "long ago");
  }

  private static Stated stated(String name, Clauses clauses, int units) {
    return new Stated.OfSurplus(
        id(name), MAPOCHO, Town.offer(Town.offer(name, "dairy", units), clauses));
  }
}
