package coop.minga.federation.negotiation;

import static coop.minga.federation.negotiation.Story.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Peer;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.FirstRefusal;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Parent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Mapocho expects 10 kg of dairy to be left over, and says by half past four how much there is.
/// Plaza and Rosa each need 6 of it, Plaza more than Rosa.
class AnExpectedLotTest {
  private static final MemberId MAPOCHO = new MemberId("mapocho");
  private static final LotName LOT = new LotName(MAPOCHO, "lot");
  private static final Instant BY = Town.CLOSES.plus(Duration.ofMinutes(30));
  private static final Instant AFTERWARDS = BY.plus(Duration.ofMinutes(10));

  private static Offer expected(Instant by) {
    return Town.offer(Town.offer("lot", "dairy", 10), Clauses.PLAIN.expected(by));
  }

  private static World world(int there, Manners mapocho, Weather weather) {
    var world = new World(7, weather, Town.terms("plaza", "rosa"), Town.START);
    world.inWhichIsLeft(_ -> there);
    world.member("mapocho", Town.nothing(), mapocho);
    world.member("plaza", Town.wants("dairy", 6, 100), Manners.HONEST);
    world.member("rosa", Town.wants("dairy", 6, 40), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", expected(BY));
    return world;
  }

  private static World day(int there) {
    World world = world(there, Manners.HONEST, Weather.FAIR);
    world.runUntil(END);
    world.assertSettled();
    world.assertAudited();
    return world;
  }

  private static final Manners SILENT =
      new Manners() {
        @Override
        public Optional<Integer> word(int there) {
          return Optional.empty();
        }
      };

  private static GivingRecord.Expected record(World world) {
    SortedMap<MemberId, GivingRecord.Expected> all =
        world.peer("rosa").settlements().giving().expected(world.now());
    return Optional.ofNullable(all.get(MAPOCHO)).orElseThrow();
  }

  private static int awarded(World world, String taker) {
    return Story.lot(world).awards().stream()
        .map(Promise::award)
        .filter(award -> award.taker().equals(Story.party(taker)))
        .mapToInt(Award::units)
        .sum();
  }

  // ---- Whoever is honest

  @Test
  void whatIsThereGoesToThoseItWasAwardedTo() {
    World world = day(10);
    assertEquals(6, Story.got(world, "plaza"));
    assertEquals(4, Story.got(world, "rosa"));
    assertEquals(new GivingRecord.Expected(1, 0, 0, 0, 10, 10), record(world));
  }

  @Test
  void ofLessTheLowestBidsGetLess() {
    World world = day(7);
    assertEquals(6, awarded(world, "plaza"));
    assertEquals(4, awarded(world, "rosa"));
    assertEquals(7, Story.got(world, "plaza") + Story.got(world, "rosa"));
    assertTrue(Story.got(world, "rosa") < 4);
    assertEquals(7, Story.lot(world).units());
    assertEquals(0, Story.lot(world).expiredUnits());
    assertEquals(new GivingRecord.Expected(0, 1, 0, 0, 10, 7), record(world));
  }

  @Test
  void whoGetsNothingAfterAllIsToldWhy() {
    World world = day(0);
    assertEquals(0, Story.got(world, "plaza") + Story.got(world, "rosa"));
    assertEquals(
        Optional.of("It was only expected to be left over, and was not there."),
        world.peer("plaza").bidder().whyNot(LOT));
    assertEquals(0, world.peer("plaza").bidder().committed(LOT, world.now()));
    assertEquals(new GivingRecord.Expected(0, 0, 1, 0, 10, 0), record(world));
  }

  @Test
  void nothingIsHandedOverBeforeItIsSaidToBeThere() {
    World world = world(10, SILENT, Weather.FAIR);
    world.runUntil(BY.minusSeconds(60));
    assertEquals(Optional.of(BY), Story.lot(world).wordBy());
    assertEquals(
        new May.Not<>("nobody has said yet how much of mapocho/lot is there"),
        world.peer("mapocho").stall().pickUp(world.now(), "lot", 1, 6, 41));
  }

  // ---- Whoever is not

  @Test
  void whoIsSilentHasTakenItBackAndIsCounted() {
    World world = world(10, SILENT, Weather.FAIR);
    world.runUntil(END);
    world.assertSettled();
    assertEquals(List.of(), world.audit("mapocho").mismatches());
    assertEquals(0, Story.got(world, "plaza") + Story.got(world, "rosa"));
    assertTrue(
        Story.lot(world).awards().stream().allMatch(p -> p.state() == Promise.State.FELL_SHORT));
    assertEquals(new GivingRecord.Expected(0, 0, 0, 1, 10, 0), record(world));
    GivingRecord giving = world.peer("rosa").settlements().giving();
    assertEquals(giving.expected(world.now()), giving.expected(BY, world.now()));
    assertTrue(giving.expected(BY.plusMillis(1), world.now()).isEmpty(), "that was before");
    assertEquals(
        "mapocho/lot was only expected, and its giver did not say in time that it is there",
        assertInstanceOf(
                May.Not.class,
                world
                    .peer("plaza")
                    .bidder()
                    .missing(Town.EVENING.until(), LOT, 1, "nobody was there"))
            .why());
  }

  private static FirmUp word(int units, int of, Instant at) {
    return new FirmUp("lot", units, of, new TreeMap<>(), at);
  }

  /// What the auditor says of a word that Mapocho enters beside what its node does.
  private static String sentence(World world, FirmUp lie) {
    return world
        .audit("mapocho", List.of(world.peer("mapocho").entryOf(lie)))
        .mismatches()
        .getFirst()
        .sentence();
  }

  private static World waiting() {
    World world = world(10, SILENT, Weather.FAIR);
    world.runUntil(BY.minusSeconds(60));
    return world;
  }

  @Test
  @LiesIn(Kind.FIRM_UP)
  void nothingGrows() {
    World world = waiting();
    assertThrows(IllegalArgumentException.class, () -> word(12, 10, world.now()));
    assertEquals(
        "a word on what is there that may not be said: lot lot was offered with 10 units, which may"
            + " be fewer and never more; not 12",
        sentence(world, word(12, 12, world.now())));
    assertEquals(
        "a word on what is there that may not be said: lot lot was offered with 10 units, not 12",
        sentence(world, word(10, 12, world.now())));
  }

  @Test
  @LiesIn(Kind.FIRM_UP)
  void whoLetsAFriendKeepWhatTheLowestBidLosesIsNamed() {
    World world = waiting();
    int plazas = seq(world, "plaza");
    var left = new TreeMap<Integer, Integer>();
    left.put(plazas, 3);
    assertEquals(
        "less of mapocho/lot is there than was awarded, and it is not the lowest bids that get"
            + " fewer",
        sentence(world, new FirmUp("lot", 7, 10, left, world.now())));
    assertEquals(
        "less of mapocho/lot is there than was awarded, and it is not the lowest bids that get"
            + " fewer",
        sentence(world, word(7, 10, world.now())),
        "who says nothing of whose units are missing promises more than there is");
  }

  /// Awards of a lot cannot be so many in a day of this world: they are made by hand.
  @Test
  @LiesIn(Kind.FIRM_UP)
  void ofMoreAwardsThanAWordCanNameAllIsThereOrNothing() {
    LotAuction lot = Story.lot(waiting());
    Promise one = lot.awards().getFirst();
    var many = new TreeMap<Integer, Promise>();
    for (int seq = 1; seq <= FirmUp.MOST_LEFT + 2; seq++) {
      many.put(seq, oneUnit(one, seq));
    }
    LotAuction crowded =
        new LotAuction(
            lot.terms(),
            lot.offer(),
            lot.stage(),
            lot.bidding(),
            new Promises(many, List.of(), Set.of(), 0, 0, 0, List.of()),
            lot.price(),
            lot.choice(),
            lot.last());
    Instant now = BY.minusSeconds(60);
    assertEquals(
        new May.Not<>(
            "of lot lot more than 4096 awards would get fewer, which no word can say: say that all"
                + " or nothing is there"),
        crowded.firmUp(now, 1));
    assertInstanceOf(May.Say.class, crowded.firmUp(now, 2), "so many it can name");
    assertInstanceOf(May.Say.class, crowded.firmUp(now, 0));
  }

  private static Promise oneUnit(Promise like, int seq) {
    Award award = like.award();
    var of =
        new Award(
            award.lot(),
            seq,
            award.taker(),
            1,
            0,
            award.at(),
            award.answerBy(),
            award.window(),
            award.because());
    return new Promise(of, Promise.State.ACCEPTED, 1, award.because(), Grams.ZERO);
  }

  private static int seq(World world, String taker) {
    return Story.lot(world).awards().stream()
        .map(Promise::award)
        .filter(award -> award.taker().equals(Story.party(taker)))
        .findFirst()
        .orElseThrow()
        .seq();
  }

  @Test
  @LiesIn(Kind.FIRM_UP)
  void aWordAfterTheTimeIsNoneAndNamed() {
    World world = world(10, SILENT, Weather.FAIR);
    world.slips(AFTERWARDS, "mapocho", "plaza", () -> word(10, 10, world.now()));
    world.stops(BY.minusSeconds(30), "mapocho", Duration.ofMinutes(1));
    world.runUntil(END);
    assertEquals(0, Story.got(world, "plaza"));
    assertTrue(Story.names(world, Mismatch.UnfitWord.class));
    assertEquals(1, record(world).silent());
  }

  @Test
  @LiesIn(Kind.FIRM_UP)
  void aWordIsNotDatedBeforeWhatItsAuthorSaidBefore() {
    World world = waiting();
    Instant last = Story.lot(world).awards().getLast().award().at();
    assertEquals(
        "a word on what is there that may not be said: of lot lot by %s at the earliest"
            .formatted(last),
        sentence(world, word(10, 10, last.minusMillis(1))));
    Stated right = world.peer("mapocho").entryOf(word(10, 10, last));
    assertEquals(List.of(), world.audit("mapocho", List.of(right)).mismatches());
  }

  @Test
  @LiesIn(Kind.FIRM_UP)
  void aSecondWordChangesNothingAndIsNamed() {
    World world = world(7, Manners.HONEST, Weather.FAIR);
    world.slips(BY.minusSeconds(1), "mapocho", "plaza", () -> word(10, 10, world.now()));
    world.runUntil(END);
    assertEquals(7, Story.lot(world).units());
    assertEquals(7, Story.got(world, "plaza") + Story.got(world, "rosa"));
    assertTrue(Story.names(world, Mismatch.UnfitWord.class));
    assertEquals(new GivingRecord.Expected(0, 1, 0, 0, 10, 7), record(world));
  }

  @Test
  @LiesIn(Kind.FIRM_UP)
  void anotherMembersWordIsNone() {
    World world = world(10, Manners.HONEST, Weather.FAIR);
    world.slips(BY.minusSeconds(1200), "rosa", "mapocho", () -> word(0, 10, world.now()));
    world.runUntil(END);
    assertEquals(6, Story.got(world, "plaza"));
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  @Test
  @LiesIn(Kind.ACCEPT)
  void whoCountsOnWhatItWasNotAwardedMakesNobodyLookSilent() {
    World world = world(10, SILENT, Weather.FAIR);
    world.member("colmena", Town.nothing(), Manners.HONEST);
    world.slips(
        BY.minusSeconds(60), "colmena", "mapocho", () -> new Accept(LOT, 9, 1, world.now()));
    world.runUntil(AFTERWARDS);
    assertEquals(1, record(world).silent(), "Plaza and Rosa count on it");
    World nobody = new World(7, Weather.FAIR, Town.terms("plaza"), Town.START);
    nobody.member("mapocho", Town.nothing(), SILENT);
    nobody.member("plaza", Town.nothing(), Manners.HONEST);
    nobody.member("rosa", Town.nothing(), Manners.HONEST);
    nobody.offer(Town.START.plusSeconds(10), "mapocho", expected(BY));
    nobody.slips(
        BY.minusSeconds(60), "plaza", "mapocho", () -> new Accept(LOT, 1, 1, nobody.now()));
    nobody.runUntil(AFTERWARDS);
    assertTrue(nobody.peer("rosa").settlements().giving().expected(nobody.now()).isEmpty());
  }

  @Test
  void aHoldLeavesTimeForTheWord() {
    World world = world(7, Manners.HONEST, Weather.FAIR);
    world.slips(
        Town.CLOSES.minusSeconds(60),
        "mapocho",
        "plaza",
        () -> new Hold("lot", Hold.MOST_MINUTES, "the cold room is warm", world.now()));
    world.runUntil(END);
    world.assertSettled();
    world.assertAudited();
    assertEquals(7, Story.got(world, "plaza") + Story.got(world, "rosa"));
  }

  /// Plaza takes of it first, Mapocho asks for time, its node is down when bidding ends and wakes
  /// three minutes before the word is due.
  private static World heldAndLate(Duration down) {
    var world = new World(7, Weather.FAIR, Town.terms("plaza", "rosa"), Town.START);
    world.inWhichIsLeft(_ -> 10);
    world.member("mapocho", Town.nothing(), Manners.HONEST);
    world.member("plaza", Town.wants("dairy", 6, 100), Manners.HONEST);
    world.member("rosa", Town.wants("dairy", 6, 40), Manners.HONEST);
    var first = new FirstRefusal(new MemberId("plaza"), Town.START.plus(Duration.ofMinutes(5)));
    world.offer(
        Town.START.plusSeconds(10),
        "mapocho",
        Town.offer(Town.offer("lot", "dairy", 10), Clauses.PLAIN.expected(BY).firstTo(first)));
    world.slips(
        Town.CLOSES.minusSeconds(120),
        "mapocho",
        "plaza",
        () -> new Hold("lot", Hold.MOST_MINUTES, "the cold room is warm", world.now()));
    world.stops(Town.CLOSES.minusSeconds(60), "mapocho", down);
    return world;
  }

  @Test
  void aHoldAfterALateCloseEndsBeforeTheWordIsDue() {
    World world = heldAndLate(Duration.between(Town.CLOSES, BY).minusSeconds(120));
    world.runUntil(BY.minusSeconds(60));
    assertEquals(6, awarded(world, "plaza"), "it took them first");
    assertEquals(4, awarded(world, "rosa"), "nobody holds what is to be firmed up at once");
    world.stops(BY.plusSeconds(60), "mapocho", Duration.ofMinutes(1));
    world.runUntil(END);
    world.assertSettled();
    world.assertAudited();
  }

  @Test
  void whoseNodeSleepsPastTheTimeHasSaidNothingAndStartsAgain() {
    World world = heldAndLate(Duration.between(Town.CLOSES, BY).plusSeconds(120));
    world.stops(BY.plusSeconds(240), "mapocho", Duration.ofMinutes(1));
    world.runUntil(END);
    world.assertSettled();
    world.assertAudited();
    assertEquals(0, Story.got(world, "plaza") + Story.got(world, "rosa"));
    assertEquals(1, record(world).silent());
  }

  @Test
  void whatIsHeldWaitsForItsAwardsAndNotForAWord() {
    World world = heldAndLate(Duration.ofMinutes(2));
    world.runUntil(Town.CLOSES.plusSeconds(180));
    Instant until = Story.lot(world).heldUntil().orElseThrow();
    assertEquals(
        new May.Not<>(
            "lot lot is held until %s; how much is there is said once it is awarded"
                .formatted(until)),
        world.peer("mapocho").stall().firmUp(world.now(), "lot", 8));
    world.runUntil(END);
    world.assertSettled();
    world.assertAudited();
  }

  // ---- A recall before the word

  private static final EntryId RECALL = new EntryId(Hash.sha256(Bytes.utf8("glass in it")));

  private static Halt halt(Peer mapocho, Instant at) {
    var seen = new Seen(new Close.Book(mapocho.book().size(), RECALL.hash()), Map.of());
    return ((May.Say<Halt>) mapocho.stall().halt(at, "lot", RECALL, seen)).statement();
  }

  private static World recalled(Instant at) {
    World world = world(10, SILENT, Weather.FAIR);
    world.person(at, "mapocho", peer -> halt(peer, at));
    world.runUntil(END);
    world.assertSettled();
    assertEquals(List.of(), world.audit("mapocho").mismatches());
    return world;
  }

  @Test
  @LiesIn(Kind.HALT)
  void whoStopsItBeforeTheWordIsNotAskedAnyMore() {
    World world = recalled(BY.minusSeconds(300));
    assertTrue(Story.lot(world).there().isEmpty(), "there is no word on it");
    assertTrue(Story.lot(world).awards().stream().allMatch(p -> p.state() == Promise.State.HALTED));
    GivingRecord giving = world.peer("rosa").settlements().giving();
    assertTrue(giving.expected(world.now()).isEmpty());
  }

  @Test
  @LiesIn(Kind.HALT)
  void whoWasSilentIsCountedAlsoIfItStopsItAfterwards() {
    World world = world(10, SILENT, Weather.FAIR);
    world.runUntil(AFTERWARDS);
    assertEquals(1, record(world).silent());
    var late = new Stated.OfSurplus(RECALL, MAPOCHO, new Halt("lot", RECALL, 0, BY.plusSeconds(1)));
    GivingRecord giving = world.peer("rosa").settlements().giving();
    giving.hear(1000, late);
    assertEquals(1, record(world).silent());
  }

  @Test
  @LiesIn(Kind.OFFER)
  void whoWasSilentIsCountedAlsoIfItOffersAnotherLotByThatName() {
    World world = world(10, SILENT, Weather.FAIR);
    world.runUntil(AFTERWARDS);
    GivingRecord giving = world.peer("rosa").settlements().giving();
    Offer plain = Town.offer(Town.offer("lot", "dairy", 10), Clauses.PLAIN);
    giving.hear(1001, new Stated.OfSurplus(RECALL, MAPOCHO, plain));
    assertEquals(1, record(world).silent());
    Offer longer =
        Town.offer(Town.offer("lot", "dairy", 10), Clauses.PLAIN.expected(BY.plusSeconds(600)));
    giving.hear(1002, new Stated.OfSurplus(RECALL, MAPOCHO, longer));
    assertEquals(1, record(world).silent());
  }

  // ---- What may be offered

  private static Optional<String> fault(Clauses clauses) {
    Offer offer = Town.offer(Town.offer("lot", "dairy", 10), clauses);
    return Stall.empty(MAPOCHO, Town.terms("plaza", "rosa")).fault(offer);
  }

  @Test
  @LiesIn(Kind.OFFER)
  void aWordIsGivenOnceAllAwardsMayBeMade() {
    assertEquals(Optional.empty(), fault(Clauses.PLAIN.expected(BY)));
    Instant early = BY.minusMillis(1);
    assertEquals(
        Optional.of(
            "lot lot is to be firmed up by " + early + ", and not all awards may be made by then"),
        fault(Clauses.PLAIN.expected(early)));
    assertEquals(Optional.empty(), fault(Clauses.PLAIN.expected(early.plusMillis(1))));
    assertEquals(
        Optional.of("lot lot is a part of what was collected, and need not be expected"),
        fault(Clauses.PLAIN.expected(BY).partOf(new Parent(new LotName(MAPOCHO, "old"), 1))));
  }

  // ---- In any weather

  @Test
  void whateverIsLostAndWhoeverCrashesTheAuditorComesToTheSame() {
    int cut = 0;
    for (int seed = 1; seed <= 12; seed++) {
      int there = seed % 11;
      var weather = new Weather(150, 150, Duration.ofSeconds(3), 60, Duration.ofMinutes(4));
      var world = new World(seed, weather, Town.terms("plaza", "rosa", "colmena"), Town.START);
      world.inWhichIsLeft(_ -> there);
      world.member("mapocho", Town.nothing(), Manners.HONEST);
      world.member("plaza", Town.wants("dairy", 6, 100), Manners.HONEST);
      world.member("rosa", Town.wants("dairy", 6, 90), Manners.HONEST);
      world.member("colmena", Town.wants("dairy", 6, 80), Manners.HONEST);
      Clauses clauses = Clauses.PLAIN.expected(BY);
      world.offer(
          Town.START.plusSeconds(10),
          "mapocho",
          Town.offer(
              Town.offer("lot", "dairy", 10),
              seed % 2 == 0
                  ? clauses
                  : clauses.firstTo(
                      new FirstRefusal(
                          new MemberId("colmena"), Town.START.plus(Duration.ofMinutes(5))))));
      world.runUntil(END);
      world.assertSettled();
      world.assertAudited();
      for (LotAuction lot : world.peer("mapocho").stall().lots().values()) {
        int got = lot.awards().stream().mapToInt(Promise::units).sum();
        assertFalse(got > lot.units(), "seed " + seed);
        cut += lot.units() < 10 && got > 0 ? 1 : 0;
      }
    }
    assertTrue(cut >= 5, "few lots were cut: " + cut);
  }
}
