package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.LotName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// One giver, driven by hand.
class StallTest {
  private static final MemberId MAPOCHO = new MemberId("mapocho");
  private static final Seen SEEN = new Seen(new Close.Book(0, MerkleTree.EMPTY_ROOT), Map.of());
  private static final Instant EARLY = Town.CLOSES.minusSeconds(1200);

  private final Terms terms = Town.terms("plaza", "rosa", "colmena");
  private final List<NegotiationStatement> entered = new ArrayList<>();
  private final List<Effect.Tell> told = new ArrayList<>();
  private Stall stall = Stall.empty(MAPOCHO, terms);
  private int entries;

  private EntryId fresh() {
    return new EntryId(Hash.sha256(Bytes.utf8("entry " + entries++)));
  }

  private void offer(String name, int units) {
    var offer = Town.offer(name, "dairy", units);
    on(new Event.Heard(Town.START, new Stated.OfSurplus(fresh(), MAPOCHO, offer), SEEN));
  }

  private void on(Event event) {
    var effects = new ArrayDeque<Effect>();
    Step<Stall> step = stall.on(event);
    stall = step.next();
    effects.addAll(step.effects());
    while (!effects.isEmpty()) {
      switch (effects.removeFirst()) {
        case Effect.Enter(var says) -> {
          entered.add(says);
          var own = new Stated.OfNegotiation(fresh(), MAPOCHO, says);
          Step<Stall> next = stall.on(new Event.Heard(event.at(), own, SEEN));
          stall = next.next();
          effects.addAll(next.effects());
        }
        case Effect.Tell tell -> told.add(tell);
      }
    }
  }

  private Stated bid(Instant at, String taker, String lot, int seq, int units, int points) {
    var bid =
        new Bid(
            new LotName(MAPOCHO, lot),
            seq,
            "kitchen",
            units,
            points,
            terms.bindsUntil(Town.offer(lot, "dairy", 1)),
            0,
            new Bid.Reach(10, 60),
            at);
    Stated stated = new Stated.OfNegotiation(fresh(), new MemberId(taker), bid);
    on(new Event.Heard(at, stated, SEEN));
    return stated;
  }

  private BidReply lastReply() {
    return entered.stream()
        .filter(BidReply.class::isInstance)
        .map(BidReply.class::cast)
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  private void pass(Instant at) {
    on(new Event.TimePassed(at, SEEN));
  }

  @Test
  void freeUnitsGoFirstThenOthersCheapestByABidStep() {
    offer("a", 10);
    bid(EARLY, "plaza", "a", 1, 6, 10);
    bid(EARLY, "rosa", "a", 1, 6, 14);
    assertEquals(4, lastReply().acceptedUnits());
    assertEquals(15, lastReply().standing().ask());
    bid(EARLY, "rosa", "a", 2, 2, 15);
    assertEquals(2, lastReply().acceptedUnits());
    Outbid outbid = assertInstanceOf(Outbid.class, entered.getLast());
    assertEquals(Story.party("plaza"), outbid.taker());
    assertEquals(2, outbid.lostUnits());
    assertEquals(4, outbid.standing().units());
    assertEquals(19, outbid.standing().ask());
  }

  @Test
  void nobodyDisplacesItself() {
    offer("a", 3);
    bid(EARLY, "plaza", "a", 1, 3, 10);
    bid(EARLY, "plaza", "a", 2, 3, 90);
    assertEquals(0, lastReply().acceptedUnits());
    assertEquals(Standing.NO_MORE, lastReply().standing().ask());
  }

  @Test
  void aCopyIsAnsweredAgainAndChangesNothing() {
    offer("a", 3);
    Stated bid = bid(EARLY, "plaza", "a", 1, 3, 10);
    int before = entered.size();
    told.clear();
    on(new Event.Heard(EARLY.plusSeconds(5), bid, SEEN));
    assertEquals(before, entered.size());
    assertEquals(List.of(new Effect.Tell(new MemberId("plaza"), lastReply())), told);
  }

  @Test
  void anAcceptedBidOnAnyLotKeepsTheSessionOpenForAMinute() {
    offer("a", 3);
    offer("b", 3);
    Instant late = Town.CLOSES.minusSeconds(10);
    bid(late, "plaza", "a", 1, 1, 0);
    bid(late, "plaza", "b", 1, 1, 0);
    pass(Town.CLOSES.plusSeconds(49));
    assertTrue(entered.stream().noneMatch(Close.class::isInstance));
    bid(Town.CLOSES.plusSeconds(40), "plaza", "b", 2, 1, 0);
    pass(Town.CLOSES.plusSeconds(99));
    assertTrue(entered.stream().noneMatch(Close.class::isInstance));
    pass(Town.CLOSES.plusSeconds(100));
    assertEquals(2, entered.stream().filter(Close.class::isInstance).count());
  }

  @Test
  void afterTheClosingTimeNoNewBidderAndAtTheHardCloseNobody() {
    offer("a", 300);
    bid(Town.CLOSES.minusSeconds(1), "plaza", "a", 1, 1, 0);
    bid(Town.CLOSES.plusSeconds(1), "rosa", "a", 1, 1, 0);
    assertEquals(Optional.of(Refusal.NEW_BIDDER_AFTER_SOFT_CLOSE), lastReply().refusal());
    for (int i = 0; i < 11; i++) {
      bid(Town.CLOSES.plusSeconds(55L * (i + 1)), "plaza", "a", i + 2, 1, 0);
    }
    assertEquals(Optional.of(Refusal.CLOSED), lastReply().refusal());
    pass(Town.CLOSES.plusSeconds(600));
    assertTrue(entered.stream().anyMatch(Close.class::isInstance));
  }

  @Test
  void theClearingPriceIsTheLowestStandingBidIfAllIsHeldElseNothing() {
    offer("a", 5);
    offer("b", 5);
    bid(EARLY, "plaza", "a", 1, 3, 40);
    bid(EARLY, "rosa", "a", 1, 2, 30);
    bid(EARLY, "plaza", "b", 1, 4, 40);
    pass(Town.CLOSES);
    List<Close> closes =
        entered.stream().filter(Close.class::isInstance).map(Close.class::cast).toList();
    assertEquals(List.of(30, 0), closes.stream().map(Close::clearingPoints).toList());
    assertEquals(
        List.of(2, 1, 0),
        entered.stream()
            .filter(Award.class::isInstance)
            .map(s -> ((Award) s).remaining())
            .toList());
    assertEquals(1, stall.lot("b").orElseThrow().expiredUnits());
  }

  @Test
  void whatIsAcceptedInPartGoesOnToTheStandby() {
    offer("a", 5);
    bid(EARLY, "rosa", "a", 1, 5, 10);
    bid(EARLY, "plaza", "a", 1, 5, 20);
    pass(Town.CLOSES);
    var accept = new Accept(new LotName(MAPOCHO, "a"), 1, 2, Town.CLOSES.plusSeconds(9));
    Stated stated = new Stated.OfNegotiation(fresh(), new MemberId("plaza"), accept);
    on(new Event.Heard(Town.CLOSES.plusSeconds(10), stated, SEEN));
    Award again = assertInstanceOf(Award.class, entered.getLast());
    assertEquals(Story.party("rosa"), again.taker());
    assertEquals(3, again.units());
    assertEquals(0, again.remaining());
    assertEquals(stated.id(), again.because());
  }

  @Test
  void unitsAreOfferedAgainThreeTimesAndNotAFourth() {
    offer("a", 5);
    for (int round = 0; round < 6; round++) {
      bid(EARLY, round % 2 == 0 ? "rosa" : "plaza", "a", round / 2 + 1, 5, 10 + 10 * round);
    }
    pass(Town.CLOSES);
    for (int seq = 1; seq <= 5; seq++) {
      decline(seq);
    }
    assertTrue(stall.lot("a").orElseThrow().awards().size() <= 1 + Terms.MAX_REOFFERS);
    assertInstanceOf(Expire.class, entered.getLast());
    assertTrue(stall.lot("a").orElseThrow().isSettled());
  }

  private void decline(int seq) {
    stall.lot("a").orElseThrow().awards().stream()
        .filter(p -> p.award().seq() == seq)
        .findFirst()
        .ifPresent(p -> {
          var no =
              new Decline(new LotName(MAPOCHO, "a"), seq, "no car", Town.CLOSES.plusSeconds(60));
          on(
              new Event.Heard(
                  Town.CLOSES.plusSeconds(60L * seq),
                  new Stated.OfNegotiation(fresh(), p.award().taker().member(), no),
                  SEEN));
        });
  }

  @Test
  void aStandbyThatCouldNotServeItInTimeIsNotAsked() {
    var today = Town.offer("a", "dairy", 5, Town.TODAY);
    on(new Event.Heard(Town.START, new Stated.OfSurplus(fresh(), MAPOCHO, today), SEEN));
    bid(EARLY, "rosa", "a", 1, 5, 10);
    bid(EARLY, "plaza", "a", 1, 5, 20);
    pass(Town.CLOSES);
    pass(today.lot().date().endOfUse(Town.ZONE).minus(Duration.ofMinutes(80)));
    assertEquals(1, stall.lot("a").orElseThrow().awards().size());
    assertInstanceOf(Expire.class, entered.getLast());
  }

  @Test
  void aHandoverIsEnteredOnlyForWhatIsAcceptedColdAndInTime() {
    offer("a", 5);
    bid(EARLY, "plaza", "a", 1, 5, 20);
    pass(Town.CLOSES);
    Instant evening = Town.EVENING.from();
    assertInstanceOf(May.Not.class, stall.pickUp(evening, "a", 1, 5, 41));
    var accept = new Accept(new LotName(MAPOCHO, "a"), 1, 5, Town.CLOSES);
    on(
        new Event.Heard(
            Town.CLOSES.plusSeconds(1),
            new Stated.OfNegotiation(fresh(), new MemberId("plaza"), accept),
            SEEN));
    assertInstanceOf(May.Not.class, stall.pickUp(evening, "a", 1, 6, 41));
    assertInstanceOf(May.Not.class, stall.pickUp(evening, "a", 1, 5, 81));
    assertInstanceOf(May.Not.class, stall.pickUp(evening.plus(Duration.ofDays(3)), "a", 1, 5, 41));
    assertInstanceOf(May.Say.class, stall.pickUp(evening, "a", 1, 5, 41));
  }
}
