package coop.minga.federation.negotiation;

import static coop.minga.federation.negotiation.Story.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Gtin;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Peer;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.Withdraw;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Mapocho wants to look before its lot is awarded; Plaza cannot come after all; and each may say
/// of the other what is not so.
class APersonHasTheLastWordTest {
  private static final LotName LOT = new LotName(new MemberId("mapocho"), "lot");
  private static final Instant BEFORE = Town.CLOSES.minusSeconds(900);

  private static World world(Manners mapocho) {
    return Story.of(mapocho, Manners.HONEST, Manners.HONEST);
  }

  private static Hold hold(Instant at, int minutes) {
    return new Hold("lot", minutes, "the cold room is warm", at);
  }

  private static World heldFor(int minutes) {
    World world = world(Manners.HONEST);
    world.slips(BEFORE, "mapocho", "plaza", () -> hold(world.now(), minutes));
    return world;
  }

  private static void honest(World world) {
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  // ---- Hold

  @Test
  void aHeldLotIsAwardedWhenTheHoldEndsIfNobodySaysAnything() {
    World world = heldFor(15);
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(14)));
    assertEquals(List.of(), Story.lot(world).awards());
    assertTrue(Story.lot(world).heldUntil().isPresent());
    world.runUntil(END);
    assertTrue(Story.lot(world).awards().size() >= 2);
    Award first = Story.lot(world).awards().getFirst().award();
    assertTrue(!first.at().isBefore(Story.close(world).at().plus(Duration.ofMinutes(15))));
    honest(world);
  }

  @Test
  void aHoldOfNoMinutesEndsOne() {
    World world = heldFor(15);
    world.slips(BEFORE.plusSeconds(60), "mapocho", "plaza", () -> hold(world.now(), 0));
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(14)));
    assertTrue(!Story.lot(world).awards().isEmpty());
    honest(world);
  }

  @Test
  void aHeldLotMayBeTakenBackAfterItsClose() {
    World world = heldFor(15);
    Instant at = Town.CLOSES.plus(Duration.ofMinutes(10));
    world.person(at, "mapocho", peer -> withdraw(peer, at));
    world.runUntil(END);
    assertInstanceOf(LotAuction.Stage.Withdrawn.class, Story.lot(world).stage());
    assertEquals(List.of(), Story.lot(world).awards());
    honest(world);
  }

  private static Withdraw withdraw(Peer mapocho, Instant at) {
    var seen =
        new Seen(new Close.Book(mapocho.book().size(), Hash.sha256(Bytes.utf8("book"))), Map.of());
    return ((May.Say<Withdraw>) mapocho.stall().withdraw(at, "lot", "too warm", seen)).statement();
  }

  @Test
  @LiesIn({Kind.HOLD, Kind.AWARD})
  void oneWhoAwardsDuringItsOwnHoldIsNamed() {
    World world = heldFor(15);
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(5)));
    var early =
        new Award(
            "lot",
            1,
            Story.party("colmena"),
            3,
            7,
            world.now(),
            world.now().plusSeconds(60),
            Town.EVENING,
            ((LotAuction.Stage.Closed) Story.lot(world).stage()).id());
    assertInstanceOf(
        Mismatch.NoCause.class,
        world
            .audit("mapocho", List.of(world.peer("mapocho").entryOf(early)))
            .mismatches()
            .getFirst());
  }

  @Test
  @LiesIn(Kind.HOLD)
  void oneWhoHoldsWhatIsAwardedIsNamed() {
    World world = world(Manners.HONEST);
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(40)));
    var late = hold(world.now(), 15);
    assertEquals(
        "the hold of mapocho/lot was not due",
        world
            .audit("mapocho", List.of(world.peer("mapocho").entryOf(late)))
            .mismatches()
            .getFirst()
            .sentence());
  }

  @Test
  @LiesIn(Kind.HOLD)
  void anotherMembersHoldHoldsNothing() {
    World world = world(Manners.HONEST);
    world.slips(BEFORE, "rosa", "mapocho", () -> hold(world.now(), 15));
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(14)));
    assertTrue(!Story.lot(world).awards().isEmpty());
  }

  // ---- Give back

  private static World plazaGivesBack(Manners mapocho) {
    World world = world(mapocho);
    Instant at = Town.CLOSES.plus(Duration.ofMinutes(45));
    world.slips(
        at,
        "plaza",
        "mapocho",
        () -> new GiveBack(LOT, awardOf(world, "plaza").seq(), "the van broke", world.now()));
    world.runUntil(END);
    return world;
  }

  private static Award awardOf(World world, String taker) {
    return Story.lot(world).awards().stream()
        .map(Promise::award)
        .filter(award -> award.taker().equals(Story.party(taker)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsGivenBackGoesToTheNextAndIsNotDebited() {
    World world = plazaGivesBack(Manners.HONEST);
    assertEquals(0, Story.got(world, "plaza"));
    assertTrue(Story.got(world, "rosa") > 0);
    assertEquals(
        10,
        Story.got(world, "rosa") + Story.got(world, "colmena") + Story.lot(world).expiredUnits());
    honest(world);
    assertEquals(0, world.peer("plaza").bidder().committed(LOT, world.now()));
  }

  @Test
  @LiesIn({Kind.GIVE_BACK, Kind.NO_SHOW})
  void aGiverWhoCallsItANoShowIsNamed() {
    World world = plazaGivesBack(Manners.HONEST);
    List<Stated> plazas = world.peer("plaza").ledger();
    EntryId back =
        plazas.stream()
            .filter(stated -> stated instanceof Stated.OfNegotiation(_, _, GiveBack _))
            .map(Stated::id)
            .findFirst()
            .orElseThrow();
    int at = plazas.stream().map(Stated::id).toList().indexOf(back);
    assertEquals(List.of(back), ignored(world, at + 1));
    assertEquals(List.of(), ignored(world, at), "it had not come yet");
  }

  /// Answers that Mapocho held, having heard so much of Plaza's ledger, when it said that Plaza had
  /// not come.
  private static List<EntryId> ignored(World world, long seen) {
    Award award = awardOf(world, "plaza");
    var lie = new NoShow("lot", award.seq(), seen, award.window().until().plusSeconds(3600));
    return world.audit("mapocho", List.of(world.peer("mapocho").entryOf(lie))).mismatches().stream()
        .filter(Mismatch.AnswerIgnored.class::isInstance)
        .map(mismatch -> ((Mismatch.AnswerIgnored) mismatch).answer())
        .toList();
  }

  @Test
  @LiesIn(Kind.GIVE_BACK)
  void nobodyGivesBackWhatIsAnothers() {
    World world = world(Manners.HONEST);
    world.slips(
        Town.CLOSES.plus(Duration.ofMinutes(45)),
        "rosa",
        "mapocho",
        () -> new GiveBack(LOT, awardOf(world, "plaza").seq(), "the van broke", world.now()));
    world.runUntil(END);
    assertTrue(Story.got(world, "plaza") > 0);
    honest(world);
  }

  // ---- Claims

  private static final Award AWARD =
      new Award(
          "lot",
          1,
          Story.party("plaza"),
          5,
          0,
          Town.CLOSES,
          Town.CLOSES.plusSeconds(60),
          Town.EVENING,
          new EntryId(Hash.sha256(Bytes.utf8("close"))));

  private static final Contested.Handover HANDOVER = new Contested.Handover(LOT, 1);

  private static Stated said(String who, NegotiationStatement says) {
    var id = new EntryId(Hash.sha256(Bytes.utf8(who + says)));
    return new Stated.OfNegotiation(id, new MemberId(who), says);
  }

  private static Stated accepts(String who) {
    return said(who, new Accept(LOT, 1, 5, Town.CLOSES.plusSeconds(30)));
  }

  /// What comes of entries that follow plaza's acceptance.
  private static Optional<Contested.Outcome> outcome(Stated... all) {
    return outcome(Stream.concat(Stream.of(accepts("plaza")), Stream.of(all)).toList());
  }

  private static Optional<Contested.Outcome> outcome(List<Stated> all) {
    var contested = new Contested();
    for (int i = 0; i < all.size(); i++) {
      contested.hear(i, all.get(i));
    }
    return Optional.ofNullable(contested.claimed().get(HANDOVER)).map(Contested.Claimed::what);
  }

  private static Stated noShow() {
    return said("mapocho", new NoShow("lot", 1, 9, Town.EVENING.until()));
  }

  private static Stated missing(String who, Instant at) {
    return said(who, new NotAvailable(LOT, 1, "nobody at the door", at));
  }

  private static Stated handed(String who) {
    var leg = new Leg(LOT, 1, 5, new Grams(5000), 41, 0, "", Town.EVENING.until());
    var id = new EntryId(Hash.sha256(Bytes.utf8(who)));
    return new Stated.OfSurplus(
        id,
        new MemberId(who),
        who.equals("mapocho") ? new PickedUp(leg) : new Received(leg, AWARD.because()));
  }

  @Test
  @LiesIn({Kind.NO_SHOW, Kind.NOT_AVAILABLE})
  void twoContraryClaimsAreADisputeInWhateverOrderTheyAreHeard() {
    Stated missing = missing("plaza", Town.EVENING.until());
    Stated award = said("mapocho", AWARD);
    var disputed = Optional.of(Contested.Outcome.DISPUTED);
    assertEquals(disputed, outcome(noShow(), missing, award));
    assertEquals(disputed, outcome(award, missing, noShow()));
    assertEquals(
        disputed,
        outcome(award, missing("rosa", Town.EVENING.until()), missing, noShow()),
        "what rosa says of plaza's award hides nothing");
  }

  @Test
  @LiesIn(Kind.PICKED_UP)
  void aGiverWhoSaysThatItWasFetchedIsContradictedByTheTakerAndByNobodyElse() {
    Stated missing = missing("plaza", Town.EVENING.until());
    Stated award = said("mapocho", AWARD);
    assertEquals(
        Optional.of(Contested.Outcome.DISPUTED), outcome(award, handed("mapocho"), missing));
    assertEquals(
        Optional.of(Contested.Outcome.DISPUTED),
        outcome(award, handed("mapocho"), missing, handed("rosa")),
        "rosa received nothing of it");
    assertEquals(
        Optional.empty(),
        outcome(award, handed("mapocho"), missing, handed("plaza")),
        "plaza says itself that it received some");
  }

  @Test
  @LiesIn(Kind.NOT_AVAILABLE)
  void aClaimOfSomebodyElseBeforeTheWindowOrADayLateIsNone() {
    var noShow = Optional.of(Contested.Outcome.NO_SHOW);
    Stated award = said("mapocho", AWARD);
    Instant end = Town.EVENING.until();
    assertEquals(noShow, outcome(award, noShow(), missing("rosa", end)), "not rosa's");
    assertEquals(
        noShow, outcome(award, noShow(), missing("plaza", Town.EVENING.from().minusMillis(1))));
    assertEquals(
        noShow,
        outcome(award, noShow(), missing("plaza", end.plus(Contested.TO_ANSWER).plusMillis(1))));
  }

  @Test
  @LiesIn(Kind.NOT_AVAILABLE)
  void whoHadNotAcceptedItOrHadGivenItUpWasPromisedNothing() {
    Stated award = said("mapocho", AWARD);
    Stated missing = missing("plaza", Town.EVENING.until());
    Stated declines = said("plaza", new Decline(LOT, 1, "no van", Town.CLOSES.plusSeconds(40)));
    Stated back = said("plaza", new GiveBack(LOT, 1, "no van", Town.CLOSES.plusSeconds(50)));
    assertEquals(Optional.empty(), outcome(List.of(award, missing)));
    assertEquals(Optional.empty(), outcome(List.of(award, accepts("rosa"), missing)));
    assertEquals(Optional.empty(), outcome(List.of(award, missing, accepts("plaza"))), "too late");
    assertEquals(Optional.empty(), outcome(List.of(award, declines, missing)));
    assertEquals(Optional.empty(), outcome(award, back, missing));
    assertEquals(
        Optional.of(Contested.Outcome.NOT_AVAILABLE), outcome(award, missing, back), "it came");
  }

  @Test
  void aClaimThatNobodyContradictsStands() {
    assertEquals(
        Optional.of(Contested.Outcome.NOT_AVAILABLE),
        outcome(said("mapocho", AWARD), missing("plaza", Town.EVENING.from())));
  }

  private static final EntryId RECALL = new EntryId(Hash.sha256(Bytes.utf8("recall")));

  private static Stated halt(Instant at) {
    return new Stated.OfSurplus(
        new EntryId(Hash.sha256(Bytes.utf8("halt"))),
        new MemberId("mapocho"),
        new Halt("lot", RECALL, 0, at));
  }

  private static Stated recall(Instant at) {
    var all = new Recall.Which.OfGtin(new Gtin("07802900000011"));
    return new Stated.OfSurplus(
        RECALL, new MemberId("rosa"), new Recall(all, Optional.empty(), "", "glass", at));
  }

  @Test
  @LiesIn(Kind.HALT)
  void aStopEndsWhatWasPromisedAndNotWhatWasSaidBefore() {
    Stated award = said("mapocho", AWARD);
    Instant came = Town.EVENING.from().plusSeconds(60);
    Stated missing = missing("plaza", came);
    Stated before = halt(came.minusSeconds(1));
    var claimed = Optional.of(Contested.Outcome.NOT_AVAILABLE);
    assertEquals(Optional.empty(), outcome(award, before, missing), "nobody was to come");
    assertEquals(Optional.empty(), outcome(award, before, noShow()), "a no-show of nobody");
    assertEquals(claimed, outcome(award, missing, halt(came.plusSeconds(1))), "it came before");
    assertEquals(
        Optional.of(Contested.Outcome.DISPUTED),
        outcome(award, noShow(), missing, before),
        "a stop after the fact takes no claim away, however it is dated");
    assertEquals(
        claimed,
        outcome(award, missing, before, recall(came.plusSeconds(30))),
        "nor one dated before the recall that it names");
  }

  private static final Instant WORD_BY = Town.CLOSES.plus(Duration.ofMinutes(30));

  private static Stated offered(Clauses clauses) {
    return new Stated.OfSurplus(
        new EntryId(Hash.sha256(Bytes.utf8("offer"))),
        new MemberId("mapocho"),
        Town.offer(Town.offer("lot", "dairy", 10), clauses));
  }

  private static Stated word(int units, Instant at) {
    return said("mapocho", new FirmUp("lot", units, 10, new TreeMap<>(), at));
  }

  @Test
  @LiesIn(Kind.FIRM_UP)
  void onlyTheFirstWordInTimeOnWhatWasExpectedTakesAClaimAway() {
    Stated award = said("mapocho", AWARD);
    Stated missing = missing("plaza", Town.EVENING.until());
    Stated expected = offered(Clauses.PLAIN.expected(WORD_BY));
    Stated all = word(10, WORD_BY.minusMillis(2));
    Stated none = word(0, WORD_BY.minusMillis(1));
    var claimed = Optional.of(Contested.Outcome.NOT_AVAILABLE);
    assertEquals(Optional.empty(), outcome(expected, award, none, missing));
    assertEquals(claimed, outcome(expected, award, word(0, WORD_BY), missing), "late");
    assertEquals(claimed, outcome(expected, award, all, missing, none), "a second one");
    assertEquals(claimed, outcome(offered(Clauses.PLAIN), award, none, missing), "set aside");
    assertEquals(claimed, outcome(award, none, missing), "of what nobody offered");
  }
}
