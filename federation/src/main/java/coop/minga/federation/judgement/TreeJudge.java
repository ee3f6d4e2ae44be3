package coop.minga.federation.judgement;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Judges the leaves of one tree, each in its turn: an entry counts at the first place where it
/// stands, and a later copy is void.
///
/// A ledger that had to be begun anew goes on behind the entries of the one before: from its
/// [Succeed] entry on, only entries of the new generation count. A book goes on likewise, and its
/// checkpoints alone say where.
///
/// The rulings follow from the roster and the leaves before, and from nothing else. It remembers
/// one hash for each entry of a book, and of a ledger for each of the generation that it has come
/// to: a copy of an older one is void by its generation. For one thread.
public final class TreeJudge {
  private final Hash federation;
  private final EntryKeys keys;
  private final SignatureVerifier verifier;
  private final Place place;
  private final Map<EntryId, Long> first = new HashMap<>();
  private int generation;

  /// Which tree is judged.
  ///
  /// @param owner whose
  /// @param tree which of the owner's two
  public record Place(MemberId owner, Tree tree) {}

  /// Which keys an owner's entries are signed by.
  @FunctionalInterface
  public interface EntryKeys {
    /// The key of an id, if it is the owner's for an entry at an index.
    Optional<PublicKey> at(long index, Bytes keyId);

    /// The one key on a member's card; none if it does not belong.
    static EntryKeys onCard(Roster roster, MemberId owner) {
      return (_, keyId) ->
          roster
              .member(owner)
              .map(card -> card.keys().entry())
              .filter(key -> key.keyId().equals(keyId));
    }
  }

  /// A judge who has seen no leaf.
  public TreeJudge(Roster roster, SignatureVerifier verifier, Place place) {
    this(roster.federationId(), EntryKeys.onCard(roster, place.owner()), verifier, place);
  }

  /// A judge who has seen no leaf, of a tree whose owner's keys may have changed.
  public TreeJudge(Hash federation, EntryKeys keys, SignatureVerifier verifier, Place place) {
    this.federation = federation;
    this.keys = keys;
    this.verifier = verifier;
    this.place = place;
  }

  /// Judges a leaf. One judged before, at the same index, is [Fault.Repeated] with that very index.
  public Ruling judge(long index, Bytes frame) {
    Optional<Entry> read = EntryWire.decode(frame);
    Optional<Fault> fault = fault(index, frame, read);
    if (fault.isPresent()) {
      return new Ruling.Void(fault.get());
    }
    Entry entry = read.orElseThrow();
    EntryId id = entry.id();
    Long before = first.putIfAbsent(id, index);
    if (before != null) {
      return new Ruling.Void(new Fault.Repeated(before));
    }
    Ruling ruling = meaning(id, entry);
    int its = entry.header().generation();
    if (begins(its, ruling)) {
      generation = its;
      forgetThoseBefore(id, index);
    }
    boolean inForce = place.tree() == Tree.BOOK || its == generation;
    return inForce ? ruling : new Ruling.Void(new Fault.OtherGeneration(its));
  }

  /// What a leaf says that was judged before and counted; absent if it is none.
  public Optional<Ruling.Known> again(Bytes frame) {
    return EntryWire.decode(frame)
        .filter(entry -> fault(Long.MAX_VALUE, entry).isEmpty())
        .filter(entry -> first.containsKey(entry.id()))
        .flatMap(entry ->
            meaning(entry.id(), entry) instanceof Ruling.Known known
                ? Optional.of(known)
                : Optional.empty());
  }

  /// In a book entries of every generation count.
  private void forgetThoseBefore(EntryId beginning, long index) {
    if (place.tree() == Tree.LEDGER) {
      first.clear();
      first.put(beginning, index);
    }
  }

  /// Entries that it remembers.
  int remembered() {
    return first.size();
  }

  /// Whether an entry is the first of a generation after the one that is here.
  private boolean begins(int its, Ruling ruling) {
    return its > generation
        && ruling instanceof Ruling.Known(_, Said.OfLedger(Succeed succeed))
        && succeed.generation() == its;
  }

  /// Why a leaf is no entry of this tree, whatever stands before it and whatever it says; absent if
  /// it is one.
  public Optional<Fault> fault(Bytes frame) {
    return fault(Long.MAX_VALUE, frame, EntryWire.decode(frame));
  }

  private Optional<Fault> fault(long index, Bytes frame, Optional<Entry> read) {
    if (frame.size() > Entry.MAX_FRAME) {
      return Optional.of(new Fault.TooLong(frame.size()));
    }
    return read.isEmpty() ? Optional.of(new Fault.Unreadable()) : fault(index, read.get());
  }

  private Optional<Fault> fault(long index, Entry entry) {
    Entry.Header header = entry.header();
    if (!header.federation().equals(federation)) {
      return Optional.of(new Fault.OtherFederation());
    }
    if (!header.author().equals(place.owner())) {
      return Optional.of(new Fault.OtherAuthor(header.author()));
    }
    if (header.tree() != place.tree()) {
      return Optional.of(new Fault.OtherTree(header.tree()));
    }
    Optional<PublicKey> key = keys.at(index, header.keyId());
    if (key.isEmpty()) {
      return Optional.of(new Fault.UnknownKey(header.keyId()));
    }
    if (!entry.isSignedBy(key.get(), verifier)) {
      return Optional.of(new Fault.BadSignature());
    }
    return Kind.of(header.kind())
        .filter(kind -> kind.tree() != place.tree())
        .map(Fault.KindNotHere::new);
  }

  private static Ruling meaning(EntryId id, Entry entry) {
    Entry.Header header = entry.header();
    return switch (Statements.decode(header.kind(), header.version(), entry.payload())) {
      case Decoded.Known(var said) -> new Ruling.Known(id, said);
      case Decoded.Unknown() -> new Ruling.Unknown(id, header.kind(), header.version());
      case Decoded.Void(var reason) -> new Ruling.Void(new Fault.BadPayload(reason));
    };
  }
}
