package coop.minga.federation.roster;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.toSet;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Witnesses;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A roster with everybody's keys as they are now.
///
/// What an old key signed while it was in force stays signed, so a note is judged by the keys that
/// it names, as long as they are or were their member's.
///
/// @param roster who belongs
/// @param rings the keys of members that changed them; who is not in it has its card's
public record Directory(Roster roster, SortedMap<MemberId, KeyRing> rings) {
  /// Copies.
  public Directory {
    rings = Collections.unmodifiableSortedMap(new TreeMap<>(rings));
  }

  /// The directory in which nobody has changed keys.
  public static Directory of(Roster roster) {
    var rings = new TreeMap<MemberId, KeyRing>();
    roster.members().forEach((id, card) -> rings.put(id, KeyRing.of(roster.federationId(), card)));
    return new Directory(roster, rings);
  }

  /// A member's keys.
  ///
  /// @throws IllegalArgumentException if it does not belong
  public KeyRing ring(MemberId id) {
    KeyRing changed = rings.get(id);
    return changed != null
        ? changed
        : KeyRing.of(
            roster.federationId(),
            roster
                .member(id)
                .orElseThrow(() -> new IllegalArgumentException(id + " does not belong")));
  }

  /// With another ring of one member.
  public Directory with(KeyRing ring) {
    var more = new TreeMap<>(rings);
    more.put(ring.member(), ring);
    return new Directory(roster, more);
  }

  /// With the same keys under another roster. Whoever does not belong to it is left out.
  public Directory under(Roster next) {
    var kept = new TreeMap<>(rings);
    kept.keySet().retainAll(next.members().keySet());
    return new Directory(next, kept);
  }

  /// The key that signs an origin's next checkpoint.
  public NoteKey ledgerKey(Origin origin) {
    return NoteKey.ofLedger(origin, ring(origin.member()).now().ledger());
  }

  /// The key by which a member cosigns from now on.
  public NoteKey mirrorKey(MemberId id) {
    return mirrorKeys(id).getFirst();
  }

  /// The keys by which a member signs an origin's checkpoints or did, the newest first.
  public List<NoteKey> ledgerKeys(Origin origin) {
    return ring(origin.member()).ledgerKeys(origin);
  }

  /// The keys by which a member cosigns or did, the newest first.
  public List<NoteKey> mirrorKeys(MemberId id) {
    return ring(id).mirrorKeys();
  }

  /// The key of an id, if a member signs entries by it or did.
  public Optional<PublicKey> entryKey(MemberId id, Bytes keyId) {
    return ring(id).all().stream()
        .map(NodeKeys::entry)
        .filter(key -> key.keyId().equals(keyId))
        .findFirst();
  }

  /// Whose word makes an origin's next checkpoint a witnessed one.
  public Witnesses witnesses(Origin origin) {
    return switch (origin.tree()) {
      case LEDGER -> {
        List<NoteKey> mirrors = mirrors(origin.member(), List.of());
        int needed = Math.min(needed(origin.member()), mirrors.size());
        yield new Witnesses(ledgerKey(origin), mirrors, needed);
      }
      case BOOK -> new Witnesses(ledgerKey(origin), List.of(), 0);
    };
  }

  /// Whose word makes a checkpoint of a ledger that was given a witnessed one: by the keys that it
  /// names, for whoever has changed its keys since may not have spoken again.
  public Witnesses witnesses(Origin origin, SignedNote note) {
    return witnesses(ledgerKey(origin, note), note);
  }

  private Witnesses witnesses(NoteKey owner, SignedNote note) {
    MemberId id = Origin.parse(owner.name()).orElseThrow().member();
    List<NoteKey> mirrors =
        mirrors(id, note).stream().filter(key -> !key.key().equals(owner.key())).toList();
    return new Witnesses(owner, mirrors, Math.min(needed(id), mirrors.size()));
  }

  /// The key by which a checkpoint is signed; the newest if it is by none.
  private NoteKey ledgerKey(Origin origin, SignedNote note) {
    List<NoteKey> owners = ledgerKeys(origin);
    return owners.stream().filter(key -> isOn(note, key)).findFirst().orElse(owners.getFirst());
  }

  /// Judges a checkpoint of a ledger by the keys that it names: for who does not know at which
  /// places of the ledger they changed.
  ///
  /// @param latestSeconds a cosignature's time above it is refused
  public Witnesses.Standing judge(
      Origin origin, SignedNote note, long latestSeconds, SignatureVerifier verifier) {
    return judge(ledgerKey(origin, note), note, latestSeconds, verifier);
  }

  /// Judges a checkpoint of a ledger whose entries are held: by the key in force at its size and,
  /// if it is the first to cover a change of keys, by the one before as well.
  ///
  /// @param before the size of the last checkpoint that was good
  /// @param latestSeconds a cosignature's time above it is refused
  public Witnesses.Standing judge(
      Origin origin, SignedNote note, long before, long latestSeconds, SignatureVerifier verifier) {
    long size = Checkpoint.parse(note.text()).found().map(Checkpoint::size).orElse(0L);
    List<NoteKey> owners =
        ring(origin.member()).signers(Math.min(before, size), size).stream()
            .map(key -> NoteKey.ofLedger(origin, key))
            .toList();
    for (NoteKey owner : owners) {
      if (Checkpoint.open(note, owner, verifier) instanceof Parsed.Bad<Checkpoint>(var why)) {
        return new Witnesses.Standing.Refused(why);
      }
    }
    return judge(owners.getLast(), note, latestSeconds, verifier);
  }

  private Witnesses.Standing judge(
      NoteKey owner, SignedNote note, long latestSeconds, SignatureVerifier verifier) {
    MemberId id = Origin.parse(owner.name()).orElseThrow().member();
    Witnesses policy = witnesses(owner, note);
    List<NoteKey> mirrors = policy.mirrors();
    return switch (policy.judge(note, latestSeconds, verifier)) {
      case Witnesses.Standing.Witnessed(var checkpoint, var found) -> {
        List<Cosignature> safe = safe(mirrors, found);
        yield safe.size() < needed(id)
            ? new Witnesses.Standing.Signed(checkpoint, safe)
            : new Witnesses.Standing.Witnessed(checkpoint, safe);
      }
      case Witnesses.Standing.Signed(var checkpoint, var found) ->
          new Witnesses.Standing.Signed(checkpoint, safe(mirrors, found));
      case Witnesses.Standing.Refused refused -> refused;
    };
  }

  /// Whether as many others cosigned a note of an origin as make a quorum with its owner, whoever
  /// signed it: for an owner that does not know its own newest keys.
  ///
  /// @param latestSeconds a cosignature's time above it is refused
  public boolean isCosignedByQuorum(
      Origin origin, SignedNote note, long latestSeconds, SignatureVerifier verifier) {
    Witnesses witnesses = witnesses(origin, note);
    int safe =
        safe(witnesses.mirrors(), witnesses.cosignatures(note, latestSeconds, verifier)).size();
    return note.text().startsWith(origin.text() + "\n")
        && safe > 0
        && safe >= needed(origin.member());
  }

  private List<Cosignature> safe(List<NoteKey> mirrors, List<Cosignature> found) {
    return found.stream()
        .filter(cosignature ->
            mirrors.stream()
                .filter(mirror -> mirror.isNamedBy(cosignature.line()))
                .allMatch(mirror -> isSafe(mirror, cosignature)))
        .toList();
  }

  /// Whether a mirror's key was not yet somebody else's, as far as its owner says, at the time that
  /// a cosignature bears. What was cosigned later counts for nobody. Another member that calls the
  /// key its own, and lost, says nothing of it.
  public boolean isSafe(NoteKey mirror, Cosignature cosignature) {
    return roster.voters().stream()
        .filter(voter -> isLostBefore(cosignature, ring(voter).lostSince(mirror.key())))
        .noneMatch(voter -> mirrorKey(voter, mirror.key()).equals(mirror));
  }

  private static boolean isLostBefore(Cosignature cosignature, Optional<Instant> lost) {
    return lost.filter(since -> cosignature.seconds() > since.getEpochSecond()).isPresent();
  }

  /// How many others must cosign a member's checkpoints.
  public int needed(MemberId id) {
    return roster.isDormant(id) ? roster.quorum().witnesses() : roster.quorum().cosignatures();
  }

  /// One key for each of the other voters: the one named on a note, else the newest. A key that
  /// several call their own is of whoever's name stands beside it on the note: nobody else can sign
  /// by it; where there is no note, of whoever had it when it was admitted. Whoever takes another's
  /// key for its own counts for nothing, and takes nobody's word.
  ///
  /// @return in the order of the members' names
  public List<NoteKey> mirrors(MemberId owner, SignedNote note) {
    return mirrors(owner, List.of(note));
  }

  private List<NoteKey> mirrors(MemberId owner, List<SignedNote> notes) {
    var chosen = new TreeMap<MemberId, NoteKey>();
    roster.voters().stream()
        .filter(voter -> !voter.equals(owner))
        .forEach(voter -> chosen.put(voter, mirrorKey(voter, notes)));
    var used = new HashSet<PublicKey>();
    used.add(ring(owner).now().ledger());
    Set<MemberId> own =
        chosen.entrySet().stream()
            .map(each ->
                new Claim(
                    each.getKey(), each.getValue(), claim(each.getKey(), each.getValue(), notes)))
            .sorted(comparingInt(Claim::rank))
            .filter(each -> used.add(each.key().key()))
            .map(Claim::voter)
            .collect(toSet());
    chosen.keySet().retainAll(own);
    return List.copyOf(chosen.values());
  }

  private NoteKey mirrorKey(MemberId voter, List<SignedNote> notes) {
    List<NoteKey> keys = mirrorKeys(voter);
    return keys.stream().filter(key -> isOn(notes, key)).findFirst().orElse(keys.getFirst());
  }

  /// A member's claim that a mirror key is its own.
  ///
  /// @param rank how good a claim it is, the best first
  private record Claim(MemberId voter, NoteKey key, int rank) {}

  private int claim(MemberId voter, NoteKey key, List<SignedNote> notes) {
    if (isOn(notes, key)) {
      return 0;
    }
    return ring(voter).all().getLast().mirror().equals(key.key()) ? 1 : 2;
  }

  private NoteKey mirrorKey(MemberId id, PublicKey key) {
    return NoteKey.ofMirror(Origin.mirrorName(roster.federationId(), id), key);
  }

  private static boolean isOn(List<SignedNote> notes, NoteKey key) {
    return notes.stream().anyMatch(note -> isOn(note, key));
  }

  private static boolean isOn(SignedNote note, NoteKey key) {
    return note.signatures().stream().anyMatch(key::isNamedBy);
  }
}
