package coop.minga.federation.audit;

import static coop.minga.federation.audit.Comarca.ALMACEN;
import static coop.minga.federation.audit.Comarca.BOTICA;
import static coop.minga.federation.audit.Comarca.TIA;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.DecisionStatement.Approve;
import coop.minga.federation.decision.DecisionStatement.Commit;
import coop.minga.federation.decision.DecisionStatement.DeclineBallot;
import coop.minga.federation.decision.Proven;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.WrittenChange;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Three of four decide that tia rests, and one thing about their certificate is not as it must be:
/// with it a thief of some keys, or fewer members than decide, would change the roster.
class ForgedCertificatesTest {
  @RegisterExtension static final LeftForOthers OTHERS = new LeftForOthers("certificates");

  private static final WrittenChange REST = RosterWire.written(new RosterChange.Dormant(TIA));
  private static final WrittenChange OTHER = RosterWire.written(new RosterChange.Remove(TIA));

  private final Comarca comarca = new Comarca();

  ForgedCertificatesTest() {
    Comarca.FOUNDERS.forEach(member -> comarca.seen(member, "the charter is signed"));
  }

  @AfterEach
  void leaveItForOthers(TestInfo story) throws IOException {
    OTHERS.leave(story.getTestMethod().orElseThrow().getName(), comarca.audited);
  }

  private RosterCertificate good() {
    return comarca.certificate(REST, comarca.roster.voters());
  }

  @Test
  void withNothingWrongItIsFollowed() {
    comarca.decide(new RosterChange.Dormant(TIA));
    comarca.adoptEverywhere();
    Report report = comarca.audit();
    assertTrue(report.verified(), () -> report.sentence() + report.findings());
  }

  // ---- What it is about

  @Test
  void itsParentIsTheNewestRoster() {
    RosterCertificate good = good();
    Hash other = Hash.sha256(Bytes.utf8("another roster"));
    refused(
        new RosterCertificate(
            other, good.change(), good.ballot(), good.commits(), good.approvals(), good.keys()));
  }

  @Test
  void itsBallotIsOnTheRosterOnItsParentAndOnTheChange() {
    Ballot good = comarca.ballot(REST);
    Hash other = Hash.sha256(Bytes.utf8("another"));
    for (Ballot ballot :
        List.of(
            new Ballot(Subject.EPOCH, good.parent(), good.change(), 1, good.close()),
            new Ballot(Subject.ROSTER, other, good.change(), 1, good.close()),
            new Ballot(
                Subject.ROSTER, good.parent(), comarca.ballot(OTHER).change(), 1, good.close()))) {
      refused(comarca.certificate(REST, ballot, comarca.roster.voters()));
    }
  }

  // ---- What the entries say

  @Test
  void itsCommitsAreToItsBallot() {
    Ballot ballot = comarca.ballot(REST);
    var later = new Ballot(Subject.ROSTER, ballot.parent(), ballot.change(), 2, ballot.close());
    withCommit(says(ALMACEN, commit(later)));
    withCommit(says(ALMACEN, new DeclineBallot(ballot)));
    withCommit(says(ALMACEN, new Approve(Subject.ROSTER, ballot.parent(), REST.written())));
    withApproval(says(ALMACEN, commit(ballot)));
  }

  @Test
  void itsApprovalsAreOfItsChangeOnItsParent() {
    Hash parent = comarca.roster.hash();
    Hash other = Hash.sha256(Bytes.utf8("another roster"));
    withApproval(says(ALMACEN, new Approve(Subject.ROSTER, parent, OTHER.written())));
    withApproval(says(ALMACEN, new Approve(Subject.ROSTER, other, REST.written())));
    withApproval(says(ALMACEN, new Approve(Subject.EPOCH, parent, REST.written())));
  }

  /// Payloads of two kinds may be the same bytes.
  @Test
  void itsEntriesAreOfTheirKindAndVersion() {
    Said commit = new Said.OfDecision(commit(comarca.ballot(REST)));
    Said approve =
        new Said.OfDecision(new Approve(Subject.ROSTER, comarca.roster.hash(), REST.written()));
    Entry.Header of = header(commit);
    withCommit(signed(with(of, of.tree(), of.version(), Kind.APPROVE), commit));
    withCommit(signed(with(of, of.tree(), of.version() + 1, Kind.COMMIT), commit));
    withApproval(signed(with(of, of.tree(), of.version(), Kind.COMMIT), approve));
    withApproval(signed(with(of, of.tree(), of.version() + 1, Kind.APPROVE), approve));
  }

  // ---- Whose they are

  @Test
  void itsEntriesAreTheirAuthorsInThisFederationsLedgers() {
    Said commit = new Said.OfDecision(commit(comarca.ballot(REST)));
    Entry.Header of = header(commit);
    withCommit(signed(with(of, Tree.BOOK, of.version(), Kind.COMMIT), commit));
    Hash elsewhere = Hash.sha256(Bytes.utf8("another federation"));
    withCommit(
        signed(
            new Entry.Header(
                elsewhere, of.author(), of.keyId(), of.tree(), 0, of.version(), of.kind()),
            commit));
    withCommit(
        signed(
            new Entry.Header(
                of.federation(),
                of.author(),
                comarca.of(BOTICA).entry.publicKey().keyId(),
                of.tree(),
                0,
                of.version(),
                of.kind()),
            commit));
    withCommit(
        signed(
            new Entry.Header(
                of.federation(), of.author(), of.keyId(), of.tree(), 1, of.version(), of.kind()),
            commit));
    withCommit(
        signed(
            new Entry.Header(
                of.federation(),
                new MemberId("nadie"),
                of.keyId(),
                of.tree(),
                0,
                of.version(),
                of.kind()),
            commit));
  }

  @Test
  void oneMembersWordCountsOnce() {
    RosterCertificate good = good();
    Proven first = good.commits().firstEntry().getValue();
    var commits = new TreeMap<MemberId, Proven>();
    good.commits().keySet().forEach(member -> commits.put(member, first));
    refused(with(good, commits, good.approvals()));
    Proven approval = good.approvals().firstEntry().getValue();
    var approvals = new TreeMap<MemberId, Proven>();
    good.approvals().keySet().forEach(member -> approvals.put(member, approval));
    refused(with(good, good.commits(), approvals));
  }

  @Test
  void whoRestsHasNoWordInIt() {
    comarca.decide(new RosterChange.Dormant(TIA));
    comarca.adoptEverywhere();
    WrittenChange back = RosterWire.written(new RosterChange.Wake(TIA));
    refused(comarca.certificate(back, List.of(ALMACEN, BOTICA, TIA)));
  }

  // ---- Where they stand

  @Test
  void itsEntriesStandWhereItsProofsSay() {
    RosterCertificate good = good();
    for (UnaryOperator<InclusionProof> change :
        List.<UnaryOperator<InclusionProof>>of(
            p -> new InclusionProof(p.index() - 1, p.size(), p.path()),
            p -> new InclusionProof(p.index(), p.size() + 1, p.path()),
            p -> new InclusionProof(p.size() + 1, p.size(), p.path()),
            p -> new InclusionProof(p.index(), p.size(), p.path().subList(1, p.path().size())),
            p -> new InclusionProof(p.index(), p.size(), more(p.path())))) {
      Proven commit = good.commits().firstEntry().getValue();
      var commits = new TreeMap<>(good.commits());
      commits.put(
          ALMACEN, proven(commit.frame(), commit, change.apply(commit.proof()), commit.note()));
      refused(with(good, commits, good.approvals()));
    }
  }

  private static List<Hash> more(List<Hash> path) {
    var longer = new ArrayList<>(path);
    longer.add(Hash.sha256(Bytes.utf8("one more")));
    return longer;
  }

  @Test
  void itsCheckpointsAreTheAuthorsLedgers() {
    RosterCertificate good = good();
    Proven commit = good.commits().firstEntry().getValue();
    Comarca.Member almacen = comarca.of(ALMACEN);
    Comarca.Member asBotica = comarca.of(BOTICA).stolen();
    asBotica.frames.addAll(almacen.frames);
    List<MemberId> mirrors = comarca.mirrors(ALMACEN);
    var next = Checkpoint.of(comarca.origin(ALMACEN).in(1), Valley.frontier(almacen.frames));
    var book =
        Checkpoint.of(comarca.charter.origin(ALMACEN, Tree.BOOK), Valley.frontier(almacen.frames));
    for (SignedNote note :
        List.of(comarca.signed(asBotica), next.sign(almacen.ledger), book.sign(almacen.ledger))) {
      var commits = new TreeMap<>(good.commits());
      commits.put(
          ALMACEN, proven(commit.frame(), commit, commit.proof(), comarca.cosigned(note, mirrors)));
      refused(with(good, commits, good.approvals()));
    }
  }

  /// A thief of the old ledger key cannot prove what the new entry key has signed.
  @Test
  void itsCheckpointsAreByNoOlderKeyThanTheEntries() {
    SeededKey before = comarca.of(ALMACEN).ledger;
    comarca.rotate(ALMACEN);
    RosterCertificate good = good();
    Proven commit = good.commits().firstEntry().getValue();
    SignedNote byTheOld = Checkpoint.parse(commit.note().text()).found().orElseThrow().sign(before);
    var commits = new TreeMap<>(good.commits());
    commits.put(
        ALMACEN,
        proven(
            commit.frame(),
            commit,
            commit.proof(),
            comarca.cosigned(byTheOld, comarca.mirrors(ALMACEN))));
    refused(with(good, commits, good.approvals()));
  }

  // ---- By which keys

  @Test
  void theKeysInItAreTheMembersByTheirRootKeys() {
    Comarca.Member thief = comarca.of(ALMACEN).stolen();
    comarca.renew(ALMACEN, new SeededKey(901));
    refused(good());
    Comarca.Member almacen = comarca.of(ALMACEN);
    almacen.changes.clear();
    almacen.ledger = thief.ledger;
    almacen.mirror = thief.mirror;
    almacen.entry = thief.entry;
    RosterCertificate good = good();
    for (RosterStatement.Keys keys :
        List.of(
            keysOf(ALMACEN, 2, thief.ledger),
            keysOf(ALMACEN, 1, thief.entry),
            keysOf(ALMACEN, 1, comarca.of(ALMACEN).root),
            keysOf(BOTICA, 1, new SeededKey(905)))) {
      refused(
          new RosterCertificate(
              good.parent(),
              good.change(),
              good.ballot(),
              good.commits(),
              good.approvals(),
              new TreeMap<>(Map.of(ALMACEN, List.of(keys)))));
    }
  }

  /// Keys signed by almacen's root key, for whom and as which change it may be.
  private RosterStatement.Keys keysOf(MemberId member, int serial, SeededKey ledger) {
    var keys =
        new NodeKeys(
            ledger.publicKey(),
            new SeededKey(906).publicKey(),
            new SeededKey(907).publicKey(),
            Hash.sha256(Bytes.utf8("another certificate")));
    return RosterStatement.Keys.sign(
        comarca.charter.federationId(), member, keys, serial, comarca.of(ALMACEN).root);
  }

  // ---- Making them

  private Entry.Header header(Said said) {
    return comarca.entry(comarca.of(ALMACEN), said).header();
  }

  private static Entry.Header with(Entry.Header of, Tree tree, int version, Kind kind) {
    return new Entry.Header(
        of.federation(), of.author(), of.keyId(), tree, 0, version, kind.code());
  }

  private Entry signed(Entry.Header header, Said said) {
    return Entry.sign(header, Statements.encode(said), comarca.of(ALMACEN).entry);
  }

  private Commit commit(Ballot ballot) {
    return good().commits().firstEntry().getValue().says() instanceof Commit commit
        ? new Commit(ballot, commit.approvals(), List.of())
        : fail("a commit that is none");
  }

  private Entry says(MemberId author, DecisionStatement says) {
    return comarca.entry(comarca.of(author), new Said.OfDecision(says));
  }

  /// The last thing in almacen's ledger, under a checkpoint that everybody cosigned.
  private Proven standing(Entry entry, Proven like) {
    Comarca.Member almacen = comarca.of(ALMACEN);
    Bytes frame = EntryWire.encode(entry);
    almacen.frames.add(frame);
    int size = almacen.frames.size();
    InclusionProof proof = InclusionProof.make(HeldTree.of(almacen.frames), size - 1, size);
    SignedNote note = comarca.witnessed(ALMACEN);
    almacen.frames.removeLast();
    return proven(frame, like, proof, note);
  }

  private static Proven proven(Bytes frame, Proven like, InclusionProof proof, SignedNote note) {
    return new Proven(frame, like.entry(), like.says(), proof, note);
  }

  private void withCommit(Entry entry) {
    RosterCertificate good = good();
    var commits = new TreeMap<>(good.commits());
    commits.put(ALMACEN, standing(entry, commits.firstEntry().getValue()));
    refused(with(good, commits, good.approvals()));
  }

  private void withApproval(Entry entry) {
    RosterCertificate good = good();
    var approvals = new TreeMap<>(good.approvals());
    approvals.put(ALMACEN, standing(entry, approvals.firstEntry().getValue()));
    refused(with(good, good.commits(), approvals));
  }

  private static RosterCertificate with(
      RosterCertificate good,
      SortedMap<MemberId, Proven> commits,
      SortedMap<MemberId, Proven> approvals) {
    return new RosterCertificate(
        good.parent(), good.change(), good.ballot(), commits, approvals, good.keys());
  }

  private void refused(RosterCertificate forged) {
    comarca.certificates.add(forged);
    Report report = comarca.audit();
    assertFalse(report.verified(), report::sentence);
    assertTrue(
        report.findings().stream().anyMatch(Finding.BadCertificate.class::isInstance),
        report.findings().toString());
    comarca.certificates.removeLast();
  }
}
