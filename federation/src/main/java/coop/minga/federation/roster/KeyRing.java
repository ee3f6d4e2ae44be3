package coop.minga.federation.roster;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which keys a member's node has at each place of its ledger: folded from its card and the KEYS
/// and COMPROMISED entries of its ledger, in their order.
///
/// Immutable. The keys of a KEYS entry are in force for the entries *after* it: the entry itself is
/// still signed by the old entry key. Whoever wants to know a key without the ledger at hand, such
/// as the reader of a certificate, folds the KEYS statements alone: the root key's signature makes
/// each one good, wherever it stands.
public final class KeyRing {
  /// Changes of keys that a member may make: a limit, so that a ring stays small.
  public static final int MAX_CHANGES = 1024;

  private final Owner owner;
  private final List<Held> held;
  private final Map<PublicKey, Instant> compromised;

  /// The newest first, as all that follow from them.
  private final List<NodeKeys> all;

  private final List<NoteKey> mirrorKeys;
  private final Origin ledger;
  private final List<NoteKey> ledgerKeys;

  private KeyRing(Owner owner, List<Held> held, Map<PublicKey, Instant> compromised) {
    this.owner = owner;
    this.held = List.copyOf(held);
    this.compromised = Collections.unmodifiableMap(compromised);
    this.all = held.reversed().stream().map(Held::keys).toList();
    String mirror = Origin.mirrorName(owner.federationId(), owner.member());
    this.mirrorKeys = all.stream().map(keys -> NoteKey.ofMirror(mirror, keys.mirror())).toList();
    this.ledger = Origin.of(owner.federationId(), owner.member(), Tree.LEDGER);
    this.ledgerKeys = noteKeys(ledger);
  }

  private List<NoteKey> noteKeys(Origin origin) {
    return all.stream().map(keys -> NoteKey.ofLedger(origin, keys.ledger())).toList();
  }

  /// @param federationId the charter's hash
  /// @param member whose keys
  private record Owner(Hash federationId, MemberId member) {}

  /// @param from the first index at which the keys are in force
  private record Held(long from, NodeKeys keys) {}

  /// What comes of a KEYS or COMPROMISED statement.
  public sealed interface Turn {
    /// The ring from then on.
    ///
    /// @param ring it
    record Next(KeyRing ring) implements Turn {}

    /// The statement counts for nothing.
    ///
    /// @param fault why
    record Refused(KeyFault fault) implements Turn {}
  }

  /// The keys of a member's card, from the beginning.
  public static KeyRing of(Hash federationId, MemberCard card) {
    var first = new Held(0, NodeKeys.of(card.keys()));
    return new KeyRing(new Owner(federationId, card.id()), List.of(first), Map.of());
  }

  /// Whose keys.
  public MemberId member() {
    return owner.member();
  }

  /// Takes a KEYS statement.
  ///
  /// @param index where it stands in the member's ledger
  /// @param root the member's root key by the roster that its ledger had adopted there
  public Turn with(
      RosterStatement.Keys says, long index, PublicKey root, SignatureVerifier verifier) {
    if (says.serial() != held.size() || held.size() > MAX_CHANGES || index < current().from() - 1) {
      return new Turn.Refused(KeyFault.WRONG_SERIAL);
    }
    if (!says.isSignedBy(root, owner.federationId(), owner.member(), verifier)) {
      return new Turn.Refused(KeyFault.BAD_ROOT_SIGNATURE);
    }
    if (says.keys().signing().contains(root) || isUsed(says.keys())) {
      return new Turn.Refused(KeyFault.KEY_USED);
    }
    var longer = new ArrayList<>(held);
    longer.add(new Held(index + 1, says.keys()));
    return new Turn.Next(new KeyRing(owner, longer, compromised));
  }

  /// Takes a COMPROMISED statement. Of several about one key the earliest time counts.
  ///
  /// @param root the member's root key by the roster that its ledger had adopted there
  public Turn with(RosterStatement.Compromised says, PublicKey root, SignatureVerifier verifier) {
    if (held.stream().noneMatch(each -> each.keys().signing().contains(says.key()))) {
      return new Turn.Refused(KeyFault.NOT_ITS_KEY);
    }
    if (!says.isSignedBy(root, owner.federationId(), owner.member(), verifier)) {
      return new Turn.Refused(KeyFault.BAD_ROOT_SIGNATURE);
    }
    var more = new TreeMap<PublicKey, Instant>((a, b) -> a.value().compareTo(b.value()));
    more.putAll(compromised);
    more.merge(says.key(), says.since(), (a, b) -> a.isBefore(b) ? a : b);
    return new Turn.Next(new KeyRing(owner, held, more));
  }

  /// The keys in force for what comes next.
  public NodeKeys now() {
    return current().keys();
  }

  /// How often they changed.
  public int serial() {
    return held.size() - 1;
  }

  /// The keys in force for the entry at an index.
  public NodeKeys at(long index) {
    return heldAt(index).keys();
  }

  /// All keys there ever were, the newest first.
  public List<NodeKeys> all() {
    return all;
  }

  /// The keys by which the member cosigns or did, the newest first. Every note that a mirror judges
  /// is held against them, so they are made once.
  public List<NoteKey> mirrorKeys() {
    return mirrorKeys;
  }

  /// The keys by which the member signs the checkpoints of one of its trees or did, the newest
  /// first.
  public List<NoteKey> ledgerKeys(Origin origin) {
    return origin.equals(ledger) ? ledgerKeys : noteKeys(origin);
  }

  /// The ledger keys that must have signed a checkpoint: the one in force at its size and, if it is
  /// the first that covers a change of keys, the ones before it.
  ///
  /// @param before the size of the last checkpoint that was good
  /// @param size of this one, not smaller
  public List<PublicKey> signers(long before, long size) {
    var keys = new ArrayList<PublicKey>();
    long from = heldAt(before).from();
    for (Held each : held) {
      if (each.from() >= from && each.from() <= size) {
        keys.add(each.keys().ledger());
      }
    }
    return keys;
  }

  /// Whether an entry by a key that was compromised counts for nothing: it was not witnessed by a
  /// quorum when the key was last safe, and no decision rests on it.
  ///
  /// @param key that signed it
  /// @param witnessed by when a quorum had cosigned it; absent if none has
  /// @param certified whether a certificate contains it
  public boolean isVoid(PublicKey key, Optional<Instant> witnessed, boolean certified) {
    Instant since = compromised.get(key);
    return since != null && !certified && witnessed.filter(at -> !at.isAfter(since)).isEmpty();
  }

  /// Since when a key may have been somebody else's; absent if it never was said to be.
  public Optional<Instant> lostSince(PublicKey key) {
    return Optional.ofNullable(compromised.get(key));
  }

  /// Whether a key was said to be compromised and another has taken its place.
  public boolean isGivenUp(PublicKey key) {
    return compromised.containsKey(key) && !now().signing().contains(key);
  }

  /// The keys that were ever said to be compromised.
  public SortedSet<PublicKey> compromised() {
    var keys = new TreeSet<PublicKey>((a, b) -> a.value().compareTo(b.value()));
    keys.addAll(compromised.keySet());
    return Collections.unmodifiableSortedSet(keys);
  }

  private Held current() {
    return held.getLast();
  }

  private Held heldAt(long index) {
    return held.reversed().stream()
        .filter(each -> each.from() <= index)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no entry stands at " + index));
  }

  private boolean isUsed(NodeKeys keys) {
    return held.stream()
        .anyMatch(each ->
            each.keys().tls().equals(keys.tls())
                || !Collections.disjoint(each.keys().signing(), keys.signing()));
  }

  /// Two rings of one owner are the same if they hold the same keys from the same indices, and the
  /// same of them are lost.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyRing ring
        && owner.equals(ring.owner)
        && held.equals(ring.held)
        && compromised.equals(ring.compromised);
  }

  @Override
  public int hashCode() {
    return Objects.hash(owner, held, compromised);
  }
}
