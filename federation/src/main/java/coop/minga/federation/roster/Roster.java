package coop.minga.federation.roster;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Quorum;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The members and rules that are in force.
///
/// Immutable; made from a charter that all founders signed and from nothing else.
public final class Roster {
  private final Hash federationId;
  private final Charter charter;
  private final SortedMap<MemberId, MemberCard> members;

  private Roster(Hash federationId, Charter charter) {
    this.federationId = federationId;
    this.charter = charter;
    var byId = new TreeMap<MemberId, MemberCard>();
    charter.founders().forEach(card -> byId.put(card.id(), card));
    this.members = Collections.unmodifiableSortedMap(byId);
  }

  /// The roster of a charter.
  ///
  /// @throws IllegalArgumentException if it is not in force; [SignedCharter#check] says why without
  ///   throwing
  public static Roster of(SignedCharter charter, SignatureVerifier verifier) {
    charter
        .check(verifier)
        .ifPresent(flaw -> {
          throw new IllegalArgumentException(flaw.sentence());
        });
    return new Roster(charter.federationId(), charter.charter());
  }

  /// The charter's hash.
  public Hash federationId() {
    return federationId;
  }

  /// The federation's name for people.
  public String name() {
    return charter.name();
  }

  /// The charter that this follows from.
  public Charter charter() {
    return charter;
  }

  /// The rules in force.
  public Rules rules() {
    return charter.rules();
  }

  /// Every member's card, by name.
  public SortedMap<MemberId, MemberCard> members() {
    return members;
  }

  /// A member's card; absent if it does not belong.
  public Optional<MemberCard> member(MemberId id) {
    return Optional.ofNullable(members.get(id));
  }

  /// Whether it belongs.
  public boolean contains(MemberId id) {
    return members.containsKey(id);
  }

  /// All members but one.
  public Set<MemberId> others(MemberId self) {
    return those(card -> !card.id().equals(self));
  }

  /// The members that may take donations.
  public SortedSet<MemberId> social() {
    return those(MemberCard::social);
  }

  /// The members that take part in learning.
  public SortedSet<MemberId> training() {
    return those(MemberCard::trains);
  }

  /// Whether a member may take donations.
  public boolean isSocial(MemberId id) {
    return member(id).filter(MemberCard::social).isPresent();
  }

  /// Whether a member takes part in learning.
  public boolean trains(MemberId id) {
    return member(id).filter(MemberCard::trains).isPresent();
  }

  /// How many make something sure.
  public Quorum quorum() {
    return new Quorum(members.size());
  }

  /// The origin of a member's tree.
  public Origin origin(MemberId id, Tree tree) {
    return Origin.of(federationId, id, tree);
  }

  /// The key that signs the checkpoints of a tree that was never begun anew.
  ///
  /// @throws IllegalArgumentException if its owner does not belong
  public NoteKey ledgerKey(MemberId id, Tree tree) {
    return ledgerKey(origin(id, tree));
  }

  /// The key that signs the checkpoints of an origin.
  ///
  /// @throws IllegalArgumentException if its owner does not belong
  public NoteKey ledgerKey(Origin origin) {
    return NoteKey.ofLedger(origin, require(origin.member()).keys().ledger());
  }

  /// The key by which a member cosigns.
  ///
  /// @throws IllegalArgumentException if it does not belong
  public NoteKey mirrorKey(MemberId id) {
    return NoteKey.ofMirror(Origin.mirrorName(federationId, id), require(id).keys().mirror());
  }

  /// Whose word makes a checkpoint of a member's tree a witnessed one, if the tree was never begun
  /// anew.
  ///
  /// @throws IllegalArgumentException if its owner does not belong
  public Witnesses witnesses(MemberId id, Tree tree) {
    return witnesses(origin(id, tree));
  }

  /// Whose word makes a checkpoint of an origin a witnessed one. A book is its owner's alone: none
  /// is needed; a BOOK entry in the ledger witnesses it.
  ///
  /// @throws IllegalArgumentException if its owner does not belong
  public Witnesses witnesses(Origin origin) {
    return switch (origin.tree()) {
      case LEDGER -> {
        List<NoteKey> mirrors = others(origin.member()).stream().map(this::mirrorKey).toList();
        yield new Witnesses(ledgerKey(origin), mirrors, quorum().cosignatures());
      }
      case BOOK -> new Witnesses(ledgerKey(origin), List.of(), 0);
    };
  }

  /// Whether an entry is what it says: of this federation, by a member, under that member's entry
  /// key, with a valid signature. In which tree and generation it was found is the caller's to
  /// compare.
  public boolean isAuthentic(Entry entry, SignatureVerifier verifier) {
    return entry.header().federation().equals(federationId)
        && member(entry.header().author())
            .filter(card -> entry.isSignedBy(card.keys().entry(), verifier))
            .isPresent();
  }

  private MemberCard require(MemberId id) {
    return member(id)
        .orElseThrow(() -> new IllegalArgumentException(id + " does not belong to " + name()));
  }

  private SortedSet<MemberId> those(Predicate<MemberCard> wanted) {
    var ids = new TreeSet<MemberId>();
    members.values().stream().filter(wanted).map(MemberCard::id).forEach(ids::add);
    return Collections.unmodifiableSortedSet(ids);
  }
}
