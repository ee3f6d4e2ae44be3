package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACEN;
import static coop.minga.federation.audit.Valley.ALMACENS;
import static coop.minga.federation.audit.Valley.ALMACENS_BOOK;
import static coop.minga.federation.audit.Valley.TALLER;
import static coop.minga.federation.audit.Valley.TALLERS;
import static coop.minga.federation.audit.Valley.TIA;
import static coop.minga.federation.audit.Valley.TIAS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.alert.Raised;
import coop.minga.federation.alert.Recovery;
import coop.minga.federation.disclosure.Appointed;
import coop.minga.federation.disclosure.AuditorKey;
import coop.minga.federation.disclosure.DisclosureStatement;
import coop.minga.federation.disclosure.Opened;
import coop.minga.federation.disclosure.Scope;
import coop.minga.federation.disclosure.Served;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Certificates;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Finding.Version;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Evidence;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Parting;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Accept;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.BidReply;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A member puts into its own tree what it should not, signs for it, and its mirrors, who judge
/// nothing, cosign.
class AMemberWhoLiesTest {
  private static final TreeName BOTICAS = new TreeName(Valley.BOTICA, Tree.LEDGER);

  private final Valley valley = new Valley();

  // ---- Entries that are none

  @Test
  void anotherMembersEntryDoesNotCount() {
    valley.of(TIAS).add(valley.of(TALLERS).getFirst());
    refused("entry " + (valley.of(TIAS).size() - 1) + " of tia/ledger is another member's");
  }

  @Test
  void anEntryOfTheBookDoesNotCountInTheLedger() {
    valley.of(ALMACENS).add(valley.of(ALMACENS_BOOK).getFirst());
    refused("was signed for the other tree of its author");
  }

  @Test
  void aKindOfTheBookDoesNotCountInTheLedgerWhateverItSays() {
    Entry bid = EntryWire.decode(valley.of(ALMACENS_BOOK).getFirst()).orElseThrow();
    Entry moved = valley.hand.entry(ALMACEN, Tree.LEDGER, Kind.BID_REPLY.code(), bid.payload());
    valley.of(ALMACENS).add(EntryWire.encode(moved));
    refused("is of a kind that does not belong there");
  }

  @Test
  void anEntryCountsOnce() {
    valley.of(ALMACENS).add(valley.of(ALMACENS).getFirst());
    refused("of almacen/ledger stands there a second time");
  }

  @Test
  void anEntryThatItsAuthorDidNotSignDoesNotCount() {
    Entry right = EntryWire.decode(valley.of(TIAS).getFirst()).orElseThrow();
    var forged =
        new Entry(right.header(), right.payload(), new SeededKey(99).sign(right.signedBytes()));
    valley.of(TIAS).set(0, EntryWire.encode(forged));
    refused("entry 0 of tia/ledger changed after signing, or was never signed by its author");
  }

  @Test
  void anEntryOfAnotherFederationDoesNotCount() {
    Entry right = EntryWire.decode(valley.of(TIAS).getFirst()).orElseThrow();
    var h = right.header();
    var header =
        new Entry.Header(
            Hash.sha256(Bytes.utf8("elsewhere")),
            h.author(),
            h.keyId(),
            h.tree(),
            h.generation(),
            h.version(),
            h.kind());
    valley.of(TIAS).add(EntryWire.encode(new Entry(header, right.payload(), right.signature())));
    refused("of tia/ledger is of another federation");
  }

  @Test
  void bytesThatAreNoEntryDoNotCount() {
    valley.of(TIAS).add(Bytes.utf8("not an entry"));
    refused("of tia/ledger cannot be read");
  }

  @Test
  void anEntryDatedAheadOfItsWitnessesHasNoEffectYet() {
    var early = new Withdraw("milk", "sold after all", 0, Valley.MADE.plus(Duration.ofDays(1)));
    valley.of(TIAS).add(valley.frame(TIA, new Said.OfSurplus(early)));
    Report report = valley.audit();
    assertTrue(report.verified(), report.findings().toString());
    assertTrue(report.findings().getFirst().sentence().contains("is dated ahead"));
  }

  @Test
  void anEntryThatNobodyHasWitnessedYetIsNotHeldBackByTheirTime() {
    var early = new Withdraw("milk", "sold after all", 0, Valley.MADE.plus(Duration.ofDays(1)));
    valley.of(TIAS).add(valley.frame(TIA, new Said.OfSurplus(early)));
    Bundle.Copy whole = valley.ledger(TIA, 3);
    Bytes before = valley.witnessed(TIAS, whole.frames().subList(0, 1), 3).encode();
    Bytes signed = valley.signed(TIAS, whole.frames()).encode();
    var copy = new Bundle.Copy(Optional.of(before), Optional.of(signed), whole.frames());
    List<Finding> findings = Valley.audit(Valley.with(valley.bundle(), TIA, copy)).findings();
    assertTrue(
        findings.stream().noneMatch(Finding.HeldEntry.class::isInstance), findings.toString());
    assertTrue(findings.stream().anyMatch(Finding.Dangling.class::isInstance), findings.toString());
  }

  @Test
  @LiesIn(Kind.EVIDENCE)
  void evidenceThatWasEnteredIsCheckedAndTold() {
    List<Bytes> lie = List.of(Bytes.utf8("another history"));
    var other = valley.signed(ALMACENS, lie);
    var parting =
        Parting.make(
            other, valley.signed(ALMACENS, valley.of(ALMACENS)), HeldTree.of(valley.of(ALMACENS)));
    var fork = new Evidence.LedgerFork(parting);
    valley.of(TIAS).add(valley.frame(TIA, new Said.OfLedger(new Exposed(ALMACEN, fork))));
    valley.of(TIAS).add(valley.frame(TIA, new Said.OfLedger(new Exposed(TIA, fork))));
    Report report = valley.audit();
    assertTrue(report.verified(), report.findings().toString());
    assertTrue(
        report.findings().stream()
            .anyMatch(f ->
                f.sentence().endsWith("proves that almacen signed two histories of one ledger")));
    assertTrue(
        report.findings().stream()
            .anyMatch(
                f -> f.sentence().endsWith("proves nothing: the ledger is not that member's")));
  }

  @Test
  @LiesIn(Kind.COUNTED)
  void aCountThatLeavesAnEpochOutIsTold() {
    var sizes = new TreeMap<>(Map.of(ALMACEN, 1L));
    valley.of(TIAS).add(valley.frame(TIA, new Said.OfLedger(new Counted(2, sizes))));
    Report report = valley.audit();
    assertFalse(report.verified());
    assertTrue(
        report.findings().stream()
            .anyMatch(f -> f.sentence().contains("epoch 2 does not go on from 0")),
        report.findings().toString());
  }

  @Test
  void aCountThatGoesOnIsNotTold() {
    var sizes = new TreeMap<>(Map.of(ALMACEN, 1L));
    for (int epoch : List.of(1, 2)) {
      valley.of(TIAS).add(valley.frame(TIA, new Said.OfLedger(new Counted(epoch, sizes))));
    }
    assertEquals(List.of(), valley.audit().findings());
  }

  @Test
  @LiesIn(Kind.NEED)
  void aVoidPayloadIsToldAndRefutesNothing() {
    Entry nonsense = valley.hand.entry(TIA, Tree.LEDGER, Kind.NEED.code(), Bytes.utf8("nonsense"));
    valley.of(TIAS).add(EntryWire.encode(nonsense));
    Report report = valley.audit();
    assertTrue(report.verified(), report.findings().toString());
    assertTrue(report.findings().getFirst().sentence().contains("counts for nothing"));
  }

  @Test
  void aKindOfALaterMingaIsToldAndRefutesNothing() {
    Entry later = valley.hand.entry(TIA, Tree.LEDGER, 999, Bytes.utf8("later"));
    valley.of(TIAS).add(EntryWire.encode(later));
    Report report = valley.audit();
    assertTrue(report.verified(), report.findings().toString());
    assertEquals(1, report.findings().size());
  }

  /// Almacen's key was lost after a quorum held its ledger; when its replies were written, nobody
  /// can say.
  @Test
  void whatStandsInABookCountsThoughItsAuthorsKeyWasLost() {
    var lost =
        RosterStatement.Compromised.sign(
            valley.roster.federationId(),
            ALMACEN,
            SomeCharter.entryKey(0).publicKey(),
            Valley.MADE,
            SomeCharter.rootKey(0));
    valley.of(ALMACENS).add(valley.frame(ALMACEN, new Said.OfRoster(lost)));
    assertEquals(List.of(), valley.audit().findings());
  }

  // ---- Two histories

  @Test
  void aSecondHistoryIsProofOfAFork() {
    Valley other = new Valley();
    other.of(TIAS).addFirst(valley.frame(TIA, valley.said(TIAS, 0)));
    var frames = other.of(TIAS).subList(0, 1);
    frames.set(0, EntryWire.encode(other.hand.entry(TIA, Tree.LEDGER, 999, Bytes.empty())));
    Bundle bundle = Valley.withEvidence(valley.bundle(), TIA, other.signed(TIAS, frames));
    assertEquals(
        "NOT verified: tia signed two histories of tia/ledger, both of 1 entries.",
        Valley.audit(bundle).sentence());
    Bundle harmless =
        Valley.withEvidence(
            valley.bundle(), TIA, valley.signed(TIAS, valley.of(TIAS).subList(0, 1)));
    assertTrue(Valley.audit(harmless).verified());
    List<Bytes> longer = new ArrayList<>(valley.ledger(TIA, 3).frames());
    longer.add(frames.getFirst());
    Bundle further = Valley.withEvidence(valley.bundle(), TIA, valley.signed(TIAS, longer));
    assertTrue(Valley.audit(further).verified(), "what goes on is no other history");
    Bundle nobodys =
        Valley.withEvidence(valley.bundle(), TIA, valley.signed(TALLERS, valley.of(TALLERS)));
    assertFalse(Valley.audit(nobodys).verified());
  }

  // ---- What entries speak of

  @Test
  @LiesIn(Kind.ACCEPT)
  void anAcceptOfAnAwardThatNobodyMadeIsMissed() {
    var accept = (Accept) says(TALLERS, valley.find(TALLERS, Accept.class));
    say(TIAS, new Accept(accept.lot(), 77, accept.units(), accept.at()));
    refused("rests on award 77 of " + accept.lot() + " to its author");
  }

  @Test
  @LiesIn(Kind.ACCEPT)
  void anAcceptOfAnothersAwardIsNoticed() {
    var accept = (Accept) says(TALLERS, valley.find(TALLERS, Accept.class));
    say(TIAS, new Accept(accept.lot(), accept.seq(), accept.units(), accept.at()));
    refused("rests on award " + accept.seq() + " of " + accept.lot() + " to its author");
  }

  @Test
  @LiesIn(Kind.RECEIVED)
  void aHandoverThatOnlyTheTakerKnowsIsNoticed() {
    int index = valley.find(TALLERS, Received.class);
    if (valley.said(TALLERS, index) instanceof Said.OfSurplus(Received(var leg, _))) {
      var invented = new Received(leg, new EntryId(Hash.sha256(Bytes.utf8("nothing"))));
      valley.of(TALLERS).add(valley.frame(TALLER, new Said.OfSurplus(invented)));
    }
    refused("rests on a handover (");
  }

  @Test
  @LiesIn(Kind.PICKED_UP)
  void aPickUpOfNoAwardIsNoticed() {
    int index = valley.find(ALMACENS, PickedUp.class);
    if (valley.said(ALMACENS, index) instanceof Said.OfSurplus(PickedUp(var leg, _))) {
      var other = new Leg(leg.lot(), 55, leg.units(), leg.grams(), 40, 0, "", leg.at());
      valley.of(ALMACENS).add(valley.frame(ALMACEN, new Said.OfSurplus(new PickedUp(other))));
    }
    refused("rests on award 55 of ");
  }

  @Test
  @LiesIn(Kind.BID_REPLY)
  void aReplyToABidThatNobodyMadeIsMissed() {
    var reply = (BidReply) says(ALMACENS_BOOK, valley.find(ALMACENS_BOOK, BidReply.class));
    say(
        ALMACENS_BOOK,
        new BidReply(
            reply.lot(),
            reply.taker(),
            reply.bidSeq(),
            new EntryId(Hash.sha256(Bytes.utf8("no bid"))),
            reply.acceptedUnits(),
            reply.refusal(),
            reply.standing(),
            reply.at()));
    refused("of almacen/book rests on a bid (");
  }

  @Test
  @LiesIn(Kind.CLOSE)
  void aCloseOfALotThatNobodyOfferedIsNoticed() {
    var close = (Close) says(ALMACENS, valley.find(ALMACENS, Close.class));
    say(
        ALMACENS,
        new Close("caviar", close.book(), close.clearingPoints(), close.bidsRoot(), close.at()));
    refused("rests on an offer of lot almacen/caviar that is not in the bundle");
  }

  @Test
  @LiesIn(Kind.AWARD)
  void anAwardWithoutCauseIsNoticed() {
    int index = valley.find(ALMACENS, Award.class);
    Award award = (Award) says(ALMACENS, index);
    replace(ALMACENS, index, because(award, new EntryId(Hash.sha256(Bytes.utf8("because")))));
    refused("rests on what freed its units (");
    assertTrue(
        valley.audit().findings().stream().allMatch(Finding.Dangling.class::isInstance),
        "nothing is replayed of what rests on what is missing");
  }

  @Test
  @LiesIn(Kind.RESULT)
  void resultsOfOneEpochMustAgree() {
    learns(TIA, new Result(1, version("a")));
    learns(TALLER, new Result(1, version("b")));
    refused("came to different results of model epoch 1");
  }

  @Test
  void resultsThatAgreeAreNotSaidToDiffer() {
    learns(TIA, new Result(1, version("a")));
    learns(TALLER, new Result(1, version("a")));
    List<Finding> findings = valley.audit().findings();
    assertTrue(
        findings.stream().noneMatch(Finding.ResultsDiffer.class::isInstance), findings.toString());
  }

  @Test
  @LiesIn(Kind.RESULT)
  void aResultOfWhichNothingElseIsHereIsToldAndRefutesNothing() {
    learns(ALMACEN, new Result(1, version("a")));
    Report report = valley.audit();
    assertTrue(report.verified(), report.findings().toString());
    assertEquals(
        List.of(
            new Finding.VersionNotRecomputed(1, ALMACEN, Certificates.Flaw.NO_CIRCLE.sentence())),
        report.findings());
  }

  @Test
  @LiesIn({Kind.DEAL, Kind.FREEZE})
  void aDealAndAFreezeNameWhatTheyRestOn() {
    EntryId nothing = new EntryId(Hash.sha256(Bytes.utf8("no advert")));
    learns(TIA, new Deal(1, 1, List.of(nothing), List.of(Bytes.of(new byte[144]))));
    learns(TALLER, new Freeze(1, 1, List.of(nothing)));
    refused("of tia/ledger rests on an advert (");
    refused("of taller/ledger rests on a masked vector (");
  }

  private static Version version(String model) {
    Hash none = Hash.sha256(Bytes.utf8("none"));
    return new Version(
        new LearningStatement.Opened(1, none, none, List.of(TIA)),
        none,
        Hash.sha256(Bytes.utf8(model)),
        10,
        none);
  }

  // ---- Who was shown what

  private static final Appointed CONTRALORIA =
      new Appointed(
          new AuditorKey(Hash.sha256(Bytes.utf8("contraloria")).value()),
          "Contraloria",
          new Scope(Town.START, Valley.MADE, List.of("item")),
          Valley.MADE,
          Town.START);

  private static Opened opened(EntryId entry, EntryId appointment) {
    return new Opened(
        List.of(entry), List.of("item"), new Opened.Auditor(appointment), Valley.MADE);
  }

  @Test
  @LiesIn({Kind.AUDITOR, Kind.SERVED, Kind.OPENED})
  void nobodyActsOnAnothersAppointmentOfAnAuditor() {
    EntryId almacens = discloses(ALMACEN, CONTRALORIA);
    EntryId tias = id(valley.of(TIAS).getFirst());
    discloses(TIA, opened(tias, almacens));
    refused("of tia/ledger rests on an auditor's appointment by its author (");
    discloses(TALLER, new Served(almacens, TALLER, Tree.LEDGER, 0, 1, Valley.MADE));
    refused("of taller/ledger rests on an auditor's appointment by its author (");
  }

  @Test
  @LiesIn({Kind.SERVED, Kind.OPENED})
  void nobodyShowsAnythingToAnAuditorThatItNeverAppointed() {
    EntryId nothing = new EntryId(Hash.sha256(Bytes.utf8("no appointment")));
    discloses(TIA, new Served(nothing, TIA, Tree.LEDGER, 0, 1, Valley.MADE));
    refused("of tia/ledger rests on an auditor's appointment by its author (");
    discloses(ALMACEN, opened(id(valley.of(ALMACENS).getFirst()), nothing));
    refused("of almacen/ledger rests on an auditor's appointment by its author (");
  }

  @Test
  @LiesIn(Kind.OPENED)
  void nobodyOpensWhatAnotherEntered() {
    EntryId appointment = discloses(TIA, CONTRALORIA);
    discloses(TIA, opened(id(valley.of(ALMACENS).getFirst()), appointment));
    refused("of tia/ledger rests on an entry of its author's (");
  }

  private EntryId discloses(MemberId member, DisclosureStatement says) {
    Bytes frame = valley.frame(member, new Said.OfDisclosure(says));
    valley.of(new TreeName(member, Tree.LEDGER)).add(frame);
    return id(frame);
  }

  private static EntryId id(Bytes frame) {
    return EntryWire.decode(frame).orElseThrow().id();
  }

  // ---- Which roster

  @Test
  @LiesIn({Kind.ADOPT, Kind.SEEN})
  void whoAdoptsOrHasSeenWhatNobodyDecidedMovesNoWitnessAndNoAward() {
    Hash madeUp = Hash.sha256(Bytes.utf8("a roster of friends"));
    String honest = valley.audit().sentence();
    for (RosterStatement lie :
        List.of(new RosterStatement.Adopt(madeUp), new RosterStatement.Seen(madeUp))) {
      valley.of(TIAS).add(valley.frame(TIA, new Said.OfRoster(lie)));
    }
    Bundle.Copy whole = valley.ledger(TIA, 3);
    List<Bytes> before = whole.frames().subList(0, valley.of(TIAS).size() - 2);
    var copy =
        new Bundle.Copy(
            Optional.of(valley.witnessed(TIAS, before, 3).encode()),
            whole.witnessed(),
            whole.frames());
    Report report = Valley.audit(Valley.with(valley.bundle(), TIA, copy));
    assertTrue(report.verified(), report.findings().toString());
    assertEquals(
        honest.replaceFirst(".*; ", ""),
        report.sentence().replaceFirst(".*; ", ""),
        "the same awards");
    assertTrue(
        report.findings().stream().anyMatch(Finding.AdoptsUnknown.class::isInstance),
        report.findings().toString());
    Report friends = valley.audit();
    assertTrue(friends.sentence().contains("adopts a roster"), friends.sentence());
    Bundle alone = Valley.with(valley.bundle(), TIA, valley.ledger(TIA, 0));
    assertFalse(Valley.audit(alone).verified(), "a roster of friends brings no witnesses");
  }

  // ---- What only replaying finds

  @Test
  @LiesIn(Kind.AWARD)
  void anAwardToAnotherThanTheBidsGiveIsRecomputed() {
    int index = valley.find(ALMACENS, Award.class);
    Award award = (Award) says(ALMACENS, index);
    MemberId friend = award.taker().member().equals(TIA) ? TALLER : TIA;
    replace(ALMACENS, index, to(award, new Party(friend, award.taker().site()), award.units()));
    replayed(index);
  }

  @Test
  @LiesIn(Kind.AWARD)
  void anAwardOfFewerUnitsIsRecomputed() {
    int index = valley.find(ALMACENS, Award.class);
    Award award = (Award) says(ALMACENS, index);
    replace(ALMACENS, index, to(award, award.taker(), award.units() - 1));
    replayed(index);
  }

  @Test
  @LiesIn(Kind.CLOSE)
  void anotherClearingPriceIsRecomputed() {
    int index = valley.find(ALMACENS, Close.class);
    Close close = (Close) says(ALMACENS, index);
    valley.of(ALMACENS).subList(index, valley.of(ALMACENS).size()).clear();
    nothingWasAnswered();
    valley
        .of(ALMACENS)
        .add(
            valley.frame(
                ALMACEN,
                new Said.OfNegotiation(
                    new Close(
                        close.lot(),
                        close.book(),
                        close.clearingPoints() + 1,
                        close.bidsRoot(),
                        close.at()))));
    refused("the clearing price of almacen/yoghurt is");
  }

  @Test
  @LiesIn(Kind.CLOSE)
  void aCloseNamesTheBookThatIsHere() {
    int index = valley.find(ALMACENS, Close.class);
    Close close = (Close) says(ALMACENS, index);
    var other = new Close.Book(close.book().size(), Hash.sha256(Bytes.utf8("another book")));
    replace(
        ALMACENS,
        index,
        new Close(close.lot(), other, close.clearingPoints(), close.bidsRoot(), close.at()));
    refused("entry " + index + " of almacen/ledger commits to a book that is not the one here");
  }

  @Test
  @LiesIn(Kind.OFFER)
  void anOfferPastItsUseByIsRefused() {
    Offer late = Town.offer("old-milk", "dairy", 3, Town.TODAY.minusDays(1));
    valley.of(ALMACENS).add(valley.frame(ALMACEN, new Said.OfSurplus(late)));
    refused("an offer that may not be made");
  }

  @Test
  @LiesIn(Kind.OFFER)
  void anOfferPastItsUseByIsRefusedEvenWithoutTheBook() {
    Offer late = Town.offer("old-milk", "dairy", 3, Town.TODAY.minusDays(1));
    valley.of(ALMACENS).add(valley.frame(ALMACEN, new Said.OfSurplus(late)));
    Bundle all = valley.bundle();
    Report report =
        Valley.audit(
            new Bundle(all.charter(), all.ledgers(), new TreeMap<>(), all.told(), all.evidence()));
    assertTrue(report.sentence().contains("an offer that may not be made"), report.sentence());
  }

  private static Award to(Award award, Party taker, int units) {
    return new Award(
        award.lot(),
        award.seq(),
        taker,
        units,
        award.remaining(),
        award.at(),
        award.answerBy(),
        award.window(),
        award.because());
  }

  private static Award because(Award award, EntryId cause) {
    return new Award(
        award.lot(),
        award.seq(),
        award.taker(),
        award.units(),
        award.remaining(),
        award.at(),
        award.answerBy(),
        award.window(),
        cause);
  }

  private NegotiationStatement says(TreeName tree, int index) {
    if (valley.said(tree, index) instanceof Said.OfNegotiation(var says)) {
      return says;
    }
    throw new AssertionError("entry " + index + " of " + tree);
  }

  private void say(TreeName tree, NegotiationStatement says) {
    valley.of(tree).add(valley.frame(tree.owner(), new Said.OfNegotiation(says)));
  }

  private void replace(TreeName tree, int index, NegotiationStatement says) {
    valley.of(tree).set(index, valley.frame(tree.owner(), new Said.OfNegotiation(says)));
  }

  private void learns(MemberId member, LearningStatement says) {
    valley
        .of(new TreeName(member, Tree.LEDGER))
        .add(valley.frame(member, new Said.OfLearning(says)));
  }

  /// The taker whom the award was taken from, or whose part became another, answered it: what rests
  /// on it goes with it, so that nothing but the replay can find the lie.
  private void replayed(int award) {
    int end = award + 1;
    var ledger = valley.of(ALMACENS);
    ledger.subList(end, ledger.size()).clear();
    nothingWasAnswered();
    Report report = valley.audit();
    List<Finding> found = new ArrayList<>(Finding.refuting(report.findings()));
    assertTrue(
        found.stream()
            .anyMatch(f ->
                f instanceof Finding.NotAsReplayed(var tree, var index, _, _)
                    && tree.equals(ALMACENS)
                    && index == award),
        report.findings().toString());
    assertTrue(found.stream().allMatch(Finding.NotAsReplayed.class::isInstance), found.toString());
    var blind = new Auditor(SeededKey.VERIFIER, new Demands(Optional.empty(), false));
    assertTrue(blind.audit(valley.file()).verified());
  }

  private void nothingWasAnswered() {
    valley.of(TALLERS).clear();
    valley.of(TIAS).clear();
    var botica = valley.of(BOTICAS);
    botica.subList(valley.find(BOTICAS, Award.class), botica.size()).clear();
  }

  // ---- Alerts

  @Test
  @LiesIn(Kind.ALERT)
  void anAlertThatClimbedBeforeItsTimeIsToldAndOneInTimeIsNot() {
    var about =
        new Raised.About(Raised.Help.TAKERS, "dairy", new Grams(9_000), new Cell(1258, 3391));
    var recovery = new Recovery(Town.START, Duration.ofHours(1), Duration.ofHours(1));
    var plate = Town.START.plus(Duration.ofDays(2));
    var inTime =
        new Raised("dairy-1", about, recovery, false, plate, Town.START.plus(Duration.ofHours(2)));
    valley.of(ALMACENS).add(valley.frame(ALMACEN, new Said.OfAlert(inTime)));
    assertTrue(valley.audit().verified(), valley.audit().findings().toString());
    var early = new Raised("dairy-2", about, recovery, false, plate, Town.START.plusSeconds(60));
    valley.of(ALMACENS).add(valley.frame(ALMACEN, new Said.OfAlert(early)));
    refused("raises an alert before its own levels had the time that it says they had");
  }

  private void refused(String why) {
    Report report = valley.audit();
    assertFalse(report.verified(), why);
    assertTrue(
        report.findings().stream().anyMatch(f -> f.sentence().contains(why)),
        why + ", not " + report.findings());
  }
}
