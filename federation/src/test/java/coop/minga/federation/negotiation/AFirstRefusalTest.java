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
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Parent;
import coop.minga.federation.surplus.Purpose;
import coop.minga.federation.surplus.StatedNeed;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.surplus.Withdraw;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  void whoBidForWhatWasTakenFirstIsToldSo() {
    assertEquals(
        Optional.of("All of it was taken before anybody bid, by the one its giver named."),
        day(10).peer("plaza").bidder().whyNot(new LotName(MAPOCHO, "lot")));
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
  void aWordHeardInTheMomentOfTheFirstReplyIsTooLate() {
    Stall stall = offered(Town.terms("plaza", "colmena"), first(COLMENA, UNTIL));
    Instant from = UNTIL.plus(Terms.FIRST_ON_ITS_WAY);
    var take = new Take(new LotName(MAPOCHO, "lot"), "kitchen", 10, new Bid.Reach(5, 60), UNTIL);
    var said = new Stated.OfNegotiation(id("take"), COLMENA, take);
    for (Instant at : List.of(from.minusMillis(1), from)) {
      boolean awarded =
          stall.on(new Event.Heard(at, said, SEEN)).effects().stream()
              .anyMatch(
                  effect -> effect instanceof Effect.Enter(var says) && says instanceof Award);
      assertEquals(at.isBefore(from), awarded, "what bids hold by then is not taken from them");
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

  private static Take take(String site, int units) {
    return new Take(new LotName(MAPOCHO, "lot"), site, units, new Bid.Reach(5, 60), Town.START);
  }

  @Test
  @LiesIn(Kind.TAKE)
  void whoIsNamedTakesNothingOnTheShareOfAnother() {
    Stall stall = offered(Town.terms("plaza", "colmena"), first(COLMENA, UNTIL));
    assertEquals(Optional.empty(), awardFor(stall, "colmena", take("@plaza", 10)));
    assertEquals(Optional.empty(), awardFor(stall, "colmena", take("@ghost", 10)));
    assertTrue(awardFor(stall, "colmena", take("kitchen", 10)).isPresent());
  }

  @Test
  @LiesIn(Kind.TAKE)
  void whoIsNamedTakesForAKitchenNoMoreThanThatNeeds() {
    var need =
        new Need(
            "@olla",
            "dairy",
            Collections.nCopies(7, new Grams(3000)),
            Town.TODAY.plusDays(30),
            true);
    var stated = new StatedNeed(need, Grams.ZERO, StatedNeed.NO_BOUND, Town.START);
    var olla = new Kitchens.Kitchen(id("paper"), COLMENA, new TreeMap<>(Map.of("dairy", stated)));
    var kitchens = new Kitchens(new TreeMap<>(Map.of(new MemberId("olla"), olla)));
    Terms terms =
        Town.terms("plaza", "colmena")
            .settled(new Settlement(20, 0, new TreeMap<>(), true, kitchens), Clearings.NONE);
    Offer offer = first(COLMENA, UNTIL);
    var party = new Party(COLMENA, "@olla");
    Grams most = terms.bound(offer, party).orElseThrow();
    var award = (Award) awardFor(offered(terms, offer), "colmena", take("@olla", 10)).orElseThrow();
    assertTrue(most.value() < 10_000);
    assertEquals(most.value() / 1000, award.units());
    assertEquals(most.value() / 1000, takenBy(terms, offer, party));
  }

  /// What an honest node takes by itself.
  private static int takenBy(Terms terms, Offer offer, Party party) {
    return Bidder.of(party, terms, Town.wants("dairy", 10, 100))
        .fold(new Stated.OfSurplus(id("offer"), MAPOCHO, offer))
        .takes(new LotName(MAPOCHO, "lot"), Town.START)
        .orElseThrow()
        .units();
  }

  @Test
  void whoIsExcludedIsNotFirstEither() {
    var wishes =
        new GiversWishes(
            new TreeMap<>(),
            new TreeMap<>(Map.of(COLMENA, VetoReason.COLD_CHAIN)),
            0,
            Hash.sha256(Bytes.utf8("salt")).value());
    Stall stall = offered(Town.terms("plaza", "colmena"), first(COLMENA, UNTIL).wishing(wishes));
    assertEquals(Optional.empty(), awardFor(stall, "colmena", take("kitchen", 10)));
  }

  private static World givenBackWhileHeld() {
    Terms terms = Town.cleared(Town.terms("plaza", "rosa", "colmena"), "dairy", 60);
    var world = new World(7, Weather.FAIR, terms, Town.START);
    world.member("mapocho", Town.nothing(), Manners.HONEST);
    world.member("plaza", Town.wants("dairy", 10, 100), Manners.HONEST);
    world.member("rosa", Town.wants("dairy", 10, 90), Manners.HONEST);
    world.member("colmena", Town.wants("dairy", 4, 40), Manners.HONEST);
    Offer offer = first(COLMENA, UNTIL);
    world.offer(Town.START.plusSeconds(10), "mapocho", offer.opening(terms.opening(offer)));
    world.slips(
        Town.CLOSES.minusSeconds(900),
        "mapocho",
        "plaza",
        () -> new Hold("lot", 15, "the cold room is warm", world.now()));
    world.slips(
        Town.CLOSES.plusSeconds(300),
        "colmena",
        "mapocho",
        () -> new GiveBack(Story.lot(world).name(), 1, "the van broke", world.now()));
    return world;
  }

  @Test
  void whatItGivesBackWhileTheLotIsHeldGoesToTheOthersAndNobodyLied() {
    World world = givenBackWhileHeld();
    world.runUntil(Story.END);
    assertEquals(0, Story.got(world, "colmena"));
    assertTrue(Story.got(world, "plaza") + Story.got(world, "rosa") > 6);
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  @Test
  void aGiverThatStopsAfterSuchADayStartsAgain() {
    World world = givenBackWhileHeld();
    world.stops(Town.CLOSES.plus(Duration.ofMinutes(20)), "mapocho", Duration.ofMinutes(1));
    world.runUntil(Story.END);
    assertEquals(1, world.crashes());
    assertEquals(List.of(), world.audit("mapocho").mismatches());
    world.assertSettled();
  }

  @Test
  @LiesIn(Kind.TAKE)
  void aWordThatCameTooLateSaysNothingOfHowFarOneIs() {
    Stall stall = offered(Town.terms("plaza", "colmena"), first(COLMENA, UNTIL));
    var far =
        new Take(
            new LotName(MAPOCHO, "lot"), "kitchen", 10, new Bid.Reach(10_000, 10_000), Town.START);
    Stall heard = stall.fold(new Stated.OfNegotiation(id("far"), COLMENA, far));
    assertEquals(Optional.empty(), awardFor(stall, "colmena", far), "nothing could be eaten");
    assertEquals(
        stall.lot("lot").orElseThrow().reach(Story.party("colmena")),
        heard.lot("lot").orElseThrow().reach(Story.party("colmena")));
  }

  @Test
  void whatItTookItHasAcceptedInWhateverOrderItHearsOfIt() {
    Terms terms = Town.terms("plaza", "colmena");
    Offer offer = first(COLMENA, UNTIL);
    var lot = new LotName(MAPOCHO, "lot");
    var took = new Stated.OfNegotiation(id("take"), COLMENA, take("kitchen", 4));
    var award = new Stated.OfNegotiation(id("award"), MAPOCHO, firstAward(offer, took.id()));
    Bidder empty =
        Bidder.of(Story.party("colmena"), terms, Town.wants("dairy", 4, 100))
            .fold(new Stated.OfSurplus(id("offer"), MAPOCHO, offer));
    for (Bidder bidder : List.of(empty.fold(took).fold(award), empty.fold(award).fold(took))) {
      assertEquals(Claim.State.ACCEPTED, bidder.claim(lot, 1).orElseThrow().state());
    }
  }

  private static Award firstAward(Offer offer, EntryId because) {
    return new Award(
        "lot", 1, Story.party("colmena"), 4, 6, Town.START, Town.START, offer.window(), because);
  }

  @Test
  void whatItBidsForBesideItIsReckonedWithToo() {
    Terms terms = Town.terms("plaza", "colmena");
    Offer offer = first(COLMENA, UNTIL);
    var lot = new LotName(MAPOCHO, "lot");
    var took = new Stated.OfNegotiation(id("take"), COLMENA, take("kitchen", 4));
    var bid =
        new Bid(
            lot,
            1,
            "kitchen",
            3,
            0,
            terms.bindsUntil(offer),
            0,
            new Bid.Reach(5, 60),
            UNTIL.plus(Terms.FIRST_ON_ITS_WAY));
    Bidder bidder =
        Bidder.of(Story.party("colmena"), terms, Town.wants("dairy", 10, 100))
            .fold(new Stated.OfSurplus(id("offer"), MAPOCHO, offer))
            .fold(took)
            .fold(new Stated.OfNegotiation(id("award"), MAPOCHO, firstAward(offer, took.id())));
    assertEquals(4, bidder.committed(lot, bid.at()));
    Bidder asked = bidder.fold(new Stated.OfNegotiation(id("bid"), COLMENA, bid));
    assertEquals(7, asked.committed(lot, bid.at()), "on its way");
    var reply =
        new BidReply(
            "lot",
            Story.party("colmena"),
            1,
            id("bid"),
            3,
            Optional.empty(),
            new Standing(1, 1, 3, 0),
            bid.at());
    Bidder held = asked.fold(new Stated.OfNegotiation(id("reply"), MAPOCHO, reply));
    assertEquals(7, held.committed(lot, bid.at()), "held");
  }

  @Test
  void whatIsNotOnItsTripItDoesNotTake() {
    Terms terms = Town.terms("plaza", "colmena");
    Offer offer = first(COLMENA, UNTIL);
    var load = new Grams(20_000);
    for (int from : List.of(9, 17)) {
      var hours = new Trip.Hours(LocalTime.of(from, 0), LocalTime.of(from + 3, 0));
      Bidder bidder =
          Bidder.of(
                  Story.party("colmena"),
                  terms,
                  Town.wants("dairy", 10, 100).fetchedOn(new Trip(load, load, 3, hours, 0)))
              .fold(new Stated.OfSurplus(id("offer"), MAPOCHO, offer));
      assertEquals(from == 17, bidder.takes(new LotName(MAPOCHO, "lot"), Town.START).isPresent());
    }
  }

  /// Colmena, which drives once in the evening; it bid nowhere yet.
  private static Bidder driving(int kilos, int coldKilos, int stops) {
    var evening = new Trip.Hours(LocalTime.of(17, 0), LocalTime.of(20, 0));
    var trip = new Trip(new Grams(1000L * kilos), new Grams(1000L * coldKilos), stops, evening, 0);
    return Bidder.of(
            Story.party("colmena"),
            Town.terms("plaza", "colmena"),
            Town.wants("dairy", 30, 100).fetchedOn(trip))
        .fold(new Stated.OfSurplus(id("offer"), MAPOCHO, first(COLMENA, UNTIL)));
  }

  private static Optional<Integer> takes(Bidder bidder) {
    return bidder.takes(new LotName(MAPOCHO, "lot"), Town.START).map(Take::units);
  }

  /// The same after it took 3 kg from another shop, which awarded them or has not yet.
  private static Bidder tookElsewhere(Bidder bidder, boolean awarded) {
    var other = new MemberId("almacen");
    Offer offer = first(COLMENA, UNTIL);
    var lot = new LotName(other, "lot");
    var said = new Take(lot, "kitchen", 3, new Bid.Reach(5, 60), Town.START);
    var took = new Stated.OfNegotiation(id("take"), COLMENA, said);
    Award award = firstAward(offer, took.id());
    Bidder taken = bidder.fold(new Stated.OfSurplus(id("other"), other, offer)).fold(took);
    var three =
        new Award(
            "lot",
            1,
            award.taker(),
            3,
            7,
            award.at(),
            award.answerBy(),
            award.window(),
            award.because());
    return awarded ? taken.fold(new Stated.OfNegotiation(id("award"), other, three)) : taken;
  }

  @Test
  void itTakesNoMoreThanItsVehicleCarries() {
    assertEquals(Optional.of(10), takes(driving(20, 20, 3)));
    assertEquals(Optional.of(4), takes(driving(4, 4, 3)));
    assertEquals(Optional.of(6), takes(driving(20, 6, 3)), "so much can be kept cold");
    for (boolean awarded : List.of(true, false)) {
      assertEquals(Optional.of(5), takes(tookElsewhere(driving(8, 8, 3), awarded)));
      assertEquals(Optional.empty(), takes(tookElsewhere(driving(3, 3, 3), awarded)));
    }
  }

  @Test
  void itTakesNothingWhereItsVehicleCanNoLongerStop() {
    for (boolean awarded : List.of(true, false)) {
      assertEquals(Optional.empty(), takes(tookElsewhere(driving(20, 20, 1), awarded)));
      assertEquals(Optional.of(10), takes(tookElsewhere(driving(20, 20, 2), awarded)));
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

  @Test
  @LiesIn(Kind.OFFER)
  void whatIsOnlyExpectedMakesNoRoomForMore() {
    var first = new FirstRefusal(COLMENA, UNTIL);
    Instant by = Town.CLOSES.plus(Duration.ofMinutes(30));
    var record = new GivingRecord();
    record.hear(0, stated("a", Clauses.PLAIN.expected(by).firstTo(first), 10));
    record.hear(1, stated("b", Clauses.PLAIN, 10));
    assertFalse(record.mayNameFirst(MAPOCHO, 2, Town.START), "it may not be there in the end");
    record.hear(2, stated("c", Clauses.PLAIN, 10));
    assertTrue(record.mayNameFirst(MAPOCHO, 3, Town.START), "half of what was set aside");
  }

  @Test
  @LiesIn({Kind.OFFER, Kind.WITHDRAW, Kind.HALT})
  void whatIsTakenBackStoppedOrWasCollectedMakesNoRoomForMore() {
    var withdraw = new Withdraw("b", "no reason", 0, Town.START);
    var halt = new Halt("b", id("recall"), 0, Town.START);
    var part = Clauses.PLAIN.partOf(new Parent(new LotName(COLMENA, "soup"), 1));
    var record = new GivingRecord();
    record.hear(0, stated("a", Clauses.PLAIN.firstTo(new FirstRefusal(COLMENA, UNTIL)), 10));
    record.hear(1, stated("part", part, 20));
    assertFalse(record.mayNameFirst(MAPOCHO, 2, Town.START), "it was offered before");
    record.hear(2, stated("b", Clauses.PLAIN, 20));
    assertTrue(record.mayNameFirst(MAPOCHO, 3, Town.START));
    record.hear(3, new Stated.OfSurplus(id("w"), COLMENA, withdraw));
    assertTrue(record.mayNameFirst(MAPOCHO, 4, Town.START), "another's b");
    record.hear(4, new Stated.OfSurplus(id("w"), MAPOCHO, withdraw));
    assertTrue(record.mayNameFirst(MAPOCHO, 4, Town.START), "not yet then");
    assertFalse(record.mayNameFirst(MAPOCHO, 5, Town.START), "taken back");
    var stopped = new GivingRecord();
    stopped.hear(0, stated("a", Clauses.PLAIN.firstTo(new FirstRefusal(COLMENA, UNTIL)), 10));
    stopped.hear(1, stated("b", Clauses.PLAIN, 20));
    stopped.hear(2, new Stated.OfSurplus(id("h"), MAPOCHO, halt));
    assertFalse(stopped.mayNameFirst(MAPOCHO, 3, Town.START), "stopped");
  }

  @Test
  void whatIsMovedBetweenOwnSitesIsNotOfferedToOthers() {
    Stall stall = Stall.empty(MAPOCHO, Town.terms("plaza", "colmena"));
    assertEquals(
        Optional.of("lot lot is to be moved between its giver's own sites, which is no offer"),
        stall.fault(
            Town.offer(Town.offer("lot", "dairy", 10), Clauses.PLAIN.meant(Purpose.TRANSFER))));
  }

  private static Stated stated(String name, Clauses clauses, int units) {
    return new Stated.OfSurplus(
        id(name), MAPOCHO, Town.offer(Town.offer(name, "dairy", units), clauses));
  }
}
