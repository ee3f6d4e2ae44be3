package coop.minga.federation.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.DecisionStatement.Approve;
import coop.minga.federation.decision.DecisionStatement.Commit;
import coop.minga.federation.decision.DecisionStatement.DeclineBallot;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Proven;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.NoteFault;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.ProofCheck;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.RosterCertificate.Check;
import coop.minga.federation.roster.RosterCertificate.FirstWords;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RosterCertificateTest {
  private static final Instant CLOSE = Instant.parse("2026-11-24T12:10:00Z");
  private static final List<String> NAMES = List.of("almacen", "botica", "huerto", "taller");

  /// By whose keys, under what name, and how many cosign.
  private record Making(int place, SeededKey entry, SeededKey ledger, int cosigners) {
    static Making by(int place) {
      return new Making(place, SomeCharter.entryKey(place), SomeCharter.ledgerKey(place), 2);
    }
  }

  private final Roster charter =
      Roster.of(SomeCharter.signed(NAMES.toArray(String[]::new)), SeededKey.VERIFIER);
  private final WrittenChange change =
      RosterWire.written(new RosterChange.Dormant(new MemberId("taller")));
  private final Ballot ballot = ballotOn(charter, change);

  @Test
  void theWordsOfAQuorumShowWhatFollows() {
    var check = assertInstanceOf(Check.Holds.class, check(good(), FirstWords.UNKNOWN));
    assertEquals(change.on(charter.hash()), check.next().hash());
  }

  @Test
  void aCertificateComesBackAsItWasWritten() {
    Bytes bytes = RosterWire.encode(good());
    assertEquals(Optional.of(good()), RosterWire.decodeCertificate(bytes));
    byte[] longer = Arrays.copyOf(bytes.toArray(), bytes.size() + 2);
    longer[bytes.size()] = (byte) 0xf8;
    longer[bytes.size() + 1] = 1;
    assertEquals(Optional.empty(), RosterWire.decodeCertificate(Bytes.of(longer)));
  }

  @Test
  void oneBelowAQuorumShowsNothing() {
    assertEquals(
        new CertificateFault.TooFewCommits(2, 3), fault(with(commits(0, 1), approvals(0, 1, 2))));
    assertEquals(
        new CertificateFault.TooFewApprovals(2, 3), fault(with(commits(0, 1, 2), approvals(0, 1))));
  }

  @Test
  void aCheckpointThatTooFewCosignedIsNotWitnessed() {
    Proven lonely = said(charter, new Making(1, entry(1), ledger(1), 1), commit(ballot));
    assertEquals(
        new CertificateFault.NotWitnessed(id(1), 1, 2), fault(with(swap(1, lonely), all())));
  }

  @Test
  void wordsOfAnotherFederationParentOrChangeAreNoneOfThis() {
    Roster other = Roster.of(SomeCharter.signed("almacen", "botica", "huerto"), SeededKey.VERIFIER);
    Proven elsewhere = said(other, Making.by(1), commit(ballot));
    assertEquals(new CertificateFault.NotAuthentic(id(1)), fault(with(swap(1, elsewhere), all())));

    WrittenChange wake = RosterWire.written(new RosterChange.Remove(id(3)));
    Proven otherChange = said(charter, Making.by(1), commit(ballotOn(charter, wake)));
    assertEquals(new CertificateFault.OtherWord(id(1)), fault(with(swap(1, otherChange), all())));

    Proven decline = said(charter, Making.by(1), new DeclineBallot(ballot));
    assertEquals(new CertificateFault.OtherWord(id(1)), fault(with(swap(1, decline), all())));

    var moved =
        new RosterCertificate(
            charter.hash(), wake, ballot, commits(0, 1, 2), all(), new TreeMap<>());
    assertEquals(new CertificateFault.OtherBallot(), fault(moved));
    Roster next = next(charter, change);
    assertEquals(
        new Check.Refused(new CertificateFault.OtherParent(charter.hash())),
        good().check(next, SeededKey.VERIFIER, FirstWords.UNKNOWN));
  }

  @Test
  void aRoundOfAnotherCloseIsAnotherBallot() {
    var later =
        new Ballot(Subject.ROSTER, charter.hash(), ballot.change(), 1, CLOSE.plusSeconds(1));
    Proven late = said(charter, Making.by(1), commit(later));
    assertEquals(new CertificateFault.OtherWord(id(1)), fault(with(swap(1, late), all())));
  }

  @Test
  void nobodySpeaksForAnotherOrWithoutAVote() {
    Proven botica = said(charter, Making.by(1), commit(ballot));
    assertEquals(new CertificateFault.NotAuthentic(id(2)), fault(with(swap(2, botica), all())));
    Proven stolen = said(charter, new Making(1, entry(2), ledger(1), 2), commit(ballot));
    assertEquals(new CertificateFault.NotAuthentic(id(1)), fault(with(swap(1, stolen), all())));

    Roster resting = next(charter, change);
    WrittenChange wake = RosterWire.written(new RosterChange.Wake(id(3)));
    Ballot onIt = ballotOn(resting, wake);
    var commits = new TreeMap<MemberId, Proven>();
    var approvals = new TreeMap<MemberId, Proven>();
    for (int place : List.of(0, 1, 3)) {
      commits.put(id(place), said(resting, Making.by(place), commit(onIt)));
      approvals.put(
          id(place),
          said(
              resting,
              Making.by(place),
              new Approve(Subject.ROSTER, resting.hash(), wake.written())));
    }
    var byTheDormant =
        new RosterCertificate(resting.hash(), wake, onIt, commits, approvals, new TreeMap<>());
    assertEquals(
        new Check.Refused(new CertificateFault.NoVoter(id(3))),
        byTheDormant.check(resting, SeededKey.VERIFIER, FirstWords.UNKNOWN));
  }

  @Test
  void membersOfAnOldRosterCannotMakeAnotherChainOfTheNewOne() {
    Roster resting = next(charter, change);
    WrittenChange remove = RosterWire.written(new RosterChange.Remove(id(0)));
    Ballot onIt = ballotOn(resting, remove);
    var commits = new TreeMap<MemberId, Proven>();
    for (int place : List.of(1, 2, 3)) {
      commits.put(id(place), said(charter, Making.by(place), commit(onIt)));
    }
    var chain =
        new RosterCertificate(resting.hash(), remove, onIt, commits, commits, new TreeMap<>());
    assertInstanceOf(
        Check.Refused.class, chain.check(resting, SeededKey.VERIFIER, FirstWords.UNKNOWN));
  }

  @Test
  void aChangeThatCannotFollowIsNotMadeToByAnyVote() {
    WrittenChange wake = RosterWire.written(new RosterChange.Wake(id(3)));
    Ballot onIt = ballotOn(charter, wake);
    var certificate =
        new RosterCertificate(charter.hash(), wake, onIt, commits(0, 1, 2), all(), new TreeMap<>());
    assertEquals(
        new CertificateFault.BadChange(new Applied.Reason.NoChange("taller is awake")),
        fault(certificate));
  }

  @Test
  void anEntryStandsWhereItIsSaidToStand() {
    Proven good = said(charter, Making.by(1), commit(ballot));
    var moved =
        new InclusionProof(good.proof().index() - 1, good.proof().size(), good.proof().path());
    Proven elsewhere = new Proven(good.frame(), good.entry(), good.says(), moved, good.note());
    assertEquals(
        new CertificateFault.NotThere(id(1), ProofCheck.OTHER_ROOT),
        fault(with(swap(1, elsewhere), all())));
  }

  @Test
  void aCheckpointByAStrangersKeyOrWithABadCosignatureIsNone() {
    Proven foreign = said(charter, new Making(1, entry(1), ledger(2), 2), commit(ballot));
    assertEquals(
        new CertificateFault.BadCheckpoint(id(1), NoteFault.NOT_SIGNED),
        fault(with(swap(1, foreign), all())));
    Proven good = said(charter, Making.by(1), commit(ballot));
    NoteKey almacen = charter.mirrorKey(id(0));
    var bad =
        Cosignature.sign(almacen, "another\ntext\n", 1_790_000_000L, SomeCharter.mirrorKey(0));
    Proven spoilt =
        new Proven(
            good.frame(), good.entry(), good.says(), good.proof(), good.note().with(bad.line()));
    assertEquals(
        new CertificateFault.BadCheckpoint(id(1), NoteFault.BAD_SIGNATURE),
        fault(with(swap(1, spoilt), all())));
  }

  @Test
  void aCheckpointOverAnEntryByANewKeyIsSignedByTheNewLedgerKey() {
    var fresh =
        new NodeKeys(
            new SeededKey(101).publicKey(),
            new SeededKey(102).publicKey(),
            new SeededKey(103).publicKey(),
            Hash.sha256(Bytes.utf8("tls")));
    Proven byTheOld =
        said(charter, new Making(1, new SeededKey(103), ledger(1), 2), commit(ballot));
    var keys = new TreeMap<MemberId, List<RosterStatement.Keys>>();
    keys.put(id(1), List.of(keys(fresh, SomeCharter.rootKey(1))));
    assertEquals(
        new CertificateFault.OlderKey(id(1)),
        fault(
            new RosterCertificate(charter.hash(), change, ballot, swap(1, byTheOld), all(), keys)));
  }

  @Test
  void newKeysCountByTheRootKeysWordAndOldOnesStillDo() {
    var fresh =
        new NodeKeys(
            new SeededKey(101).publicKey(),
            new SeededKey(102).publicKey(),
            new SeededKey(103).publicKey(),
            Hash.sha256(Bytes.utf8("tls")));
    Proven turned =
        said(charter, new Making(1, new SeededKey(103), new SeededKey(101), 2), commit(ballot));
    var keys = new TreeMap<MemberId, List<RosterStatement.Keys>>();
    RosterCertificate without =
        new RosterCertificate(charter.hash(), change, ballot, swap(1, turned), all(), keys);
    assertEquals(new CertificateFault.NotAuthentic(id(1)), fault(without));
    keys.put(id(1), List.of(keys(fresh, SomeCharter.rootKey(1))));
    assertInstanceOf(
        Check.Holds.class,
        check(
            new RosterCertificate(charter.hash(), change, ballot, swap(1, turned), all(), keys),
            FirstWords.UNKNOWN));
    keys.put(id(1), List.of(keys(fresh, SomeCharter.rootKey(2))));
    assertEquals(
        new CertificateFault.BadKeys(id(1), KeyFault.BAD_ROOT_SIGNATURE),
        fault(new RosterCertificate(charter.hash(), change, ballot, swap(1, turned), all(), keys)));
  }

  @Test
  void aSecondWordIsFoundByWhoeverHoldsTheLedger() {
    FirstWords ledger = (place, _) -> !place.author().equals(id(2));
    assertEquals(new Check.Refused(new CertificateFault.SecondWord(id(2))), check(good(), ledger));
  }

  @Test
  void eachApprovalIsLookedAtLikeEachCommit() {
    WrittenChange other = RosterWire.written(new RosterChange.Remove(id(3)));
    Hash elsewhere = Hash.sha256(Bytes.utf8("another parent"));
    for (DecisionStatement word :
        List.of(
            new Approve(Subject.ROSTER, charter.hash(), other.written()),
            new Approve(Subject.ROSTER, elsewhere, change.written()),
            commit(ballot))) {
      assertEquals(
          new CertificateFault.OtherWord(id(1)), faultOf(said(charter, Making.by(1), word)));
    }
    var approve = new Approve(Subject.ROSTER, charter.hash(), change.written());
    assertEquals(
        new CertificateFault.NotWitnessed(id(1), 1, 2),
        faultOf(said(charter, new Making(1, entry(1), ledger(1), 1), approve)));
    assertEquals(
        new CertificateFault.NotAuthentic(id(1)),
        faultOf(said(charter, new Making(1, entry(2), ledger(1), 2), approve)));
  }

  /// What is wrong with a certificate that has this among its approvals.
  private CertificateFault faultOf(Proven approval) {
    var approvals = new TreeMap<>(all());
    approvals.put(id(1), approval);
    return fault(with(commits(0, 1, 2), approvals));
  }

  @Test
  void theBallotIsOnTheRosterThatTheChangeIsOn() {
    Hash elsewhere = Hash.sha256(Bytes.utf8("another parent"));
    var other = new Ballot(Subject.ROSTER, elsewhere, ballot.change(), 1, CLOSE);
    var commits = new TreeMap<MemberId, Proven>();
    for (int place : List.of(0, 1, 2)) {
      commits.put(id(place), said(charter, Making.by(place), commit(other)));
    }
    assertEquals(
        new CertificateFault.OtherBallot(),
        fault(
            new RosterCertificate(charter.hash(), change, other, commits, all(), new TreeMap<>())));
  }

  @Test
  void keysAreOfMembers() {
    var keys = new TreeMap<MemberId, List<RosterStatement.Keys>>();
    keys.put(new MemberId("zorro"), List.of());
    assertEquals(
        new CertificateFault.NoVoter(new MemberId("zorro")),
        fault(
            new RosterCertificate(charter.hash(), change, ballot, commits(0, 1, 2), all(), keys)));
  }

  @Test
  void aWordStandsInItsAuthorsLedgerAndNowhereElse() {
    Making botica = Making.by(1);
    for (Entry.Header header :
        List.of(
            header(charter, id(2), Tree.LEDGER, 0),
            header(charter, id(1), Tree.BOOK, 0),
            header(charter, id(1), Tree.LEDGER, Origin.MAX_GENERATION + 1))) {
      Proven word = said(charter, botica, commit(ballot), header);
      assertEquals(new CertificateFault.NotAuthentic(id(1)), fault(with(swap(1, word), all())));
    }
  }

  /// Botica's key signs under such a header.
  private static Entry.Header header(Roster roster, MemberId author, Tree tree, int generation) {
    return new Entry.Header(
        roster.federationId(),
        author,
        entry(1).publicKey().keyId(),
        tree,
        generation,
        Statements.VERSION,
        Kind.COMMIT.code());
  }

  @Test
  void aPathIsOneOfTheTreeThatWasCosigned() {
    Proven good = said(charter, Making.by(1), commit(ballot));
    var larger = new InclusionProof(2, 3, good.proof().path());
    assertTrue(
        larger.check(MerkleTree.leafHash(good.frame()), root(good.note())).holds(),
        "the same hashes lead there from another place of a larger tree");
    Proven moved = new Proven(good.frame(), good.entry(), good.says(), larger, good.note());
    assertEquals(
        new CertificateFault.NotThere(id(1), ProofCheck.OTHER_ROOT),
        fault(with(swap(1, moved), all())));
  }

  private static Hash root(SignedNote note) {
    return Checkpoint.parse(note.text()).found().orElseThrow().root();
  }

  private RosterCertificate good() {
    return with(commits(0, 1, 2), all());
  }

  private RosterCertificate with(
      SortedMap<MemberId, Proven> commits, SortedMap<MemberId, Proven> approvals) {
    return new RosterCertificate(
        charter.hash(), change, ballot, commits, approvals, new TreeMap<>());
  }

  private SortedMap<MemberId, Proven> commits(int... places) {
    var all = new TreeMap<MemberId, Proven>();
    for (int place : places) {
      all.put(id(place), said(charter, Making.by(place), commit(ballot)));
    }
    return all;
  }

  private SortedMap<MemberId, Proven> swap(int place, Proven other) {
    var all = new TreeMap<>(commits(0, 1, 2));
    all.put(id(place), other);
    return all;
  }

  private SortedMap<MemberId, Proven> all() {
    return approvals(0, 1, 2);
  }

  private SortedMap<MemberId, Proven> approvals(int... places) {
    var all = new TreeMap<MemberId, Proven>();
    var approve = new Approve(Subject.ROSTER, charter.hash(), change.written());
    for (int place : places) {
      all.put(id(place), said(charter, Making.by(place), approve));
    }
    return all;
  }

  private CertificateFault fault(RosterCertificate certificate) {
    return switch (check(certificate, FirstWords.UNKNOWN)) {
      case Check.Holds _ -> throw new AssertionError("it holds");
      case Check.Refused(var fault) -> fault;
    };
  }

  private Check check(RosterCertificate certificate, FirstWords words) {
    return certificate.check(charter, SeededKey.VERIFIER, words);
  }

  private RosterStatement.Keys keys(NodeKeys fresh, SeededKey root) {
    return RosterStatement.Keys.sign(charter.federationId(), id(1), fresh, 1, root);
  }

  private static Commit commit(Ballot ballot) {
    var approval = new Place(id(0), 0, new EntryId(Hash.sha256(Bytes.utf8("an approval"))));
    return new Commit(ballot, List.of(approval), List.of());
  }

  private static Ballot ballotOn(Roster parent, WrittenChange change) {
    return new Ballot(Subject.ROSTER, parent.hash(), Ballot.nameOf(change.written()), 1, CLOSE);
  }

  private static Roster next(Roster roster, WrittenChange change) {
    return switch (roster.apply(change, SeededKey.VERIFIER)) {
      case Applied.Next(var next) -> next;
      case Applied.Refused(var reason) -> throw new AssertionError(reason.sentence());
    };
  }

  /// Two entries, the second of which says this, under a checkpoint that the first others cosigned.
  private static Proven said(Roster roster, Making making, DecisionStatement says) {
    var header =
        new Entry.Header(
            roster.federationId(),
            id(making.place()),
            making.entry().publicKey().keyId(),
            Tree.LEDGER,
            0,
            Statements.VERSION,
            Statements.kindOf(new Said.OfDecision(says)).code());
    return said(roster, making, says, header);
  }

  private static Proven said(
      Roster roster, Making making, DecisionStatement says, Entry.Header header) {
    var said = new Said.OfDecision(says);
    Bytes frame = EntryWire.encode(Entry.sign(header, Statements.encode(said), making.entry()));
    Hash before = MerkleTree.leafHash(Bytes.utf8("an entry before"));
    Hash root = MerkleTree.nodeHash(before, MerkleTree.leafHash(frame));
    Origin origin = roster.origin(id(making.place()), Tree.LEDGER);
    SignedNote note = new Checkpoint(origin, 2, root).sign(making.ledger());
    int cosigned = 0;
    for (int mirror = 0; mirror < NAMES.size() && cosigned < making.cosigners(); mirror++) {
      if (mirror != making.place() && roster.contains(id(mirror))) {
        note = note.with(cosignature(roster, mirror, note).line());
        cosigned++;
      }
    }
    var proof = new InclusionProof(1, 2, List.of(before));
    return new Proven(frame, EntryWire.decode(frame).orElseThrow(), says, proof, note);
  }

  private static Cosignature cosignature(Roster roster, int mirror, SignedNote note) {
    return Cosignature.sign(
        roster.mirrorKey(id(mirror)), note.text(), 1_790_000_000L, SomeCharter.mirrorKey(mirror));
  }

  private static MemberId id(int place) {
    return new MemberId(NAMES.get(place));
  }

  private static SeededKey entry(int place) {
    return SomeCharter.entryKey(place);
  }

  private static SeededKey ledger(int place) {
    return SomeCharter.ledgerKey(place);
  }
}
