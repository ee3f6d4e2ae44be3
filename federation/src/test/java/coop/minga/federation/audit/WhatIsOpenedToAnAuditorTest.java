package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACEN;
import static coop.minga.federation.audit.Valley.ALMACENS;
import static coop.minga.federation.audit.Valley.BOTICA;
import static coop.minga.federation.audit.Valley.TALLER;
import static coop.minga.federation.audit.Valley.TALLERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.disclosure.Appointed;
import coop.minga.federation.disclosure.DisclosureStatement;
import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.disclosure.FieldOpening;
import coop.minga.federation.disclosure.Opened;
import coop.minga.federation.disclosure.Scope;
import coop.minga.federation.disclosure.Served;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Expire;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.Wished;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.FirstRefusal;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.HiddenField;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Offers hide item, amount and place. An auditor recomputes what was opened, says what was not,
/// and takes no opening for what it is not.
class WhatIsOpenedToAnAuditorTest {
  private final Valley valley = new Valley();

  // ---- Openings

  @Test
  void noLotIsRecomputedThatWasNotOpenedAndThatIsSaid() {
    Report report = Valley.audit(valley.bundle().opening(new TreeMap<>()));
    assertTrue(report.verified(), report.findings().toString());
    assertEquals(0, report.counts().deals().recomputed());
    assertEquals(2, report.counts().deals().lots());
    assertTrue(tells(report, "since not opened: 1 of the lots of almacen, with "));
    assertTrue(tells(report, "lots of botica"));
  }

  @Test
  void oneGiversLotsAreRecomputedWithoutTheOthers() {
    Report report = Valley.audit(valley.bundle().opening(only(BOTICA)));
    assertTrue(report.verified(), report.findings().toString());
    Counts.Deals deals = report.counts().deals();
    assertTrue(0 < deals.recomputed() && deals.recomputed() < deals.awards(), report.sentence());
    String some = deals.recomputed() + " of " + deals.awards() + " awards recomputed, same.";
    assertTrue(report.sentence().endsWith(some), report.sentence());
    assertFalse(tells(report, "lots of botica"));
  }

  @Test
  void someFieldsAloneDoNotMakeALotRecomputable() {
    EntryOpening whole = valley.openings(ALMACEN).getFirst();
    var some = new EntryOpening(whole.entry(), whole.fields().subList(0, 2));
    Report report = Valley.audit(valley.bundle().opening(with(ALMACEN, List.of(some))));
    assertTrue(report.verified(), report.findings().toString());
    assertTrue(tells(report, "lots of almacen"));
  }

  @Test
  void aWrongOpeningIsRefused() {
    EntryOpening whole = valley.openings(ALMACEN).getFirst();
    int units = HiddenField.NAMES.indexOf("units");
    var fields = new ArrayList<>(whole.fields());
    FieldOpening right = fields.get(units);
    fields.set(units, new FieldOpening("units", right.salt(), Bytes.of(new byte[8])));
    Report report =
        Valley.audit(
            valley
                .bundle()
                .opening(with(ALMACEN, List.of(new EntryOpening(whole.entry(), fields)))));
    refused(
        report,
        "of almacen/ledger is not opened rightly: its field \"units\" is opened by something");
  }

  @Test
  void anotherLotsOpeningIsRefused() {
    EntryOpening foreign = valley.openings(BOTICA).getFirst();
    EntryId entry = valley.openings(ALMACEN).getFirst().entry();
    var swapped = new EntryOpening(entry, foreign.fields());
    refused(
        Valley.audit(valley.bundle().opening(with(ALMACEN, List.of(swapped)))),
        "is not opened rightly");
  }

  @Test
  void anOpeningByAnotherMemberOfNothingOrOfWhatHidesNothingIsRefused() {
    EntryOpening foreign = valley.openings(BOTICA).getFirst();
    refused(
        Valley.audit(valley.bundle().opening(with(ALMACEN, List.of(foreign)))),
        "an opening by almacen is of an entry");
    var nothing = new EntryOpening(new EntryId(Hash.sha256(Bytes.utf8("no"))), foreign.fields());
    refused(
        Valley.audit(valley.bundle().opening(with(ALMACEN, List.of(nothing)))),
        "an opening by almacen is of an entry");
    EntryId other = EntryWire.decode(valley.of(ALMACENS).getLast()).orElseThrow().id();
    var plain = new EntryOpening(other, foreign.fields());
    refused(
        Valley.audit(valley.bundle().opening(with(ALMACEN, List.of(plain)))),
        "an opening by almacen is of an entry");
  }

  @Test
  void anOpeningThatNoEntrySpeaksOfIsTold() {
    Report report = Valley.audit(withoutDisclosures());
    assertTrue(report.verified(), report.findings().toString());
    assertTrue(
        tells(report, "given to an auditor: 1 of the openings by almacen"),
        report.findings().toString());
  }

  @Test
  void whatWasOpenedToTakersWasNotOpenedToAnAuditor() {
    Bundle bundle = disclosing(new Opened(all(), HiddenField.NAMES, Valley.TAKERS, Town.START));
    assertTrue(tells(Valley.audit(bundle), "given to an auditor: 1 of the openings by almacen"));
  }

  @Test
  void whatWasOpenedInPartWasNotOpenedWhole() {
    EntryId appointment = valley.auditor(ALMACEN).appointment();
    var item = new Opened(all(), List.of("item"), new Opened.Auditor(appointment), Town.START);
    Report report = Valley.audit(disclosing(Valley.appointed(), item));
    assertTrue(tells(report, "given to an auditor: 1 of the openings by almacen"));
    var whole = new Opened(all(), HiddenField.NAMES, new Opened.Auditor(appointment), Town.START);
    assertFalse(tells(Valley.audit(disclosing(Valley.appointed(), whole)), "given to an auditor"));
  }

  // ---- Offers of before

  @Test
  void anOfferThatHidesNothingIsStillRecomputed() {
    var plain = new Valley();
    MemberId giver = BOTICA;
    var name = new TreeName(giver, Tree.LEDGER);
    assertEquals(1, plain.openings(giver).size());
    var offer = new Said.OfSurplus(Town.offer("cheese", "dairy", 3));
    plain.of(name).add(EntryWire.encode(plain.hand.plain(giver, offer)));
    Report report = plain.audit();
    assertTrue(report.verified(), report.findings().toString());
    assertEquals(3, report.counts().deals().lots());
  }

  @Test
  @LiesIn(Kind.OFFER)
  void anOfferThatHidesNothingIsJudgedThoughItsGiversBookIsNotHere() {
    var plain = new Valley();
    Offer late = Town.offer("old-cheese", "dairy", 3, Town.TODAY.minusDays(1));
    plain.of(TALLERS).add(EntryWire.encode(plain.hand.plain(TALLER, new Said.OfSurplus(late))));
    refused(plain.audit(), "an offer that may not be made");
  }

  /// What a notice shows of an old cheese forbids it, whether its giver's book is here or not.
  @Test
  @LiesIn(Kind.OFFER)
  void aNoticeThatNobodyOpensIsJudgedByTheDateThatItShows() {
    Offer late = Town.offer("old-cheese", "dairy", 3, Town.TODAY.minusDays(1));
    valley.of(ALMACENS).add(valley.frame(ALMACEN, new Said.OfSurplus(late)));
    refused(Valley.audit(valley.bundle().opening(only(BOTICA))), "an offer that may not be made");
  }

  /// Of what almacen offered by then, and everybody sees it, more than half would be taller's
  /// first.
  @Test
  @LiesIn(Kind.OFFER)
  void moreThanHalfIsNotOfferedFirstToOne() {
    for (String cheese : List.of("cheese", "more-cheese", "all-cheese")) {
      Offer first =
          Town.offer(cheese, "dairy", 30)
              .under(valley.roster.hash())
              .saying(
                  Clauses.PLAIN.firstTo(
                      new FirstRefusal(TALLER, Town.CLOSES.minus(Duration.ofMinutes(20)))));
      valley.of(ALMACENS).add(valley.frame(ALMACEN, new Said.OfSurplus(first)));
    }
    refused(
        valley.audit(),
        "lot all-cheese is first offered to one taker, as more than half of what almacen offered in"
            + " 30 days");
  }

  // ---- What a giver wished

  private static final GiversWishes EXCLUDED = excluding(VetoReason.DISTANCE);

  private static GiversWishes excluding(VetoReason why) {
    var vetoes = new TreeMap<>(Map.of(new MemberId("tia"), why));
    return new GiversWishes(new TreeMap<>(), vetoes, 0, Hash.sha256(Bytes.utf8("salt")).value());
  }

  /// Almacen offers cheese, and wishes that Tia had none of it.
  private void offerCheese() {
    Offer offer =
        Town.offer("cheese", "dairy", 3)
            .under(valley.roster.hash())
            .saying(Clauses.PLAIN)
            .wishing(EXCLUDED);
    valley.of(ALMACENS).add(valley.frame(ALMACEN, new Said.OfSurplus(offer)));
  }

  private void says(NegotiationStatement says) {
    valley.of(ALMACENS).add(valley.frame(ALMACEN, new Said.OfNegotiation(says)));
  }

  private Report auditedWithoutWishes() {
    Set<String> lot = Set.copyOf(HiddenField.NAMES);
    List<EntryOpening> shown =
        valley.openings(ALMACEN).stream().flatMap(each -> each.only(lot).stream()).toList();
    return Valley.audit(valley.bundle().opening(with(ALMACEN, shown)));
  }

  private void takeCheeseBack() {
    offerCheese();
    var withdraw = new Withdraw("cheese", "it fell", 0, Town.START.plusSeconds(60));
    valley.of(ALMACENS).add(valley.frame(ALMACEN, new Said.OfSurplus(withdraw)));
  }

  @Test
  void wishesThatAreShownOnceBidsAreNoLongerTakenAreThoseCommittedTo() {
    takeCheeseBack();
    says(new Wished("cheese", EXCLUDED.opening(), Town.START.plusSeconds(61)));
    Report report = auditedWithoutWishes();
    assertTrue(report.verified(), report.findings().toString());
    assertFalse(tells(report, "since not opened"), report.findings().toString());
  }

  @Test
  void otherWishesThanThoseCommittedToAreRefused() {
    takeCheeseBack();
    FieldOpening other = excluding(VetoReason.LEGAL).opening();
    says(new Wished("cheese", other, Town.START.plusSeconds(61)));
    refused(
        auditedWithoutWishes(),
        "of almacen/ledger is not opened rightly: its field \"wishes\" is opened by something");
  }

  @Test
  void nobodyKeepsItsWishesToItselfOnceSomethingIsSettled() {
    offerCheese();
    says(new Expire("cheese", 3, aClose(), "nobody bid for them", Town.CLOSES.plusSeconds(900)));
    refused(
        auditedWithoutWishes(), "what its giver wished of almacen/cheese was to be shown before");
  }

  private EntryId aClose() {
    return EntryWire.decode(valley.of(ALMACENS).get(valley.find(ALMACENS, Close.class)))
        .orElseThrow()
        .id();
  }

  private Expire someExpire(Instant at) {
    return new Expire("bread", 1, aClose(), "nobody bid for them", at);
  }

  @Test
  void nobodyHidesWhatItWishedOfALotThatItTookBack() {
    takeCheeseBack();
    Instant awake = Town.START.plusSeconds(61);
    says(someExpire(awake));
    String kept = "what its giver wished of almacen/cheese was to be shown before";
    assertFalse(tells(auditedWithoutWishes(), kept), "it may be about to show it");
    says(someExpire(awake.plusSeconds(3599)));
    assertFalse(tells(auditedWithoutWishes(), kept));
    says(someExpire(awake.plusSeconds(3600)));
    refused(auditedWithoutWishes(), kept);
  }

  @Test
  void nobodyHidesWhatItWishedOfALotThatItLeavesUnclosed() {
    offerCheese();
    says(someExpire(Town.CLOSES.plusSeconds(60)));
    says(someExpire(Town.CLOSES.plusSeconds(1800)));
    String kept = "what its giver wished of almacen/cheese was to be shown before";
    assertFalse(tells(auditedWithoutWishes(), kept), "it could still be bid for at first");
    says(someExpire(Town.CLOSES.plusSeconds(1800 + 3600)));
    refused(auditedWithoutWishes(), kept);
  }

  @Test
  void whoIsSilentForDaysAndThenShowsWhatItWishedKeepsNothing() {
    takeCheeseBack();
    Instant later = Town.CLOSES.plusSeconds(200_000);
    says(someExpire(later));
    says(new Wished("cheese", EXCLUDED.opening(), later));
    says(someExpire(later.plusSeconds(7200)));
    assertFalse(tells(auditedWithoutWishes(), "what its giver wished of almacen/cheese"));
  }

  // ---- Scopes

  @Test
  void whatIsOpenedAfterItsTimeIsTold() {
    enter(ALMACEN, opened(Valley.WEEK_AFTER.plusSeconds(1), HiddenField.NAMES, all()));
    refused(valley.audit(), "of almacen/ledger opens something to an auditor after its time");
  }

  @Test
  void whatIsServedAfterItsTimeIsTold() {
    EntryId appointment = valley.auditor(ALMACEN).appointment();
    Instant late = Valley.WEEK_AFTER.plusSeconds(1);
    enter(ALMACEN, new Served(appointment, ALMACEN, Tree.BOOK, 0, 1, late));
    refused(valley.audit(), "of almacen/ledger serves an auditor after its time");
  }

  @Test
  void fieldsBeyondTheScopeAreTold() {
    Appointed narrow = appointed(Valley.WEEK_BEFORE, Valley.WEEK_AFTER, List.of("item"));
    enter(ALMACEN, narrow);
    enter(ALMACEN, opened(narrow, List.of("item", "units")));
    refused(valley.audit(), "opens fields to an auditor that are not in its scope");
  }

  @Test
  void entriesBeyondTheScopeAreTold() {
    Appointed later = appointed(Town.START.plusSeconds(3600), Valley.WEEK_AFTER, HiddenField.NAMES);
    enter(ALMACEN, later);
    enter(ALMACEN, opened(later, HiddenField.NAMES));
    refused(valley.audit(), "opens entries to an auditor that are not in its scope");
  }

  @Test
  void whatIsServedAndOpenedInItsTimeIsNotTold() {
    EntryId appointment = valley.auditor(ALMACEN).appointment();
    enter(ALMACEN, new Served(appointment, ALMACEN, Tree.BOOK, 0, 1, Valley.WEEK_AFTER));
    enter(ALMACEN, opened(Valley.WEEK_AFTER, HiddenField.NAMES, all()));
    List<Finding> findings = valley.audit().findings();
    assertTrue(
        findings.stream().noneMatch(Finding.BeyondScope.class::isInstance), findings.toString());
  }

  @Test
  void whatIsNoOfferLiesInNoScopeAndWhatIsMissingIsToldAsThat() {
    for (Class<?> none : List.of(Award.class, PickedUp.class)) {
      var story = new WhatIsOpenedToAnAuditorTest();
      story.enter(ALMACEN, opened(Town.START, HiddenField.NAMES, List.of(idOf(none))));
      refused(story.valley.audit(), "opens entries to an auditor that are not in its scope");
    }
    var other = new WhatIsOpenedToAnAuditorTest();
    var nothing = new EntryId(Hash.sha256(Bytes.utf8("nothing")));
    other.enter(ALMACEN, opened(Town.START, HiddenField.NAMES, List.of(nothing)));
    List<Finding> findings = other.valley.audit().findings();
    assertTrue(findings.stream().allMatch(Finding.Dangling.class::isInstance), findings.toString());
  }

  @Test
  void anOpeningToAnAuditorWhomNobodyLetInIsMissed() {
    var nobody = new Opened.Auditor(new EntryId(Hash.sha256(Bytes.utf8("nobody"))));
    enter(ALMACEN, new Opened(all(), HiddenField.NAMES, nobody, Town.START));
    refused(valley.audit(), "rests on an auditor's appointment by its author");
  }

  @Test
  void whatIsNoAppointmentLetsNobodyIn() {
    var toTakers = new Opened(all(), HiddenField.NAMES, Valley.TAKERS, Town.START);
    EntryId opened = valley.hand.idOf(ALMACEN, new Said.OfDisclosure(toTakers));
    for (EntryId none : List.of(idOf(Award.class), opened)) {
      var story = new WhatIsOpenedToAnAuditorTest();
      var nobody = new Opened.Auditor(none);
      story.enter(ALMACEN, new Opened(all(), HiddenField.NAMES, nobody, Town.START));
      refused(story.valley.audit(), "rests on an auditor's appointment by its author");
    }
  }

  private EntryId idOf(Class<?> statement) {
    return EntryWire.decode(valley.of(ALMACENS).get(valley.find(ALMACENS, statement)))
        .orElseThrow()
        .id();
  }

  @Test
  void anotherMembersAuditorIsNotOnesOwn() {
    enter(ALMACEN, new Opened(all(), HiddenField.NAMES, valley.auditor(BOTICA), Town.START));
    refused(valley.audit(), "rests on an auditor's appointment by its author");
  }

  @Test
  void nobodyOpensAnothersEntry() {
    List<EntryId> others = List.of(valley.openings(BOTICA).getFirst().entry());
    enter(ALMACEN, new Opened(others, HiddenField.NAMES, Valley.TAKERS, Town.START));
    refused(valley.audit(), "rests on an entry of its author's");
  }

  // ---- Fair to all takers

  @Test
  void anOfferThatOnlyAFriendCouldReadIsTold() {
    Report report = Valley.audit(withoutDisclosures());
    assertTrue(report.verified(), report.findings().toString());
    assertTrue(tells(report, "was not opened to taller, tia"), report.findings().toString());
  }

  @Test
  void whoeverOfTheTakersCouldNotReadItIsNamed() {
    var toTaller =
        new Opened(
            all(), HiddenField.NAMES, new Opened.Members(List.of(Valley.TALLER)), Town.START);
    Report report = Valley.audit(disclosing(toTaller));
    assertTrue(tells(report, "was not opened to tia"), report.findings().toString());
    var toTia =
        new Opened(all(), HiddenField.NAMES, new Opened.Members(List.of(Valley.TIA)), Town.START);
    Report both = Valley.audit(disclosing(toTaller, toTia));
    assertFalse(tells(both, "was not opened to"), both.findings().toString());
  }

  @Test
  void aTakerWhoGivesNeedNotOpenItsOfferToItself() {
    Bytes offer = valley.frame(Valley.TIA, new Said.OfSurplus(Town.offer("cheese", "dairy", 3)));
    valley.of(Valley.TIAS).add(offer);
    EntryId id = EntryWire.decode(offer).orElseThrow().id();
    enter(
        Valley.TIA,
        new Opened(
            List.of(id),
            HiddenField.NAMES,
            new Opened.Members(List.of(Valley.TALLER)),
            Town.START));
    Report report = valley.audit();
    assertFalse(tells(report, "was not opened to"), report.findings().toString());
  }

  /// A bundle whose ledgers say nothing of what was opened.
  private Bundle withoutDisclosures() {
    return disclosing();
  }

  /// A bundle in which almacen says just this of what it opened.
  private Bundle disclosing(DisclosureStatement... says) {
    Bundle bundle = valley.bundle();
    var frames = new ArrayList<>(valley.of(ALMACENS));
    for (DisclosureStatement each : says) {
      frames.add(valley.frame(ALMACEN, new Said.OfDisclosure(each)));
    }
    frames.add(valley.ledger(ALMACEN, 3).frames().getLast());
    var note = valley.witnessed(ALMACENS, frames, 3).encode();
    return Valley.with(
        bundle, ALMACEN, new Bundle.Copy(Optional.of(note), Optional.empty(), frames));
  }

  // ---- Small things

  private List<EntryId> all() {
    return valley.openings(ALMACEN).stream().map(EntryOpening::entry).toList();
  }

  private Opened opened(Instant at, List<String> fields, List<EntryId> entries) {
    return new Opened(entries, fields, valley.auditor(ALMACEN), at);
  }

  private Opened opened(Appointed auditor, List<String> fields) {
    EntryId id = valley.hand.idOf(ALMACEN, new Said.OfDisclosure(auditor));
    return new Opened(all(), fields, new Opened.Auditor(id), Town.START);
  }

  private static Appointed appointed(Instant from, Instant until, List<String> fields) {
    Appointed usual = Valley.appointed();
    return new Appointed(
        usual.key(), "Other", new Scope(from, until, fields), usual.ends(), usual.at());
  }

  private void enter(MemberId author, DisclosureStatement says) {
    valley
        .of(new TreeName(author, Tree.LEDGER))
        .add(valley.frame(author, new Said.OfDisclosure(says)));
  }

  private SortedMap<MemberId, List<EntryOpening>> only(MemberId giver) {
    var openings = new TreeMap<MemberId, List<EntryOpening>>();
    openings.put(giver, valley.openings(giver));
    return openings;
  }

  private SortedMap<MemberId, List<EntryOpening>> with(MemberId giver, List<EntryOpening> instead) {
    var openings = new TreeMap<>(valley.bundle().openings());
    openings.put(giver, instead);
    return openings;
  }

  private static boolean tells(Report report, String words) {
    return report.findings().stream().anyMatch(finding -> finding.sentence().contains(words));
  }

  private static void refused(Report report, String words) {
    assertFalse(report.verified(), report.sentence());
    assertTrue(tells(report, words), report.findings().toString());
  }
}
