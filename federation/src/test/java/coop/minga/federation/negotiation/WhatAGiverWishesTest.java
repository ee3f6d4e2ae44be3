package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.VetoReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Mapocho has 10 kg of dairy. Plaza's bids count most, Rosa's nearly as much; and Mapocho has its
/// own opinion of both.
class WhatAGiverWishesTest {
  private static final MemberId MAPOCHO = new MemberId("mapocho");
  private static final MemberId PLAZA = new MemberId("plaza");
  private static final MemberId ROSA = new MemberId("rosa");
  private static final Bytes SALT = Hash.sha256(Bytes.utf8("salt")).value();

  private static GiversWishes preferring(MemberId taker, int points) {
    return new GiversWishes(new TreeMap<>(Map.of(taker, points)), new TreeMap<>(), 0, SALT);
  }

  private static GiversWishes excluding(MemberId taker) {
    return new GiversWishes(
        new TreeMap<>(), new TreeMap<>(Map.of(taker, VetoReason.COLD_CHAIN)), 0, SALT);
  }

  private static Offer wishing(GiversWishes wishes) {
    return Town.offer(Town.offer("lot", "dairy", 10), Clauses.PLAIN).wishing(wishes);
  }

  /// So few that they are contested.
  private static Offer few(GiversWishes wishes) {
    return Town.offer(Town.offer("lot", "dairy", 3), Clauses.PLAIN).wishing(wishes);
  }

  private static World day(Offer offer, Manners mapocho) {
    return until(Story.END, offer, mapocho);
  }

  private static World until(Instant end, Offer offer, Manners mapocho) {
    Terms terms = Town.cleared(Town.terms("plaza", "rosa", "colmena"), "dairy", 0);
    var world = new World(7, Weather.FAIR, terms, Town.START);
    world.member("mapocho", Town.nothing(), mapocho);
    world.member("plaza", Town.wants("dairy", 10, 98), Manners.HONEST);
    world.member("rosa", Town.wants("dairy", 10, 94), Manners.HONEST);
    world.member("colmena", Town.wants("dairy", 10, 40), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", offer);
    world.runUntil(end);
    return world;
  }

  private static World day(GiversWishes wishes) {
    World world = day(wishing(wishes), Manners.HONEST);
    world.assertSettled();
    world.assertAudited();
    return world;
  }

  private static List<NegotiationStatement> ledger(World world) {
    var all = new ArrayList<NegotiationStatement>();
    for (Stated stated : world.peer("mapocho").ledger()) {
      if (stated instanceof Stated.OfNegotiation(_, _, var says)) {
        all.add(says);
      }
    }
    return all;
  }

  @Test
  void aBonusIsAddedToATakersBidsAndNeverToWhatItMayBid() {
    World even = day(few(GiversWishes.NONE), Manners.HONEST);
    World preferring = day(few(preferring(ROSA, 10)), Manners.HONEST);
    preferring.assertAudited();
    assertTrue(Story.got(preferring, "rosa") > Story.got(even, "rosa"));
    for (BidReply reply : Story.repliesTo(preferring, "rosa")) {
      assertTrue(reply.refusal().filter(Refusal.PRICE_TOO_HIGH::equals).isEmpty());
    }
    int asked = Story.repliesTo(preferring, "rosa").getLast().standing().ask();
    assertTrue(asked >= 0, "an ask below nothing is nothing: " + asked);
  }

  @Test
  void aBonusIsNotTakenOffTheDebit() {
    World world = day(preferring(ROSA, 10));
    int clearing = Story.close(world).clearingPoints();
    ledger(world).stream()
        .filter(Debit.class::isInstance)
        .map(Debit.class::cast)
        .filter(debit -> debit.taker().equals(Story.party("rosa")))
        .forEach(debit -> assertEquals(clearing, debit.clearingPoints()));
  }

  @Test
  void whoIsExcludedIsToldSoAndTheReasonStandsInTheLedgerOnceItIsClosed() {
    World world = day(excluding(PLAZA));
    assertEquals(0, Story.got(world, "plaza"));
    assertEquals(Optional.of(Refusal.VETOED), Story.repliesTo(world, "plaza").getFirst().refusal());
    List<NegotiationStatement> said = ledger(world);
    int close = said.indexOf(Story.close(world));
    assertEquals(excluding(PLAZA), ((Wished) said.get(close + 1)).wishes());
    assertEquals(
        Optional.of(
            "Its giver lets you have none of it; why stands in its ledger now that it is closed."),
        world.peer("plaza").bidder().whyNot(new LotName(MAPOCHO, "lot")));
  }

  @Test
  void vetoesAreCountedForEveryGiver() {
    var settlements = new Settlements(_ -> 100, _ -> Long.MAX_VALUE);
    List<Stated> ledger = day(excluding(PLAZA)).peer("mapocho").ledger();
    for (int i = 0; i < ledger.size(); i++) {
      settlements.hear(i, ledger.get(i));
      settlements.hear(i, ledger.get(i));
    }
    assertEquals(Map.of(MAPOCHO, Map.of(VetoReason.COLD_CHAIN, 1)), settlements.giving().vetoes());
  }

  @Test
  void thePriceIsNotCutBelowTheReserve() {
    Terms terms = Town.cleared(Town.terms("plaza", "rosa"), "dairy", 100);
    Offer offer = wishing(new GiversWishes(new TreeMap<>(), new TreeMap<>(), 30, SALT)).opening(80);
    var world = new World(7, Weather.FAIR, terms, Town.START);
    world.member("mapocho", Town.nothing(), Manners.HONEST);
    world.member("plaza", Town.wants("dairy", 4, 20), Manners.HONEST);
    world.member("rosa", Town.wants("dairy", 4, 94), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", offer);
    world.runUntil(Story.END);
    world.assertSettled();
    world.assertAudited();
    assertEquals(Optional.of(30), Story.lot(world).lastCut().map(Cut::points));
    assertEquals(0, Story.got(world, "plaza"));
    assertTrue(Story.got(world, "rosa") > 0);
  }

  @Test
  void wishesStayWithinTheirBounds() {
    Stall stall = Stall.empty(MAPOCHO, Town.terms("plaza", "rosa"));
    assertEquals(
        Optional.of("lot lot has a bonus above 10 points, a tenth of its base"),
        stall.fault(wishing(preferring(ROSA, 11))));
    assertEquals(Optional.empty(), stall.fault(wishing(preferring(ROSA, 10))));
    var dear = new GiversWishes(new TreeMap<>(), new TreeMap<>(), 1, SALT);
    assertEquals(
        Optional.of("lot lot has a reserve of 1 points and opens at 0"),
        stall.fault(wishing(dear)));
  }

  @Test
  @LiesIn(Kind.WISHED)
  void whoSaysAfterwardsThatItWishedSomethingElseIsNamed() {
    Manners lying =
        Story.saying(says ->
            says instanceof Wished wished
                ? new Wished(wished.lot(), preferring(ROSA, 9).opening(), wished.at())
                : says);
    World world = day(wishing(preferring(ROSA, 10)), lying);
    assertTrue(Story.names(world, Mismatch.OutOfTurn.class));
  }

  @Test
  @LiesIn(Kind.BID_REPLY)
  void whoRefusesATakerThatItHadNotExcludedIsNamed() {
    Manners lying =
        Story.saying(says ->
            says instanceof BidReply r && r.taker().member().equals(PLAZA)
                ? new BidReply(
                    r.lot(),
                    r.taker(),
                    r.bidSeq(),
                    r.bid(),
                    0,
                    Optional.of(Refusal.VETOED),
                    new Standing(r.standing().news(), r.standing().bids(), 0, Standing.NO_MORE),
                    r.at())
                : says);
    World world = day(wishing(excluding(ROSA)), lying);
    assertTrue(Story.names(world, Mismatch.ReplyDiffers.class));
  }

  @Test
  @LiesIn(Kind.AWARD)
  void nothingIsAwardedBeforeTheWishesAreShown() {
    Manners silent =
        new Manners() {
          @Override
          public Optional<NegotiationStatement> says(NegotiationStatement right) {
            return right instanceof Wished ? Optional.empty() : Optional.of(right);
          }
        };
    World world = until(Town.CLOSES.plusSeconds(700), wishing(preferring(ROSA, 10)), silent);
    assertFalse(ledger(world).stream().anyMatch(Award.class::isInstance));
    assertFalse(Story.lot(world).isSettled());
  }

  @Test
  void aLotWhoseWishesAreNotKnownIsNotRecomputed() {
    World world = day(preferring(ROSA, 10));
    List<Dossier.Placed> sealed =
        world.peer("mapocho").dossier().ledger().stream()
            .map(placed -> new Dossier.Placed(placed.index(), sealed(placed.stated())))
            .toList();
    Dossier whole = world.peer("mapocho").dossier();
    var dossier =
        new Dossier(
            whole.giver(), whole.rules(), sealed, whole.book(), whole.bids(), whole.takers());
    Replay.Result result = Replay.of(dossier);
    assertEquals(List.of(), result.mismatches());
    assertEquals(List.of("lot"), List.copyOf(result.unread()));
  }

  private static Stated sealed(Stated stated) {
    if (!(stated instanceof Stated.OfSurplus(var id, var giver, Offer o))) {
      return stated;
    }
    return new Stated.OfSurplus(
        id,
        giver,
        new Offer(
            o.lot(),
            o.openedAt(),
            o.closesAt(),
            o.window(),
            o.openingPoints(),
            o.settlementEpoch(),
            o.roster(),
            o.clauses(),
            Optional.empty()));
  }
}
