package coop.minga.federation.audit;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement.Approve;
import coop.minga.federation.decision.DecisionStatement.Commit;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Proven;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Retire;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Applied;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.roster.WrittenChange;
import coop.minga.federation.wire.DecisionWire;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Four members who take others in, let some go and change their keys, with everything that they
/// sign: ledgers, the checkpoints at which something turns, and certificates as nodes make them.
/// Tests change a step, or what is given of it.
final class Comarca {
  static final MemberId ALMACEN = new MemberId("almacen");
  static final MemberId BOTICA = new MemberId("botica");
  static final MemberId TALLER = new MemberId("taller");
  static final MemberId TIA = new MemberId("tia");
  static final MemberId ZAPATERO = new MemberId("zapatero");
  static final List<MemberId> FOUNDERS = List.of(ALMACEN, BOTICA, TALLER, TIA);
  static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private static final int FRESH = 500;

  private final SignedCharter signed;
  final Roster charter;
  final Map<MemberId, Member> members = new TreeMap<>();
  final List<RosterCertificate> certificates = new ArrayList<>();
  final List<LeftForOthers.Audited> audited = new ArrayList<>();
  Roster roster;
  Instant now = NOON;
  private int fresh = FRESH;

  /// A member's private keys and what it wrote.
  static final class Member {
    final MemberId id;
    final SeededKey root;
    final List<Bytes> frames = new ArrayList<>();
    final List<SignedNote> turns = new ArrayList<>();
    final List<RosterStatement.Keys> changes = new ArrayList<>();
    SeededKey ledger;
    SeededKey mirror;
    SeededKey entry;
    int generation;

    Member(MemberId id, int place) {
      this.id = id;
      this.root = SomeCharter.rootKey(place);
      this.ledger = SomeCharter.ledgerKey(place);
      this.mirror = SomeCharter.mirrorKey(place);
      this.entry = SomeCharter.entryKey(place);
    }

    /// The same keys, as somebody would have them who copied them now, and nothing written.
    Member stolen() {
      var copy = new Member(id, 0);
      copy.ledger = ledger;
      copy.mirror = mirror;
      copy.entry = entry;
      return copy;
    }
  }

  Comarca() {
    this(FOUNDERS);
  }

  /// A federation of other founders.
  Comarca(List<MemberId> founders) {
    this.signed = SomeCharter.signed(founders.stream().map(MemberId::name).toArray(String[]::new));
    this.charter = Roster.of(signed, SeededKey.VERIFIER);
    this.roster = charter;
    for (MemberId founder : charter.members().keySet()) {
      members.put(founder, new Member(founder, members.size()));
    }
  }

  Member of(MemberId id) {
    return Optional.ofNullable(members.get(id)).orElseThrow();
  }

  // ---- Saying

  /// Enters something in its author's ledger.
  ///
  /// @return where
  Place enter(MemberId author, Said said) {
    Member member = of(author);
    Entry entry = entry(member, said);
    member.frames.add(EntryWire.encode(entry));
    return new Place(author, member.frames.size() - 1, entry.id());
  }

  Entry entry(Member author, Said said) {
    var header =
        new Entry.Header(
            charter.federationId(),
            author.id,
            author.entry.publicKey().keyId(),
            Tree.LEDGER,
            author.generation,
            Statements.versionOf(said),
            Statements.kindOf(said).code());
    return Entry.sign(header, Statements.encode(said), author.entry);
  }

  /// An entry that means nothing to anybody, but that there is one.
  Place seen(MemberId author, String what) {
    var says = new RosterStatement.Seen(Hash.sha256(Bytes.utf8(what)));
    return enter(author, new Said.OfRoster(says));
  }

  // ---- Signing

  Origin origin(MemberId owner) {
    return charter.origin(owner, Tree.LEDGER).in(of(owner).generation);
  }

  /// A checkpoint of what is written, by its owner alone.
  SignedNote signed(Member owner) {
    return Checkpoint.of(origin(owner.id), Valley.frontier(owner.frames)).sign(owner.ledger);
  }

  SignedNote cosigned(SignedNote note, Collection<MemberId> mirrors) {
    SignedNote with = note;
    for (MemberId mirror : mirrors) {
      with = cosigned(with, of(mirror));
    }
    return with;
  }

  SignedNote cosigned(SignedNote note, Member mirror) {
    String name = Origin.mirrorName(charter.federationId(), mirror.id);
    NoteKey key = NoteKey.ofMirror(name, mirror.mirror.publicKey());
    return note.with(
        Cosignature.sign(key, note.text(), now.getEpochSecond(), mirror.mirror).line());
  }

  /// All that stand by a ledger beside its owner.
  List<MemberId> mirrors(MemberId owner) {
    return roster.voters().stream().filter(voter -> !voter.equals(owner)).toList();
  }

  /// A checkpoint of what is written that everybody cosigned.
  SignedNote witnessed(MemberId owner) {
    return cosigned(signed(of(owner)), mirrors(owner));
  }

  /// A member has lost the end of its ledger, and says what the last checkpoint was.
  void beginAnew(MemberId owner, SignedNote last) {
    List<Succeed.Named> retired = new ArrayList<>();
    var retire = new Retire(owner, of(owner).generation, Optional.of(last));
    for (MemberId other : mirrors(owner)) {
      retired.add(new Succeed.Named(other, enter(other, new Said.OfLedger(retire)).entry()));
    }
    of(owner).generation++;
    int next = of(owner).generation;
    enter(owner, new Said.OfLedger(new Succeed(next, Optional.of(last), retired)));
  }

  // ---- Deciding

  /// All voters approve a change and commit to it; as many as needed are in the certificate.
  RosterCertificate decide(RosterChange change) {
    WrittenChange written = RosterWire.written(change);
    RosterCertificate certificate = certificate(written, roster.voters());
    certificates.add(certificate);
    roster = next(written);
    return certificate;
  }

  /// What these members' words make.
  RosterCertificate certificate(WrittenChange written, Collection<MemberId> voters) {
    return certificate(written, ballot(written), voters);
  }

  /// The first ballot on a change of the newest roster.
  Ballot ballot(WrittenChange written) {
    Hash change = Ballot.nameOf(written.written());
    return new Ballot(Subject.ROSTER, roster.hash(), change, 1, now.plusSeconds(60));
  }

  /// What these members' words make who commit to some ballot.
  RosterCertificate certificate(WrittenChange written, Ballot ballot, Collection<MemberId> voters) {
    var approve = new Approve(Subject.ROSTER, roster.hash(), written.written());
    var approvals = new TreeMap<MemberId, Proven>();
    var places = new ArrayList<Place>();
    for (MemberId voter : voters) {
      Place place = enter(voter, new Said.OfDecision(approve));
      places.add(place);
      approvals.put(voter, prove(place));
    }
    var commit = new Commit(ballot, places, List.of());
    var commits = new TreeMap<MemberId, Proven>();
    for (MemberId voter : voters) {
      commits.put(voter, prove(enter(voter, new Said.OfDecision(commit))));
    }
    return new RosterCertificate(
        roster.hash(), written, ballot, needed(commits), needed(approvals), keys());
  }

  private SortedMap<MemberId, Proven> needed(SortedMap<MemberId, Proven> all) {
    var some = new TreeMap<MemberId, Proven>();
    all.entrySet().stream()
        .limit(roster.quorum().deciding())
        .forEach(each -> some.put(each.getKey(), each.getValue()));
    return some;
  }

  private SortedMap<MemberId, List<RosterStatement.Keys>> keys() {
    var keys = new TreeMap<MemberId, List<RosterStatement.Keys>>();
    roster.members().keySet().stream()
        .filter(id -> !of(id).changes.isEmpty())
        .forEach(id -> keys.put(id, List.copyOf(of(id).changes)));
    return keys;
  }

  /// The proof of an entry by a checkpoint that everybody cosigned.
  Proven prove(Place place) {
    List<Bytes> frames = of(place.author()).frames;
    HeldTree tree = HeldTree.of(frames);
    InclusionProof proof = InclusionProof.make(tree, place.index(), frames.size());
    Bytes frame = frames.get((int) place.index());
    return DecisionWire.prove(frame, proof, witnessed(place.author())).orElseThrow();
  }

  Roster next(WrittenChange written) {
    return switch (roster.apply(written, SeededKey.VERIFIER)) {
      case Applied.Next(var next) -> next;
      case Applied.Refused(var reason) -> throw new AssertionError(reason.sentence());
    };
  }

  /// A fifth member is admitted, begins its ledger, and everybody adopts the roster with it.
  void admitZapatero() {
    MemberCard card = SomeCharter.card("zapatero", FOUNDERS.size());
    decide(new RosterChange.Admit(card));
    members.put(ZAPATERO, new Member(ZAPATERO, FOUNDERS.size()));
    seen(ZAPATERO, "the first entry of a newcomer");
    adoptEverywhere();
  }

  /// Everybody who belongs by now adopts the newest roster, before the old witnesses and the new.
  void adoptEverywhere() {
    charter.members().keySet().stream().filter(roster::contains).forEach(this::adopt);
  }

  /// One does.
  void adopt(MemberId owner) {
    enter(owner, new Said.OfRoster(new RosterStatement.Adopt(roster.hash())));
    turn(owner, everybodyBut(owner));
  }

  List<MemberId> everybodyBut(MemberId owner) {
    return members.keySet().stream().filter(id -> !id.equals(owner)).toList();
  }

  /// A checkpoint that is kept for good.
  void turn(MemberId owner, Collection<MemberId> mirrors) {
    of(owner).turns.add(cosigned(signed(of(owner)), mirrors));
  }

  // ---- Keys

  /// A member's node has new keys from here on; old and new sign the checkpoint that covers it.
  void rotate(MemberId owner) {
    SeededKey before = of(owner).ledger;
    renew(owner);
    SignedNote both = signed(of(owner)).with(byLedgerKey(owner, before));
    of(owner).turns.add(cosigned(both, mirrors(owner)));
  }

  /// The line by which a key signs what is written.
  NoteSignature byLedgerKey(MemberId owner, SeededKey key) {
    return Checkpoint.of(origin(owner), Valley.frontier(of(owner).frames))
        .sign(key)
        .signatures()
        .getFirst();
  }

  /// Only enters the change.
  void renew(MemberId owner) {
    renew(owner, of(owner).root);
  }

  /// Only enters the change, signed by some key for the root key.
  void renew(MemberId owner, SeededKey root) {
    renew(owner, root, new SeededKey(fresh++));
  }

  /// Enters a change to some key for cosignatures, perhaps another member's.
  void renew(MemberId owner, SeededKey root, SeededKey mirror) {
    Member member = of(owner);
    var ledger = new SeededKey(fresh++);
    var entry = new SeededKey(fresh++);
    Hash tls = Hash.sha256(Bytes.utf8("tls " + fresh));
    var keys = new NodeKeys(ledger.publicKey(), mirror.publicKey(), entry.publicKey(), tls);
    var says =
        RosterStatement.Keys.sign(
            charter.federationId(), owner, keys, member.changes.size() + 1, root);
    enter(owner, new Said.OfRoster(says));
    member.changes.add(says);
    member.ledger = ledger;
    member.mirror = mirror;
    member.entry = entry;
  }

  // ---- Giving

  Bundle.Copy copy(MemberId owner) {
    return copy(owner, witnessed(owner));
  }

  /// What is written, up to this checkpoint.
  Bundle.Copy copy(MemberId owner, SignedNote note) {
    List<Bytes> turns = of(owner).turns.stream().map(SignedNote::encode).toList();
    return new Bundle.Copy(Optional.of(note.encode()), Optional.empty(), of(owner).frames)
        .turning(turns);
  }

  Bundle bundle() {
    var ledgers = new TreeMap<MemberId, Bundle.Copy>();
    members.keySet().forEach(id -> ledgers.put(id, copy(id)));
    return new Bundle(
            RosterWire.encode(signed), ledgers, new TreeMap<>(), new TreeMap<>(), new TreeMap<>())
        .under(certificates.stream().map(RosterWire::encode).toList());
  }

  Bundle with(MemberId owner, Bundle.Copy copy) {
    Bundle whole = bundle();
    var ledgers = new TreeMap<>(whole.ledgers());
    ledgers.put(owner, copy);
    return new Bundle(whole.charter(), ledgers, whole.books(), whole.told(), whole.evidence())
        .under(whole.certificates());
  }

  Bytes file(Bundle bundle) {
    Member maker = members.values().iterator().next();
    return bundle.write(maker.id, now.plusSeconds(3600), maker.ledger);
  }

  Report audit(Bundle bundle, Demands demands) {
    Bytes file = file(bundle);
    Report report = new Auditor(SeededKey.VERIFIER, demands).audit(file);
    audited.add(new LeftForOthers.Audited(file, bundle, demands, report));
    return report;
  }

  Report audit(Bundle bundle) {
    return audit(bundle, Demands.ALL);
  }

  Report audit() {
    return audit(bundle());
  }
}
