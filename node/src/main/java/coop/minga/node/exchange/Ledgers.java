package coop.minga.node.exchange;

import coop.minga.federation.decision.Proven;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.judgement.EvidenceJudge;
import coop.minga.federation.judgement.Moments;
import coop.minga.federation.judgement.TreeJudge;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Mirror;
import coop.minga.federation.ledger.MirrorStep;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Parting;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.WitnessedFrontier;
import coop.minga.federation.wire.DecisionWire;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.storage.Cosigned;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.RosterFiles;
import coop.minga.node.storage.StateDatabase;
import coop.minga.node.storage.Swap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// All the trees on this node's disk: its own ledger and book, and a mirror of every other member's
/// ledger.
final class Ledgers {
  /// Entries between two checkpoints that are kept for those who come later. With as many again in
  /// one step, they are no more than may wait at a mirror ([Mirror#MAX_WAITING_BYTES]), however
  /// long each is.
  static final int MILESTONE = 512;

  /// Entries that are copied at once.
  private static final int GROUP = 256;

  private static final String WITNESSED = "witnessed";
  private static final String FORK = "fork";
  private static final String TURN = "turn";
  private static final String FROZEN = "frozen";

  private final Setting setting;
  private final OwnTree own;
  private final OwnTree book;
  private final Leaves ownLeaves;
  private final WitnessedPrefix ownWitnessed = new WitnessedPrefix();
  private final SortedMap<MemberId, HeldLedger> held = new TreeMap<>();
  private final Map<Origin, LedgerFiles> succeeded = new HashMap<>();
  private final Map<MemberId, TreeMap<Long, SignedNote>> turns = new TreeMap<>();
  private final Losses losses;
  private TakenBack takenBack = TakenBack.NOTHING;

  /// What every tree is judged and kept by.
  ///
  /// @param roll who belongs
  /// @param mirror signs cosignatures
  /// @param shelves where others' ledgers are
  record Setting(
      Roll roll, MemberId self, Supplier<Signer> mirror, StateDatabase state, Shelves shelves) {}

  /// Where others' ledgers are, and what certifies entries in them.
  ///
  /// @param places of the generations to come
  /// @param mirrors opens what is held of another's ledger
  /// @param certificates of the rosters
  record Shelves(TreePlaces places, Mirrors mirrors, RosterFiles certificates) {}

  /// Where mirrors are.
  interface Mirrors {
    /// Opens one, and makes it if it is not there.
    LedgerFiles open(MemberId owner) throws IOException;
  }

  Ledgers(Setting setting, OwnTree own, OwnTree book, Map<MemberId, LedgerFiles> mirrors)
      throws IOException {
    this.setting = setting;
    this.own = own;
    this.book = book;
    this.ownLeaves = leaves(setting.self(), Tree.LEDGER);
    this.losses = new Losses(setting.roll(), setting.state(), setting.shelves().certificates());
    for (var mirror : mirrors.entrySet()) {
      held.put(mirror.getKey(), hold(mirror.getValue()));
    }
  }

  /// The newest roster.
  Roster roster() {
    return setting.roll().roster();
  }

  Roll roll() {
    return setting.roll();
  }

  SignatureVerifier verifier() {
    return setting.roll().verifier();
  }

  /// Begins to hold the ledgers of members that are new on the roll.
  void holdAll() throws IOException {
    for (MemberId owner : roll().others()) {
      if (!held.containsKey(owner)) {
        held.put(owner, resume(setting.shelves().mirrors().open(owner)));
      }
    }
  }

  MemberId self() {
    return setting.self();
  }

  OwnTree own() {
    return own;
  }

  OwnTree book() {
    return book;
  }

  /// The key that signs this member's next checkpoint.
  NoteKey ownKey() {
    return NoteKey.ofLedger(own.origin(), roll().ring(setting.self()).now().ledger());
  }

  /// This member's key on a note of its ledger.
  NoteKey ownKey(SignedNote note) {
    return roll().ledgerKey(own.origin(), note);
  }

  /// The key that signed a note and that its owner has replaced since; absent if the key in force
  /// signed it as well, or none did.
  Optional<NoteKey> formerKey(HeldLedger other, SignedNote note) {
    List<NoteKey> keys = ledgerKeys(other, other.origin);
    boolean none = keys.stream().skip(1).noneMatch(key -> isNamed(note, key));
    if (none || other.mirror.size() == 0) {
      return Optional.empty(); // as nearly always: no signature is verified for it
    }
    return keys.stream()
        .filter(key -> Checkpoint.open(note, key, verifier()).found().isPresent())
        .findFirst()
        .filter(key -> !key.equals(keys.getFirst()));
  }

  private static boolean isNamed(SignedNote note, NoteKey key) {
    return note.signatures().stream().anyMatch(key::isNamedBy);
  }

  /// Whether a key that its owner has replaced was called lost: whoever had it may have signed.
  boolean isGivenUp(HeldLedger other, NoteKey key) {
    return ring(other).isGivenUp(key.key());
  }

  /// Whether a note is a checkpoint of this member's ledger by a key of its own.
  boolean isOwn(SignedNote note) {
    return Checkpoint.open(note, ownKey(note), verifier()).found().isPresent();
  }

  /// Whether a note is of this member's ledger and as many others cosigned it as make a quorum with
  /// their owner, whoever signed it.
  boolean isCosignedByQuorum(SignedNote note, long latestSeconds) {
    return roll().isCosignedByQuorum(own.origin(), note, latestSeconds);
  }

  WitnessedPrefix ownWitnessed() {
    return ownWitnessed;
  }

  Origin origin(MemberId owner) {
    return heldOf(owner).map(other -> other.origin).orElse(own.origin());
  }

  /// What is held of another member's ledger, in its newest generation.
  Optional<HeldLedger> heldOf(MemberId owner) {
    return Optional.ofNullable(held.get(owner));
  }

  /// The entries of an earlier generation, for those who still want them.
  Optional<LedgerFiles> succeeded(Origin origin) {
    return Optional.ofNullable(succeeded.get(origin));
  }

  /// A ledger which is not in force yet.
  ///
  /// @param copied what it begins as a copy of; absent to begin with nothing
  /// @param entries gets those that count
  HeldLedger begin(Origin origin, Optional<LedgerFiles> copied, List<Seen> entries)
      throws IOException {
    LedgerFiles files = places().begin(places().mirror(origin), origin);
    MemberId owner = origin.member();
    var keys = new SuccessorKeys(roll(), owner);
    var place = new TreeJudge.Place(owner, Tree.LEDGER);
    var judge = new TreeJudge(roster().federationId(), keys.entryKeys(), verifier(), place);
    HeldLedger begun = hold(files, keys.ring(), new Leaves(judge, owner, Tree.LEDGER));
    begun.begun = Optional.of(keys);
    long size = copied.map(LedgerFiles::size).orElse(0L);
    for (long from = 0; from < size; from += GROUP) {
      files.append(copied.orElseThrow().entries(from, Math.min(size, from + GROUP)));
    }
    for (long index = 0; index < size; index++) {
      take(begun, index, files.entry(index)).ifPresent(entries::add);
    }
    begun.mirror = mirror(begun, files.checkpoint());
    return begun;
  }

  /// A successor takes its predecessor's place.
  ///
  /// @param entries those of it that count
  HeldLedger succeed(HeldLedger before, HeldLedger next, List<Seen> entries) throws IOException {
    publish(before);
    roll().begunAnew(ring(next), entries);
    entries.stream()
        .filter(entry -> begins(entry, next.origin))
        .forEach(entry -> roll().turned(next.owner, entry.index()));
    LedgerFiles files = places().finish(places().mirror(next.origin), next.files);
    HeldLedger inForce = resume(files);
    for (long index = 0; index < files.size(); index++) {
      var _ = inForce.leaves.take(index, files.entry(index));
    }
    inForce.witnessed.follow(before.witnessed, entries);
    losses.succeeded(next.owner, before.witnessed.size());
    held.put(next.owner, inForce);
    succeeded.put(before.origin, before.files);
    return inForce;
  }

  private TreePlaces places() {
    return setting.shelves().places();
  }

  /// What is held of an origin; absent if it is not another member's ledger.
  Optional<HeldLedger> held(Origin origin) {
    return Optional.ofNullable(held.get(origin.member()))
        .filter(found -> found.origin.equals(origin));
  }

  /// Entries held of a member's ledger.
  long sizeOf(MemberId owner) {
    return heldOf(owner).map(other -> other.files.size()).orElse(own.files().size());
  }

  /// What is held of others.
  Collection<HeldLedger> allHeld() {
    return List.copyOf(held.values());
  }

  WitnessedPrefix witnessed(MemberId owner) {
    HeldLedger other = held.get(owner);
    return other == null ? ownWitnessed : other.witnessed;
  }

  /// Every ledger by its owner, this node's own among them.
  SortedMap<MemberId, LedgerFiles> all() {
    var all = new TreeMap<MemberId, LedgerFiles>();
    all.put(setting.self(), own.files());
    held.forEach((owner, other) -> all.put(owner, other.files));
    return all;
  }

  /// One tree's leaves, of which none was judged yet.
  Leaves leaves(MemberId owner, Tree tree) {
    var place = new TreeJudge.Place(owner, tree);
    TreeJudge.EntryKeys keys = roll().entryKeys(owner, tree);
    return new Leaves(new TreeJudge(roster().federationId(), keys, verifier(), place), owner, tree);
  }

  /// Writes entries of another's ledger; they are durable after the next [#sync].
  ///
  /// @param note the checkpoint that ends them
  /// @return those that count
  List<Seen> append(HeldLedger other, MirrorStep.Extended step, SignedNote note)
      throws IOException {
    if (!step.fresh().isEmpty()) {
      other.files.write(step.fresh());
    }
    int serial = ring(other).serial();
    var counted = new ArrayList<Seen>();
    for (int i = 0; i < step.fresh().size(); i++) {
      Optional<Seen> entry = take(other, step.from() + i, step.fresh().get(i));
      if (entry.isPresent() && !losses.isTooLate(other.owner, entry.get())) {
        counted.add(entry.get());
      }
    }
    boolean turns = ring(other).serial() != serial;
    other.mirror = turns ? mirror(other, Optional.of(note)) : step.next();
    if (turns && other.begun.isEmpty()) {
      keepTurn(other.owner, step.checkpoint().size(), note);
    }
    keepOnTheWay(other.origin, step.checkpoint().size(), note);
    other.unpublished = true;
    if (other.begun.isPresent()) {
      publish(other); // it is resumed from its files when it comes into force
    }
    counted.forEach(other.witnessed::add);
    return counted;
  }

  /// Judges evidence, by the newest roster and its members' keys.
  EvidenceJudge judge() {
    return new EvidenceJudge(roll().directory(roster()), verifier());
  }

  /// Offers what a peer sends of a member's ledger to the mirror of it.
  MirrorStep offer(MemberId peer, HeldLedger other, Unread.Offered offered) {
    Optional<NoteKey> former = formerKey(other, offered.note());
    if (former.isPresent()) {
      return other.mirror.against(offered.from(), offered.frames(), offered.note(), former.get());
    }
    if (other.mirror.size() > 0 || other.origin.generation() == 0) {
      return other.mirror.offer(offered.from(), offered.frames(), offered.note());
    }
    return other.unread.offer(
        peer,
        offered,
        other.mirror,
        entries -> mirror(other, after(ring(other), entries), Optional.empty()));
  }

  /// The keys by which its owner signed a generation, as far as they follow from what is held of a
  /// ledger.
  List<NoteKey> ledgerKeys(HeldLedger other, Origin generation) {
    return ring(other).all().stream()
        .map(keys -> NoteKey.ofLedger(generation, keys.ledger()))
        .toList();
  }

  /// A ring as it is after a ledger's first entries.
  private KeyRing after(KeyRing ring, List<Bytes> entries) {
    KeyRing next = ring;
    for (int i = 0; i < entries.size(); i++) {
      if (ofKeysIn(entries.get(i)).orElse(null) instanceof Said.OfRoster(var says)) {
        next = roll().after(next, i, says);
      }
    }
    return next;
  }

  /// Whether a checkpoint that is the first to cover a change of its owner's keys is signed by all
  /// that must sign it, the old key and the new one; any other is.
  ///
  /// What stands before the beginning of its generation was agreed on by those who retired the one
  /// before: the old private keys may be erased by now.
  boolean isSignedForTurn(HeldLedger other, MirrorStep.Extended step, SignedNote note) {
    KeyRing ring = ring(other);
    long before = step.from();
    for (int i = 0; i < step.fresh().size(); i++) {
      Optional<Said> said = ofKeysIn(step.fresh().get(i));
      if (said.orElse(null) instanceof Said.OfRoster(var says)) {
        ring = roll().after(ring, step.from() + i, says);
      }
      if (said.orElse(null) instanceof Said.OfLedger(Succeed succeed)
          && succeed.generation() <= other.origin.generation()) {
        before = step.from() + i;
      }
    }
    long size = step.checkpoint().size();
    return ring.signers(Math.min(before, size), size).stream()
        .map(key -> NoteKey.ofLedger(other.origin, key))
        .allMatch(key -> Checkpoint.open(note, key, verifier()).found().isPresent());
  }

  /// What a frame says, if it says something of keys or begins a generation.
  private static Optional<Said> ofKeysIn(Bytes frame) {
    return EntryWire.decode(frame)
        .filter(entry ->
            entry.header().kind() == Kind.KEYS.code()
                || entry.header().kind() == Kind.SUCCEED.code())
        .flatMap(entry ->
            Statements.decode(entry.header().kind(), entry.header().version(), entry.payload())
                    instanceof Decoded.Known(var said)
                ? Optional.of(said)
                : Optional.empty());
  }

  /// The keys of a ledger's owner, as far as they follow from what is held of it.
  private KeyRing ring(HeldLedger other) {
    return other.begun.map(SuccessorKeys::ring).orElseGet(() -> roll().ring(other.owner));
  }

  /// Takes a leaf of another's ledger, and what it says of rosters and keys.
  private Optional<Seen> take(HeldLedger other, long index, Bytes frame) {
    Optional<Seen> entry = other.leaves.take(index, frame);
    if (other.begun.isEmpty()) {
      entry.ifPresent(found -> hear(found, other.origin));
    } else if (entry.map(Seen::said).orElse(null) instanceof Said.OfRoster(var says)) {
      other.begun.get().hear(index, says);
    }
    return entry;
  }

  /// Takes what an entry of a ledger says of rosters and keys, in the ledger's order.
  void hear(Seen entry, Origin origin) {
    if (entry.said() instanceof Said.OfRoster(var says) && entry.tree() == Tree.LEDGER) {
      roll().hear(entry.author(), entry.index(), says);
    }
    if (begins(entry, origin)) {
      roll().turned(entry.author(), entry.index());
    }
  }

  /// Whether an entry begins a generation that a ledger has come to.
  private static boolean begins(Seen entry, Origin origin) {
    return entry.said() instanceof Said.OfLedger(Succeed succeed)
        && succeed.generation() <= origin.generation();
  }

  /// Keeps a checkpoint now and then, so that whoever comes later can check what it is given piece
  /// by piece.
  void keepOnTheWay(Origin origin, long size, SignedNote note) throws IOException {
    MemberId owner = origin.member();
    long before =
        Optional.ofNullable(turns.get(owner))
            .flatMap(all -> Optional.ofNullable(all.floorKey(size)))
            .orElse(0L);
    if (size - before >= MILESTONE) {
      keepTurn(owner, size, note);
    }
  }

  /// Keeps a checkpoint after which a ledger is judged by others than before: whoever comes later
  /// needs it to follow.
  void keepTurn(MemberId owner, long size, SignedNote note) throws IOException {
    setting.state().put(TURN, turn(owner, size), note.encode());
    turns.computeIfAbsent(owner, _ -> new TreeMap<>()).put(size, note);
    roll().turned(owner, size);
  }

  /// The first checkpoint above a size of those that are kept: because the ledger is judged by
  /// others after it, or on the way.
  Optional<Map.Entry<Long, SignedNote>> turnAfter(Origin origin, long size) {
    return turns
        .getOrDefault(origin.member(), new TreeMap<>())
        .tailMap(size, false)
        .entrySet()
        .stream()
        .filter(each -> each.getValue().text().startsWith(origin.text() + "\n"))
        .findFirst();
  }

  private static String turn(MemberId owner, long size) {
    return "%s/%016x".formatted(owner, size);
  }

  private void recallTurns() throws IOException {
    setting
        .state()
        .all(TURN)
        .forEach((name, note) -> {
          int slash = name.indexOf('/');
          var owner = new MemberId(name.substring(0, slash));
          long size = Long.parseLong(name.substring(slash + 1), 16);
          SignedNote.parse(note)
              .found()
              .ifPresent(found -> {
                turns.computeIfAbsent(owner, _ -> new TreeMap<>()).put(size, found);
                roll().turned(owner, size);
              });
        });
  }

  /// This member's words that it holds all that some owners' last checkpoints cover, as the disk
  /// gives it back; durable together. Where a later one was given there is none.
  SequencedMap<HeldLedger, Cosignature> cosign(Collection<HeldLedger> others, long seconds)
      throws IOException {
    var asked = new ArrayList<Cosigned>();
    for (HeldLedger other : others) {
      Checkpoint checkpoint = other.mirror.checkpoint().orElseThrow();
      asked.add(new Cosigned(other.files.settle(checkpoint.size()), seconds));
    }
    Iterator<Swap> swaps = setting.state().swapCosigned(asked).iterator();
    Signer signer = setting.mirror().get();
    String name = Origin.mirrorName(roster().federationId(), setting.self());
    NoteKey key = NoteKey.ofMirror(name, signer.publicKey());
    var words = new LinkedHashMap<HeldLedger, Cosignature>();
    for (HeldLedger other : others) {
      if (swaps.next().done()) {
        words.put(other, other.mirror.cosign(key, seconds, signer));
      }
    }
    return words;
  }

  /// Whether a checkpoint is signed by the key that its owner signs with now: whoever was away
  /// shows older ones.
  boolean isByKeyInForce(HeldLedger other, SignedNote note) {
    return isNamed(note, NoteKey.ofLedger(other.origin, roll().ring(other.owner).now().ledger()));
  }

  /// Whether a checkpoint is of the tree that is held.
  boolean holds(HeldLedger other, Checkpoint checkpoint) {
    return Frontier.of(other.files.tree(), checkpoint.size()).root().equals(checkpoint.root());
  }

  void keepWitnessed(HeldLedger other, Checkpoint checkpoint, SignedNote note) throws IOException {
    setting.state().put(WITNESSED, other.owner.name(), note.encode());
    other.unpublished |= checkpoint.size() == other.files.size();
  }

  /// When a quorum held so much of a ledger: what counts of a key that is lost may turn on it.
  void keepMoment(MemberId owner, long size, SignedNote note, Optional<Instant> at)
      throws IOException {
    if (at.isPresent()) {
      losses.witnessed(owner, size, note, at.get());
    }
  }

  void keepOwnWitnessed(long size, SignedNote note) throws IOException {
    setting.state().put(WITNESSED, setting.self().name(), note.encode());
    if (size == own.files().size()) {
      own.files().publish(withOthers(note));
    }
  }

  /// The note, and the lines of those who are no mirrors that stand on the published one.
  private SignedNote withOthers(SignedNote note) {
    return own.files()
        .checkpoint()
        .filter(published -> published.text().equals(note.text()))
        .map(published -> note.joined(published.signatures()))
        .orElse(note);
  }

  /// Keeps what proves that an owner signed two histories: both checkpoints, as they came.
  void keepEvidence(HeldLedger other, Parting parting) throws IOException {
    setting.state().put(FORK, other.owner + "/smaller", parting.smaller().encode());
    setting.state().put(FORK, other.owner + "/larger", parting.larger().encode());
  }

  /// Keeps for good that evidence was shown against a member which made this node careful of it.
  void keepFrozen(MemberId member) {
    Stored.unchecked(() -> {
      setting.state().put(FROZEN, member.name(), Bytes.utf8("shown"));
      return member;
    });
  }

  boolean wasFrozen(MemberId member) {
    return Stored.unchecked(() -> setting.state().get(FROZEN, member.name())).isPresent();
  }

  /// The proof that an entry stands in a ledger, by its owner's last checkpoint, with the entry
  /// beside it; absent if no checkpoint covers it yet.
  Optional<TlogProof> proof(MemberId owner, long index) {
    LedgerFiles files = owner.equals(setting.self()) ? own.files() : held(owner).files;
    try {
      if (held.containsKey(owner)) {
        publish(held(owner));
      }
      Optional<SignedNote> note = files.checkpoint();
      if (note.isEmpty()
          || index
              >= Checkpoint.parse(note.get().text()).found().map(Checkpoint::size).orElse(0L)) {
        return Optional.empty();
      }
      SignedNote only = note.get().only(roll().ledgerKey(files.origin(), note.get()));
      return Optional.of(TlogProof.make(files.tree(), index, only).with(files.entry(index)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What shows that an entry stands in a witnessed ledger; absent if it does not yet.
  Optional<Proven> prove(MemberId owner, long index) {
    LedgerFiles files = owner.equals(setting.self()) ? own.files() : held(owner).files;
    WitnessedPrefix prefix = witnessed(owner);
    if (index >= prefix.size()) {
      return Optional.empty();
    }
    try {
      Bytes frame = files.entry(index);
      return DecisionWire.prove(
          frame, files.prove(index, prefix.size()), prefix.note().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How far each member's ledger is witnessed.
  WitnessedFrontier witnessedFrontier() {
    var checkpoints = new TreeMap<MemberId, Checkpoint>();
    for (MemberId member : roster().members().keySet()) {
      witnessed(member)
          .note()
          .flatMap(note -> Checkpoint.parse(note.text()).found())
          .ifPresent(checkpoint -> checkpoints.put(member, checkpoint));
    }
    return new WitnessedFrontier(roster().hash(), checkpoints);
  }

  /// How many keys sign the checkpoint of a size of this member's ledger.
  int ownSigners(long before, long size) {
    return roll().ring(setting.self()).signers(before, size).size();
  }

  private HeldLedger held(MemberId owner) {
    return Optional.ofNullable(held.get(owner))
        .orElseThrow(() -> new IllegalArgumentException("no mirror of " + owner));
  }

  /// Reads everything back, in the order of each tree, and takes up the witnessed sizes.
  ///
  /// Whose key was lost may stand in any ledger: all are read before any is judged.
  Recollection recall(List<Seen> told) throws IOException {
    var ledgers = new TreeMap<MemberId, List<Seen>>();
    var witnessed = new TreeMap<MemberId, Long>();
    recallTurns();
    ledgers.put(setting.self(), read(own.files(), ownLeaves));
    for (HeldLedger other : held.values()) {
      ledgers.put(other.owner, read(other.files, other.leaves));
      other.mirror = mirror(other, other.files.checkpoint());
    }
    for (var each : ledgers.entrySet()) {
      keepEdges(each.getKey());
      each.setValue(losses.sift(each.getKey(), each.getValue()));
    }
    recall(ownWitnessed, own.files(), ledgers.getOrDefault(setting.self(), List.of()));
    witnessed.put(setting.self(), ownWitnessed.size());
    for (HeldLedger other : held.values()) {
      recall(other.witnessed, other.files, ledgers.getOrDefault(other.owner, List.of()));
      witnessed.put(other.owner, other.witnessed.size());
    }
    List<Seen> noted = read(book.files(), leaves(setting.self(), Tree.BOOK));
    takenBack = losses.takenBack(own.files().size(), book.files().size());
    return new Recollection(ledgers, witnessed, noted, told, takenBack);
  }

  /// What does not count any more because of keys that were lost.
  TakenBack takenBack() {
    return takenBack;
  }

  /// A member has said that it lost a key, and a quorum holds that. What tells when its ledger was
  /// witnessed around that time is kept for good. It reads and verifies the whole ledger again.
  ///
  /// @return whether other entries count now than at the start
  boolean lost(MemberId owner) throws IOException {
    keepEdges(owner);
    LedgerFiles files = owner.equals(setting.self()) ? own.files() : held(owner).files;
    Leaves again = leaves(owner, Tree.LEDGER);
    var entries = new ArrayList<Seen>();
    for (long index = 0; index < files.size(); index++) {
      again.take(index, files.entry(index)).ifPresent(entries::add);
    }
    return losses.isOtherwise(owner, entries) || isLessWitnessed();
  }

  private void keepEdges(MemberId owner) throws IOException {
    NavigableMap<Long, SignedNote> kept = turns.getOrDefault(owner, new TreeMap<>());
    for (var edge : losses.edges(owner).entrySet()) {
      Optional<SignedNote> before = Optional.ofNullable(kept.get(edge.getKey()));
      SignedNote next = before.map(note -> joined(note, edge.getValue())).orElse(edge.getValue());
      if (!before.equals(Optional.of(next))) {
        keepTurn(owner, edge.getKey(), next);
      }
    }
  }

  /// A checkpoint that is kept because its owner changed its keys, or on the way, may have come
  /// before any mirror cosigned it; then it does not show when it was witnessed. Where there is no
  /// room for all, the owner's own lines come first: without those nobody follows.
  private SignedNote joined(SignedNote kept, SignedNote edge) {
    if (!kept.text().equals(edge.text())) {
      return kept; // of another generation
    }
    List<NoteKey> keys =
        Checkpoint.parse(kept.text()).found().stream()
            .flatMap(checkpoint -> roll().ledgerKeys(checkpoint.origin()).stream())
            .toList();
    List<NoteSignature> owners =
        kept.signatures().stream()
            .filter(line -> keys.stream().anyMatch(key -> key.isNamedBy(line)))
            .toList();
    return owners.isEmpty()
        ? edge
        : new SignedNote(kept.text(), owners).joined(edge.signatures()).joined(kept.signatures());
  }

  /// Checkpoints of a ledger, perhaps of a generation before, that show when it was witnessed
  /// around the losses of its owner's keys, by size.
  NavigableMap<Long, SignedNote> edges(MemberId owner) throws IOException {
    return losses.edges(owner);
  }

  /// Of whose ledgers it was shown, since this was asked last, when they were witnessed.
  Set<MemberId> shownAnew() {
    return losses.shownAnew();
  }

  /// Somebody shows a checkpoint of what is held; a quorum's cosignatures on it were verified.
  void shown(HeldLedger held, Checkpoint checkpoint, SignedNote note, List<Cosignature> by)
      throws IOException {
    if (roll().ring(held.owner).compromised().isEmpty() || !holds(held, checkpoint)) {
      return;
    }
    Optional<Moments.Span> span = Moments.span(by, roll().needed(held.owner));
    if (span.isPresent()) {
      losses.shown(held.owner, checkpoint.size(), note, span.get());
    }
  }

  boolean mayBeginAgain(MemberId because, Instant now) throws IOException {
    return losses.mayBeginAgain(because, now);
  }

  void beginsAgain(MemberId because, Instant now) throws IOException {
    losses.beginsAgain(because, now);
  }

  /// Whether a quorum no longer stands for all that it did: who had a mirror's key may have spoken
  /// for it.
  private boolean isLessWitnessed() {
    return all().keySet().stream()
        .anyMatch(
            owner -> witnessed(owner).note().filter(note -> !isWitnessed(owner, note)).isPresent());
  }

  private boolean isWitnessed(MemberId owner, SignedNote note) {
    long size = Checkpoint.parse(note.text()).found().map(Checkpoint::size).orElse(0L);
    return roll().judge(owner, note, size, Long.MAX_VALUE) instanceof Standing.Witnessed;
  }

  /// The state database remembers more than the tree's files, unless it was lost. If the newest
  /// checkpoint that was witnessed no longer is, one before it may be.
  private void recall(WitnessedPrefix prefix, LedgerFiles files, List<Seen> entries)
      throws IOException {
    entries.forEach(prefix::add);
    Optional<SignedNote> note =
        setting
            .state()
            .get(WITNESSED, files.origin().member().name())
            .flatMap(kept -> SignedNote.parse(kept).found());
    if (note.isPresent()) {
      settle(prefix, files, note.get());
    }
    Optional<SignedNote> published = files.checkpoint();
    if (published.isPresent()) {
      settle(prefix, files, published.get());
    }
    if (note.isPresent() && prefix.size() == 0) {
      for (SignedNote before : losses.witnessedOnce(files.origin().member())) {
        settle(prefix, files, before);
      }
    }
  }

  private void settle(WitnessedPrefix prefix, LedgerFiles files, SignedNote note)
      throws IOException {
    MemberId owner = files.origin().member();
    long size = Checkpoint.parse(note.text()).found().map(Checkpoint::size).orElse(0L);
    if (size <= files.size()
        && size > prefix.size()
        && roll().settle(owner, note, size, Long.MAX_VALUE).witnessed()) {
      prefix.grow(size, note);
    }
  }

  private List<Seen> read(LedgerFiles files, Leaves leaves) throws IOException {
    var entries = new ArrayList<Seen>();
    for (long index = 0; index < files.size(); index++) {
      Optional<Seen> entry = leaves.take(index, files.entry(index));
      entry.ifPresent(found -> hear(found, files.origin()));
      entry.ifPresent(entries::add);
    }
    return entries;
  }

  /// The mirror of what is held, by the key that its owner signs with now. A crash may have come
  /// between a change of keys and the checkpoint after it; then there is none by that key yet.
  private Mirror mirror(HeldLedger other, Optional<SignedNote> last) {
    return mirror(other, ring(other), last);
  }

  private Mirror mirror(HeldLedger other, KeyRing ring, Optional<SignedNote> last) {
    LedgerFiles files = other.files;
    NoteKey key = NoteKey.ofLedger(files.origin(), ring.now().ledger());
    Optional<SignedNote> byIt =
        last.filter(note -> note.signatures().stream().anyMatch(key::isNamedBy));
    return Mirror.resume(new Mirror.Ports(key, verifier(), files.tree()), files.frontier(), byIt);
  }

  /// A ledger as it was stored.
  HeldLedger resume(LedgerFiles files) throws IOException {
    HeldLedger other = hold(files);
    other.mirror = mirror(other, files.checkpoint());
    return other;
  }

  /// A ledger whose keys are known only once its entries are read.
  private HeldLedger hold(LedgerFiles files) throws IOException {
    MemberId owner = files.origin().member();
    return hold(files, roll().ring(owner), leaves(owner, Tree.LEDGER));
  }

  private HeldLedger hold(LedgerFiles files, KeyRing ring, Leaves leaves) throws IOException {
    Origin origin = files.origin();
    MemberId owner = origin.member();
    NoteKey key = NoteKey.ofLedger(origin, ring.now().ledger());
    var ports = new Mirror.Ports(key, verifier(), files.tree());
    var terms = new HeldLedger.Terms(Mirror.begin(ports), leaves);
    var other = new HeldLedger(owner, origin, files, terms);
    other.forked = setting.state().get(FORK, owner + "/larger").isPresent();
    return other;
  }

  /// All that is held of others is durable when this returns. Several ledgers are synced side by
  /// side: a disk makes what it is asked for at once durable at once.
  void sync() throws IOException {
    List<LedgerFiles> all =
        held.values().stream().map(other -> other.files).filter(LedgerFiles::isUnsynced).toList();
    if (all.size() < 2) {
      for (LedgerFiles one : all) {
        one.sync();
      }
      return;
    }
    var syncs = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (LedgerFiles each : all) {
        syncs.add(
            threads.submit(() -> {
              each.sync();
              return each;
            }));
      }
    }
    for (Future<?> sync : syncs) {
      if (sync.state() == Future.State.FAILED) {
        throw new IOException("what is held cannot be made durable", sync.exceptionNow());
      }
    }
  }

  /// Publishes the newest checkpoints of what is held of others. It may wait: nothing rests on them
  /// that is not durable elsewhere, and after a crash more may be held than the published one
  /// covers.
  void publish() throws IOException {
    for (HeldLedger other : held.values()) {
      publish(other);
    }
  }

  private static void publish(HeldLedger other) throws IOException {
    Optional<SignedNote> newest = other.mirror.last().filter(_ -> other.unpublished);
    other.unpublished = false;
    if (newest.isPresent()) {
      String text = newest.get().text();
      Optional<SignedNote> more = other.witnessed.note().filter(note -> note.text().equals(text));
      other.files.publish(more.orElse(newest.get()));
    }
  }
}
