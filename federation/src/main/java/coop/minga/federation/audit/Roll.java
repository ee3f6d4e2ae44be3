package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.judgement.Ruling;
import coop.minga.federation.judgement.TreeJudge;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.NoteFault;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.CertificateFault;
import coop.minga.federation.roster.Directory;
import coop.minga.federation.roster.KeyFault;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The roll as it follows from files alone: who belonged when, by which keys.
///
/// Rosters come from the charter and the certificates after it, each checked on the one before.
/// Keys and adoptions come from the entries of each member's own ledger, in their order; the root
/// key's word makes a change of keys good, so the roll is complete before any checkpoint is judged.
/// By whose witnesses each checkpoint is judged is [Course]'s to say. A member that was removed
/// stays on the roll. For one thread.
public final class Roll {
  /// Kinds that say something of rosters, keys and generations.
  private static final Set<Kind> OF_US =
      EnumSet.of(Kind.ADOPT, Kind.KEYS, Kind.COMPROMISED, Kind.SUCCEED);

  private final SignatureVerifier verifier;
  private final long latestSeconds;
  private final Map<MemberId, Line> lines = new TreeMap<>();
  private RosterChain chain;

  /// What a member's ledger says of rosters and keys.
  private static final class Line {
    private final List<Course.Adopt> adopts = new ArrayList<>();
    private final List<VoidKeys> refused = new ArrayList<>();
    private final List<Begun> begun = new ArrayList<>();
    private KeyRing ring;

    /// The newest roster that an ADOPT so far has named: its root key signs the owner's keys.
    private Roster named;

    Line(Roster admitting, KeyRing ring) {
      this.named = admitting;
      this.ring = ring;
    }
  }

  /// Where a generation of a ledger begins.
  private record Begun(long index, int generation) {}

  /// A statement on keys that counts for nothing.
  ///
  /// @param index where it stands in its author's ledger
  record VoidKeys(long index, KeyFault why) {}

  private Roll(RosterChain chain, SignatureVerifier verifier, long latestSeconds) {
    this.chain = chain;
    this.verifier = verifier;
    this.latestSeconds = latestSeconds;
    begin(chain.current());
  }

  /// The roll of a charter's roster alone.
  public static Roll of(Roster charter, SignatureVerifier verifier) {
    return of(charter, verifier, Long.MAX_VALUE);
  }

  /// The same for who knows how late it is.
  ///
  /// @param latestSeconds a cosignature's time above it is refused
  public static Roll of(Roster charter, SignatureVerifier verifier, long latestSeconds) {
    return new Roll(RosterChain.of(charter), verifier, latestSeconds);
  }

  /// Takes the certificate of the roster that follows the newest one.
  ///
  /// Whether its commits are their authors' first words is for whoever holds their ledgers to
  /// compare.
  ///
  /// @return why it shows nothing; absent if the roster is taken
  public Optional<CertificateFault> take(RosterCertificate certificate) {
    var words = RosterCertificate.FirstWords.UNKNOWN;
    return switch (certificate.check(chain.current(), verifier, words)) {
      case RosterCertificate.Check.Refused(var fault) -> Optional.of(fault);
      case RosterCertificate.Check.Holds(var next) -> {
        chain = chain.plus(next);
        begin(next);
        yield Optional.empty();
      }
    };
  }

  /// Takes what a member's ledger says of rosters and keys; once for each member.
  ///
  /// Only entries that say something of these, or begin a generation, are judged: no other changes
  /// what is made of them.
  ///
  /// @param frames its entries, from the first on
  public void read(MemberId owner, List<Bytes> frames) {
    TreeJudge judge = judge(new TreeName(owner, Tree.LEDGER));
    for (int index = 0; index < frames.size(); index++) {
      read(owner, judge, index, frames.get(index));
    }
  }

  /// Takes what single entries of a member's ledger say, if the ledger itself is not here.
  ///
  /// @param frames by their places
  void read(MemberId owner, SortedMap<Long, Bytes> frames) {
    TreeJudge judge = judge(new TreeName(owner, Tree.LEDGER));
    frames.forEach((index, frame) -> read(owner, judge, index, frame));
  }

  private void read(MemberId owner, TreeJudge judge, long index, Bytes frame) {
    if (isOfUs(frame) && judge.judge(index, frame) instanceof Ruling.Known(_, var said)) {
      hear(owner, index, said);
    }
  }

  private void hear(MemberId owner, long index, Said said) {
    if (said instanceof Said.OfRoster(var says)) {
      hear(owner, index, says);
    }
    if (said instanceof Said.OfLedger(Succeed says)) {
      line(owner).begun.add(new Begun(index, says.generation()));
    }
  }

  /// Whether an entry says something that the roll takes up: whoever proves another entry by itself
  /// has to prove these, too.
  public static boolean isOfUs(Bytes frame) {
    return EntryWire.decode(frame)
        .flatMap(entry -> Kind.of(entry.header().kind()))
        .filter(OF_US::contains)
        .isPresent();
  }

  /// Who judges the leaves of a tree, once the ledger of its owner was read.
  public TreeJudge judge(TreeName tree) {
    return judge(tree, tree.tree() == Tree.LEDGER ? inPlace(tree.owner()) : ever(tree.owner()));
  }

  /// Who says of a leaf, wherever it may stand, whether its owner signed it.
  TreeJudge anywhere(TreeName tree) {
    return judge(tree, ever(tree.owner()));
  }

  private TreeJudge judge(TreeName tree, TreeJudge.EntryKeys keys) {
    var place = new TreeJudge.Place(tree.owner(), tree.tree());
    return new TreeJudge(chain.genesis().federationId(), keys, verifier, place);
  }

  /// The newest roster.
  public Roster roster() {
    return chain.current();
  }

  /// All rosters, from the charter's on.
  public RosterChain chain() {
    return chain;
  }

  /// Everybody who belongs or did.
  public Set<MemberId> everybody() {
    return Collections.unmodifiableSet(lines.keySet());
  }

  /// Whether somebody belongs or did.
  public boolean knows(MemberId member) {
    return lines.containsKey(member);
  }

  /// The roster that a member's ledger had said it adopts before an index, as far as it is known.
  public Roster adopted(MemberId owner, long index) {
    Roster last = chain.admitting(owner).orElseThrow();
    for (Course.Adopt adopt : line(owner).adopts) {
      Optional<Roster> next = chain.roster(adopt.roster());
      if (adopt.index() < index && next.isPresent() && next.get().number() > last.number()) {
        last = next.get();
      }
    }
    return last;
  }

  /// Where the newest generation begins that a checkpoint's ledger had come to: what stands before
  /// was agreed on by those who retired the one before. 0 if it never was begun anew.
  long begun(Checkpoint checkpoint) {
    return line(checkpoint.origin().member()).begun.stream()
        .filter(each -> each.generation() <= checkpoint.origin().generation())
        .filter(each -> each.index() < checkpoint.size())
        .mapToLong(Begun::index)
        .max()
        .orElse(0);
  }

  /// The newest roster that somebody is on; absent if it never belonged.
  public Optional<Roster> last(MemberId member) {
    return chain.all().reversed().stream().filter(roster -> roster.contains(member)).findFirst();
  }

  /// A member's keys.
  ///
  /// @throws IllegalArgumentException if it never belonged
  public KeyRing ring(MemberId member) {
    return line(member).ring;
  }

  /// A roster with the keys of all who were on it.
  public Directory directory(Roster roster) {
    var rings = new TreeMap<MemberId, KeyRing>();
    roster.members().keySet().forEach(member -> rings.put(member, ring(member)));
    return new Directory(roster, rings);
  }

  /// The origin of a member's tree in its first generation.
  public Origin origin(TreeName tree) {
    return chain.genesis().origin(tree.owner(), tree.tree());
  }

  /// The beginning of a member's ledger, to be followed from checkpoint to checkpoint.
  public Course course(MemberId owner) {
    Roster admitting = chain.admitting(owner).orElseThrow();
    return new Course(this, owner, admitting, line(owner).adopts);
  }

  /// Reads a checkpoint of a member's tree, of whichever generation, by the key of its owner's that
  /// it names.
  public Parsed<Checkpoint> open(TreeName tree, SignedNote note) {
    return Checkpoint.parse(note.text())
        .then(checkpoint ->
            origin(tree).in(checkpoint.origin().generation()).equals(checkpoint.origin())
                ? Checkpoint.open(note, ledgerKey(checkpoint.origin(), note), verifier)
                : Parsed.bad(NoteFault.OTHER_ORIGIN));
  }

  /// The key of an origin's owner that a note names, else the one that the owner has now.
  NoteKey ledgerKey(Origin origin, SignedNote note) {
    List<NoteKey> keys =
        ring(origin.member()).all().stream()
            .map(each -> NoteKey.ofLedger(origin, each.ledger()))
            .toList();
    return keys.stream()
        .filter(key -> note.signatures().stream().anyMatch(key::isNamedBy))
        .findFirst()
        .orElse(keys.getFirst());
  }

  /// Whether each of these ledger keys of its owner's signed a checkpoint.
  boolean isByAll(List<PublicKey> keys, SignedNote note, Checkpoint checkpoint) {
    return keys.stream()
        .map(key -> NoteKey.ofLedger(checkpoint.origin(), key))
        .allMatch(key -> key.signatureOn(note, verifier).found().isPresent());
  }

  /// The key of a member's that a note names among its cosignatures, else the one it has now.
  NoteKey mirrorKey(MemberId member, SignedNote note) {
    String name = Origin.mirrorName(chain.genesis().federationId(), member);
    List<NoteKey> keys =
        ring(member).all().stream().map(each -> NoteKey.ofMirror(name, each.mirror())).toList();
    return keys.stream()
        .filter(key -> note.signatures().stream().anyMatch(key::isNamedBy))
        .findFirst()
        .orElse(keys.getFirst());
  }

  /// Who cosigned a note of a member's ledger, whether its word counts there or not.
  List<MemberId> cosigners(MemberId owner, SignedNote note) {
    return everybody().stream()
        .filter(member -> !member.equals(owner))
        .filter(member -> mirrorKey(member, note).signatureOn(note, verifier).found().isPresent())
        .toList();
  }

  long latestSeconds() {
    return latestSeconds;
  }

  SignatureVerifier verifier() {
    return verifier;
  }

  /// What a member's ledger says of keys and counts for nothing.
  List<VoidKeys> refusedKeys(MemberId owner) {
    return List.copyOf(line(owner).refused);
  }

  /// In a ledger each place has its one key.
  private TreeJudge.EntryKeys inPlace(MemberId owner) {
    return (index, keyId) ->
        Optional.of(ring(owner).at(index).entry()).filter(key -> key.keyId().equals(keyId));
  }

  /// A book has no order with the changes of keys: any key that is or was its owner's is good.
  private TreeJudge.EntryKeys ever(MemberId owner) {
    return (_, keyId) ->
        ring(owner).all().stream()
            .map(NodeKeys::entry)
            .filter(key -> key.keyId().equals(keyId))
            .findFirst();
  }

  private void hear(MemberId owner, long index, RosterStatement says) {
    Line line = line(owner);
    switch (says) {
      case RosterStatement.Adopt(var hash) -> {
        line.adopts.add(new Course.Adopt(index, hash));
        line.named =
            chain
                .roster(hash)
                .filter(next -> next.number() > line.named.number())
                .orElse(line.named);
      }
      case RosterStatement.Keys keys ->
          turn(line, index, line.ring.with(keys, index, root(owner), verifier));
      case RosterStatement.Compromised compromised ->
          turn(line, index, line.ring.with(compromised, root(owner), verifier));
      case RosterStatement.Seen _ -> {}
    }
  }

  private static void turn(Line line, long index, KeyRing.Turn turn) {
    switch (turn) {
      case KeyRing.Turn.Next(var ring) -> line.ring = ring;
      case KeyRing.Turn.Refused(var why) -> line.refused.add(new VoidKeys(index, why));
    }
  }

  private PublicKey root(MemberId owner) {
    return line(owner)
        .named
        .member(owner)
        .or(() -> chain.admitting(owner).flatMap(roster -> roster.member(owner)))
        .orElseThrow()
        .keys()
        .root();
  }

  private void begin(Roster roster) {
    roster
        .members()
        .forEach((member, card) ->
            lines.computeIfAbsent(
                member, _ -> new Line(roster, KeyRing.of(roster.federationId(), card))));
  }

  private Line line(MemberId member) {
    return Optional.ofNullable(lines.get(member))
        .orElseThrow(() -> new IllegalArgumentException(member + " never belonged"));
  }
}
