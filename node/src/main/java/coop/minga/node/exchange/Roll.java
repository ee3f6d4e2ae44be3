package coop.minga.node.exchange;

import static java.util.stream.Collectors.toSet;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.judgement.Moments;
import coop.minga.federation.judgement.TreeJudge;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.federation.roster.Adoption;
import coop.minga.federation.roster.Directory;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.Said;
import coop.minga.node.peering.PeerRecord;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The roll: who belongs, by which keys, and by whose witnesses each ledger is judged, as far as
/// this node knows.
///
/// Rosters come from certificates and from this node's own decisions; keys and adoptions from the
/// members' ledgers, in the order of each. A member that was removed stays on the roll, since its
/// ledger stays held; nothing new of it counts. On the loop's thread.
final class Roll {
  /// How long a ledger may go on under a roster that is not the newest before it gets no
  /// cosignature.
  static final Duration TIME_TO_ADOPT = Duration.ofDays(1);

  /// Rosters whose directories are kept. Ledgers are judged by the one in force and the one before.
  private static final int MAX_DIRECTORIES = 8;

  private static final String ADOPTED = "adopted";
  private static final String SINCE = "roster-since";

  private final Setting setting;
  private final Map<MemberId, KeyRing> rings = new TreeMap<>();

  /// Rosters with the keys as they are now; of as many as [#MAX_DIRECTORIES].
  private final Map<Hash, Directory> directories = new HashMap<>();

  /// Grows whenever a note could come out otherwise than before.
  private long revision;

  /// The last note that was judged.
  private Optional<Judged> judged = Optional.empty();

  private final Map<MemberId, Line> lines = new TreeMap<>();
  private RosterChain chain;
  private final Map<MemberId, List<RosterStatement.Keys>> changes = new TreeMap<>();

  /// When the newest roster came here; absent for the charter's, and if it is not known.
  private Optional<Instant> newestSince = Optional.empty();

  private boolean confirmed;

  /// What a roll is made with.
  ///
  /// @param self this node's member
  /// @param state keeps which roster each ledger has adopted
  record Setting(MemberId self, SignatureVerifier verifier, StateDatabase state) {}

  /// How one ledger stands to the rosters.
  private static final class Line {
    private final MemberId owner;
    private Adoption adoption;

    /// The newest known roster that an ADOPT so far has named: its root key signs the owner's keys.
    private Roster named;

    /// ADOPTs that cannot be taken yet: of rosters that are not known here, or behind one that no
    /// checkpoint has sealed.
    private final Deque<Adopt> waiting = new ArrayDeque<>();

    /// The rosters by whose quorums its largest witnessed checkpoint is witnessed.
    private Set<Hash> judgedBy = Set.of();

    /// The sizes of the checkpoints after which the ledger is judged by others than before.
    private final NavigableSet<Long> turns = new TreeSet<>();

    /// The set before the newcomer's vouches for it: see [Roll#mayCosign].
    private boolean vouched;

    Line(MemberId owner, Roster admitting, Adoption adoption) {
      this.owner = owner;
      this.named = admitting;
      this.adoption = adoption;
    }
  }

  private record Adopt(long index, Hash roster) {}

  Roll(Setting setting, RosterChain chain) throws IOException {
    this.setting = setting;
    this.chain = chain;
    for (Roster roster : chain.all()) {
      for (MemberId member : roster.members().keySet()) {
        begin(member);
      }
    }
    newestSince =
        setting
            .state()
            .get(SINCE, chain.current().hash().toString())
            .map(bytes -> Instant.parse(bytes.toUtf8()));
  }

  /// The newest roster.
  Roster roster() {
    return chain.current();
  }

  RosterChain chain() {
    return chain;
  }

  SignatureVerifier verifier() {
    return setting.verifier();
  }

  /// Everybody who belongs or did, but this node's member.
  Set<MemberId> others() {
    var others = new LinkedHashSet<>(rings.keySet());
    others.remove(setting.self());
    return others;
  }

  /// Everybody who belongs or did.
  Set<MemberId> everybody() {
    return Collections.unmodifiableSet(rings.keySet());
  }

  /// A member's keys.
  ///
  /// @throws IllegalArgumentException if it never belonged
  KeyRing ring(MemberId member) {
    return Optional.ofNullable(rings.get(member))
        .orElseThrow(() -> new IllegalArgumentException(member + " never belonged"));
  }

  /// A roster with the keys as they are now.
  Directory directory(Roster roster) {
    Directory before = directories.get(roster.hash());
    if (before != null) {
      return before;
    }
    var known = new TreeMap<>(rings);
    known.keySet().retainAll(roster.members().keySet());
    var directory = new Directory(roster, known);
    if (directories.size() == MAX_DIRECTORIES) {
      directories.clear();
    }
    directories.put(roster.hash(), directory);
    return directory;
  }

  private void put(KeyRing ring) {
    rings.put(ring.member(), ring);
    directories.clear();
    judged = Optional.empty();
    revision++;
  }

  /// As long as it stays the same, so does what is said of a note: no key, no roster and no
  /// adoption has come.
  long revision() {
    return revision;
  }

  /// Whether no adoption of a ledger's is on its way: then of two notes that a quorum cosigned the
  /// later says all that the earlier does.
  boolean isSettled(MemberId owner) {
    Line line = line(owner);
    return line.adoption.pending().isEmpty() && line.waiting.isEmpty();
  }

  /// A roster was decided.
  void take(Roster next, Instant now) throws IOException {
    chain = chain.plus(next);
    revision++;
    came(now);
    for (MemberId member : next.members().keySet()) {
      begin(member);
    }
    lines.values().forEach(this::advance);
  }

  private void came(Instant now) throws IOException {
    newestSince = Optional.of(now);
    setting.state().put(SINCE, roster().hash().toString(), Bytes.utf8(now.toString()));
  }

  /// Takes what an entry says of rosters or keys; in the order of its ledger.
  void hear(MemberId owner, long index, RosterStatement says) {
    switch (says) {
      case RosterStatement.Adopt(var roster) -> {
        revision++;
        Line line = line(owner);
        line.waiting.add(new Adopt(index, roster));
        line.named =
            chain
                .roster(roster)
                .filter(next -> next.number() > line.named.number())
                .orElse(line.named);
        advance(line);
      }
      case RosterStatement.Keys keys -> {
        KeyRing before = ring(owner);
        KeyRing ring = after(before, index, keys);
        put(ring);
        if (ring.serial() > before.serial()) {
          changes.computeIfAbsent(owner, _ -> new ArrayList<>()).add(keys);
        }
      }
      case RosterStatement.Compromised _ -> put(after(ring(owner), index, says));
      case RosterStatement.Seen _ -> {}
    }
  }

  /// A ring as it is after a statement; the same if that is not of keys, or counts for nothing.
  KeyRing after(KeyRing ring, long index, RosterStatement says) {
    MemberId owner = ring.member();
    return switch (says) {
      case RosterStatement.Keys keys ->
          turn(ring.with(keys, index, root(owner), setting.verifier()), owner, index).orElse(ring);
      case RosterStatement.Compromised lost ->
          turn(ring.with(lost, root(owner), setting.verifier()), owner, index).orElse(ring);
      case RosterStatement.Adopt _, RosterStatement.Seen _ -> ring;
    };
  }

  /// The keys of a member's card, by the roster that admitted it.
  KeyRing firstRing(MemberId member) {
    Roster admitting = chain.admitting(member).orElseThrow();
    return KeyRing.of(admitting.federationId(), admitting.member(member).orElseThrow());
  }

  /// A member's ledger goes on in its next generation: what the one before said in its lost end of
  /// keys and rosters was never said.
  ///
  /// @param ring its keys as the successor has them
  /// @param entries of the successor
  void begunAnew(KeyRing ring, List<Seen> entries) {
    MemberId owner = ring.member();
    put(ring);
    changes.remove(owner);
    Line line = line(owner);
    line.waiting.clear();
    line.adoption = new Adoption(line.adoption.inForce(), line.adoption.sealed(), Optional.empty());
    for (Seen entry : entries) {
      if (entry.said() instanceof Said.OfRoster(RosterStatement.Adopt(var roster))) {
        line.waiting.add(new Adopt(entry.index(), roster));
      }
      if (entry.said() instanceof Said.OfRoster(RosterStatement.Keys keys)) {
        changes.computeIfAbsent(owner, _ -> new ArrayList<>()).add(keys);
      }
    }
    advance(line);
  }

  /// The last roster that entries of a member's ledger adopt, as far as it is known; before the
  /// first, the one that admitted it.
  Roster adopted(MemberId owner, List<Seen> entries, long index) {
    Roster last = chain.admitting(owner).orElseThrow();
    for (Seen entry : entries) {
      if (entry.index() < index
          && entry.said() instanceof Said.OfRoster(RosterStatement.Adopt(var hash))) {
        Roster before = last;
        last = chain.roster(hash).filter(next -> next.number() > before.number()).orElse(before);
      }
    }
    return last;
  }

  /// The size of the last checkpoint below one that its owner's older keys signed, or that a quorum
  /// of the generation before stood for.
  long lastTurn(MemberId owner, long size) {
    return Optional.ofNullable(line(owner).turns.lower(size)).orElse(0L);
  }

  /// The entry keys of a member's tree. In a ledger each place has its one key. A book has no order
  /// with the changes of keys: any key of the member's is good that was not somebody else's.
  TreeJudge.EntryKeys entryKeys(MemberId owner, Tree tree) {
    return switch (tree) {
      case LEDGER ->
          (index, keyId) ->
              Optional.of(ring(owner).at(index).entry()).filter(key -> key.keyId().equals(keyId));
      case BOOK ->
          (_, keyId) -> {
            KeyRing ring = ring(owner);
            return ring.all().stream()
                .map(NodeKeys::entry)
                .filter(key -> key.keyId().equals(keyId) && !ring.compromised().contains(key))
                .findFirst();
          };
    };
  }

  /// The key that a note of a member's tree names, else the one in force now.
  NoteKey ledgerKey(Origin origin, SignedNote note) {
    List<NoteKey> keys = ledgerKeys(origin);
    return keys.stream()
        .filter(key -> note.signatures().stream().anyMatch(key::isNamedBy))
        .findFirst()
        .orElse(keys.getFirst());
  }

  /// The keys by which a member signs an origin's checkpoints or did, the newest first.
  List<NoteKey> ledgerKeys(Origin origin) {
    return ring(origin.member()).ledgerKeys(origin);
  }

  /// The keys by which a member cosigns or did, the newest first; none if it does not belong.
  List<NoteKey> mirrorKeys(MemberId member) {
    return roster().contains(member) ? ring(member).mirrorKeys() : List.of();
  }

  /// A checkpoint of that size was the first to cover an adoption or a change of keys: those after
  /// it need no signature by an older key.
  void turned(MemberId owner, long size) {
    line(owner).turns.add(size);
  }

  /// How many must cosign a member's checkpoint at least.
  int needed(MemberId owner) {
    return directory(line(owner).adoption.inForce()).needed(owner);
  }

  /// As [Directory#isCosignedByQuorum], by the roster that the ledger has adopted.
  boolean isCosignedByQuorum(Origin origin, SignedNote note, long latestSeconds) {
    return directory(line(origin.member()).adoption.inForce())
        .isCosignedByQuorum(origin, note, latestSeconds, setting.verifier());
  }

  /// The changes of keys that a member made, in order.
  List<RosterStatement.Keys> keyChanges(MemberId owner) {
    return List.copyOf(changes.getOrDefault(owner, List.of()));
  }

  /// Whether this node may speak: a founder may. A newcomer's certificates could all be a liar's
  /// who has old keys, so it is silent until so many ledgers here have adopted the roster that
  /// admitted it, or a later one, that one of them at least is honest.
  boolean isConfirmed() {
    if (!confirmed) {
      int honest = roster().quorum().tolerated() + 1;
      long adopted =
          others().stream()
              .filter(other -> roster().contains(other))
              .filter(other -> line(other).adoption.inForce().number() >= admission())
              .count();
      confirmed = admission() == 0 || adopted >= honest;
    }
    return confirmed;
  }

  /// How a note stands, so far as the adoptions before it are sealed. One that covers an ADOPT of a
  /// roster which is not known here is at most signed.
  Standing judge(MemberId owner, SignedNote note, long size, long latestSeconds) {
    Line line = line(owner);
    Standing standing = line.adoption.judge(size, by(owner, note, latestSeconds));
    boolean unknown =
        line.waiting.stream()
            .anyMatch(adopt -> adopt.index() < size && chain.roster(adopt.roster()).isEmpty());
    return standing instanceof Standing.Witnessed(var checkpoint, var found) && unknown
        ? new Standing.Signed(checkpoint, found)
        : standing;
  }

  /// Whether a note is witnessed, by every set that must have done so; its entries are held. Seals
  /// the adoptions that it is the first to cover.
  Settled settle(MemberId owner, SignedNote note, long size, long latestSeconds)
      throws IOException {
    Line line = line(owner);
    Function<Roster, Standing> by = by(owner, note, latestSeconds);
    var judgedBy = new HashSet<Hash>();
    boolean turns = false;
    while (line.adoption.judge(size, by) instanceof Standing.Witnessed(_, var found)) {
      judgedBy.add(line.adoption.inForce().hash());
      Optional<Adoption.Pending> sealed =
          line.adoption.pending().filter(adopt -> adopt.index() < size);
      if (sealed.isEmpty()) {
        boolean further = line.waiting.stream().anyMatch(adopt -> adopt.index() < size);
        line.judgedBy = further ? line.judgedBy : Set.copyOf(judgedBy);
        int needed = directory(line.adoption.inForce()).needed(owner);
        return new Settled(!further, turns, Moments.settled(found, needed));
      }
      seal(owner, line, sealed.get());
      turns = true;
    }
    return new Settled(false, turns, Optional.empty());
  }

  /// What came of a note.
  ///
  /// @param witnessed whether all must be relied upon that it covers
  /// @param turns whether it is the first that covers an adoption: whoever comes later needs it
  /// @param at when, by the cosignatures that were verified
  record Settled(boolean witnessed, boolean turns, Optional<Instant> at) {
    static final Settled NOT = new Settled(false, false, Optional.empty());
  }

  /// Whether the set that is in force for a ledger has witnessed a note, even if the next one has
  /// not: enough for a newcomer to begin cosigning it.
  void vouch(MemberId owner, SignedNote note, long latestSeconds) {
    Line line = line(owner);
    if (line.adoption.pending().isPresent()
        && by(owner, note, latestSeconds).apply(line.adoption.inForce())
            instanceof Standing.Witnessed) {
      line.vouched = true;
    }
  }

  /// Whether this node cosigns a ledger.
  ///
  /// It does not if the owner no longer belongs, or has had a day to adopt the newest roster and
  /// has not. And a newcomer holds its word back until the set of witnesses before it has spoken
  /// for the ledger: only they know that it never forked.
  boolean mayCosign(MemberId owner, Instant now) {
    if (!roster().contains(owner)) {
      return false;
    }
    Line line = line(owner);
    return !isLate(owner, now) && (line.vouched || line.adoption.inForce().number() >= admission());
  }

  /// Whether a ledger's owner has had a day to adopt the newest roster, and has not.
  boolean isLate(MemberId owner, Instant now) {
    Adoption adoption = line(owner).adoption;
    int adopted =
        adoption.pending().map(adopt -> adopt.next().number()).orElse(adoption.inForce().number());
    return roster().contains(owner)
        && adopted < roster().number()
        && newestSince.filter(since -> since.isBefore(now.minus(TIME_TO_ADOPT))).isPresent();
  }

  /// The rosters by whose quorums a ledger's largest witnessed checkpoint is witnessed.
  Set<Hash> judgedBy(MemberId owner) {
    return line(owner).judgedBy;
  }

  /// How a ledger stands to the rosters.
  Adoption adoption(MemberId owner) {
    return line(owner).adoption;
  }

  /// The members as sessions need them: each may show the keys it has and the ones before them,
  /// unless those were said to be somebody else's.
  List<PeerRecord> peers() {
    return roster().members().values().stream()
        .map(card -> {
          KeyRing ring = ring(card.id());
          List<NodeKeys> good =
              ring.all().stream()
                  .limit(2)
                  .filter(keys -> Collections.disjoint(keys.signing(), ring.compromised()))
                  .toList();
          List<NodeKeys> shown = good.isEmpty() ? List.of(ring.now()) : good;
          return new PeerRecord(
              card.id(),
              shown.stream().map(NodeKeys::tls).collect(toSet()),
              shown.stream().map(NodeKeys::entry).collect(toSet()),
              card.endpoint().host(),
              card.endpoint().port());
        })
        .toList();
  }

  private int admission() {
    return chain.admitting(setting.self()).map(Roster::number).orElse(Integer.MAX_VALUE);
  }

  private Function<Roster, Standing> by(MemberId owner, SignedNote note, long latestSeconds) {
    Origin origin =
        Checkpoint.parse(note.text())
            .found()
            .map(Checkpoint::origin)
            .filter(named -> named.member().equals(owner))
            .orElseGet(() -> roster().origin(owner, Tree.LEDGER));
    long size = Checkpoint.parse(note.text()).found().map(Checkpoint::size).orElse(0L);
    long before = lastTurn(owner, size);
    return roster -> {
      var question = new Question(origin, note, before, latestSeconds, roster.hash());
      Optional<Judged> known = judged.filter(last -> last.question().equals(question));
      if (known.isEmpty()) {
        Standing standing =
            directory(roster).judge(origin, note, before, latestSeconds, setting.verifier());
        judged = Optional.of(new Judged(question, standing));
        return standing;
      }
      return known.get().standing();
    };
  }

  /// How a note stands follows from this and the keys as they are.
  private record Question(
      Origin origin, SignedNote note, long before, long latestSeconds, Hash roster) {}

  /// Whoever finds a note witnessed settles it next, which judges it again: the same question.
  private record Judged(Question question, Standing standing) {}

  private PublicKey root(MemberId owner) {
    return line(owner)
        .named
        .member(owner)
        .or(() -> chain.admitting(owner).flatMap(roster -> roster.member(owner)))
        .orElseThrow()
        .keys()
        .root();
  }

  private static Optional<KeyRing> turn(KeyRing.Turn turn, MemberId owner, long index) {
    return switch (turn) {
      case KeyRing.Turn.Next(var ring) -> Optional.of(ring);
      case KeyRing.Turn.Refused(var fault) -> {
        ExchangeLog.voidKeys(owner, index, fault.sentence());
        yield Optional.empty();
      }
    };
  }

  private void advance(Line line) {
    while (!line.waiting.isEmpty() && line.adoption.pending().isEmpty()) {
      Adopt first = line.waiting.getFirst();
      Optional<Roster> known = chain.roster(first.roster());
      if (known.isEmpty()) {
        return;
      }
      line.waiting.removeFirst();
      if (known.get().contains(line.owner)
          && line.adoption.adopt(first.index(), known.get())
              instanceof Adoption.Taken.Pends(var next)) {
        line.adoption = next;
      }
    }
  }

  /// From the entry on the next set is in force: further ADOPTs may stand before the checkpoint.
  private void seal(MemberId owner, Line line, Adoption.Pending sealed) throws IOException {
    revision++;
    line.adoption = new Adoption(sealed.next(), sealed.index() + 1, Optional.empty());
    ByteBuffer kept = ByteBuffer.allocate(Hash.SIZE + Long.BYTES);
    kept.put(sealed.next().hash().value().toArray()).putLong(line.adoption.sealed());
    setting.state().put(ADOPTED, owner.name(), Bytes.of(kept.array()));
    advance(line);
  }

  private void begin(MemberId member) throws IOException {
    if (!rings.containsKey(member)) {
      Roster admitting = chain.admitting(member).orElseThrow();
      put(firstRing(member));
      lines.put(
          member, new Line(member, admitting, kept(member).orElse(Adoption.begin(admitting))));
    }
  }

  private Optional<Adoption> kept(MemberId member) throws IOException {
    return setting
        .state()
        .get(ADOPTED, member.name())
        .filter(bytes -> bytes.size() == Hash.SIZE + Long.BYTES)
        .flatMap(bytes -> {
          long sealed = ByteBuffer.wrap(bytes.slice(Hash.SIZE, bytes.size()).toArray()).getLong();
          return chain
              .roster(new Hash(bytes.slice(0, Hash.SIZE)))
              .map(roster -> new Adoption(roster, sealed, Optional.empty()));
        });
  }

  private Line line(MemberId owner) {
    return Optional.ofNullable(lines.get(owner))
        .orElseThrow(() -> new IllegalArgumentException(owner + " never belonged"));
  }
}
