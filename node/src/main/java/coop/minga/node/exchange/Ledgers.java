package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.judgement.TreeJudge;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.Mirror;
import coop.minga.federation.ledger.MirrorStep;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Parting;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.federation.roster.Roster;
import coop.minga.node.storage.Cosigned;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All the trees on this node's disk: its own ledger and book, and a mirror of every other member's
/// ledger.
final class Ledgers {
  private static final String WITNESSED = "witnessed";
  private static final String FORK = "fork";

  private final Setting setting;
  private final OwnTree own;
  private final OwnTree book;
  private final Leaves ownLeaves;
  private final WitnessedPrefix ownWitnessed = new WitnessedPrefix();
  private final SortedMap<MemberId, HeldLedger> held = new TreeMap<>();
  private final Map<Origin, LedgerFiles> succeeded = new HashMap<>();

  /// What every tree is judged and kept by.
  ///
  /// @param mirror signs cosignatures
  record Setting(
      Roster roster,
      MemberId self,
      SignatureVerifier verifier,
      Signer mirror,
      StateDatabase state,
      TreePlaces places) {}

  Ledgers(Setting setting, OwnTree own, OwnTree book, Map<MemberId, LedgerFiles> mirrors)
      throws IOException {
    this.setting = setting;
    this.own = own;
    this.book = book;
    this.ownLeaves = leaves(setting.self(), Tree.LEDGER);
    for (var mirror : mirrors.entrySet()) {
      held.put(mirror.getKey(), resume(mirror.getValue()));
    }
  }

  Roster roster() {
    return setting.roster();
  }

  SignatureVerifier verifier() {
    return setting.verifier();
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

  NoteKey ownKey() {
    return roster().ledgerKey(own.origin());
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

  /// A ledger of which nothing is held, and which is not in force yet.
  HeldLedger begin(Origin origin) throws IOException {
    return resume(setting.places().begin(setting.places().mirror(origin), origin));
  }

  /// A successor takes its predecessor's place.
  ///
  /// @param entries those of it that count
  HeldLedger succeed(HeldLedger before, HeldLedger next, List<Seen> entries) throws IOException {
    LedgerFiles files = setting.places().finish(setting.places().mirror(next.origin), next.files);
    HeldLedger inForce = resume(files);
    for (long index = 0; index < files.size(); index++) {
      var _ = inForce.leaves.take(index, files.entry(index));
    }
    inForce.witnessed.follow(before.witnessed, entries);
    held.put(next.owner, inForce);
    succeeded.put(before.origin, before.files);
    return inForce;
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
    var judge = new TreeJudge(roster(), verifier(), new TreeJudge.Place(owner, tree));
    return new Leaves(judge, owner, tree);
  }

  /// Makes entries of another's ledger durable.
  ///
  /// @return those that count
  List<Seen> append(HeldLedger other, MirrorStep.Extended step) throws IOException {
    if (!step.fresh().isEmpty()) {
      other.files.append(step.fresh());
    }
    other.mirror = step.next();
    publish(other);
    var counted = new ArrayList<Seen>();
    for (int i = 0; i < step.fresh().size(); i++) {
      other.leaves.take(step.from() + i, step.fresh().get(i)).ifPresent(counted::add);
    }
    counted.forEach(other.witnessed::add);
    return counted;
  }

  /// This member's word that it holds all that the owner's last checkpoint covers; absent if a
  /// later one was given.
  Optional<Cosignature> cosign(HeldLedger other, long seconds) throws IOException {
    Checkpoint checkpoint = other.mirror.checkpoint().orElseThrow();
    if (!setting.state().swapCosigned(new Cosigned(checkpoint, seconds)).done()) {
      return Optional.empty();
    }
    NoteKey key = roster().mirrorKey(setting.self());
    return Optional.of(other.mirror.cosign(key, seconds, setting.mirror()));
  }

  /// Whether a checkpoint is of the tree that is held.
  boolean holds(HeldLedger other, Checkpoint checkpoint) {
    return Frontier.of(other.files.tree(), checkpoint.size()).root().equals(checkpoint.root());
  }

  void keepWitnessed(HeldLedger other, Checkpoint checkpoint, SignedNote note) throws IOException {
    setting.state().put(WITNESSED, other.owner.name(), note.encode());
    if (checkpoint.size() == other.files.size()) {
      other.files.publish(note);
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
    SignedNote joined = note;
    Optional<SignedNote> published =
        own.files().checkpoint().filter(found -> found.text().equals(note.text()));
    for (NoteSignature line : published.map(SignedNote::signatures).orElse(List.of())) {
      boolean there =
          joined.signatures().stream()
              .anyMatch(l -> l.keyId() == line.keyId() && l.name().equals(line.name()));
      joined = there ? joined : joined.with(line);
    }
    return joined;
  }

  /// Keeps what proves that an owner signed two histories: both checkpoints, as they came.
  void keepEvidence(HeldLedger other, Parting parting) throws IOException {
    setting.state().put(FORK, other.owner + "/smaller", parting.smaller().encode());
    setting.state().put(FORK, other.owner + "/larger", parting.larger().encode());
  }

  /// The proof that an entry stands in a ledger, by its owner's last checkpoint, with the entry
  /// beside it; absent if no checkpoint covers it yet.
  Optional<TlogProof> proof(MemberId owner, long index) {
    LedgerFiles files = owner.equals(setting.self()) ? own.files() : held(owner).files;
    try {
      Optional<SignedNote> note = files.checkpoint();
      if (note.isEmpty()
          || index
              >= Checkpoint.parse(note.get().text()).found().map(Checkpoint::size).orElse(0L)) {
        return Optional.empty();
      }
      SignedNote only = note.get().only(roster().ledgerKey(files.origin()));
      return Optional.of(TlogProof.make(files.tree(), index, only).with(files.entry(index)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HeldLedger held(MemberId owner) {
    return Optional.ofNullable(held.get(owner))
        .orElseThrow(() -> new IllegalArgumentException("no mirror of " + owner));
  }

  /// Reads everything back, in the order of each tree, and takes up the witnessed sizes.
  Recollection recall(List<Seen> told) throws IOException {
    var ledgers = new TreeMap<MemberId, List<Seen>>();
    var witnessed = new TreeMap<MemberId, Long>();
    ledgers.put(setting.self(), read(own.files(), ownLeaves));
    recall(ownWitnessed, own.files(), ledgers.get(setting.self()));
    for (HeldLedger other : held.values()) {
      List<Seen> entries = read(other.files, other.leaves);
      ledgers.put(other.owner, entries);
      recall(other.witnessed, other.files, entries);
      witnessed.put(other.owner, other.witnessed.size());
    }
    witnessed.put(setting.self(), ownWitnessed.size());
    List<Seen> noted = read(book.files(), leaves(setting.self(), Tree.BOOK));
    return new Recollection(ledgers, witnessed, noted, told);
  }

  /// The state database remembers more than the tree's files, unless it was lost.
  private void recall(WitnessedPrefix prefix, LedgerFiles files, List<Seen> entries)
      throws IOException {
    entries.forEach(prefix::add);
    setting
        .state()
        .get(WITNESSED, files.origin().member().name())
        .flatMap(note -> SignedNote.parse(note).found())
        .ifPresent(note -> prefix.grow(witnessedSize(files, note), note));
    files.checkpoint().ifPresent(note -> prefix.grow(witnessedSize(files, note), note));
  }

  private long witnessedSize(LedgerFiles files, SignedNote note) {
    var standing = roster().witnesses(files.origin()).judge(note, Long.MAX_VALUE, verifier());
    return switch (standing) {
      case Standing.Witnessed(var checkpoint, _) -> Math.min(checkpoint.size(), files.size());
      case Standing.Signed _, Standing.Refused _ -> 0;
    };
  }

  private static List<Seen> read(LedgerFiles files, Leaves leaves) throws IOException {
    var entries = new ArrayList<Seen>();
    for (long index = 0; index < files.size(); index++) {
      Bytes frame = files.entry(index);
      leaves.take(index, frame).ifPresent(entries::add);
    }
    return entries;
  }

  /// A ledger as it was stored.
  HeldLedger resume(LedgerFiles files) throws IOException {
    Origin origin = files.origin();
    MemberId owner = origin.member();
    NoteKey key = roster().ledgerKey(origin);
    var ports = new Mirror.Ports(key, verifier(), files.tree());
    Mirror mirror = Mirror.resume(ports, files.frontier(), files.checkpoint());
    var terms =
        new HeldLedger.Terms(mirror, leaves(owner, Tree.LEDGER), roster().witnesses(origin));
    var other = new HeldLedger(owner, origin, files, terms);
    other.forked = setting.state().get(FORK, owner + "/larger").isPresent();
    return other;
  }

  private static void publish(HeldLedger other) throws IOException {
    Optional<SignedNote> newest = other.mirror.last();
    if (newest.isPresent()) {
      other.files.publish(newest.get());
    }
  }
}
