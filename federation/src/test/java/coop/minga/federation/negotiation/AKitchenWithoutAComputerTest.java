package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Grams;
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
import coop.minga.federation.surplus.Attest;
import coop.minga.federation.surplus.KitchenServes;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.PeopleServed;
import coop.minga.federation.surplus.Sponsor;
import coop.minga.federation.surplus.StatedNeed;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The Olla cooks for its street and has no computer; Huerta, a food bank, bids for it. It needs 3
/// kg of dairy a day. Mapocho gives 10 kg away, and Rosa would have it all.
class AKitchenWithoutAComputerTest {
  private static final MemberId MAPOCHO = new MemberId("mapocho");
  private static final MemberId CITY = new MemberId("city");
  private static final MemberId HUERTA = new MemberId("huerta");
  private static final MemberId ROSA = new MemberId("rosa");
  private static final MemberId OLLA = new MemberId("olla");
  private static final Party FOR_OLLA = new Party(HUERTA, "@olla");
  private static final int OCTAVE = 1 << 24;

  private static StatedNeed need(int gramsADay) {
    var need =
        new Need(
            "@olla",
            "dairy",
            Collections.nCopies(7, new Grams(gramsADay)),
            Town.TODAY.plusDays(30),
            true);
    return new StatedNeed(need, Grams.ZERO, StatedNeed.NO_BOUND, Town.START);
  }

  private static Kitchens olla(MemberId sponsor) {
    var kitchen =
        new Kitchens.Kitchen(some("paper"), sponsor, new TreeMap<>(Map.of("dairy", need(3000))));
    return new Kitchens(new TreeMap<>(Map.of(OLLA, kitchen)));
  }

  private static Settlement settled(Kitchens kitchens, Map<MemberId, Settlement.Account> accounts) {
    return new Settlement(20, 0, new TreeMap<>(accounts), true, kitchens);
  }

  private static World day(Settlement settlement, Manners huerta, Manners mapocho) {
    Terms terms = Town.terms("huerta", "rosa").settled(settlement, Clearings.NONE);
    var world = new World(7, Weather.FAIR, terms, Town.START);
    world.member("mapocho", Town.nothing(), mapocho);
    world.member(FOR_OLLA, Town.wants("dairy", 6, 100), huerta);
    world.member("rosa", Town.wants("dairy", 10, 90), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", Town.offer("lot", "dairy", 10));
    return world;
  }

  private static World played(World world) {
    world.runUntil(Story.END);
    world.assertSettled();
    return world;
  }

  private static int got(World world, Party party) {
    return Story.lot(world).awards().stream()
        .filter(p -> p.award().taker().equals(party))
        .mapToInt(Promise::units)
        .sum();
  }

  private static List<Refusal> refusals(World world) {
    return world.peer("mapocho").book().stream()
        .filter(Stated.OfNegotiation.class::isInstance)
        .map(s -> ((Stated.OfNegotiation) s).says())
        .filter(says -> says instanceof BidReply r && r.taker().equals(FOR_OLLA))
        .flatMap(says -> ((BidReply) says).refusal().stream())
        .filter(why -> why != Refusal.PRICE_TOO_LOW)
        .toList();
  }

  @Test
  void itsSponsorBidsForItAndEveryEntrySaysForWhom() {
    World world = played(day(settled(olla(HUERTA), Map.of()), Manners.HONEST, Manners.HONEST));
    assertTrue(got(world, FOR_OLLA) > 0);
    assertEquals(List.of(), world.audit("mapocho").mismatches());
    assertEquals("huerta/@olla", Story.lot(world).awards().getFirst().award().taker().toString());
    assertEquals(OLLA, FOR_OLLA.account());
    assertEquals(ROSA, Story.party("rosa").account());
  }

  @Test
  void itsPriorityCountsAndNotItsSponsors() {
    var even = new Settlement.Account(1, Priority.ONE);
    var twice = new Settlement.Account(1, new Priority(OCTAVE));
    Map<MemberId, Settlement.Account> ollas = Map.of(OLLA, twice, HUERTA, even, ROSA, even);
    Map<MemberId, Settlement.Account> huertas = Map.of(OLLA, even, HUERTA, twice, ROSA, even);
    World hungry = played(day(settled(olla(HUERTA), ollas), Manners.HONEST, Manners.HONEST));
    World fed = played(day(settled(olla(HUERTA), huertas), Manners.HONEST, Manners.HONEST));
    assertTrue(
        got(hungry, FOR_OLLA) > got(fed, FOR_OLLA),
        "what its sponsor did not get is not the kitchen's");
    assertEquals(List.of(), hungry.audit("mapocho").mismatches());
  }

  private static Manners asking(int units) {
    return Story.saying(s ->
        s instanceof Bid bid
            ? new Bid(
                bid.lot(),
                bid.seq(),
                bid.site(),
                units,
                bid.points(),
                bid.bindsUntil(),
                bid.settlementEpoch(),
                bid.reach(),
                bid.at())
            : s);
  }

  @Test
  @LiesIn(Kind.BID)
  void whoBidsForMoreThanItsKitchenNeedsIsRefused() {
    World world = played(day(settled(olla(HUERTA), Map.of()), asking(7), Manners.HONEST));
    assertEquals(Refusal.PAST_ITS_NEED, refusals(world).getFirst());
    assertEquals(0, got(world, FOR_OLLA));
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  @Test
  @LiesIn(Kind.BID_REPLY)
  void aGiverThatTakesSuchABidIsNamed() {
    Manners lax =
        Story.saying(s ->
            s instanceof BidReply r && r.refusal().equals(Optional.of(Refusal.PAST_ITS_NEED))
                ? new BidReply(
                    r.lot(),
                    r.taker(),
                    r.bidSeq(),
                    r.bid(),
                    7,
                    Optional.empty(),
                    new Standing(r.standing().news(), r.standing().bids(), 7, 0),
                    r.at())
                : s);
    World world = day(settled(olla(HUERTA), Map.of()), asking(7), lax);
    world.runUntil(Story.END);
    assertTrue(Story.names(world, Mismatch.ReplyDiffers.class));
  }

  @Test
  @LiesIn(Kind.BID)
  void whoBidsForAKitchenThatNamedAnotherIsRefused() {
    World world = day(settled(olla(ROSA), Map.of()), Manners.HONEST, Manners.HONEST);
    world.slips(
        Town.CLOSES.minusSeconds(600),
        "huerta",
        "mapocho",
        () ->
            new Bid(
                new LotName(MAPOCHO, "lot"),
                1,
                "@olla",
                3,
                90,
                Story.END,
                0,
                new Bid.Reach(1, 60),
                world.now()));
    played(world);
    assertEquals(List.of(Refusal.NOT_ELIGIBLE), refusals(world));
    assertEquals(0, got(world, FOR_OLLA));
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  // ---- How the ledgers say whose sponsor somebody is

  private final Map<MemberId, List<Stated>> ledgers = new TreeMap<>();
  private final Settlements settlements = settlements();

  private Settlements settlements() {
    return new Settlements(
        _ -> 100,
        member -> ledgers.getOrDefault(member, List.of()).size(),
        new MemberId("colmena")::equals);
  }

  private Counted last = Counted.NOTHING;

  private static EntryId some(Object what) {
    return new EntryId(Hash.sha256(Bytes.utf8(what.toString())));
  }

  private EntryId says(MemberId author, SurplusStatement says) {
    EntryId id = some(author + " " + says);
    add(author, new Stated.OfSurplus(id, author, says));
    return id;
  }

  private void add(MemberId author, Stated stated) {
    List<Stated> ledger = ledgers.computeIfAbsent(author, _ -> new ArrayList<>());
    ledger.add(stated);
    settlements.hear(ledger.size() - 1, stated);
  }

  private EntryId sponsors(MemberId who, int minute) {
    Instant at = Town.START.plusSeconds(60L * minute);
    return says(who, new Sponsor(OLLA, some(who + " paper").hash(), at));
  }

  private Settlement count() {
    var sizes = new TreeMap<MemberId, Long>();
    ledgers.forEach((member, ledger) -> sizes.put(member, (long) ledger.size()));
    last = new Counted(last.epoch() + 1, sizes, Optional.of(Town.CLOSES));
    settlements.hear(MAPOCHO, last);
    return settlements.of(MAPOCHO, last.epoch()).orElseThrow();
  }

  private static Optional<MemberId> sponsor(Settlement settlement) {
    return Optional.ofNullable(settlement.kitchens().sponsored().get(OLLA))
        .map(Kitchens.Kitchen::sponsor);
  }

  @Test
  void whomItsPeopleNamedLastBidsForItAndWhatWasStatedByThenIsItsNeed() {
    says(CITY, new Attest(sponsors(HUERTA, 1), Town.START));
    says(HUERTA, need(3000));
    Settlement first = count();
    assertEquals(Optional.of(HUERTA), sponsor(first));
    assertEquals(
        Optional.of(new Grams(6000)), first.kitchens().most(FOR_OLLA, "dairy", Town.TODAY));
    assertEquals(Optional.of(Grams.ZERO), first.kitchens().most(FOR_OLLA, "bread", Town.TODAY));
    assertEquals(
        Optional.of(Grams.ZERO),
        first.kitchens().most(FOR_OLLA, "dairy", Town.TODAY.plusDays(31)),
        "a need that is over is none");
    says(CITY, new Attest(sponsors(ROSA, 2), Town.START));
    assertEquals(Optional.of(ROSA), sponsor(count()));
  }

  private static Optional<EntryId> claim(Settlement settlement) {
    return Optional.ofNullable(settlement.kitchens().sponsored().get(OLLA))
        .map(Kitchens.Kitchen::claim);
  }

  @Test
  void ofTwoPapersForOneSponsorTheLaterOneCounts() {
    EntryId old = sponsors(HUERTA, 1);
    says(CITY, new Attest(old, Town.START));
    assertEquals(Optional.of(old), claim(count()));
    EntryId anew = sponsors(HUERTA, 2);
    says(CITY, new Attest(anew, Town.START));
    assertEquals(Optional.of(anew), claim(count()));
  }

  @Test
  @LiesIn(Kind.SPONSOR)
  void whoNamesItselfBidsForNobody() {
    EntryId first = sponsors(HUERTA, 1);
    assertEquals(Optional.empty(), sponsor(count()), "nobody has seen a paper");
    says(HUERTA, new Attest(first, Town.START));
    assertEquals(Optional.empty(), sponsor(count()), "its own word twice");
    sponsors(ROSA, 2);
    says(ROSA, new Attest(first, Town.START));
    assertEquals(Optional.empty(), sponsor(count()), "sponsors do not vouch for each other");
    says(CITY, new Attest(first, Town.START));
    assertEquals(Optional.of(HUERTA), sponsor(count()));
    sponsors(ROSA, 3);
    assertEquals(Optional.of(HUERTA), sponsor(count()), "rosa has no paper of the olla's");
  }

  @Test
  @LiesIn(Kind.SPONSOR)
  void whoDatesItsWordAheadIsNotTheLastForGood() {
    says(CITY, new Attest(sponsors(HUERTA, 1), Town.START));
    says(CITY, new Attest(sponsors(ROSA, 1_000_000), Town.START));
    assertEquals(Optional.of(HUERTA), sponsor(count()));
  }

  @Test
  @LiesIn(Kind.ATTEST)
  void whoTakesByTheCharterVouchesForNobodyThoughItWasAwardedNothing() {
    EntryId claim = sponsors(HUERTA, 1);
    says(new MemberId("colmena"), new Attest(claim, Town.START));
    assertEquals(Optional.empty(), sponsor(count()));
    says(CITY, new Attest(claim, Town.START));
    assertEquals(Optional.of(HUERTA), sponsor(count()));
  }

  @Test
  @LiesIn(Kind.ATTEST)
  void whoWasEverAwardedSomethingVouchesForNobody() {
    EntryId claim = sponsors(HUERTA, 1);
    var window = new Window(Town.CLOSES, Town.CLOSES.plusSeconds(7200));
    var award =
        new Award(
            "lot",
            1,
            new Party(CITY, "kitchen"),
            5,
            0,
            Town.CLOSES,
            Town.CLOSES.plusSeconds(60),
            window,
            some("close"));
    add(MAPOCHO, new Stated.OfNegotiation(some(award), MAPOCHO, award));
    says(CITY, new Attest(claim, Town.START));
    assertEquals(Optional.empty(), sponsor(count()));
  }

  // ---- How many people it serves

  private static final MemberId SCHOOL = new MemberId("school");

  private EntryId serves(MemberId who, int people) {
    var from = Town.TODAY.minusDays(92);
    var claim =
        new PeopleServed(people, 1000, "bowls", from, Town.TODAY, some("sheet").hash(), Town.START);
    return says(who, new KitchenServes(OLLA, claim));
  }

  private void attested(EntryId claim) {
    says(CITY, new Attest(claim, Town.START));
    says(SCHOOL, new Attest(claim, Town.START));
  }

  /// The olla has a sponsor; Rosa says that she feeds 100; both are awarded something.
  private void twoTakers() {
    says(CITY, new Attest(sponsors(HUERTA, 1), Town.START));
    LocalDate from = Town.TODAY.minusDays(92);
    attested(
        says(
            ROSA,
            new PeopleServed(
                100, 1000, "heads", from, Town.TODAY, some("list").hash(), Town.START)));
    awarded(FOR_OLLA, 1);
    awarded(Story.party("rosa"), 2);
  }

  private void awarded(Party taker, int seq) {
    var window = new Window(Town.CLOSES, Town.CLOSES.plusSeconds(7200));
    Instant answer = Town.CLOSES.plusSeconds(60);
    var award = new Award("lot", seq, taker, 5, 0, Town.CLOSES, answer, window, some("close"));
    add(MAPOCHO, new Stated.OfNegotiation(some(award), MAPOCHO, award));
  }

  private static Map<MemberId, Long> entitled(Settlement settlement) {
    return Map.of(OLLA, settlement.entitledPercent(OLLA), ROSA, settlement.entitledPercent(ROSA));
  }

  private static final Map<MemberId, Long> ALIKE = Map.of(OLLA, 50L, ROSA, 50L);

  @Test
  void itIsEntitledByItsOwnPeopleAndNotByItsSponsors() {
    twoTakers();
    attested(serves(HUERTA, 300));
    assertEquals(Map.of(OLLA, 75L, ROSA, 25L), entitled(count()));
    assertEquals(
        HUERTA,
        Optional.ofNullable(settlements.entitlements().last(count().kitchens()).get(OLLA))
            .orElseThrow()
            .by());
    assertTrue(
        settlements.entitlements().last(Kitchens.NONE).keySet().stream().noneMatch(HUERTA::equals),
        "huerta claims nothing for itself");
  }

  @Test
  void whoBidsForItNowSpeaksOfItsPeople() {
    twoTakers();
    attested(serves(HUERTA, 300));
    says(CITY, new Attest(sponsors(new MemberId("tercera"), 5), Town.START));
    assertEquals(ALIKE, entitled(count()), "whom it left speaks for it no more");
    attested(serves(new MemberId("tercera"), 300));
    assertEquals(Map.of(OLLA, 75L, ROSA, 25L), entitled(count()));
  }

  /// It has got a computer. An auditor hears all of it before it counts the first day again.
  @Test
  void whatItSaysItselfLaterChangesNoDayBefore() {
    twoTakers();
    attested(serves(HUERTA, 300));
    Settlement then = count();
    Counted first = last;
    assertEquals(Map.of(OLLA, 75L, ROSA, 25L), entitled(then));
    var own =
        new PeopleServed(
            33,
            1000,
            "heads",
            Town.TODAY.minusDays(92),
            Town.TODAY,
            some("own").hash(),
            Town.START);
    EntryId claim = says(OLLA, own);
    assertEquals(Map.of(OLLA, 75L, ROSA, 25L), entitled(count()), "nobody has seen its list yet");
    attested(claim);
    assertEquals(Map.of(OLLA, 24L, ROSA, 75L), entitled(count()));

    Settlements again = settlements();
    ledgers.forEach((member, entries) -> {
      for (int i = 0; i < entries.size(); i++) {
        again.hear(i, entries.get(i));
      }
    });
    again.hear(MAPOCHO, first);
    assertEquals(entitled(then), entitled(again.of(MAPOCHO, first.epoch()).orElseThrow()));
  }

  @Test
  @LiesIn(Kind.PEOPLE_SERVED)
  void whoDoesNotBidForItCannotMakeItLargeOrSmall() {
    twoTakers();
    attested(serves(new MemberId("tercera"), 1_000_000));
    assertEquals(ALIKE, entitled(count()));
  }

  @Test
  @LiesIn({Kind.PEOPLE_SERVED, Kind.ATTEST})
  void itsSponsorsOwnWordIsNoAttestationNorThatOfWhoClaimsForAnother() {
    twoTakers();
    EntryId claim = serves(HUERTA, 300);
    says(HUERTA, new Attest(claim, Town.START));
    says(CITY, new Attest(claim, Town.START));
    assertEquals(ALIKE, entitled(count()));
    var tercera = new MemberId("tercera");
    serves(tercera, 7);
    says(tercera, new Attest(claim, Town.START));
    assertEquals(ALIKE, entitled(count()), "whoever claims for a kitchen vouches for none");
    says(SCHOOL, new Attest(claim, Town.START));
    assertEquals(Map.of(OLLA, 75L, ROSA, 25L), entitled(count()));
  }

  @Test
  void whatIsCollectedForItIsItsOwnShare() {
    var debit =
        new Debit("lot", 1, FOR_OLLA, new Grams(5000), 40, some("received"), 0, Town.CLOSES);
    var window = new Window(Town.CLOSES, Town.CLOSES.plusSeconds(7200));
    var award =
        new Award(
            "lot",
            1,
            FOR_OLLA,
            5,
            0,
            Town.CLOSES,
            Town.CLOSES.plusSeconds(60),
            window,
            some("close"));
    add(MAPOCHO, new Stated.OfNegotiation(some(award), MAPOCHO, award));
    add(MAPOCHO, new Stated.OfNegotiation(some(debit), MAPOCHO, debit));
    Settlement settlement = count();
    assertEquals(200_000, settlement.debits(OLLA));
    assertEquals(0, settlement.debits(HUERTA));
  }
}
