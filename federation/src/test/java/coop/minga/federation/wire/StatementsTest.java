package coop.minga.federation.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.minga.federation.alert.AlertStatement;
import coop.minga.federation.alert.Answered;
import coop.minga.federation.alert.Over;
import coop.minga.federation.alert.Raised;
import coop.minga.federation.alert.Recovery;
import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.disclosure.About;
import coop.minga.federation.disclosure.Appointed;
import coop.minga.federation.disclosure.AuditorKey;
import coop.minga.federation.disclosure.DisclosureStatement;
import coop.minga.federation.disclosure.FieldOpening;
import coop.minga.federation.disclosure.Opened;
import coop.minga.federation.disclosure.Scope;
import coop.minga.federation.disclosure.Served;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Gtin;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Product;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Retire;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Succeed;
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
import coop.minga.federation.negotiation.Refusal;
import coop.minga.federation.negotiation.RuleOut;
import coop.minga.federation.negotiation.Standing;
import coop.minga.federation.negotiation.Take;
import coop.minga.federation.negotiation.Wished;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.surplus.Acknowledge;
import coop.minga.federation.surplus.Attest;
import coop.minga.federation.surplus.Carrier;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.KitchenServes;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Lift;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.OutletReason;
import coop.minga.federation.surplus.PeopleServed;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.Sponsor;
import coop.minga.federation.surplus.StatedNeed;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.surplus.Window;
import coop.minga.federation.surplus.Withdraw;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatementsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final EntryId CAUSE = new EntryId(Hash.sha256(Bytes.utf8("cause")));
  private static final LotName LOT = new LotName(new MemberId("mapocho"), "yoghurt-7");
  private static final Party KITCHEN = new Party(new MemberId("kitchen"), "plaza");

  @Test
  void whatIsWrittenIsReadAgain() {
    for (Said said : oneOfEach()) {
      Kind kind = Statements.kindOf(said);
      assertEquals(
          new Decoded.Known(said),
          Statements.decode(kind.code(), Statements.versionOf(said), Statements.encode(said)));
    }
  }

  @Test
  void everyKindButThoseOfLearningIsAmongThem() {
    assertEquals(
        List.of(
            Kind.BOOK,
            Kind.OFFER,
            Kind.OFFER,
            Kind.OFFER,
            Kind.CLOSE,
            Kind.AWARD,
            Kind.ACCEPT,
            Kind.DECLINE,
            Kind.LAPSE,
            Kind.PICKED_UP,
            Kind.PICKED_UP,
            Kind.RECEIVED,
            Kind.NO_SHOW,
            Kind.WITHDRAW,
            Kind.NEED,
            Kind.NEED,
            Kind.DEBIT,
            Kind.EXPIRE,
            Kind.RECALL,
            Kind.RECALL,
            Kind.HALT,
            Kind.ACKNOWLEDGE,
            Kind.LIFT,
            Kind.PEOPLE_SERVED,
            Kind.PEOPLE_SERVED,
            Kind.ATTEST,
            Kind.SPONSOR,
            Kind.CARRIER,
            Kind.LOADED,
            Kind.DELIVERED,
            Kind.GIVE_BACK,
            Kind.NOT_AVAILABLE,
            Kind.HOLD,
            Kind.RETIRE,
            Kind.SUCCEED,
            Kind.COUNTED,
            Kind.COUNTED,
            Kind.AUDITOR,
            Kind.SERVED,
            Kind.OPENED,
            Kind.OPENED,
            Kind.BID,
            Kind.BID_REPLY,
            Kind.OUTBID,
            Kind.CUT,
            Kind.WISHED,
            Kind.TAKE,
            Kind.FIRM_UP,
            Kind.RULE_OUT,
            Kind.ELSEWHERE,
            Kind.APPROVE,
            Kind.BALLOT,
            Kind.COMMIT,
            Kind.DECLINE_BALLOT,
            Kind.ADOPT,
            Kind.KEYS,
            Kind.COMPROMISED,
            Kind.SEEN,
            Kind.ALERT,
            Kind.ALERT_ANSWER,
            Kind.ALERT_OVER),
        oneOfEach().stream().map(Statements::kindOf).sorted().toList());
  }

  @Test
  void aTrailingByteMakesItVoid() {
    for (Said said : oneOfEach()) {
      byte[] payload = Statements.encode(said).toArray();
      byte[] longer = Arrays.copyOf(payload, payload.length + 2);
      longer[payload.length] = (byte) 0xf8; // field 31, a number, which no message has
      longer[payload.length + 1] = 1;
      assertInstanceOf(Decoded.Void.class, read(said, Bytes.of(longer)));
    }
  }

  @Test
  void noBytesAtAllAreEverThrownOver() {
    long seed = Long.getLong("seed", 20261124);
    var dice = new Random(seed);
    for (Said said : oneOfEach()) {
      for (int i = 0; i < 300; i++) {
        byte[] payload = Statements.encode(said).toArray();
        payload[dice.nextInt(payload.length)] ^= (byte) (1 << dice.nextInt(8));
        switch (read(said, Bytes.of(payload))) {
          case Decoded.Known(var other) ->
              assertEquals(Bytes.of(payload), Statements.encode(other), "seed " + seed);
          case Decoded.Void _, Decoded.Unknown _ -> {}
        }
      }
    }
  }

  @Test
  void aKindOrVersionOfLaterIsUnknown() {
    assertInstanceOf(Decoded.Unknown.class, Statements.decode(9999, 1, Bytes.empty()));
    assertInstanceOf(Decoded.Unknown.class, Statements.decode(Kind.BID.code(), 3, Bytes.empty()));
  }

  @Test
  void aPartOutOfItsRangeMakesItVoid() {
    byte[] empty = {};
    assertEquals(
        new Decoded.Void(VoidReason.OUT_OF_RANGE),
        Statements.decode(Kind.AWARD.code(), 1, Bytes.of(empty)));
  }

  private static Decoded read(Said said, Bytes payload) {
    return Statements.decode(Statements.kindOf(said).code(), Statements.versionOf(said), payload);
  }

  private static List<AlertStatement> alerts() {
    var about =
        new Raised.About(Raised.Help.GIVERS, "bread", new Grams(12_000), new Cell(1258, 3391));
    var recovery = new Recovery(NOON, Duration.ofHours(2), Duration.ofHours(3));
    Instant at = NOON.plus(Duration.ofHours(5));
    return List.of(
        new Raised("bread-1", about, recovery, true, at.plusSeconds(1), at),
        new Answered(CAUSE, new Grams(2_500), at),
        new Over(CAUSE, Over.Outcome.MENDED, List.of(CAUSE), at));
  }

  private static List<Said> oneOfEach() {
    var all = new ArrayList<Said>();
    all.add(new Said.OfBook(new BookCommitment(CAUSE.hash())));
    SignedNote note =
        new Checkpoint(Origin.of(CAUSE.hash(), LOT.giver(), Tree.LEDGER), 7, CAUSE.hash())
            .sign(new SeededKey(1));
    all.add(new Said.OfLedger(new Retire(LOT.giver(), 0, Optional.of(note))));
    var named = new Succeed.Named(KITCHEN.member(), CAUSE);
    all.add(new Said.OfLedger(new Succeed(1, Optional.of(note), List.of(named))));
    var sizes = new TreeMap<>(Map.of(LOT.giver(), 7L, KITCHEN.member(), 9L));
    all.add(new Said.OfLedger(new Counted(3, sizes)));
    all.add(new Said.OfLedger(new Counted(3, sizes, Optional.of(NOON))));
    all.add(new Said.OfSurplus(offer()));
    all.add(new Said.OfSurplus(notice(offer())));
    all.add(new Said.OfSurplus(notice(offer().under(CAUSE.hash()))));
    disclosures().forEach(says -> all.add(new Said.OfDisclosure(says)));
    alerts().forEach(says -> all.add(new Said.OfAlert(says)));
    all.add(new Said.OfSurplus(new Withdraw("yoghurt-7", "sold after all", 3, NOON)));
    var leg = new Leg(LOT, 1, 4, new Grams(2000), 41, 1, "burst", NOON);
    all.add(new Said.OfSurplus(new PickedUp(leg)));
    var to = new PickedUp.Carriage(new MemberId("carreta"), CAUSE);
    all.add(new Said.OfSurplus(new PickedUp(leg, Optional.of(to))));
    all.add(new Said.OfSurplus(new Carrier(LOT, 1, new MemberId("carreta"), NOON)));
    all.add(new Said.OfSurplus(new Loaded(leg, CAUSE)));
    all.add(new Said.OfSurplus(new Delivered(leg, CAUSE)));
    all.add(new Said.OfSurplus(new Received(leg, CAUSE)));
    var need =
        new Need(
            "plaza",
            "dairy",
            Collections.nCopies(7, new Grams(500)),
            LocalDate.of(2026, 12, 1),
            true);
    all.add(new Said.OfSurplus(need));
    all.add(new Said.OfSurplus(new StatedNeed(need, new Grams(9), new Grams(4000), NOON)));
    recalls().forEach(says -> all.add(new Said.OfSurplus(says)));
    bidding().forEach(says -> all.add(new Said.OfNegotiation(says)));
    afterwards().forEach(says -> all.add(new Said.OfNegotiation(says)));
    decisions().forEach(says -> all.add(new Said.OfDecision(says)));
    rosters().forEach(says -> all.add(new Said.OfRoster(says)));
    return all;
  }

  private static List<SurplusStatement> recalls() {
    var dates = new Recall.Dates(LocalDate.of(2026, 11, 25), LocalDate.of(2026, 11, 27));
    return List.of(
        new Recall(
            new Recall.Which.OfGtin(new Gtin("07802900000011")),
            Optional.empty(),
            "L7",
            "glass",
            NOON),
        new Recall(
            new Recall.Which.OfCategory("dairy"), Optional.of(dates), "", "the cooling", NOON),
        new Halt("yoghurt-7", CAUSE, 9, NOON),
        new Acknowledge(CAUSE, 3, NOON),
        new Lift(CAUSE, "it was another dairy", NOON),
        new KitchenServes(
            new MemberId("olla-sur"),
            new PeopleServed(
                80,
                1200,
                "counted at the table",
                LocalDate.of(2026, 8, 1),
                LocalDate.of(2026, 10, 31),
                CAUSE.hash(),
                NOON)),
        new PeopleServed(
            180,
            1300,
            "heads at the table",
            LocalDate.of(2026, 8, 1),
            LocalDate.of(2026, 10, 31),
            CAUSE.hash(),
            NOON),
        new Attest(CAUSE, NOON),
        new Sponsor(new MemberId("olla-sur"), CAUSE.hash(), NOON));
  }

  private static List<DecisionStatement> decisions() {
    var approve = new DecisionStatement.Approve(Subject.ROSTER, CAUSE.hash(), Bytes.utf8("c"));
    Ballot ballot = ballot(approve.changeName());
    var places =
        List.of(new coop.minga.federation.decision.Place(new MemberId("kitchen"), 7, CAUSE));
    var released = new DecisionStatement.Released(ballot(CAUSE.hash()), places);
    return List.of(
        approve,
        new DecisionStatement.Call(ballot),
        new DecisionStatement.Commit(ballot, places, List.of(released)),
        new DecisionStatement.DeclineBallot(ballot));
  }

  private static Ballot ballot(Hash change) {
    return new Ballot(Subject.ROSTER, CAUSE.hash(), change, 3, NOON);
  }

  private static List<RosterStatement> rosters() {
    var root = new SeededKey(1);
    MemberId kitchen = new MemberId("kitchen");
    var keys =
        new NodeKeys(
            new SeededKey(2).publicKey(),
            new SeededKey(3).publicKey(),
            new SeededKey(4).publicKey(),
            CAUSE.hash());
    return List.of(
        new RosterStatement.Adopt(CAUSE.hash()),
        RosterStatement.Keys.sign(CAUSE.hash(), kitchen, keys, 1, root),
        RosterStatement.Compromised.sign(CAUSE.hash(), kitchen, keys.entry(), NOON, root),
        new RosterStatement.Seen(CAUSE.hash()));
  }

  private static FieldOpening wish() {
    var bonus = new TreeMap<>(Map.of(KITCHEN.member(), 7));
    return new GiversWishes(bonus, new TreeMap<>(), 0, CAUSE.hash().value()).opening();
  }

  private static Notice notice(Offer offer) {
    var about = new About(CAUSE.hash(), LOT.giver(), offer.lot().name());
    return Notice.cover(about, offer, CAUSE.hash()::value).notice();
  }

  @Test
  void anOfferThatNamesARosterIsEnteredAsANoticeAlone() {
    Said whole = new Said.OfSurplus(offer().under(CAUSE.hash()));
    assertThrows(IllegalArgumentException.class, () -> Statements.encode(whole));
    assertEquals(3, Statements.versionOf(new Said.OfSurplus(notice(offer().under(CAUSE.hash())))));
    assertEquals(2, Statements.versionOf(new Said.OfSurplus(notice(offer()))));
  }

  private static List<DisclosureStatement> disclosures() {
    List<String> fields = List.of("item", "units");
    var scope = new Scope(NOON, NOON.plusSeconds(60), fields);
    var members = new Opened.Members(List.of(LOT.giver()));
    return List.of(
        new Appointed(
            new AuditorKey(CAUSE.hash().value()), "Contraloria", scope, NOON.plusSeconds(9), NOON),
        new Served(CAUSE, LOT.giver(), Tree.BOOK, 3, 700, NOON),
        new Opened(List.of(CAUSE), fields, members, NOON),
        new Opened(List.of(CAUSE), fields, new Opened.Auditor(CAUSE), NOON));
  }

  private static Offer offer() {
    return new Offer(
        new Lot(
            "yoghurt-7",
            "shop",
            new Place(-33_437_800, -70_650_500),
            new Product(
                "Yoghurt", Optional.of(new Gtin("07802900000011")), "dairy", Storage.CHILLED),
            new DateMark(DateMark.Kind.USE_BY, LocalDate.of(2026, 11, 26)),
            38,
            500),
        NOON,
        NOON.plusSeconds(3600),
        new Window(NOON.plusSeconds(7200), NOON.plusSeconds(14400)),
        0,
        0);
  }

  private static List<NegotiationStatement> bidding() {
    return List.of(
        new Bid(LOT, 1, "plaza", 10, 45, NOON.plusSeconds(7000), 0, new Bid.Reach(20, 60), NOON),
        new BidReply(
            "yoghurt-7", KITCHEN, 1, CAUSE, 10, Optional.empty(), new Standing(1, 1, 10, 0), NOON),
        new Outbid("yoghurt-7", KITCHEN, 3, new Standing(2, 1, 7, 50), NOON),
        new Cut("yoghurt-7", 36, NOON),
        new Wished("yoghurt-7", wish(), NOON),
        new Take(LOT, "plaza", 9, new Bid.Reach(20, 60), NOON),
        new FirmUp("yoghurt-7", 30, 38, new TreeMap<>(Map.of(1, 5, 3, 0)), NOON),
        new Close("yoghurt-7", new Close.Book(9, CAUSE.hash()), 45, CAUSE.hash(), NOON));
  }

  private static List<NegotiationStatement> afterwards() {
    return List.of(
        new Award(
            "yoghurt-7",
            1,
            KITCHEN,
            7,
            31,
            NOON,
            NOON.plusSeconds(600),
            new Window(NOON.plusSeconds(7200), NOON.plusSeconds(14400)),
            CAUSE),
        new Accept(LOT, 1, 7, NOON),
        new Decline(LOT, 2, "no room", NOON),
        new Lapse("yoghurt-7", 3, 12, NOON),
        new NoShow("yoghurt-7", 4, 12, NOON),
        new Debit("yoghurt-7", 1, KITCHEN, new Grams(3500), 45, CAUSE, 12, NOON),
        new Expire("yoghurt-7", 2, CAUSE, "nobody bid for more", NOON),
        new GiveBack(LOT, 1, "the van broke", NOON),
        new NotAvailable(LOT, 1, "nobody at the door", NOON),
        new Hold("yoghurt-7", 15, "the cold room is warm", NOON),
        new RuleOut("yoghurt-7", new MemberId("plaza"), VetoReason.COLD_CHAIN, 36, 9, NOON),
        new Elsewhere(
            "yoghurt-7",
            4,
            new Grams(2000),
            new Elsewhere.Way(Outlet.DIGESTION, OutletReason.NOT_FOR_ANIMALS, "the gas plant"),
            NOON));
  }

  @Test
  void refusalsHaveTheirOwnNumbers() {
    for (Refusal refusal : Refusal.values()) {
      Said said =
          new Said.OfNegotiation(
              new BidReply(
                  "a", KITCHEN, 1, CAUSE, 0, Optional.of(refusal), new Standing(1, 1, 0, 5), NOON));
      assertEquals(new Decoded.Known(said), read(said, Statements.encode(said)));
    }
  }
}
