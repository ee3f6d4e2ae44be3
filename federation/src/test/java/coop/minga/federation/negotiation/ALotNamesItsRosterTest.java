package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.negotiation.Dossier.Placed;
import coop.minga.federation.roster.Applied;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.wire.RosterWire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Three founders, of whom the taller takes donations. The teahouse joins, the taller is removed,
/// and the rules change; the almacen gives all the while.
class ALotNamesItsRosterTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId TALLER = new MemberId("taller");
  private static final MemberId TEAHOUSE = new MemberId("teahouse");
  private static final Seen SEEN = new Seen(new Close.Book(0, MerkleTree.EMPTY_ROOT), Map.of());
  private static final Instant EARLY = Town.CLOSES.minusSeconds(1200);

  private final Roster charter =
      Roster.of(SomeCharter.signed("almacen", "botica", "taller"), SeededKey.VERIFIER);
  private final Roster joined = after(charter, admitted());
  private final Roster left = after(joined, new RosterChange.Remove(TALLER));
  private final Roster dearer = after(left, new RosterChange.NewRules(dearerDairy()));
  private final RosterChain chain = RosterChain.of(charter).plus(joined).plus(left).plus(dearer);
  private final List<Placed> ledger = new ArrayList<>();
  private final List<Placed> book = new ArrayList<>();
  private final List<Stated.OfNegotiation> bids = new ArrayList<>();
  private Stall stall = Stall.empty(ALMACEN, Rulebook.of(() -> chain));

  private static RosterChange admitted() {
    return new RosterChange.Admit(SomeCharter.card("teahouse", 9));
  }

  private static Rules dearerDairy() {
    Rules rules = SomeCharter.rules();
    return new Rules(
        rules.time(),
        rules.auction(),
        Rules.Points.of(Map.of("dairy", 40, "bread", 8), 10, 50),
        rules.handover(),
        rules.minCohort());
  }

  private static Roster after(Roster roster, RosterChange change) {
    return ((Applied.Next) roster.apply(RosterWire.written(change), SeededKey.VERIFIER)).next();
  }

  @Test
  void whoJoinedBidsForWhatIsOfferedUnderTheRosterThatAdmittedItAndForNothingBefore() {
    offer(lot("before"), Optional.of(charter.hash()));
    offer(lot("since"), Optional.of(joined.hash()));
    assertEquals(Optional.of(Refusal.NOT_ELIGIBLE), bid(TEAHOUSE, "before", 5));
    assertEquals(Optional.empty(), bid(TEAHOUSE, "since", 5));
    assertEquals(Optional.empty(), bid(TALLER, "before", 5));
    assertReplaysAlike();
  }

  @Test
  void whoWasRemovedIsToldThatItMayNotBid() {
    offer(lot("before"), Optional.of(joined.hash()));
    offer(lot("since"), Optional.of(left.hash()));
    assertEquals(Optional.empty(), bid(TALLER, "before", 5));
    assertEquals(Optional.of(Refusal.NOT_ELIGIBLE), bid(TALLER, "since", 5));
    assertReplaysAlike();
  }

  @Test
  void changedRulesHoldForWhatIsOfferedUnderThemAndForNothingBefore() {
    offer(lot("before"), Optional.of(left.hash()));
    offer(lot("since"), Optional.of(dearer.hash()));
    assertEquals(Optional.of(Refusal.PRICE_TOO_HIGH), bid(TEAHOUSE, "before", 30));
    assertEquals(Optional.empty(), bid(TEAHOUSE, "since", 30));
    assertReplaysAlike();
  }

  @Test
  void anOfferThatNamesNoRosterIsTheFoundersAffair() {
    offer(lot("old"), Optional.empty());
    assertEquals(Optional.empty(), bid(TALLER, "old", 5));
    assertEquals(Optional.of(Refusal.NOT_ELIGIBLE), bid(TEAHOUSE, "old", 5));
  }

  @Test
  void anOfferUnderARosterThatWasNotDecidedIsNone() {
    Roster dreamt = after(charter, new RosterChange.Remove(TALLER));
    Offer offer = lot("dreamt").under(dreamt.hash());
    assertEquals(
        Optional.of("lot dreamt names a roster or a count of the ledgers that is not known here"),
        stall.fault(offer));
    offer(lot("dreamt"), Optional.of(dreamt.hash()));
    assertTrue(stall.lots().isEmpty());
    assertThrows(IllegalArgumentException.class, () -> stall.ends(offer));
    var mismatches = Replay.of(dossier(chain)).mismatches();
    assertEquals(1, mismatches.size());
    assertTrue(mismatches.getFirst() instanceof Mismatch.UnfitOffer);
  }

  @Test
  void aTakerHoldsAStakeOnlyInWhatItMayBidFor() {
    RosterChain[] known = {RosterChain.of(charter).plus(joined)};
    var self = new Party(TEAHOUSE, "kitchen");
    Bidder bidder = Bidder.of(self, Rulebook.of(() -> known[0]), Town.wants("dairy", 10, 20));
    var before = heard("before", charter);
    var since = heard("since", joined);
    var ahead = heard("ahead", left);
    bidder = bidder.fold(before).fold(since).fold(ahead);
    assertEquals(1, bidder.stakes().size());
    assertTrue(bidder.stakes().containsKey(new LotName(ALMACEN, "since")));
    known[0] = known[0].plus(left);
    assertEquals(2, bidder.fold(ahead).stakes().size(), "once the roster is known");
  }

  private static Stated heard(String name, Roster roster) {
    return new Stated.OfSurplus(id(name), ALMACEN, lot(name).under(roster.hash()));
  }

  private static Offer lot(String name) {
    return Town.offer(name, "dairy", 4);
  }

  private static EntryId id(String text) {
    return new EntryId(Hash.sha256(Bytes.utf8(text)));
  }

  private void offer(Offer offer, Optional<Hash> roster) {
    Offer made = roster.map(offer::under).orElse(offer);
    var stated = new Stated.OfSurplus(id(offer.lot().name()), ALMACEN, made);
    ledger.add(new Placed(ledger.size(), stated));
    stall = stall.on(new Event.Heard(Town.START, stated, SEEN)).next();
  }

  /// Bids for all of a lot, and says why not.
  private Optional<Refusal> bid(MemberId taker, String lot, int points) {
    Offer offer = stall.lot(lot).orElseThrow().offer().offer();
    Terms terms = Rulebook.of(() -> chain).require(offer);
    var says =
        new Bid(
            new LotName(ALMACEN, lot),
            1,
            "kitchen",
            4,
            points,
            terms.bindsUntil(offer),
            0,
            new Bid.Reach(10, 60),
            EARLY);
    var stated = new Stated.OfNegotiation(id(taker + " for " + lot), taker, says);
    bids.add(stated);
    Step<Stall> step = stall.on(new Event.Heard(EARLY, stated, SEEN));
    var reply = (BidReply) ((Effect.Enter) step.effects().getFirst()).statement();
    var entered = new Stated.OfNegotiation(id("reply to " + taker + " for " + lot), ALMACEN, reply);
    book.add(new Placed(book.size(), entered));
    stall = step.next().fold(entered);
    return reply.refusal();
  }

  private Dossier dossier(RosterChain known) {
    return new Dossier(ALMACEN, Rulebook.of(() -> known), ledger, book, bids, List.of());
  }

  /// Whoever knows all rosters comes to the same; whoever knows the charter alone says so.
  private void assertReplaysAlike() {
    assertEquals(List.of(), Replay.of(dossier(chain)).mismatches());
    var blind = Replay.of(dossier(RosterChain.of(charter))).mismatches();
    assertTrue(blind.stream().anyMatch(Mismatch.UnfitOffer.class::isInstance), blind::toString);
  }
}
