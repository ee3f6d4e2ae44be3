package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACEN;
import static coop.minga.federation.audit.Valley.ALMACENS;
import static coop.minga.federation.audit.Valley.ALMACENS_BOOK;
import static coop.minga.federation.audit.Valley.BOTICA;
import static coop.minga.federation.audit.Valley.TALLER;
import static coop.minga.federation.audit.Valley.TIA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.blob.BlobName;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Accept;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.negotiation.BidReply;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Cut;
import coop.minga.federation.negotiation.Debit;
import coop.minga.federation.negotiation.Decline;
import coop.minga.federation.negotiation.Elsewhere;
import coop.minga.federation.negotiation.Expire;
import coop.minga.federation.negotiation.FirmUp;
import coop.minga.federation.negotiation.GiveBack;
import coop.minga.federation.negotiation.Hold;
import coop.minga.federation.negotiation.Lapse;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.NoShow;
import coop.minga.federation.negotiation.NotAvailable;
import coop.minga.federation.negotiation.Outbid;
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.negotiation.RuleOut;
import coop.minga.federation.negotiation.Take;
import coop.minga.federation.negotiation.Wished;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Acknowledge;
import coop.minga.federation.surplus.Attest;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.KitchenServes;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Lift;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.OutletReason;
import coop.minga.federation.surplus.PeopleServed;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.Sponsor;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Members enter what can only be if somebody did something before, and nobody did; beside it
/// stands each time the same that somebody did do. The auditor misses just what is missing.
class WhatRestsOnNothingTest {
  private static final Instant AT = Town.START.plusSeconds(1);
  private static final EntryId NOTHING = new EntryId(Hash.sha256(Bytes.utf8("nothing")));
  private static final String LOT = "yoghurt";
  private static final LotName YOGHURT = new LotName(ALMACEN, LOT);
  private static final LotName CAVIAR = new LotName(ALMACEN, "caviar");
  private static final int NO_SEQ = 77;

  private final Valley valley = new Valley();
  private final Award award = (Award) negotiation(ALMACENS, Award.class);
  private final MemberId taker = award.taker().member();
  private final MemberId other = taker.equals(TIA) ? TALLER : TIA;
  private final EntryId theAward = id(ALMACENS, Award.class);
  private final EntryId pickedUp = id(ALMACENS, PickedUp.class);
  private final Map<String, String> missing = new TreeMap<>();

  /// All that stands in the trees is audited at once.
  @AfterEach
  void justWhatIsMissingIsMissed() {
    var missed = new TreeMap<String, String>();
    for (Finding finding : valley.audit().findings()) {
      if (finding instanceof Finding.Dangling(var tree, var index, var what)) {
        missed.put(tree + " " + index, what.replaceFirst(" \\([0-9a-f.…]+\\)$", ""));
      }
    }
    assertTrue(!missing.isEmpty());
    assertEquals(missing, missed);
  }

  @Test
  @LiesIn({Kind.HOLD, Kind.WITHDRAW, Kind.HALT, Kind.BID, Kind.OUTBID, Kind.BID_REPLY})
  void aLotThatNobodyOffered() {
    EntryId recall = recalled();
    right(ALMACEN, new Hold(LOT, 5, "busy", AT));
    right(ALMACEN, new Withdraw(LOT, "sold", 0, AT));
    right(ALMACEN, new Halt(LOT, recall, 0, AT));
    String lot = "an offer of lot almacen/caviar";
    wrong(lot, ALMACEN, new Hold("caviar", 5, "busy", AT));
    wrong(lot, ALMACEN, new Withdraw("caviar", "sold", 0, AT));
    wrong(lot, ALMACEN, new Halt("caviar", recall, 0, AT));
    wrong("an offer of lot botica/yoghurt", BOTICA, new Withdraw(LOT, "sold", 0, AT));
    Bid bid = (Bid) negotiation(new TreeName(taker, Tree.BOOK), Bid.class);
    wrong(
        lot,
        taker,
        new Bid(
            CAVIAR,
            bid.seq(),
            bid.site(),
            bid.units(),
            bid.points(),
            bid.bindsUntil(),
            bid.settlementEpoch(),
            bid.reach(),
            bid.at()));
    BidReply reply = reply();
    wrong(lot, ALMACEN, new Outbid("caviar", reply.taker(), 1, reply.standing(), AT));
    wrong(lot, ALMACEN, new Cut("caviar", 3, AT));
    wrong(lot, ALMACEN, new FirmUp("caviar", 0, 9, new TreeMap<>(), AT));
    wrong(lot, ALMACEN, new RuleOut("caviar", TIA, VetoReason.COLD_CHAIN, 0, 0, AT));
    wrong(lot, ALMACEN, new Elsewhere("caviar", 1, new Grams(500), feed(), AT));
    wrong(lot, ALMACEN, new Wished("caviar", wishes().opening(), AT));
    wrong(lot, taker, new Take(CAVIAR, bid.site(), 1, bid.reach(), AT));
  }

  private static Elsewhere.Way feed() {
    return new Elsewhere.Way(Outlet.FEED, OutletReason.NOBODY_TOOK_IT, "pig farm");
  }

  private static GiversWishes wishes() {
    var vetoes = new TreeMap<>(Map.of(TIA, VetoReason.DISTANCE));
    return new GiversWishes(new TreeMap<>(), vetoes, 0, NOTHING.hash().value());
  }

  @Test
  @LiesIn({Kind.BID_REPLY, Kind.AWARD})
  void aReplyAndAnAwardOfALotThatNobodyOffered() {
    Bid bid = (Bid) negotiation(new TreeName(taker, Tree.BOOK), Bid.class);
    var forCaviar =
        new Bid(
            CAVIAR,
            bid.seq(),
            bid.site(),
            bid.units(),
            bid.points(),
            bid.bindsUntil(),
            bid.settlementEpoch(),
            bid.reach(),
            bid.at());
    String lot = "an offer of lot almacen/caviar";
    wrong(lot, taker, forCaviar);
    EntryId theBid = valley.hand.idOf(taker, new Said.OfNegotiation(forCaviar));
    BidReply reply = reply();
    wrong(
        lot,
        ALMACEN,
        new BidReply(
            "caviar",
            new Party(taker, bid.site()),
            reply.bidSeq(),
            theBid,
            reply.acceptedUnits(),
            reply.refusal(),
            reply.standing(),
            AT));
    wrong(
        lot,
        ALMACEN,
        new Award(
            "caviar",
            award.seq(),
            award.taker(),
            award.units(),
            award.remaining(),
            award.at(),
            award.answerBy(),
            award.window(),
            id(ALMACENS, Close.class)));
  }

  @Test
  @LiesIn(Kind.WITHDRAW)
  void anOfferThatHidesNothingIsOneToo() {
    var offer = new Said.OfSurplus(Town.offer("cheese", "dairy", 3));
    valley.of(ALMACENS).add(EntryWire.encode(valley.hand.plain(ALMACEN, offer)));
    right(ALMACEN, new Withdraw("cheese", "sold", 0, AT));
    wrong("an offer of lot botica/cheese", BOTICA, new Withdraw("cheese", "sold", 0, AT));
  }

  @Test
  @LiesIn(Kind.BID_REPLY)
  void aBidThatNobodyMadeOrAnotherMadeOrForAnotherLot() {
    BidReply right = reply();
    wrong("a bid", ALMACEN, answering(right.taker(), NOTHING));
    wrong("a bid", ALMACEN, answering(right.taker(), theAward));
    Party another = new Party(BOTICA, right.taker().site());
    wrong("a bid", ALMACEN, answering(another, right.bid()));
    wrong(
        "a bid",
        BOTICA,
        new BidReply(
            ((Notice) surplus(new TreeName(BOTICA, Tree.LEDGER), Notice.class)).outline().lot(),
            right.taker(),
            right.bidSeq(),
            right.bid(),
            right.acceptedUnits(),
            right.refusal(),
            right.standing(),
            AT));
  }

  private BidReply answering(Party who, EntryId bid) {
    BidReply right = reply();
    return new BidReply(
        LOT,
        who,
        right.bidSeq(),
        bid,
        right.acceptedUnits(),
        right.refusal(),
        right.standing(),
        AT);
  }

  private BidReply reply() {
    return (BidReply) negotiation(ALMACENS_BOOK, BidReply.class);
  }

  @Test
  @LiesIn({Kind.DECLINE, Kind.GIVE_BACK, Kind.NOT_AVAILABLE, Kind.ACCEPT, Kind.RECEIVED})
  void anAwardToAnother() {
    int seq = award.seq();
    right(taker, new Decline(YOGHURT, seq, "full", AT));
    right(taker, new GiveBack(YOGHURT, seq, "full", AT));
    right(taker, new NotAvailable(YOGHURT, seq, "gone", AT));
    for (int its : List.of(seq, NO_SEQ)) {
      MemberId liar = its == seq ? other : taker;
      String what = "award " + its + " of almacen/yoghurt to its author";
      wrong(what, liar, new Accept(YOGHURT, its, 1, AT));
      wrong(what, liar, new Decline(YOGHURT, its, "full", AT));
      wrong(what, liar, new GiveBack(YOGHURT, its, "full", AT));
      wrong(what, liar, new NotAvailable(YOGHURT, its, "gone", AT));
    }
    wrong(
        "award " + seq + " of almacen/yoghurt to its author",
        other,
        new Received(leg(seq), id(ALMACEN, new PickedUp(leg(seq)))));
    right(ALMACEN, new PickedUp(leg(seq)));
  }

  @Test
  @LiesIn({Kind.LAPSE, Kind.NO_SHOW, Kind.DEBIT, Kind.PICKED_UP})
  void anAwardThatNobodyMade() {
    right(ALMACEN, new Lapse(LOT, award.seq(), 0, AT));
    EntryId noShow = right(ALMACEN, new NoShow(LOT, award.seq(), 0, AT));
    right(ALMACEN, debit(award.seq(), noShow));
    right(ALMACEN, debit(award.seq(), pickedUp));
    right(ALMACEN, debit(award.seq(), id(new TreeName(taker, Tree.LEDGER), Received.class)));
    String what = "award 77 of almacen/yoghurt";
    wrong(what, ALMACEN, new Lapse(LOT, NO_SEQ, 0, AT));
    wrong(what, ALMACEN, new NoShow(LOT, NO_SEQ, 0, AT));
    wrong(what, ALMACEN, debit(NO_SEQ, pickedUp));
    wrong(what, ALMACEN, new PickedUp(leg(NO_SEQ)));
    wrong("an offer of its author's", BOTICA, new PickedUp(leg(award.seq())));
    wrong(
        "award " + award.seq() + " of botica/yoghurt", BOTICA, new Lapse(LOT, award.seq(), 0, AT));
  }

  @Test
  @LiesIn({Kind.AWARD, Kind.EXPIRE, Kind.DEBIT})
  void aCauseThatIsNone() {
    right(ALMACEN, expire(id(ALMACENS, Close.class)));
    right(ALMACEN, expire(id(new TreeName(taker, Tree.LEDGER), Accept.class)));
    right(ALMACEN, expire(right(taker, new Decline(YOGHURT, award.seq(), "full", AT))));
    right(ALMACEN, expire(right(taker, new GiveBack(YOGHURT, award.seq(), "full", AT))));
    right(ALMACEN, expire(right(ALMACEN, new Lapse(LOT, award.seq(), 0, AT))));
    right(ALMACEN, expire(right(ALMACEN, new NoShow(LOT, award.seq(), 0, AT))));
    EntryId hold = right(ALMACEN, new Hold(LOT, 5, "busy", AT));
    EntryId notice = id(ALMACENS, Notice.class);
    right(ALMACEN, expire(pickedUp));
    right(ALMACEN, expire(id(new TreeName(taker, Tree.LEDGER), Received.class)));
    for (EntryId none : List.of(NOTHING, theAward, hold, pickedUp, notice)) {
      if (!none.equals(pickedUp)) {
        wrong("what freed its units", ALMACEN, expire(none));
      }
      wrong(
          "what freed its units",
          ALMACEN,
          new Award(
              LOT,
              award.seq(),
              award.taker(),
              award.units(),
              award.remaining(),
              award.at(),
              award.answerBy(),
              award.window(),
              none));
    }
    EntryId seen = right(TIA, new Said.OfRoster(new RosterStatement.Seen(NOTHING.hash())));
    for (EntryId none : List.of(NOTHING, theAward, hold, notice, seen)) {
      wrong("a handover or a no-show", ALMACEN, debit(award.seq(), none));
    }
  }

  @Test
  @LiesIn(Kind.RECEIVED)
  void aHandoverOfSomethingElse() {
    EntryId otherAward = right(ALMACEN, new PickedUp(leg(secondSeq())));
    Notice milk = (Notice) surplus(new TreeName(BOTICA, Tree.LEDGER), Notice.class);
    var lot = new LotName(BOTICA, milk.outline().lot());
    Award botica = (Award) negotiation(new TreeName(BOTICA, Tree.LEDGER), Award.class);
    EntryId otherLot =
        right(BOTICA, new PickedUp(new Leg(lot, botica.seq(), 1, new Grams(100), 40, 0, "", AT)));
    EntryId byAnother = id(BOTICA, new PickedUp(leg(award.seq())));
    wrong("an offer of its author's", BOTICA, new PickedUp(leg(award.seq())));
    var caviar = new PickedUp(new Leg(CAVIAR, award.seq(), 1, new Grams(100), 40, 0, "", AT));
    wrong("award " + award.seq() + " of almacen/caviar", ALMACEN, caviar);
    EntryId itsOwn = id(ALMACEN, caviar);
    for (EntryId none : List.of(NOTHING, theAward, otherAward, otherLot, byAnother, itsOwn)) {
      wrong("a handover", taker, new Received(leg(award.seq()), none));
    }
  }

  /// Another award of the same lot.
  private int secondSeq() {
    return IntStream.range(0, valley.of(ALMACENS).size())
        .mapToObj(index -> valley.said(ALMACENS, index))
        .flatMap(said ->
            said instanceof Said.OfNegotiation(Award its) ? Stream.of(its.seq()) : Stream.empty())
        .filter(seq -> seq != award.seq())
        .findFirst()
        .orElseThrow();
  }

  @Test
  @LiesIn({Kind.ATTEST, Kind.ACKNOWLEDGE, Kind.LIFT, Kind.HALT})
  void aClaimOrARecallThatIsNone() {
    EntryId claim = right(TIA, served());
    right(ALMACEN, new Attest(claim, AT));
    EntryId recall = recalled();
    right(TALLER, new Acknowledge(recall, 0, AT));
    right(BOTICA, new Lift(recall, "another dairy", AT));
    String claimed = "another's claim of people served or of a kitchen";
    wrong(claimed, TIA, new Attest(claim, AT));
    wrong(claimed, ALMACEN, new Attest(NOTHING, AT));
    wrong(claimed, TIA, new Attest(theAward, AT));
    wrong(claimed, TIA, new Attest(recall, AT));
    wrong("a recall", TALLER, new Acknowledge(NOTHING, 0, AT));
    wrong("a recall", TALLER, new Acknowledge(theAward, 0, AT));
    wrong("a recall", TALLER, new Acknowledge(claim, 0, AT));
    wrong("a recall", ALMACEN, new Halt(LOT, claim, 0, AT));
    wrong("a recall by its author", ALMACEN, new Lift(recall, "nonsense", AT));
    wrong("a recall by its author", TIA, new Lift(claim, "nonsense", AT));
  }

  @Test
  @LiesIn({Kind.DEAL, Kind.FREEZE})
  void aStepOfLearningThatIsAnother() {
    EntryId masked =
        right(
            TIA,
            new Said.OfLearning(
                new LearningStatement.Masked(
                    1, 1, NOTHING.hash(), BlobName.inPieces(NOTHING.hash()), 100, List.of())));
    right(TIA, new Said.OfLearning(new LearningStatement.Freeze(1, 1, List.of(masked))));
    List<Bytes> sealed = List.of(Bytes.of(new byte[144]));
    for (EntryId none : List.of(masked, theAward)) {
      wrong(
          "an advert",
          TIA,
          new Said.OfLearning(new LearningStatement.Deal(1, 1, List.of(none), sealed)));
    }
    wrong(
        "a masked vector",
        BOTICA,
        new Said.OfLearning(new LearningStatement.Freeze(1, 1, List.of(theAward))));
  }

  @Test
  @LiesIn(Kind.PEOPLE_SERVED)
  void peopleOfAKitchenForWhichItsAuthorDoesNotBid() {
    var olla = new MemberId("olla");
    right(TIA, new Sponsor(olla, NOTHING.hash(), AT));
    right(TIA, new KitchenServes(olla, served()));
    wrong("its author's word that it bids for olla", TALLER, new KitchenServes(olla, served()));
  }

  // ---- Small things

  private static PeopleServed served() {
    LocalDate day = LocalDate.of(2026, 11, 1);
    return new PeopleServed(100, 1000, "by plates", day, day.plusDays(7), NOTHING.hash(), AT);
  }

  private EntryId recalled() {
    var dates = new Recall.Dates(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 2));
    return right(
        BOTICA,
        new Recall(
            new Recall.Which.OfCategory("dairy"),
            Optional.of(dates),
            "",
            "the cooling failed",
            AT));
  }

  private static Leg leg(int seq) {
    return new Leg(YOGHURT, seq, 1, new Grams(100), 40, 0, "", AT);
  }

  private Debit debit(int seq, EntryId because) {
    return new Debit(LOT, seq, award.taker(), new Grams(100), 1, because, 0, AT);
  }

  private static Expire expire(EntryId because) {
    return new Expire(LOT, 1, because, "nobody wants it", AT);
  }

  private EntryId right(MemberId author, NegotiationStatement says) {
    return right(author, new Said.OfNegotiation(says));
  }

  private EntryId right(MemberId author, SurplusStatement says) {
    return right(author, new Said.OfSurplus(says));
  }

  private EntryId right(MemberId author, Said said) {
    var tree = new TreeName(author, Statements.kindOf(said).tree());
    valley.of(tree).add(valley.frame(author, said));
    return valley.hand.idOf(author, said);
  }

  private void wrong(String what, MemberId author, NegotiationStatement says) {
    wrong(what, author, new Said.OfNegotiation(says));
  }

  private void wrong(String what, MemberId author, SurplusStatement says) {
    wrong(what, author, new Said.OfSurplus(says));
  }

  private void wrong(String what, MemberId author, Said said) {
    right(author, said);
    var tree = new TreeName(author, Statements.kindOf(said).tree());
    missing.put(tree + " " + (valley.of(tree).size() - 1), what);
  }

  private EntryId id(MemberId author, SurplusStatement says) {
    return valley.hand.idOf(author, new Said.OfSurplus(says));
  }

  private EntryId id(TreeName tree, Class<?> kind) {
    return EntryWire.decode(valley.of(tree).get(valley.find(tree, kind))).orElseThrow().id();
  }

  private NegotiationStatement negotiation(TreeName tree, Class<?> kind) {
    return ((Said.OfNegotiation) valley.said(tree, valley.find(tree, kind))).says();
  }

  private SurplusStatement surplus(TreeName tree, Class<?> kind) {
    return ((Said.OfSurplus) valley.said(tree, valley.find(tree, kind))).says();
  }
}
