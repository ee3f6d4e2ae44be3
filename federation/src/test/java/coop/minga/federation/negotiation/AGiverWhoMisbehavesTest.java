package coop.minga.federation.negotiation;

import static coop.minga.federation.negotiation.Story.END;
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
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.Window;
import coop.minga.federation.surplus.Withdraw;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AGiverWhoMisbehavesTest {
  private static World with(Manners mapocho) {
    World world = Story.of(mapocho, Manners.HONEST, Manners.HONEST);
    world.runUntil(END);
    return world;
  }

  private static Award to(Award award, String taker) {
    return new Award(
        award.lot(),
        award.seq(),
        Story.party(taker),
        award.units(),
        award.remaining(),
        award.at(),
        award.answerBy(),
        award.window(),
        award.because());
  }

  @Test
  void anHonestOneIsFoundHonest() {
    assertEquals(List.of(), with(Manners.HONEST).audit("mapocho").mismatches());
  }

  @Test
  @LiesIn(Kind.AWARD)
  void oneWhoAwardsToAFriendInsteadOfTheBestBidIsNamed() {
    World world = with(Story.saying(s -> s instanceof Award award ? to(award, "colmena") : s));
    assertTrue(Story.names(world, Mismatch.AwardDiffers.class));
    assertEquals(
        "award 1 of mapocho/lot gives 5 units to colmena/kitchen; the bids give 5 to plaza/kitchen"
            + " as award 1",
        world.audit("mapocho").mismatches().getFirst().sentence());
  }

  @Test
  @LiesIn(Kind.BID_REPLY)
  void oneWhoTellsTheBestBidderThatItIsTooLowIsNamed() {
    World world =
        with(
            Story.saying(s ->
                s instanceof BidReply r && r.taker().equals(Story.party("plaza"))
                    ? new BidReply(
                        r.lot(),
                        r.taker(),
                        r.bidSeq(),
                        r.bid(),
                        0,
                        Optional.of(Refusal.PRICE_TOO_LOW),
                        new Standing(r.standing().news(), r.standing().bids(), 0, Standing.NO_MORE),
                        r.at())
                    : s));
    assertTrue(Story.names(world, Mismatch.ReplyDiffers.class));
  }

  @Test
  @LiesIn(Kind.BID_REPLY)
  void oneWhoNeverAnswersABidLeavesItUnanswered() {
    var silent =
        new Manners() {
          @Override
          public Optional<NegotiationStatement> says(NegotiationStatement right) {
            return right instanceof BidReply ? Optional.empty() : Optional.of(right);
          }
        };
    World world = Story.of(silent, Manners.HONEST, Manners.HONEST);
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(20)));
    Replay.Result found = world.audit("mapocho");
    assertTrue(found.unheard().size() >= 3);
    var seen = new Seen(new Close.Book(0, MerkleTree.EMPTY_ROOT), Map.of());
    List<EntryId> answered =
        found.stall().on(new Event.TimePassed(world.now(), seen)).effects().stream()
            .filter(Effect.Enter.class::isInstance)
            .map(effect -> ((Effect.Enter) effect).statement())
            .filter(BidReply.class::isInstance)
            .map(reply -> ((BidReply) reply).bid())
            .toList();
    assertTrue(answered.contains(found.unheard().getFirst().bid()), "whoever goes on answers it");
    assertEquals(List.of(), with(Manners.HONEST).audit("mapocho").unheard());
  }

  @Test
  @LiesIn(Kind.AWARD)
  void oneWhoPromisesTheSameUnitsTwiceIsNamed() {
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    world.peer("mapocho");
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(20)));
    Award first = Story.lot(world).awards().getFirst().award();
    var twice =
        new Award(
            first.lot(),
            99,
            Story.party("colmena"),
            first.units(),
            0,
            first.at(),
            first.answerBy(),
            first.window(),
            first.because());
    Stated slipped = world.peer("mapocho").entryOf(twice);
    Replay.Result result = world.audit("mapocho", List.of(slipped));
    assertTrue(result.mismatches().stream().anyMatch(m -> m instanceof Mismatch.OverPromised));
    assertEquals(
        "15 units of mapocho/lot are promised; 10 were offered",
        result.mismatches().stream()
            .filter(m -> m instanceof Mismatch.OverPromised)
            .findFirst()
            .orElseThrow()
            .sentence());
  }

  @Test
  @LiesIn(Kind.CLOSE)
  void oneWhoAltersTheClearingPriceIsNamed() {
    World world =
        with(
            Story.saying(s ->
                s instanceof Close c
                    ? new Close(c.lot(), c.book(), c.clearingPoints() + 1, c.bidsRoot(), c.at())
                    : s));
    assertTrue(Story.names(world, Mismatch.ClearingPriceDiffers.class));
  }

  @Test
  @LiesIn(Kind.LAPSE)
  void oneWhoHeldTheAnswerAndCallsTheAwardLapsedIsNamed() {
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(40)));
    Promise accepted = Story.lot(world).awards().getFirst();
    assertEquals(Promise.State.ACCEPTED, accepted.state());
    var lapse = new Lapse("lot", accepted.award().seq(), 1000, accepted.award().answerBy());
    Replay.Result result = world.audit("mapocho", List.of(world.peer("mapocho").entryOf(lapse)));
    assertTrue(result.mismatches().stream().anyMatch(m -> m instanceof Mismatch.AnswerIgnored));
  }

  @Test
  @LiesIn(Kind.OFFER)
  void anOfferPastItsUseByIsNeitherMadeNorBidFor() {
    Offer stale = Town.offer("stale", "dairy", 5, Town.TODAY.minusDays(1));
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    assertTrue(world.peer("mapocho").stall().fault(stale).isPresent());
    world.offer(Town.START.plusSeconds(20), "mapocho", stale);
    world.runUntil(END);
    assertTrue(world.peer("mapocho").stall().lot("stale").isEmpty());
    assertTrue(
        !world
            .peer("plaza")
            .bidder()
            .stakes()
            .containsKey(new LotName(world.peer("mapocho").id(), "stale")));
    assertEquals(
        List.of("an offer that may not be made: lot stale was past its date when it was offered"),
        world.audit("mapocho").mismatches().stream().map(Mismatch::sentence).toList());
  }

  @Test
  @LiesIn(Kind.AWARD)
  void oneWhoAwardsWhatCannotBeEatenInTimeIsNamed() {
    LotAuction lot = Story.lot(with(Manners.HONEST));
    Instant end = lot.endOfUse();
    Instant latest = end.minus(lot.reach(Story.party("plaza")).whole());
    assertTrue(latest.isBefore(end), "it is a way to plaza, and plaza must cook");
    assertFalse(Story.names(collectedUntil(latest), Mismatch.PastItsDate.class));
    assertTrue(Story.names(collectedUntil(latest.plusMillis(1)), Mismatch.PastItsDate.class));
    assertTrue(Story.names(collectedUntil(end.plusMillis(1)), Mismatch.PastItsDate.class));
  }

  /// All lets Plaza collect until then, whatever the bids say.
  private static World collectedUntil(Instant latest) {
    return with(
        Story.saying(s ->
            s instanceof Award award && award.taker().equals(Story.party("plaza"))
                ? new Award(
                    award.lot(),
                    award.seq(),
                    award.taker(),
                    award.units(),
                    award.remaining(),
                    award.at(),
                    award.answerBy(),
                    new Window(award.window().from(), latest),
                    award.because())
                : s));
  }

  // ---- One lie for each of its entries

  private static Award first(World world) {
    return Story.lot(world).awards().getFirst().award();
  }

  /// Mapocho enters something at the end of an honest day, or of an honest part of one, and the
  /// auditor says what is wrong with it.
  private static void slips(World world, NegotiationStatement lie, String sentence) {
    slips(world, world.peer("mapocho").entryOf(lie), sentence);
  }

  private static void slips(World world, SurplusStatement lie, String sentence) {
    var id = new EntryId(Hash.sha256(Bytes.utf8("a lie")));
    slips(world, new Stated.OfSurplus(id, world.peer("mapocho").id(), lie), sentence);
  }

  private static void slips(World world, Stated lie, String sentence) {
    assertEquals(List.of(), world.audit("mapocho").mismatches(), "honest so far");
    assertEquals(
        List.of(sentence),
        world.audit("mapocho", List.of(lie)).mismatches().stream()
            .map(Mismatch::sentence)
            .toList());
  }

  private static World at(Instant moment, Manners plaza) {
    World world = Story.of(Manners.HONEST, plaza, Manners.HONEST);
    world.runUntil(moment);
    return world;
  }

  private static World after(Duration closing) {
    return at(Town.CLOSES.plus(closing), Manners.HONEST);
  }

  private static World atTheEnd() {
    return at(END, Manners.HONEST);
  }

  @Test
  @LiesIn(Kind.BID_REPLY)
  void oneWhoAnswersABidThatNobodyMadeIsNamed() {
    World world = atTheEnd();
    BidReply right = Story.repliesTo(world, "plaza").getFirst();
    var nothing = new EntryId(Hash.sha256(Bytes.utf8("nothing")));
    slips(
        world,
        new BidReply(
            right.lot(),
            right.taker(),
            right.bidSeq(),
            nothing,
            right.acceptedUnits(),
            right.refusal(),
            right.standing(),
            right.at()),
        "the reply on mapocho/lot is to bid " + nothing.brief() + ", which nobody has");
  }

  @Test
  @LiesIn(Kind.OFFER)
  void oneWhoOffersALotASecondTimeIsNamed() {
    slips(
        after(Duration.ZERO),
        Town.offer("lot", "dairy", 10),
        "an offer that may not be made: lot lot was offered before");
  }

  @Test
  @LiesIn(Kind.WITHDRAW)
  void oneWhoTakesBackWhatIsSoldIsNamed() {
    slips(
        after(Duration.ofHours(1)),
        new Withdraw("lot", "sold after all", 0, Town.CLOSES.plusSeconds(3600)),
        "the withdrawal of mapocho/lot was not due");
  }

  @Test
  @LiesIn(Kind.CLOSE)
  void oneWhoClosesBeforeItsTimeIsNamed() {
    World world = at(Town.CLOSES.minusSeconds(600), Manners.HONEST);
    slips(
        world,
        new Close(
            "lot",
            new Close.Book(99, MerkleTree.EMPTY_ROOT),
            0,
            MerkleTree.EMPTY_ROOT,
            world.now()),
        "a Close of mapocho/lot was not due");
  }

  @Test
  @LiesIn(Kind.CLOSE)
  void oneWhoForgetsABidAtTheCloseIsNamed() {
    World world =
        with(
            Story.saying(s ->
                s instanceof Close c
                    ? new Close(
                        c.lot(), c.book(), c.clearingPoints(), MerkleTree.EMPTY_ROOT, c.at())
                    : s));
    assertEquals(
        "the close of mapocho/lot does not commit to the bids that were replied to",
        world.audit("mapocho").mismatches().getFirst().sentence());
  }

  @Test
  @LiesIn(Kind.AWARD)
  void oneWhoAwardsOnNoGroundsIsNamed() {
    World world = atTheEnd();
    Award right = first(world);
    var nothing = new EntryId(Hash.sha256(Bytes.utf8("nothing")));
    var award =
        new Award(
            "lot",
            9,
            Story.party("colmena"),
            1,
            0,
            right.at(),
            right.answerBy(),
            right.window(),
            nothing);
    Replay.Result result = world.audit("mapocho", List.of(world.peer("mapocho").entryOf(award)));
    assertEquals(
        "entry " + nothing.brief() + ", which it rests on, freed no units of mapocho/lot",
        result.mismatches().getFirst().sentence());
  }

  @Test
  @LiesIn(Kind.AWARD)
  void oneWhoAwardsToSomebodyWhoNeverBidIsNamed() {
    World world = with(Story.saying(s -> s instanceof Award award ? to(award, "a-friend") : s));
    assertTrue(Story.names(world, Mismatch.AwardDiffers.class));
  }

  @Test
  @LiesIn(Kind.LAPSE)
  void oneWhoDoesNotWaitForTheAnswerIsNamed() {
    World world = at(Town.CLOSES.plusSeconds(300), silent());
    Award award = first(world);
    assertEquals(Promise.State.OPEN, Story.lot(world).awards().getFirst().state());
    slips(
        world,
        new Lapse("lot", award.seq(), 0, award.answerBy().minusMillis(1)),
        "a Lapse of mapocho/lot was not due");
  }

  private static Manners silent() {
    return new Manners() {
      @Override
      public Optional<NegotiationStatement> says(NegotiationStatement right) {
        return right instanceof Accept ? Optional.empty() : Optional.of(right);
      }
    };
  }

  @Test
  @LiesIn(Kind.NO_SHOW)
  void oneWhoDoesNotWaitAtTheDoorIsNamed() {
    World world = after(Duration.ofMinutes(40));
    Award award = first(world);
    slips(
        world,
        new NoShow("lot", award.seq(), 1000, award.window().until()),
        "a NoShow of mapocho/lot was not due");
  }

  @Test
  @LiesIn(Kind.NO_SHOW)
  void oneWhoDeniesAHandoverThatItSignedIsNamed() {
    World world = atTheEnd();
    slips(
        world,
        new NoShow("lot", first(world).seq(), 1000, world.now()),
        "a NoShow of mapocho/lot was not due");
  }

  @Test
  @LiesIn(Kind.PICKED_UP)
  void oneWhoHandsOverWhatNobodyAcceptedIsNamed() {
    World world = at(Town.CLOSES.plusSeconds(300), silent());
    slips(
        world,
        new PickedUp(leg(first(world), first(world).units(), 41)),
        "a handover that may not be: award 1 of mapocho/lot is not one to be collected");
  }

  @Test
  @LiesIn(Kind.PICKED_UP)
  void oneWhoHandsOverMoreThanWasAwardedOrTooWarmIsNamed() {
    World world = after(Duration.ofMinutes(40));
    Award award = first(world);
    slips(
        world,
        new PickedUp(leg(award, award.units() + 1, 41)),
        "a handover that may not be: award 1 of mapocho/lot is of " + award.units() + " units");
    slips(
        world,
        new PickedUp(leg(award, award.units(), 81)),
        "a handover that may not be: mapocho/lot is too warm to be handed over");
  }

  private static Leg leg(Award award, int units, int deciCelsius) {
    var lot = new LotName(new MemberId("mapocho"), "lot");
    Instant at = award.window().from();
    return new Leg(lot, award.seq(), units, new Grams(1000L * units), deciCelsius, 0, "", at);
  }

  @Test
  @LiesIn(Kind.DEBIT)
  void oneWhoDebitsMoreThanWasCollectedIsNamed() {
    World world =
        with(
            Story.saying(
                s -> s instanceof Debit d ? debit(d, d.taker(), d.grams().plus(d.grams())) : s));
    Award award = firstDebited(world);
    assertEquals(
        "award %d of mapocho/lot came to %s at %d points, not %s at %d"
            .formatted(
                award.seq(),
                new Grams(1000L * award.units()),
                Story.close(world).clearingPoints(),
                new Grams(2000L * award.units()),
                Story.close(world).clearingPoints()),
        world.audit("mapocho").mismatches().getFirst().sentence());
  }

  private static Award firstDebited(World world) {
    int seq =
        world.peer("mapocho").ledger().stream()
            .filter(Stated.OfNegotiation.class::isInstance)
            .map(s -> ((Stated.OfNegotiation) s).says())
            .filter(Debit.class::isInstance)
            .mapToInt(s -> ((Debit) s).seq())
            .findFirst()
            .orElseThrow();
    return Story.lot(world).promises().promise(seq).orElseThrow().award();
  }

  @Test
  @LiesIn(Kind.DEBIT)
  void oneWhoDebitsSomebodyElseIsNamed() {
    World world =
        with(
            Story.saying(
                s -> s instanceof Debit d ? debit(d, Story.party("colmena"), d.grams()) : s));
    assertTrue(Story.names(world, Mismatch.DebitDiffers.class));
  }

  private static Debit debit(Debit right, Party taker, Grams grams) {
    return new Debit(
        right.lot(),
        right.seq(),
        taker,
        grams,
        right.clearingPoints(),
        right.because(),
        right.seen(),
        right.at());
  }

  /// Until Mapocho holds that Plaza signed for what it collected. It has debited nobody.
  private static World signedFor() {
    World world =
        after(
            Duration.ofMinutes(40),
            new Manners() {
              @Override
              public Optional<NegotiationStatement> says(NegotiationStatement right) {
                return right instanceof Debit ? Optional.empty() : Optional.of(right);
              }
            });
    while (collected(world).state() != Promise.State.RECEIVED && world.now().isBefore(END)) {
      world.runUntil(world.now().plusSeconds(60));
    }
    assertEquals(Promise.State.RECEIVED, collected(world).state());
    return world;
  }

  private static World after(Duration closing, Manners mapocho) {
    World world = Story.of(mapocho, Manners.HONEST, Manners.HONEST);
    world.runUntil(Town.CLOSES.plus(closing));
    return world;
  }

  private static Promise collected(World world) {
    return Story.lot(world).awards().getFirst();
  }

  /// What Plaza signed; it names Mapocho's own word.
  private static Received signature(World world) {
    return world.peer("plaza").ledger().stream()
        .filter(stated -> stated.id().equals(collected(world).moved()))
        .map(stated -> (Received) ((Stated.OfSurplus) stated).says())
        .findFirst()
        .orElseThrow();
  }

  private static Debit debit(World world, EntryId because, long seen, Duration afterTheWindow) {
    Promise collected = collected(world);
    Award award = collected.award();
    return new Debit(
        "lot",
        award.seq(),
        award.taker(),
        collected.grams(),
        Story.close(world).clearingPoints(),
        because,
        seen,
        award.window().until().plus(afterTheWindow));
  }

  private static Duration claim(World world) {
    return Story.lot(world).terms().rules().handover().claim();
  }

  @Test
  @LiesIn(Kind.DEBIT)
  void oneWhoDebitsByItsOwnWordAndHeldTheTakersIsNamed() {
    World world = signedFor();
    EntryId own = signature(world).because();
    slips(
        world,
        debit(world, own, world.peer("plaza").ledger().size(), claim(world)),
        "the giver held answer %s on mapocho/lot and acted as if not"
            .formatted(collected(world).moved().brief()));
    List<EntryId> plazas = world.peer("plaza").ledger().stream().map(Stated::id).toList();
    int signed = plazas.indexOf(collected(world).moved());
    assertTrue(signed > 0, "plaza had accepted before");
    Debit unheard = debit(world, own, signed, claim(world));
    assertEquals(
        List.of(),
        world.audit("mapocho", List.of(world.peer("mapocho").entryOf(unheard))).mismatches());
  }

  @Test
  @LiesIn(Kind.DEBIT)
  void oneWhoRestsADebitOnTheAcceptanceIsNamedOnce() {
    World world = signedFor();
    EntryId accepted = world.peer("plaza").ledger().getFirst().id();
    Debit lie = debit(world, accepted, world.peer("plaza").ledger().size(), claim(world));
    assertEquals(
        List.of(Mismatch.DebitDiffers.class),
        world.audit("mapocho", List.of(world.peer("mapocho").entryOf(lie))).mismatches().stream()
            .map(Object::getClass)
            .toList());
  }

  /// Colmena signs for what Plaza collected and signed for before, and Mapocho takes its word.
  @Test
  @LiesIn({Kind.DEBIT, Kind.RECEIVED})
  void oneWhoDebitsByTheWordOfAnotherThanTheTakerIsNamed() {
    World world = signedFor();
    var id = new EntryId(Hash.sha256(Bytes.utf8("colmena signs for plaza")));
    var forged = new Stated.OfSurplus(id, new MemberId("colmena"), signature(world));
    Stated lie = world.peer("mapocho").entryOf(debit(world, id, 99, Duration.ZERO));
    Dossier held = world.peer("mapocho").dossier();
    Replay.Result result =
        Replay.of(
            new Dossier(
                held.giver(),
                held.rules(),
                with(held.ledger(), lie),
                held.book(),
                held.bids(),
                with(held.takers(), forged)));
    assertEquals(
        List.of("a Debit of mapocho/lot was not due"),
        result.mismatches().stream().map(Mismatch::sentence).toList());
  }

  private static List<Dossier.Placed> with(List<Dossier.Placed> entries, Stated last) {
    return Stream.concat(entries.stream(), Stream.of(new Dossier.Placed(99, last))).toList();
  }

  @Test
  @LiesIn(Kind.EXPIRE)
  void oneWhoLetsExpireWhatWasBidForIsNamed() {
    World world =
        with(
            Story.saying(s ->
                s instanceof Award a
                    ? new Expire(a.lot(), a.units(), a.because(), "nobody bid for them", a.at())
                    : s));
    assertEquals(
        "10 units of mapocho/lot expired that had another way to go",
        world.audit("mapocho").mismatches().getFirst().sentence().replaceFirst("^\\d+", "10"));
    assertTrue(Story.names(world, Mismatch.ExpireDiffers.class));
  }

  @Test
  @LiesIn(Kind.EXPIRE)
  void oneWhoLetsExpireWhatIsPromisedIsNamed() {
    World world = after(Duration.ofMinutes(40));
    EntryId cause = first(world).because();
    slips(
        world,
        new Expire("lot", 1, cause, "spoilt", world.now()),
        "entry " + cause.brief() + ", which it rests on, freed no units of mapocho/lot");
  }

  @Test
  @LiesIn(Kind.OUTBID)
  void oneWhoTellsTheDisplacedLessThanItLostIsNamed() {
    World world =
        with(
            Story.saying(s ->
                s instanceof Outbid o && o.lostUnits() > 1
                    ? new Outbid(o.lot(), o.taker(), o.lostUnits() - 1, o.standing(), o.at())
                    : s));
    assertTrue(Story.names(world, Mismatch.OutbidDiffers.class));
  }

  @Test
  @LiesIn(Kind.OUTBID)
  void oneWhoSaysThatSomebodyWasDisplacedWhoWasNotIsNamed() {
    World world = Story.of(Story.saying(s -> s), Manners.HONEST, Manners.HONEST);
    world.slips(
        Town.CLOSES.minusSeconds(60),
        "mapocho",
        "plaza",
        () ->
            new Outbid(
                "lot",
                Story.party("plaza"),
                3,
                new Standing(99, 1, 0, Standing.NO_MORE),
                world.now()));
    world.runUntil(END);
    assertEquals(
        "a Outbid of mapocho/lot was not due",
        world.audit("mapocho").mismatches().getFirst().sentence());
  }
}
