package coop.minga.federation.audit;

import static coop.minga.federation.audit.Comarca.ALMACEN;
import static coop.minga.federation.audit.Comarca.BOTICA;
import static coop.minga.federation.audit.Comarca.FOUNDERS;
import static coop.minga.federation.audit.Comarca.TALLER;
import static coop.minga.federation.audit.Comarca.TIA;
import static coop.minga.federation.audit.Comarca.ZAPATERO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement.DeclineBallot;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Proven;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.EvidenceFault;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Evidence;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Parting;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.KeyFault;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Said;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Members come and go and change their keys; the auditor follows from the charter on, and nobody
/// who stole, kept or made up something on the way leads it elsewhere.
class RostersAndKeysOfABundleTest {
  @RegisterExtension static final LeftForOthers OTHERS = new LeftForOthers("rosters");

  private static final RosterChange.RollBack BACK =
      new RosterChange.RollBack(
          Hash.sha256(Bytes.utf8("a version that was a mistake")),
          Hash.sha256(Bytes.utf8("one before it")));

  private final Comarca comarca = new Comarca();

  RostersAndKeysOfABundleTest() {
    FOUNDERS.forEach(member -> comarca.seen(member, "the charter is signed"));
  }

  @AfterEach
  void leaveItForOthers(TestInfo story) throws IOException {
    OTHERS.leave(story.getTestMethod().orElseThrow().getName(), comarca.audited);
  }

  // ---- Honest

  @Test
  void allCertificatesThatABundleHasRoomForMakeAChain() {
    assertTrue(RosterChain.MAX_LENGTH >= BundleForm.MAX_PARTS);
  }

  @Test
  void aBundleOfTheChartersRosterAloneIsVerifiedAsWhatItIs() {
    verified(comarca.audit());
  }

  @Test
  void whoJoinedIsAuditedLikeAFounder() {
    comarca.admitZapatero();
    comarca.seen(ZAPATERO, "an entry afterwards");
    Report report = comarca.audit();
    verified(report);
    assertTrue(report.sentence().contains("each witnessed by 5 of 5"), report.sentence());
    assertEquals(List.of(), report.findings());
  }

  @Test
  void aBookIsWitnessedByNobodyAndAdoptsNothing() {
    comarca.admitZapatero();
    Bundle whole = comarca.bundle();
    SignedNote note =
        Checkpoint.of(comarca.charter.origin(BOTICA, Tree.BOOK), Valley.frontier(List.of()))
            .sign(comarca.of(BOTICA).ledger);
    var empty = new Bundle.Copy(Optional.empty(), Optional.of(note.encode()), List.of());
    var books = new TreeMap<>(Map.of(BOTICA, new Bundle.Book(empty, List.of())));
    Report report =
        comarca.audit(
            new Bundle(whole.charter(), whole.ledgers(), books, whole.told(), whole.evidence())
                .under(whole.certificates()));
    verified(report);
    assertEquals(List.of(), report.findings());
  }

  @Test
  void whoWasRemovedStaysAuditedUpToThen() {
    comarca.admitZapatero();
    SignedNote last = comarca.witnessed(TIA);
    List<Bytes> frames = List.copyOf(comarca.of(TIA).frames);
    comarca.decide(new RosterChange.Remove(TIA));
    comarca.adoptEverywhere();
    List<Bytes> turns = comarca.of(TIA).turns.stream().map(SignedNote::encode).toList();
    var before = new Bundle.Copy(Optional.of(last.encode()), Optional.empty(), frames);
    Report report = comarca.audit(comarca.with(TIA, before.turning(turns)));
    verified(report);
    assertEquals(
        List.of(new Finding.NotAdopted(new TreeName(ZAPATERO, Tree.LEDGER), 1, 2)),
        report.findings(),
        "nobody asks tia to adopt what removed it");
  }

  @Test
  @LiesIn(Kind.ADOPT)
  void whoWasRemovedStaysUnderTheRosterThatItWasOn() {
    comarca.admitZapatero();
    List<MemberId> mirrors = comarca.mirrors(TIA);
    comarca.decide(new RosterChange.Remove(TIA));
    comarca.adoptEverywhere();
    comarca.enter(TIA, adopt(comarca.roster.hash()));
    SignedNote note = comarca.cosigned(comarca.signed(comarca.of(TIA)), mirrors);
    verified(comarca.audit(comarca.with(TIA, comarca.copy(TIA, note))));
  }

  @Test
  void twoRostersThatNoCheckpointCoversYetAreBothKnown() {
    SignedNote before = comarca.witnessed(BOTICA);
    List<Bytes> frames = List.copyOf(comarca.of(BOTICA).frames);
    comarca.decide(new RosterChange.Dormant(TIA));
    Hash first = comarca.roster.hash();
    comarca.decide(new RosterChange.Quarantine(TALLER));
    comarca.of(BOTICA).frames.clear();
    comarca.of(BOTICA).frames.addAll(frames);
    comarca.enter(BOTICA, adopt(first));
    comarca.enter(BOTICA, adopt(comarca.roster.hash()));
    Bytes alone = comarca.signed(comarca.of(BOTICA)).encode();
    Bundle.Copy copy =
        new Bundle.Copy(
            Optional.of(before.encode()), Optional.of(alone), comarca.of(BOTICA).frames);
    List<Finding> findings = comarca.audit(comarca.with(BOTICA, copy)).findings();
    assertTrue(
        findings.stream().noneMatch(Finding.AdoptsUnknown.class::isInstance), findings.toString());
  }

  @Test
  void aLedgerThatEndsBeforeItsOwnersCommitIsNoFork() {
    Bundle.Copy before = comarca.copy(BOTICA);
    comarca.decide(new RosterChange.Dormant(TIA));
    comarca.adoptEverywhere();
    Report report = comarca.audit(comarca.with(BOTICA, before));
    verified(report);
    assertEquals(
        List.of(new Finding.NotAdopted(new TreeName(BOTICA, Tree.LEDGER), 0, 1)),
        report.findings());
  }

  @Test
  void newKeysAreFollowedThroughTheLedgerThatNamesThem() {
    comarca.rotate(BOTICA);
    comarca.seen(BOTICA, "signed by the new entry key");
    comarca.seen(TALLER, "cosigned by the new mirror key");
    comarca.admitZapatero();
    comarca.rotate(ALMACEN);
    verified(comarca.audit());
  }

  @Test
  void aRootKeyThatWasChangedByABallotSignsTheNextKeys() {
    var next = new SeededKey(900);
    comarca.decide(
        RosterChange.RootKey.sign(
            comarca.charter.federationId(), BOTICA, comarca.of(BOTICA).root, next));
    comarca.adoptEverywhere();
    SeededKey before = comarca.of(BOTICA).ledger;
    comarca.renew(BOTICA, next);
    SignedNote both = comarca.signed(comarca.of(BOTICA));
    both = both.with(comarca.byLedgerKey(BOTICA, before));
    comarca.of(BOTICA).turns.add(comarca.cosigned(both, comarca.mirrors(BOTICA)));
    verified(comarca.audit());
  }

  @Test
  void whatIsDecidedOfLearningIsFollowed() {
    comarca.admitZapatero();
    comarca.decide(new RosterChange.Quarantine(TIA));
    comarca.decide(BACK);
    comarca.decide(new RosterChange.Dormant(BOTICA));
    comarca.decide(new RosterChange.Quarantine(BOTICA));
    comarca.decide(new RosterChange.Trust(TIA));
    comarca.decide(new RosterChange.Quarantine(TIA));
    comarca.decide(new RosterChange.RollBack(BACK.to(), BACK.from()));
    comarca.adoptEverywhere();
    verified(comarca.audit());
  }

  @Test
  @LiesIn({Kind.ADOPT, Kind.KEYS})
  void anOlderRosterAdoptedAgainBringsNoOldRootKeyBack() {
    Hash founders = comarca.roster.hash();
    var next = new SeededKey(900);
    comarca.decide(
        RosterChange.RootKey.sign(
            comarca.charter.federationId(), BOTICA, comarca.of(BOTICA).root, next));
    comarca.adoptEverywhere();
    comarca.enter(BOTICA, adopt(founders));
    SeededKey before = comarca.of(BOTICA).ledger;
    comarca.renew(BOTICA);
    SignedNote byBoth =
        comarca.signed(comarca.of(BOTICA)).with(comarca.byLedgerKey(BOTICA, before));
    SignedNote note = comarca.cosigned(byBoth, comarca.mirrors(BOTICA));
    Report report = comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, note)));
    long index = comarca.of(BOTICA).frames.size() - 1L;
    assertTrue(
        report
            .findings()
            .contains(
                new Finding.VoidKeys(
                    new TreeName(BOTICA, Tree.LEDGER), index, KeyFault.BAD_ROOT_SIGNATURE)),
        report.findings().toString());
  }

  @Test
  void aLedgerInWhichNothingStandsYetIsWitnessedByNobodyAndCountsAgainstNobody() {
    comarca.admitZapatero();
    comarca.of(ZAPATERO).frames.clear();
    Bytes note = comarca.signed(comarca.of(ZAPATERO)).encode();
    var empty = new Bundle.Copy(Optional.empty(), Optional.of(note), List.of());
    Report report = comarca.audit(comarca.with(ZAPATERO, empty));
    verified(report);
    assertEquals(List.of(), report.findings());
    assertTrue(report.sentence().contains("each witnessed by 5 of 5"), report.sentence());
  }

  @Test
  void aChangeOfKeysThatIsProvenBesideItsLedgerIsNotTakenTwice() {
    comarca.rotate(BOTICA);
    Comarca.Member botica = comarca.of(BOTICA);
    long index = botica.frames.size() - 1L;
    Report report =
        comarca.audit(beside(index, TlogProof.parse(proof(BOTICA, index)).found().orElseThrow()));
    verified(report);
    assertEquals(List.of(), report.findings());
  }

  @Test
  void whoChangedItsKeysAndThenItsRootKeyIsStillHeard() {
    comarca.rotate(BOTICA);
    var next = new SeededKey(900);
    comarca.decide(
        RosterChange.RootKey.sign(
            comarca.charter.federationId(), BOTICA, comarca.of(BOTICA).root, next));
    comarca.adoptEverywhere();
    comarca.admitZapatero();
    verified(comarca.audit());
  }

  @Test
  void aLedgerIsBegunAnewByTheKeysThatItsOwnerHasByThen() {
    comarca.rotate(TIA);
    SignedNote last = comarca.witnessed(TIA);
    comarca.beginAnew(TIA, last);
    verified(comarca.audit());
    var thief = new SeededKey(903);
    SignedNote made = Checkpoint.of(comarca.origin(TIA), Valley.frontier(List.of())).sign(thief);
    comarca.beginAnew(TIA, made);
    refused(comarca.audit(), "tia");
  }

  @Test
  void aLedgerMayBeBegunAnewMoreThanOnce() {
    comarca.beginAnew(TIA, comarca.witnessed(TIA));
    comarca.seen(TIA, "since then");
    comarca.beginAnew(TIA, comarca.witnessed(TIA));
    verified(comarca.audit());
  }

  @Test
  void whatACertificateShowsOfALedgerBegunAnewNeedsNoKeysOfBefore() {
    comarca.renew(ALMACEN);
    comarca.beginAnew(ALMACEN, comarca.witnessed(ALMACEN));
    comarca.decide(new RosterChange.Dormant(TIA));
    comarca.adoptEverywhere();
    verified(comarca.audit());
  }

  @Test
  void whatACertificateShowsOfALostEndIsNoOtherHistory() {
    SignedNote last = comarca.witnessed(ALMACEN);
    List<Bytes> kept = List.copyOf(comarca.of(ALMACEN).frames);
    comarca.decide(new RosterChange.Dormant(TIA));
    comarca.of(ALMACEN).frames.clear();
    comarca.of(ALMACEN).frames.addAll(kept);
    comarca.beginAnew(ALMACEN, last);
    for (int i = 0; i < 5; i++) {
      comarca.seen(ALMACEN, "since, entry " + i);
    }
    List<Finding> findings = comarca.audit().findings();
    assertTrue(findings.stream().noneMatch(Finding.Forked.class::isInstance), findings.toString());
  }

  @Test
  @LiesIn(Kind.KEYS)
  void whatACertificateShowsOfALedgerBegunAnewNeedsTheKeysSince() {
    comarca.beginAnew(ALMACEN, comarca.witnessed(ALMACEN));
    SeededKey before = comarca.of(ALMACEN).ledger;
    comarca.renew(ALMACEN);
    comarca.decide(new RosterChange.Dormant(TIA));
    SignedNote both =
        comarca.signed(comarca.of(ALMACEN)).with(comarca.byLedgerKey(ALMACEN, before));
    comarca.of(ALMACEN).turns.add(comarca.cosigned(both, comarca.mirrors(ALMACEN)));
    comarca.adoptEverywhere();
    refused(comarca.audit(), "not signed by the old key and the new one");
  }

  // ---- The auditor's slip

  @Test
  void theRosterOnTheSlipIsOfTheChainOrTheBundleIsRefused() {
    Hash founders = comarca.roster.hash();
    comarca.admitZapatero();
    Report newest = comarca.audit(comarca.bundle(), Demands.ALL.under(comarca.roster.hash()));
    verified(newest);
    assertEquals(List.of(), newest.findings());
    Report later = comarca.audit(comarca.bundle(), Demands.ALL.under(founders));
    verified(later);
    assertTrue(later.findings().contains(new Finding.ChangedSince(1)), later.findings().toString());
    Hash other = Hash.sha256(Bytes.utf8("another roster"));
    refused(comarca.audit(comarca.bundle(), Demands.ALL.under(other)), "not the one on your slip");
  }

  @Test
  void aChainThatIsCutOffIsNotTheOneOnTheSlip() {
    comarca.admitZapatero();
    Hash newest = comarca.roster.hash();
    Bundle cut = comarca.bundle().under(List.of());
    refused(comarca.audit(cut, Demands.ALL.under(newest)), "not the one on your slip");
  }

  @Test
  void oldKeysOfAnOldRosterMakeAnotherChainWhichTheSlipTellsFromTheTrueOne() {
    comarca.admitZapatero();
    Hash newest = comarca.roster.hash();
    var thieves = new Comarca();
    thieves.decide(new RosterChange.Remove(TIA));
    Bundle theirs = thieves.with(TIA, Bundle.Copy.NONE);
    Report another = comarca.audit(theirs, Demands.ALL.under(newest));
    refused(another, "not the one on your slip");
  }

  // ---- Certificates

  @Test
  void aChainForgedByKeysOfNobodyShowsNothing() {
    var strangers = new Comarca();
    int key = 7000;
    for (MemberId member : FOUNDERS) {
      strangers.of(member).ledger = new SeededKey(key++);
      strangers.of(member).mirror = new SeededKey(key++);
      strangers.of(member).entry = new SeededKey(key++);
    }
    RosterCertificate forged = strangers.decide(new RosterChange.Remove(TIA));
    refused(withCertificate(forged), "an entry in it is not almacen's");
  }

  @Test
  void aChainForgedByStolenEntryKeysAloneShowsNothing() {
    var thieves = new Comarca();
    int key = 7000;
    for (MemberId member : FOUNDERS) {
      thieves.of(member).ledger = new SeededKey(key++);
      thieves.of(member).mirror = new SeededKey(key++);
    }
    RosterCertificate forged = thieves.decide(new RosterChange.Remove(TIA));
    refused(withCertificate(forged), "the checkpoint of almacen");
  }

  @Test
  void aCertificateOfTooFewCommitsShowsNothing() {
    RosterCertificate good = comarca.decide(new RosterChange.Dormant(TIA));
    var fewer = new TreeMap<>(good.commits());
    fewer.remove(fewer.firstKey());
    refused(
        withCertificate(
            new RosterCertificate(
                good.parent(), good.change(), good.ballot(), fewer, good.approvals(), good.keys())),
        "2 members committed, it takes 3");
  }

  @Test
  void aCertificateOfTooFewApprovalsShowsNothing() {
    RosterCertificate good = comarca.decide(new RosterChange.Dormant(TIA));
    var fewer = new TreeMap<>(good.approvals());
    fewer.remove(fewer.firstKey());
    refused(
        withCertificate(
            new RosterCertificate(
                good.parent(), good.change(), good.ballot(), good.commits(), fewer, good.keys())),
        "2 members approved, it takes 3");
  }

  @Test
  void aCertificateOfAnotherParentShowsNothing() {
    comarca.admitZapatero();
    comarca.decide(new RosterChange.Dormant(TIA));
    Bundle bundle = comarca.bundle();
    List<Bytes> second = List.of(bundle.certificates().getLast());
    refused(comarca.audit(bundle.under(second)), "it is about what follows");
  }

  @Test
  void whoWasRemovedCommitsToNothingAnyMore() {
    comarca.admitZapatero();
    comarca.decide(new RosterChange.Remove(TIA));
    comarca.adoptEverywhere();
    var written = RosterWire.written(new RosterChange.Dormant(ZAPATERO));
    comarca.certificates.add(comarca.certificate(written, List.of(ALMACEN, BOTICA, TIA)));
    refused(comarca.audit(), "tia has no vote in this");
  }

  @Test
  void whatDoesNotFollowOfLearningShowsNothing() {
    comarca.admitZapatero();
    doesNotFollow(new RosterChange.Trust(TIA));
    doesNotFollow(new RosterChange.Quarantine(new MemberId("nadie")));
    comarca.decide(new RosterChange.Quarantine(TIA));
    doesNotFollow(new RosterChange.Quarantine(TIA));
    doesNotFollow(new RosterChange.Trust(ZAPATERO));
    comarca.decide(BACK);
    doesNotFollow(BACK);
    comarca.decide(new RosterChange.Remove(TIA));
    doesNotFollow(new RosterChange.Trust(TIA));
    doesNotFollow(new RosterChange.Quarantine(TIA));
  }

  /// As many as decide say so all the same.
  private void doesNotFollow(RosterChange change) {
    var written = RosterWire.written(change);
    comarca.certificates.add(comarca.certificate(written, comarca.roster.voters()));
    Report report = comarca.audit();
    assertTrue(
        report.findings().stream()
            .filter(Finding.BadCertificate.class::isInstance)
            .anyMatch(found -> found.sentence().contains("the change cannot follow")),
        report.findings().toString());
    comarca.certificates.removeLast();
  }

  @Test
  void aCertificateWhoseCommitWasNotWitnessedShowsNothing() {
    RosterCertificate good = comarca.decide(new RosterChange.Dormant(TIA));
    Proven first = Optional.ofNullable(good.commits().get(ALMACEN)).orElseThrow();
    var lonely =
        new Proven(
            first.frame(),
            first.entry(),
            first.says(),
            first.proof(),
            comarca.cosigned(
                first.note().only(comarca.roster.ledgerKey(comarca.origin(ALMACEN))),
                List.of(BOTICA)));
    var commits = new TreeMap<>(good.commits());
    commits.put(ALMACEN, lonely);
    refused(withCommits(good, commits), "1 cosigned the checkpoint of almacen, it takes 2");
  }

  @Test
  void aCertificateThatCannotBeReadShowsNothing() {
    comarca.decide(new RosterChange.Dormant(TIA));
    Bundle bundle = comarca.bundle().under(List.of(Bytes.utf8("nothing")));
    refused(comarca.audit(bundle), "it cannot be read");
    Bytes good = comarca.bundle().certificates().getFirst();
    Report second = comarca.audit(comarca.bundle().under(List.of(good, good, good)));
    assertEquals(
        1,
        second.findings().stream().filter(Finding.BadCertificate.class::isInstance).count(),
        "the first that shows nothing ends the chain");
    assertTrue(
        second.findings().stream()
            .anyMatch(
                found -> found instanceof Finding.BadCertificate(var number, _) && number == 2),
        second.findings().toString());
  }

  @Test
  @LiesIn({Kind.COMMIT, Kind.DECLINE_BALLOT})
  void aSecondWordIsFoundInItsAuthorsLedger() {
    var written = RosterWire.written(new RosterChange.Dormant(TIA));
    Ballot ballot = comarca.ballot(written);
    comarca.enter(BOTICA, new Said.OfDecision(new DeclineBallot(ballot)));
    comarca.decide(new RosterChange.Dormant(TIA));
    comarca.adoptEverywhere();
    refused(comarca.audit(), "botica had said another word before this one");
  }

  @Test
  void aForkAcrossARosterChangeIsProvenByTheCertificate() {
    comarca.admitZapatero();
    comarca.of(BOTICA).frames.clear();
    comarca.of(BOTICA).turns.clear();
    for (int i = 0; i < 5; i++) {
      comarca.seen(BOTICA, "another history, entry " + i);
    }
    comarca.adopt(BOTICA);
    refused(comarca.audit(), "botica signed two histories of botica/ledger");
  }

  // ---- By whose witnesses

  @Test
  void aLedgerIsNotWitnessedByTheOldSetOnceItHasAdoptedTheNewOne() {
    comarca.admitZapatero();
    comarca.decide(new RosterChange.Remove(TIA));
    comarca.adoptEverywhere();
    comarca.seen(BOTICA, "cosigned by almacen and by whoever is no member any more");
    SignedNote note = comarca.cosigned(comarca.signed(comarca.of(BOTICA)), List.of(ALMACEN, TIA));
    refused(
        comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, note))),
        "botica/ledger is witnessed by 2 members and needs 3");
  }

  @Test
  void whoAdoptsARosterThatNobodyDecidedIsNotWitnessed() {
    comarca.enter(BOTICA, adopt(Hash.sha256(Bytes.utf8("a roster of its own"))));
    refused(comarca.audit(), "botica/ledger");
  }

  @Test
  void whatFirstCoversAnAdoptionNeedsTheOldSetAndTheNew() {
    comarca.admitZapatero();
    comarca.decide(new RosterChange.Remove(TIA));
    comarca.enter(BOTICA, adopt(comarca.roster.hash()));
    SignedNote byTheNewAlone =
        comarca.cosigned(comarca.signed(comarca.of(BOTICA)), List.of(ALMACEN, TALLER));
    refused(
        comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, byTheNewAlone))),
        "botica/ledger is witnessed by 3 members");
    SignedNote byTheOldAlone =
        comarca.cosigned(comarca.signed(comarca.of(BOTICA)), List.of(ALMACEN, TIA, ZAPATERO));
    verified(comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, byTheOldAlone))));
  }

  @Test
  void withoutTheCheckpointInBetweenNobodyFollows() {
    comarca.admitZapatero();
    comarca.decide(new RosterChange.Remove(TIA));
    comarca.adoptEverywhere();
    comarca.seen(BOTICA, "afterwards");
    SignedNote byTheNewest =
        comarca.cosigned(comarca.signed(comarca.of(BOTICA)), List.of(TALLER, ZAPATERO));
    verified(comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, byTheNewest))));
    comarca.of(BOTICA).turns.clear();
    refused(
        comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, byTheNewest))),
        "botica/ledger is witnessed by 2 members and needs 4");
  }

  @Test
  void whoHasNotAdoptedTheNewestRosterIsTold() {
    comarca.decide(new RosterChange.Dormant(TIA));
    comarca.adopt(ALMACEN);
    comarca.adopt(BOTICA);
    Report report = comarca.audit();
    verified(report);
    assertTrue(
        report.findings().contains(new Finding.NotAdopted(new TreeName(TALLER, Tree.LEDGER), 0, 1)),
        report.findings().toString());
  }

  @Test
  void turnsStandInTheOrderOfTheirSizes() {
    comarca.admitZapatero();
    comarca.decide(new RosterChange.Dormant(TIA));
    comarca.adoptEverywhere();
    comarca.of(BOTICA).turns.add(comarca.of(BOTICA).turns.removeFirst());
    refused(comarca.audit(), "it is smaller than the one before");
  }

  // ---- Keys

  @Test
  @LiesIn(Kind.KEYS)
  void aChangeOfKeysWithOneSignatureOnItsCheckpointIsRefused() {
    comarca.renew(BOTICA);
    refused(comarca.audit(), "not signed by the old key and the new one");
  }

  @Test
  void aCertificateDoesNotLeadAroundTheTwoSignaturesOfAChangeOfKeys() {
    SeededKey before = comarca.of(BOTICA).ledger;
    comarca.renew(BOTICA);
    comarca.decide(new RosterChange.Dormant(TIA));
    SignedNote both = comarca.signed(comarca.of(BOTICA)).with(comarca.byLedgerKey(BOTICA, before));
    comarca.of(BOTICA).turns.add(comarca.cosigned(both, comarca.mirrors(BOTICA)));
    comarca.adoptEverywhere();
    refused(comarca.audit(), "not signed by the old key and the new one");
  }

  @Test
  void aThiefOfTheOldLedgerKeyCannotGoOnBesideTheNewOne() {
    Comarca.Member thief = comarca.of(BOTICA).stolen();
    comarca.rotate(BOTICA);
    comarca.seen(BOTICA, "by the new key");
    thief.frames.addAll(comarca.of(BOTICA).frames);
    SignedNote byTheOld = comarca.cosigned(comarca.signed(thief), comarca.mirrors(BOTICA));
    refused(
        comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, byTheOld))),
        "not signed by the old key and the new one");
  }

  /// A copy of botica's keys from before signed another history. Almacen was shown it, and entered
  /// that.
  @Test
  @LiesIn(Kind.EVIDENCE)
  void aForkByAReplacedKeyIsToldAndThatTheKeyWasLostIsToldWithIt() {
    Comarca.Member thief = comarca.of(BOTICA).stolen();
    comarca.rotate(BOTICA);
    comarca.seen(BOTICA, "by the new key");
    for (int i = 0; i < 2; i++) {
      thief.frames.add(Bytes.utf8("another history, entry " + i));
    }
    SignedNote theirs = comarca.signed(thief);
    SignedNote ours = comarca.signed(comarca.of(BOTICA));
    HeldTree tree = HeldTree.of(comarca.of(BOTICA).frames);
    var fork = new Exposed(BOTICA, new Evidence.LedgerFork(Parting.make(theirs, ours, tree)));
    var empty = new Exposed(TALLER, fork.evidence());
    long index = comarca.enter(ALMACEN, new Said.OfLedger(fork)).index();
    comarca.enter(ALMACEN, new Said.OfLedger(empty));
    var ledger = new TreeName(ALMACEN, Tree.LEDGER);
    var nothing =
        new Finding.EmptyEvidence(ledger, index + 1, TALLER, EvidenceFault.NOT_ITS_LEDGER);
    Report report = comarca.audit();
    verified(report);
    assertEquals(
        List.of(new Finding.ProvenFault(ledger, index, fork, false), nothing), report.findings());
    comarca.enter(BOTICA, lost(BOTICA, thief.ledger, comarca.now));
    Report later = comarca.audit();
    verified(later);
    assertTrue(
        later
            .findings()
            .containsAll(List.of(new Finding.ProvenFault(ledger, index, fork, true), nothing)),
        later.findings().toString());
    assertTrue(
        later.findings().stream().anyMatch(each -> each.sentence().contains("has called lost")));
  }

  @Test
  @LiesIn(Kind.KEYS)
  void keysThatTheRootKeyDidNotSignAreNobodys() {
    SeededKey before = comarca.of(BOTICA).ledger;
    comarca.renew(BOTICA, new SeededKey(901));
    SignedNote both = comarca.signed(comarca.of(BOTICA)).with(comarca.byLedgerKey(BOTICA, before));
    SignedNote note = comarca.cosigned(both, comarca.mirrors(BOTICA));
    Report report = comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, note)));
    assertTrue(
        report.findings().stream().anyMatch(Finding.VoidKeys.class::isInstance),
        report.findings().toString());
    comarca.seen(BOTICA, "by a key that is nobody's");
    both = comarca.signed(comarca.of(BOTICA)).with(comarca.byLedgerKey(BOTICA, before));
    note = comarca.cosigned(both, comarca.mirrors(BOTICA));
    refused(
        comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, note))),
        "is signed by a key that is not its author's");
  }

  @Test
  void anEntryByTheOldKeyAfterTheNewOneIsNotItsAuthors() {
    Comarca.Member old = comarca.of(BOTICA).stolen();
    comarca.rotate(BOTICA);
    var says = new RosterStatement.Seen(Hash.sha256(Bytes.utf8("by the old key")));
    comarca.of(BOTICA).frames.add(EntryWire.encode(comarca.entry(old, new Said.OfRoster(says))));
    refused(comarca.audit(), "is signed by a key that is not its author's");
  }

  @Test
  @LiesIn(Kind.COMPROMISED)
  void whatALostKeySignedCountsUnlessItWasWitnessedAfterwards() {
    comarca.seen(BOTICA, "long before");
    comarca.turn(BOTICA, comarca.mirrors(BOTICA));
    Place unknown = comarca.seen(BOTICA, "nobody can tell when");
    Instant lost = comarca.now.plusSeconds(60);
    comarca.now = lost.plus(Duration.ofDays(1));
    comarca.turn(BOTICA, comarca.mirrors(BOTICA));
    var nonsense = new Withdraw("caviar", "by whoever has the key", 0, lost);
    Place byTheThief = comarca.enter(BOTICA, new Said.OfSurplus(nonsense));
    var key = comarca.of(BOTICA).entry.publicKey();
    comarca.rotate(BOTICA);
    comarca.enter(
        BOTICA,
        new Said.OfRoster(
            RosterStatement.Compromised.sign(
                comarca.charter.federationId(), BOTICA, key, lost, comarca.of(BOTICA).root)));
    Report report = comarca.audit();
    verified(report);
    var ledger = new TreeName(BOTICA, Tree.LEDGER);
    assertEquals(
        List.of(
            new Finding.PerhapsByLostKey(ledger, unknown.index()),
            new Finding.ByLostKey(ledger, byTheThief.index())),
        report.findings());
  }

  @Test
  void ofCheckpointsOfOneSizeTheEarliestThatAQuorumStoodByTellsWhen() {
    Comarca.Member botica = comarca.of(BOTICA);
    Place place = comarca.seen(BOTICA, "held in time");
    Instant lost = comarca.now.plusSeconds(60);
    SignedNote lonely = comarca.cosigned(comarca.signed(botica), List.of(ALMACEN));
    SignedNote early = comarca.witnessed(BOTICA);
    comarca.now = lost.plus(Duration.ofDays(1));
    SignedNote late = comarca.witnessed(BOTICA);
    var key = botica.entry.publicKey();
    comarca.rotate(BOTICA);
    SignedNote rotated = botica.turns.getLast();
    Hash federation = comarca.charter.federationId();
    comarca.enter(
        BOTICA,
        new Said.OfRoster(
            RosterStatement.Compromised.sign(federation, BOTICA, key, lost, botica.root)));
    var unclear = new Finding.PerhapsByLostKey(new TreeName(BOTICA, Tree.LEDGER), place.index());
    for (List<SignedNote> turns : List.of(List.of(early, late), List.of(late, early))) {
      assertFalse(findings(botica, turns, rotated).contains(unclear));
    }
    assertTrue(findings(botica, List.of(lonely, late), rotated).contains(unclear));
  }

  private List<Finding> findings(Comarca.Member owner, List<SignedNote> turns, SignedNote last) {
    owner.turns.clear();
    owner.turns.addAll(turns);
    owner.turns.add(last);
    Report report = comarca.audit();
    verified(report);
    return report.findings();
  }

  @Test
  @LiesIn(Kind.COMPROMISED)
  void whatALostKeyCosignedAfterwardsCountsForNobody() {
    MemberId honest = comarca.mirrors(BOTICA).get(0);
    MemberId careless = comarca.mirrors(BOTICA).get(1);
    Comarca.Member thief = comarca.of(careless).stolen();
    SeededKey before = comarca.of(comarca.mirrors(BOTICA).get(2)).ledger;
    comarca.seen(BOTICA, "with one honest mirror");
    SignedNote signed = comarca.signed(comarca.of(BOTICA));
    SignedNote enough = comarca.cosigned(comarca.cosigned(signed, List.of(honest)), thief);
    verified(comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, enough))));

    comarca.rotate(careless);
    comarca.enter(careless, lost(careless, thief.mirror, comarca.now));
    verified(comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, enough))));
    comarca.enter(careless, lost(careless, thief.mirror, Instant.EPOCH, new SeededKey(904)));
    verified(comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, enough))));
    comarca.enter(honest, lost(honest, thief.mirror, Instant.EPOCH));
    verified(comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, enough))));
    MemberId jealous = comarca.mirrors(BOTICA).get(2);
    comarca.renew(jealous, comarca.of(jealous).root, thief.mirror);
    SignedNote byBoth =
        comarca.signed(comarca.of(jealous)).with(comarca.byLedgerKey(jealous, before));
    comarca.of(jealous).turns.add(comarca.cosigned(byBoth, comarca.mirrors(jealous)));
    comarca.enter(jealous, lost(jealous, thief.mirror, Instant.EPOCH));
    verified(comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, enough))));
    comarca.enter(careless, lost(careless, thief.mirror, comarca.now.minusMillis(1)));
    Report report = comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, enough)));
    assertFalse(report.verified(), report::sentence);
    assertTrue(
        report.findings().stream().anyMatch(Finding.NotWitnessed.class::isInstance),
        report.findings().toString());
    SignedNote again = comarca.cosigned(signed, List.of(honest, careless));
    verified(comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, again))));
  }

  /// Botica, whose name comes first, calls taller's mirror key its own, cannot sign by it, and is
  /// silent. The others are still enough.
  @Test
  @LiesIn(Kind.KEYS)
  void whoTakesAnothersMirrorKeyTakesNobodysWord() {
    SeededKey before = comarca.of(BOTICA).ledger;
    comarca.renew(BOTICA, comarca.of(BOTICA).root, comarca.of(TALLER).mirror);
    List<MemberId> others = List.of(ALMACEN, TALLER, TIA);
    SignedNote byBoth =
        comarca.signed(comarca.of(BOTICA)).with(comarca.byLedgerKey(BOTICA, before));
    comarca.of(BOTICA).turns.add(comarca.cosigned(byBoth, others));
    for (MemberId owner : List.of(ALMACEN, TIA)) {
      comarca.seen(owner, "with one who is silent");
      SignedNote note =
          comarca.cosigned(
              comarca.signed(comarca.of(owner)),
              others.stream().filter(other -> !other.equals(owner)).toList());
      verified(comarca.audit(comarca.with(owner, comarca.copy(owner, note))));
    }
  }

  @Test
  @LiesIn(Kind.COMPROMISED)
  void theEarliestTimeThatALostKeysOwnerNamesCounts() {
    MemberId honest = comarca.mirrors(BOTICA).get(0);
    MemberId careless = comarca.mirrors(BOTICA).get(1);
    SeededKey key = comarca.of(careless).mirror;
    comarca.seen(BOTICA, "with one mirror whose key may have been anybody's");
    SignedNote note =
        comarca.cosigned(comarca.signed(comarca.of(BOTICA)), List.of(honest, careless));
    comarca.rotate(careless);
    comarca.enter(careless, lost(careless, key, Instant.ofEpochMilli(-1500)));
    comarca.enter(careless, lost(careless, key, comarca.now));
    Report report = comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, note)));
    refused(report, "botica/ledger is witnessed by 2 members and needs 3");
  }

  private Said lost(MemberId member, SeededKey key, Instant since) {
    return lost(member, key, since, comarca.of(member).root);
  }

  private Said lost(MemberId member, SeededKey key, Instant since, SeededKey root) {
    return new Said.OfRoster(
        RosterStatement.Compromised.sign(
            comarca.charter.federationId(), member, key.publicKey(), since, root));
  }

  @Test
  void whatALostKeySignedAndADecisionRestsOnStands() {
    Instant lost = comarca.now.minusSeconds(60);
    comarca.decide(new RosterChange.Dormant(TIA));
    comarca.adoptEverywhere();
    var key = comarca.of(BOTICA).entry.publicKey();
    comarca.turn(BOTICA, comarca.mirrors(BOTICA));
    comarca.rotate(BOTICA);
    comarca.enter(
        BOTICA,
        new Said.OfRoster(
            RosterStatement.Compromised.sign(
                comarca.charter.federationId(), BOTICA, key, lost, comarca.of(BOTICA).root)));
    Report report = comarca.audit();
    verified(report);
    var ledger = new TreeName(BOTICA, Tree.LEDGER);
    assertFalse(
        report.findings().contains(new Finding.PerhapsByLostKey(ledger, 1))
            || report.findings().contains(new Finding.PerhapsByLostKey(ledger, 2)),
        report.findings().toString());
  }

  // ---- What is given for others to verify by

  @Test
  void thePolicyInABundleIsTheOneByWhichItsCheckpointIsWitnessed() {
    Bytes right = comarca.charter.witnesses(BOTICA, Tree.LEDGER).policy().encode();
    verified(comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA).by(right))));
    Bytes another = comarca.charter.witnesses(TALLER, Tree.LEDGER).policy().encode();
    refused(
        comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA).by(another))),
        "the policy of botica/ledger is not the one by which it is witnessed");
    comarca.rotate(ALMACEN);
    comarca.seen(BOTICA, "cosigned by almacen's new key");
    refused(
        comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA).by(right))),
        "the policy of botica/ledger");
  }

  // ---- Single entries

  @Test
  void aProofBesideTheLedgerIsOfThatLedger() {
    comarca.seen(BOTICA, "the one that is asked for");
    Comarca.Member botica = comarca.of(BOTICA);
    long index = botica.frames.size() - 1L;
    TlogProof proof =
        TlogProof.make(HeldTree.of(botica.frames), index, comarca.signed(botica))
            .with(botica.frames.getLast());
    verified(comarca.audit(beside(index, proof)));
    botica.frames.removeLast();
    comarca.seen(BOTICA, "another in its place");
    refused(comarca.audit(beside(index, proof)), "it is of another ledger than the one here");
    botica.frames.removeLast();
    refused(comarca.audit(beside(index, proof)), "it is of another ledger than the one here");
  }

  @Test
  void aSingleEntryAfterAChangeOfKeysIsProvenWithTheChange() {
    comarca.rotate(BOTICA);
    comarca.seen(BOTICA, "the one that is asked for");
    Comarca.Member botica = comarca.of(BOTICA);
    long index = botica.frames.size() - 1L;
    Bundle none =
        new Bundle(
            comarca.bundle().charter(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>());
    var proofs = new TreeMap<Long, Bytes>();
    proofs.put(index, proof(BOTICA, index));
    refused(
        comarca.audit(none.proving(new TreeMap<>(Map.of(BOTICA, proofs)))),
        "its owner has not signed the checkpoint");
    proofs.put(index - 1, proof(BOTICA, index - 1));
    Report report = comarca.audit(none.proving(new TreeMap<>(Map.of(BOTICA, proofs))));
    verified(report);
    assertEquals(
        "Proven: 2 single entries stand where they say, witnessed by a quorum; no ledger is here.",
        report.sentence());
  }

  private Bytes proof(MemberId owner, long index) {
    List<Bytes> frames = comarca.of(owner).frames;
    return TlogProof.make(HeldTree.of(frames), index, comarca.witnessed(owner))
        .with(frames.get((int) index))
        .encode();
  }

  /// A bundle with botica's ledger and the proof of one entry beside it.
  private Bundle beside(long index, TlogProof proof) {
    SortedMap<MemberId, SortedMap<Long, Bytes>> proofs =
        new TreeMap<>(Map.of(BOTICA, new TreeMap<>(Map.of(index, proof.encode()))));
    return comarca.bundle().proving(proofs);
  }

  @Test
  void aSingleEntryIsProvenByItselfAndForNoOther() {
    comarca.admitZapatero();
    comarca.seen(BOTICA, "the one that is asked for");
    long index = comarca.of(BOTICA).frames.size() - 1L;
    TlogProof proof =
        TlogProof.make(HeldTree.of(comarca.of(BOTICA).frames), index, comarca.witnessed(BOTICA))
            .with(comarca.of(BOTICA).frames.getLast());
    verified(comarca.audit(proving(index, proof.encode())));
    refused(comarca.audit(proving(index - 1, proof.encode())), "the proof is of entry " + index);
    Bytes other = proof.with(comarca.of(BOTICA).frames.getFirst()).encode();
    refused(comarca.audit(proving(index, other)), "the path does not lead");
    SignedNote alone = comarca.signed(comarca.of(BOTICA));
    Bytes lonely = new TlogProof(proof.proof(), alone, proof.extra()).encode();
    refused(comarca.audit(proving(index, lonely)), "too few have witnessed");
    Bytes bare = new TlogProof(proof.proof(), proof.note(), Optional.empty()).encode();
    refused(comarca.audit(proving(index, bare)), "does not bring its entry");
  }

  @Test
  void aSingleEntryThatItsAuthorDidNotSignIsNotProvenByItsPlace() {
    Comarca.Member thief = comarca.of(BOTICA).stolen();
    thief.entry = new SeededKey(905);
    var says = new RosterStatement.Seen(Hash.sha256(Bytes.utf8("by nobody")));
    comarca.of(BOTICA).frames.add(EntryWire.encode(comarca.entry(thief, new Said.OfRoster(says))));
    long index = comarca.of(BOTICA).frames.size() - 1L;
    refused(
        comarca.audit(proving(index, proof(BOTICA, index))),
        "it is signed by a key that is not its author's");
  }

  @Test
  void aSingleEntryIsOfAGenerationThatItsCheckpointHasComeTo() {
    SignedNote last = comarca.witnessed(BOTICA);
    comarca.of(BOTICA).generation = 1;
    long ahead = comarca.seen(BOTICA, "said under a later name").index();
    comarca.of(BOTICA).generation = 0;
    refused(comarca.audit(proving(ahead, proof(BOTICA, ahead))), "it was signed for generation 1");
    comarca.of(BOTICA).frames.removeLast();
    comarca.beginAnew(BOTICA, last);
    long index = comarca.seen(BOTICA, "said since").index();
    verified(comarca.audit(proving(index, proof(BOTICA, index))));
  }

  /// A bundle with one entry of botica's and nothing else of it.
  private Bundle proving(long index, Bytes file) {
    Bundle whole = comarca.bundle();
    var ledgers = new TreeMap<>(whole.ledgers());
    ledgers.remove(BOTICA);
    SortedMap<MemberId, SortedMap<Long, Bytes>> proofs =
        new TreeMap<>(Map.of(BOTICA, new TreeMap<>(Map.of(index, file))));
    return new Bundle(whole.charter(), ledgers, whole.books(), whole.told(), whole.evidence())
        .under(whole.certificates())
        .proving(proofs);
  }

  private static Said adopt(Hash roster) {
    return new Said.OfRoster(new RosterStatement.Adopt(roster));
  }

  private Report withCommits(RosterCertificate good, SortedMap<MemberId, Proven> commits) {
    return withCertificate(
        new RosterCertificate(
            good.parent(), good.change(), good.ballot(), commits, good.approvals(), good.keys()));
  }

  private Report withCertificate(RosterCertificate other) {
    return comarca.audit(comarca.bundle().under(List.of(RosterWire.encode(other))));
  }

  private static void verified(Report report) {
    assertTrue(report.verified(), () -> report.sentence() + report.findings());
  }

  private static void refused(Report report, String why) {
    assertFalse(report.verified(), report::sentence);
    assertTrue(report.sentence().contains(why), report::sentence);
  }
}
