package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Parent;
import coop.minga.federation.surplus.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Rosa got little of late, Plaza much; now Rosa's bids count twice, Plaza's half.
class APriorityThatCountsTest {
  private static final MemberId MAPOCHO = new MemberId("mapocho");
  private static final MemberId PLAZA = new MemberId("plaza");
  private static final MemberId ROSA = new MemberId("rosa");
  private static final MemberId COLMENA = new MemberId("colmena");
  private static final int OCTAVE = 1 << 24;

  private static final Settlement UNEVEN =
      new Settlement(
          20,
          0,
          new TreeMap<>(
              Map.of(
                  PLAZA, new Settlement.Account(4, new Priority(-OCTAVE)),
                  ROSA, new Settlement.Account(1, new Priority(OCTAVE)))),
          true);

  private static World day(Settlement settlement, Manners plaza) {
    Terms terms = Town.terms("plaza", "rosa").settled(settlement, Clearings.NONE);
    var world = new World(7, Weather.FAIR, terms, Town.START);
    world.member("mapocho", Town.nothing(), Manners.HONEST);
    world.member("plaza", Town.wants("dairy", 10, 100), plaza);
    world.member("rosa", Town.wants("dairy", 10, 90), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", Town.offer("lot", "dairy", 10));
    world.runUntil(Story.END);
    return world;
  }

  @Test
  void whoGotLessThanItsShareWinsWhatItLostAtEvenPriorities() {
    World even = day(Settlement.NONE, Manners.HONEST);
    World uneven = day(UNEVEN, Manners.HONEST);
    assertTrue(Story.got(even, "plaza") >= Story.got(even, "rosa"));
    assertTrue(Story.got(uneven, "rosa") > Story.got(uneven, "plaza"));
    assertTrue(Story.got(uneven, "rosa") > Story.got(even, "rosa"));
    assertEquals(List.of(), uneven.audit("mapocho").mismatches());
  }

  @Test
  void whoBidsMoreThanItsPriorityAllowsIsRefused() {
    World world = day(UNEVEN, Story.saying(s -> s instanceof Bid bid ? dear(bid) : s));
    assertTrue(
        Story.repliesTo(world, "plaza").stream()
            .allMatch(reply -> reply.refusal().equals(Optional.of(Refusal.PRICE_TOO_HIGH))));
    assertTrue(!Story.repliesTo(world, "plaza").isEmpty());
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  private static Bid dear(Bid bid) {
    return new Bid(
        bid.lot(),
        bid.seq(),
        bid.site(),
        bid.units(),
        51,
        bid.bindsUntil(),
        bid.settlementEpoch(),
        bid.reach(),
        bid.at());
  }

  // ---- How a settlement follows from ledgers

  private static EntryId some(Object what) {
    return new EntryId(Hash.sha256(Bytes.utf8(what.toString())));
  }

  private static Stated mapocho(NegotiationStatement says) {
    return new Stated.OfNegotiation(some(says), MAPOCHO, says);
  }

  private static Award award(int seq, MemberId taker) {
    var window = new Window(Town.CLOSES.plusSeconds(60), Town.CLOSES.plusSeconds(7200));
    return new Award(
        "lot",
        seq,
        new Party(taker, "kitchen"),
        5,
        0,
        Town.CLOSES,
        Town.CLOSES.plusSeconds(60),
        window,
        some("close"));
  }

  private static Debit debit(int seq, MemberId taker, EntryId because) {
    var party = new Party(taker, "kitchen");
    return new Debit("lot", seq, party, new Grams(5000), 40, because, 0, Town.CLOSES);
  }

  private static final Stated OFFER =
      new Stated.OfSurplus(some("offer"), MAPOCHO, Town.offer("lot", "dairy", 15));

  /// Mapocho's ledger: the offer, three awards, a no-show, three debits.
  private static List<Stated> ledger() {
    Stated noShow = mapocho(new NoShow("lot", 3, 0, Town.CLOSES));
    return List.of(
        OFFER,
        mapocho(award(1, PLAZA)),
        mapocho(award(2, ROSA)),
        mapocho(award(3, COLMENA)),
        noShow,
        mapocho(debit(1, PLAZA, some("received"))),
        mapocho(debit(2, ROSA, some("received too"))),
        mapocho(debit(3, COLMENA, noShow.id())));
  }

  private static Counted counted(int epoch, long size) {
    return new Counted(epoch, new TreeMap<>(Map.of(MAPOCHO, size)));
  }

  private static Settlements heard(long held) {
    var settlements = new Settlements(category -> category.equals("dairy") ? 100 : 0, _ -> held);
    List<Stated> ledger = ledger();
    for (int i = ledger.size() - 1; i >= 0; i--) {
      settlements.hear(i, ledger.get(i));
    }
    return settlements;
  }

  @Test
  void anEntryCountsInTheEpochThatFirstCoversIt() {
    Settlements settlements = heard(8);
    settlements.hear(MAPOCHO, counted(1, 6));
    settlements.hear(MAPOCHO, counted(2, 8));
    Settlement first = settlements.of(MAPOCHO, 1).orElseThrow();
    assertEquals(Set.of(PLAZA, ROSA, COLMENA), first.accounts().keySet());
    assertEquals(200_000, first.debits(PLAZA));
    assertEquals(0, first.debits(ROSA));
    assertEquals(500_000, first.handedOver());
    Settlement second = settlements.of(MAPOCHO, 2).orElseThrow();
    assertEquals(190_000, second.debits(PLAZA));
    assertEquals(475_000 + 500_000, second.handedOver());
    assertEquals(Settlement.NONE, settlements.of(MAPOCHO, 0).orElseThrow());
  }

  @Test
  void aNoShowIsDebitedOnceItsTakerHadTimeToAnswer() {
    Settlements settlements = heard(8);
    for (int epoch = 1; epoch <= 3; epoch++) {
      Counted next =
          settlements.next(MAPOCHO, counted(epoch, 8).sizes(), Town.CLOSES).orElseThrow();
      assertEquals(
          counted(epoch, 8).sizes(), next.sizes(), "a debit that waits is a reason to count");
      settlements.hear(MAPOCHO, next);
    }
    assertEquals(0, settlements.of(MAPOCHO, 1).orElseThrow().debits(COLMENA));
    Settlement second = settlements.of(MAPOCHO, 2).orElseThrow();
    assertEquals(0, second.debits(COLMENA));
    Settlement third = settlements.of(MAPOCHO, 3).orElseThrow();
    assertEquals(200_000, third.debits(COLMENA));
    assertEquals(second.handedOver() * 95 / 100, third.handedOver(), "nothing was handed over");
    assertEquals(Optional.empty(), settlements.next(MAPOCHO, counted(4, 8).sizes(), Town.CLOSES));
  }

  @Test
  @LiesIn(Kind.DEBIT)
  void aDebitThatNamesWhatAnAccompliceSaysLaterIsCountedOnceAndAlikeByAll() {
    var later = new NoShow("its own", 1, 0, Town.CLOSES);
    var accomplice = new Stated.OfNegotiation(some("later"), ROSA, later);
    Stated debit = mapocho(debit(1, PLAZA, accomplice.id()));
    Settlements node = of(List.of(OFFER, mapocho(award(1, PLAZA)), debit));
    node.hear(MAPOCHO, counted(1, 3));
    assertEquals(200_000, node.of(MAPOCHO, 1).orElseThrow().debits(PLAZA));
    node.hear(0, accomplice);
    Settlements auditor = of(List.of(OFFER, mapocho(award(1, PLAZA)), debit));
    auditor.hear(0, accomplice);
    auditor.hear(MAPOCHO, counted(1, 3));
    for (int epoch = 2; epoch <= 4; epoch++) {
      node.hear(MAPOCHO, counted(epoch, 3));
      auditor.hear(MAPOCHO, counted(epoch, 3));
      assertEquals(auditor.of(MAPOCHO, epoch), node.of(MAPOCHO, epoch), "epoch " + epoch);
    }
    assertEquals(171_475, node.of(MAPOCHO, 4).orElseThrow().debits(PLAZA), "it aged, no more");
  }

  @Test
  void whatIsHandedOverASecondTimeInPartsIsCountedOnce() {
    var whole = new Parent(new LotName(ROSA, "whole"), 1);
    Offer part =
        Town.offer("lot", "dairy", 15)
            .under(some("roster").hash())
            .saying(Clauses.PLAIN.partOf(whole));
    Settlements hub =
        of(
            List.of(
                new Stated.OfSurplus(some("part"), MAPOCHO, part),
                mapocho(award(1, PLAZA)),
                mapocho(debit(1, PLAZA, some("received")))));
    hub.hear(MAPOCHO, counted(1, 3));
    Settlement first = hub.of(MAPOCHO, 1).orElseThrow();
    assertEquals(200_000, first.debits(PLAZA), "who eats it has it counted against its share");
    assertEquals(0, first.handedOver(), "it was counted when the hub collected it");
  }

  @Test
  void whatAGiverSaysAfterADebitChangesNothingOfIt() {
    Stated noShow = mapocho(new NoShow("lot", 1, 0, Town.CLOSES));
    Stated debit = mapocho(debit(1, PLAZA, noShow.id()));
    Stated otherwise =
        new Stated.OfSurplus(some("otherwise"), MAPOCHO, Town.offer("lot", "bread", 15));
    Settlements all = of(List.of(OFFER, mapocho(award(1, PLAZA)), debit, noShow, otherwise));
    all.hear(MAPOCHO, counted(1, 3));
    Settlement first = all.of(MAPOCHO, 1).orElseThrow();
    assertEquals(200_000, first.debits(PLAZA));
    assertEquals(500_000, first.handedOver());
  }

  /// What Colmena is debited once it had time to answer.
  private static long debited(Stated... entries) {
    Settlements all = of(List.of(entries));
    for (int epoch = 1; epoch <= 3; epoch++) {
      all.hear(MAPOCHO, counted(epoch, entries.length));
    }
    return all.of(MAPOCHO, 3).orElseThrow().debits(COLMENA);
  }

  @Test
  @LiesIn({Kind.DEBIT, Kind.NO_SHOW, Kind.FIRM_UP, Kind.HALT})
  void aDebitOfWhatItsGiverItselfSaidIsNotThereIsNobodys() {
    Instant by = Town.CLOSES.plusSeconds(1800);
    Stated expected =
        new Stated.OfSurplus(
            some("offer"),
            MAPOCHO,
            Town.offer(Town.offer("lot", "dairy", 15), Clauses.PLAIN.expected(by)));
    Stated award = mapocho(award(3, COLMENA));
    Stated noShow = mapocho(new NoShow("lot", 3, 0, Town.CLOSES));
    Stated debit = mapocho(debit(3, COLMENA, noShow.id()));
    Stated none = mapocho(new FirmUp("lot", 0, 15, new TreeMap<>(), Town.CLOSES));
    Stated stop = new Stated.OfSurplus(some("stop"), MAPOCHO, new Halt("lot", some("r"), 0, by));
    assertEquals(0, debited(expected, award, none, noShow, debit));
    assertEquals(0, debited(OFFER, award, stop, noShow, debit));
    assertEquals(200_000, debited(expected, award, noShow, debit, none), "said too late for that");
    assertEquals(200_000, debited(OFFER, award, none, noShow, debit), "it was set aside");
    assertEquals(200_000, debited(OFFER, award, noShow, stop, debit), "it had not come before");
    Stated another = mapocho(new NoShow("lot", 9, 0, Town.CLOSES));
    Stated onAnother = mapocho(debit(3, COLMENA, another.id()));
    assertEquals(
        200_000, debited(OFFER, award, another, onAnother, stop), "what comes later ends nothing");
  }

  private static Settlements of(List<Stated> ledger) {
    var settlements = new Settlements(category -> category.equals("dairy") ? 100 : 0, _ -> 9);
    for (int i = 0; i < ledger.size(); i++) {
      settlements.hear(i, ledger.get(i));
    }
    return settlements;
  }

  private static Stated colmena(Instant at) {
    var says = new NotAvailable(new LotName(MAPOCHO, "lot"), 3, "it was shut", at);
    return new Stated.OfNegotiation(some(says), COLMENA, says);
  }

  private static Stated colmenaAccepts() {
    var says = new Accept(new LotName(MAPOCHO, "lot"), 3, 5, Town.CLOSES.plusSeconds(30));
    return new Stated.OfNegotiation(some(says), COLMENA, says);
  }

  private static Settlement third(Stated claim, long ofColmena) {
    Settlements settlements = heard(8);
    settlements.hear(3, colmenaAccepts());
    settlements.hear(4, claim);
    settlements.hear(MAPOCHO, counted(1, 8));
    settlements.hear(MAPOCHO, counted(2, 8));
    var sizes = new TreeMap<>(Map.of(MAPOCHO, 8L, COLMENA, ofColmena));
    settlements.hear(MAPOCHO, new Counted(3, sizes));
    return settlements.of(MAPOCHO, 3).orElseThrow();
  }

  @Test
  @LiesIn(Kind.NOT_AVAILABLE)
  void aTakerWhoNeverComesAndSaysItWasShutPaysNothingAndShows() {
    Instant inTime = Town.CLOSES.plusSeconds(7200);
    Settlement disputed = third(colmena(inTime), 5);
    assertEquals(0, disputed.debits(COLMENA), "the debit is nobody's");
    assertEquals(200_000 * 95 / 100 * 95 / 100, disputed.debits(PLAZA), "others pay as ever");

    Settlements settlements = heard(8);
    settlements.hear(3, colmenaAccepts());
    settlements.hear(4, colmena(inTime));
    var contested = settlements.contested();
    assertEquals(new Contested.Doors(0, 0, 1), contested.doors().get(COLMENA));
    assertEquals(new Contested.Doors(0, 0, 1), contested.doors().get(MAPOCHO));
    assertFalse(contested.doors().containsKey(PLAZA));
  }

  @Test
  @LiesIn(Kind.NOT_AVAILABLE)
  void aClaimThatIsDatedBackButNotCountedInTimeTakesNoDebitBack() {
    assertEquals(200_000, third(colmena(Town.CLOSES.plusSeconds(7200)), 4).debits(COLMENA));
    Instant late = Town.CLOSES.plusSeconds(7201).plus(Contested.TO_ANSWER);
    assertEquals(200_000, third(colmena(late), 5).debits(COLMENA));
  }

  @Test
  void whatIsNotHeldOrNotCountedIsNotSettled() {
    Settlements settlements = heard(7);
    settlements.hear(MAPOCHO, counted(1, 8));
    assertEquals(Optional.empty(), settlements.of(MAPOCHO, 1));
    assertEquals(Optional.empty(), settlements.of(MAPOCHO, 2));
    assertEquals(Optional.empty(), settlements.of(ROSA, 1));
  }

  @Test
  void aCountThatGoesBackOrLeavesOneOutHasNoEffect() {
    Settlements settlements = heard(8);
    settlements.hear(MAPOCHO, counted(2, 6));
    assertEquals(0, settlements.last(MAPOCHO));
    settlements.hear(MAPOCHO, counted(1, 6));
    settlements.hear(MAPOCHO, counted(2, 5));
    assertEquals(1, settlements.last(MAPOCHO));
  }

  @Test
  void aDayOnWhichNothingCameIsNotCounted() {
    var settlements = new Settlements(_ -> 100, _ -> 7);
    List<Stated> ledger = ledger();
    for (int i = 0; i < 7; i++) {
      settlements.hear(i, ledger.get(i));
    }
    var all = new TreeMap<>(Map.of(MAPOCHO, 7L));
    Counted next = settlements.next(MAPOCHO, all, Town.CLOSES).orElseThrow();
    assertEquals(new Counted(1, all, Optional.of(Town.CLOSES)), next);
    settlements.hear(MAPOCHO, next);
    assertEquals(Optional.empty(), settlements.next(MAPOCHO, all, Town.CLOSES));
  }
}
