package coop.minga.federation.roster;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Quorum;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses;
import coop.minga.federation.roster.Applied.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The members and rules that are in force for whatever names this roster's hash.
///
/// Immutable. The first one is made from a charter that all founders signed; each other one from
/// its parent and one change. A roster that can be computed is not yet one that was decided: only a
/// [RosterCertificate] shows that.
///
/// A *dormant* member belongs: its node keeps its ledger and its sessions. It has no vote, does not
/// count in any quorum, and takes part in nothing until it is woken. One in *quarantine* is left
/// out of learning only.
public final class Roster {
  private final Charter charter;
  private final Link link;
  private final Rules rules;
  private final SortedMap<MemberId, MemberCard> members;
  private final SortedSet<MemberId> dormant;
  private final SortedSet<MemberId> voters;
  private final Learning learning;
  private final Used used;

  private Roster(Charter charter, Link link, State state) {
    this.charter = charter;
    this.link = link;
    this.rules = state.rules();
    this.members = Collections.unmodifiableSortedMap(state.members());
    this.dormant = Collections.unmodifiableSortedSet(state.dormant());
    this.learning = state.learning();
    this.used = state.used();
    var awake = new TreeSet<>(members.keySet());
    awake.removeAll(dormant);
    this.voters = Collections.unmodifiableSortedSet(awake);
  }

  /// A roster's place in its chain.
  ///
  /// @param federationId the charter's hash, which is the first roster's too
  /// @param number of changes since the charter
  /// @param hash this roster's
  /// @param parent the hash of the one before; absent for the charter's
  private record Link(Hash federationId, int number, Hash hash, Optional<Hash> parent) {}

  private record State(
      Rules rules,
      SortedMap<MemberId, MemberCard> members,
      SortedSet<MemberId> dormant,
      Learning learning,
      Used used) {
    State with(Rules next) {
      return new State(next, members, dormant, learning, used);
    }

    State with(Learning next) {
      return new State(rules, members, dormant, next, used);
    }

    State resting(SortedSet<MemberId> next) {
      return new State(rules, members, next, learning, used);
    }

    State with(MemberCard card) {
      var more = new TreeMap<>(members);
      more.put(card.id(), card);
      return new State(rules, more, dormant, learning, used.with(card));
    }

    State without(MemberId member) {
      var rest = new TreeMap<>(members);
      rest.remove(member);
      var resting = new TreeSet<>(dormant);
      resting.remove(member);
      return new State(rules, rest, resting, learning.with(member), used);
    }
  }

  /// What was decided about learning.
  ///
  /// @param quarantined whose updates are in no sum
  /// @param rollBacks oldest first
  private record Learning(Set<MemberId> quarantined, List<RosterChange.RollBack> rollBacks) {
    static final Learning NOTHING = new Learning(Set.of(), List.of());

    Learning {
      quarantined = Set.copyOf(quarantined);
      rollBacks = List.copyOf(rollBacks);
    }

    Learning without(MemberId member) {
      var more = new HashSet<>(quarantined);
      more.add(member);
      return new Learning(more, rollBacks);
    }

    Learning with(MemberId member) {
      var fewer = new HashSet<>(quarantined);
      fewer.remove(member);
      return new Learning(fewer, rollBacks);
    }

    Learning back(RosterChange.RollBack rollBack) {
      var all = new ArrayList<>(rollBacks);
      all.add(rollBack);
      return new Learning(quarantined, all);
    }
  }

  /// What has ever been in use, and is not given to another.
  ///
  /// @param roots each member's root keys, the oldest first
  private record Used(
      Set<MemberId> names,
      Set<PublicKey> keys,
      Set<Hash> tls,
      Map<MemberId, List<PublicKey>> roots) {
    static Used by(Collection<MemberCard> cards) {
      Used used = new Used(Set.of(), Set.of(), Set.of(), Map.of());
      for (MemberCard card : cards) {
        used = used.with(card);
      }
      return used;
    }

    Used with(MemberCard card) {
      var allNames = new HashSet<>(names);
      var allKeys = new HashSet<>(keys);
      var allTls = new HashSet<>(tls);
      allNames.add(card.id());
      allKeys.addAll(card.keys().signing());
      allTls.add(card.keys().tls());
      var own = new ArrayList<>(roots.getOrDefault(card.id(), List.of()));
      own.add(card.keys().root());
      var allRoots = new HashMap<>(roots);
      allRoots.put(card.id(), List.copyOf(own));
      return new Used(
          Set.copyOf(allNames), Set.copyOf(allKeys), Set.copyOf(allTls), Map.copyOf(allRoots));
    }
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
    Hash id = charter.federationId();
    var byId = new TreeMap<MemberId, MemberCard>();
    charter.charter().founders().forEach(card -> byId.put(card.id(), card));
    var state =
        new State(
            charter.charter().rules(),
            byId,
            new TreeSet<>(),
            Learning.NOTHING,
            Used.by(byId.values()));
    return new Roster(charter.charter(), new Link(id, 0, id, Optional.empty()), state);
  }

  /// What a change would make of this roster. Pure: everybody's node answers alike.
  public Applied apply(WrittenChange written, SignatureVerifier verifier) {
    return switch (written.change()) {
      case RosterChange.Admit(var card) -> admit(card, written);
      case RosterChange.Remove(var member) -> remove(member, written);
      case RosterChange.Dormant(var member) -> rest(member, written);
      case RosterChange.Wake(var member) -> wake(member, written);
      case RosterChange.RootKey rootKey -> changeRoot(rootKey, verifier, written);
      case RosterChange.NewRules(var next) -> changeRules(next, written);
      case RosterChange.Quarantine(var member) -> quarantine(member, written);
      case RosterChange.Trust(var member) -> trust(member, written);
      case RosterChange.RollBack rollBack ->
          learning.rollBacks().contains(rollBack)
              ? refused(new Reason.NoChange("that was decided already"))
              : next(written, state().with(learning.back(rollBack)));
    };
  }

  /// This roster's name: the federation id for the charter's, then H(parent, change).
  public Hash hash() {
    return link.hash();
  }

  /// The hash of the roster before; absent for the charter's.
  public Optional<Hash> parent() {
    return link.parent();
  }

  /// How many changes have been made since the charter.
  public int number() {
    return link.number();
  }

  /// The charter's hash.
  public Hash federationId() {
    return link.federationId();
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
    return rules;
  }

  /// Every member's card, by name, dormant ones among them.
  public SortedMap<MemberId, MemberCard> members() {
    return members;
  }

  /// A member's card; absent if it does not belong.
  public Optional<MemberCard> member(MemberId id) {
    return Optional.ofNullable(members.get(id));
  }

  /// The root keys that a member has or had, the oldest first: what an old one signed while it was
  /// in force stays signed.
  public List<PublicKey> roots(MemberId id) {
    return used.roots().getOrDefault(id, List.of());
  }

  /// Whether it belongs.
  public boolean contains(MemberId id) {
    return members.containsKey(id);
  }

  /// Whether a member belongs and rests.
  public boolean isDormant(MemberId id) {
    return dormant.contains(id);
  }

  /// The members that vote, mirror and count: those that are not dormant.
  public SortedSet<MemberId> voters() {
    return voters;
  }

  /// All members but one, dormant ones among them.
  public Set<MemberId> others(MemberId self) {
    var rest = new TreeSet<>(members.keySet());
    rest.remove(self);
    return Collections.unmodifiableSet(rest);
  }

  /// The members that may take donations.
  public SortedSet<MemberId> social() {
    return those(MemberCard::social);
  }

  /// The members that take part in learning: those that train and are not in quarantine.
  public SortedSet<MemberId> training() {
    return those(card -> card.trains() && !isQuarantined(card.id()));
  }

  /// Whether a member's updates are in no sum.
  public boolean isQuarantined(MemberId id) {
    return learning.quarantined().contains(id);
  }

  /// The roll-backs of the common model that were decided, oldest first.
  public List<RosterChange.RollBack> rollBacks() {
    return learning.rollBacks();
  }

  /// Whether a member may take donations.
  public boolean isSocial(MemberId id) {
    return social().contains(id);
  }

  /// Whether a member takes part in learning.
  public boolean trains(MemberId id) {
    return training().contains(id);
  }

  /// How many voters make something sure.
  public Quorum quorum() {
    return new Quorum(voters().size());
  }

  /// The origin of a member's tree.
  public Origin origin(MemberId id, Tree tree) {
    return Origin.of(federationId(), id, tree);
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
    return NoteKey.ofMirror(Origin.mirrorName(federationId(), id), require(id).keys().mirror());
  }

  /// Whose word makes a checkpoint of a member's tree a witnessed one, if the tree was never begun
  /// anew.
  ///
  /// @throws IllegalArgumentException if its owner does not belong
  public Witnesses witnesses(MemberId id, Tree tree) {
    return witnesses(origin(id, tree));
  }

  /// Whose word makes a checkpoint of an origin a witnessed one: the other voters'. A dormant owner
  /// counts for nothing, and needs one cosignature more. A book is its owner's alone: none is
  /// needed; a BOOK entry in the ledger witnesses it.
  ///
  /// @throws IllegalArgumentException if its owner does not belong
  public Witnesses witnesses(Origin origin) {
    return switch (origin.tree()) {
      case LEDGER -> {
        MemberId id = origin.member();
        List<NoteKey> mirrors =
            voters().stream().filter(voter -> !voter.equals(id)).map(this::mirrorKey).toList();
        int needed = isDormant(id) ? quorum().witnesses() : quorum().cosignatures();
        yield new Witnesses(ledgerKey(origin), mirrors, needed);
      }
      case BOOK -> new Witnesses(ledgerKey(origin), List.of(), 0);
    };
  }

  private Applied admit(MemberCard card, WrittenChange written) {
    if (used.names().contains(card.id())) {
      return refused(new Reason.NameTaken(card.id()));
    }
    if (card.keys().signing().stream().anyMatch(used.keys()::contains)
        || used.tls().contains(card.keys().tls())) {
      return refused(new Reason.KeyTaken(card.id()));
    }
    if (members.size() == Quorum.MAX_MEMBERS) {
      return refused(new Reason.Full());
    }
    return next(written, state().with(card));
  }

  private Applied remove(MemberId member, WrittenChange written) {
    if (!contains(member)) {
      return refused(new Reason.Stranger(member));
    }
    if (voters().equals(Set.of(member))) {
      return refused(new Reason.NobodyLeft());
    }
    return next(written, state().without(member));
  }

  private Applied rest(MemberId member, WrittenChange written) {
    if (!contains(member)) {
      return refused(new Reason.Stranger(member));
    }
    if (isDormant(member)) {
      return refused(new Reason.NoChange(member + " rests already"));
    }
    if (voters().size() == 1) {
      return refused(new Reason.NobodyLeft());
    }
    var resting = new TreeSet<>(dormant);
    resting.add(member);
    return next(written, state().resting(resting));
  }

  private Applied wake(MemberId member, WrittenChange written) {
    if (!contains(member)) {
      return refused(new Reason.Stranger(member));
    }
    return isDormant(member)
        ? next(written, state().resting(minus(member)))
        : refused(new Reason.NoChange(member + " is awake"));
  }

  private Applied changeRoot(
      RosterChange.RootKey change, SignatureVerifier verifier, WrittenChange written) {
    MemberId id = change.member();
    MemberCard before = members.get(id);
    if (before == null) {
      return refused(new Reason.Stranger(id));
    }
    if (used.keys().contains(change.newRoot())) {
      return refused(new Reason.KeyTaken(id));
    }
    PublicKey oldRoot = before.keys().root();
    Bytes signed = RosterChange.RootKey.signedBytes(federationId(), id, oldRoot, change.newRoot());
    if (!verifier.verify(oldRoot, signed, change.byOld())) {
      return refused(new Reason.BadRootSignature(id, "old"));
    }
    if (!verifier.verify(change.newRoot(), signed, change.byNew())) {
      return refused(new Reason.BadRootSignature(id, "new"));
    }
    MemberCard after = before.withRoot(change.newRoot());
    return next(written, state().with(after));
  }

  private Applied changeRules(Rules next, WrittenChange written) {
    if (next.equals(rules)) {
      return refused(new Reason.NoChange("these are the rules already"));
    }
    return next.time().simulated() == rules.time().simulated()
        ? next(written, state().with(next))
        : refused(new Reason.OtherClock());
  }

  private Applied quarantine(MemberId member, WrittenChange written) {
    if (!contains(member)) {
      return refused(new Reason.Stranger(member));
    }
    return isQuarantined(member)
        ? refused(new Reason.NoChange(member + " is in quarantine already"))
        : next(written, state().with(learning.without(member)));
  }

  private Applied trust(MemberId member, WrittenChange written) {
    return isQuarantined(member)
        ? next(written, state().with(learning.with(member)))
        : refused(new Reason.NoChange(member + " is not in quarantine"));
  }

  private State state() {
    return new State(rules, members, dormant, learning, used);
  }

  private Applied next(WrittenChange written, State state) {
    var grown = new Link(federationId(), number() + 1, written.on(hash()), Optional.of(hash()));
    return new Applied.Next(new Roster(charter, grown, state));
  }

  private static Applied refused(Reason reason) {
    return new Applied.Refused(reason);
  }

  private SortedSet<MemberId> minus(MemberId awake) {
    var fewer = new TreeSet<>(dormant);
    fewer.remove(awake);
    return fewer;
  }

  private MemberCard require(MemberId id) {
    return member(id)
        .orElseThrow(() -> new IllegalArgumentException(id + " does not belong to " + name()));
  }

  /// The members that are not dormant and of which something is true.
  private SortedSet<MemberId> those(Predicate<MemberCard> wanted) {
    var ids = new TreeSet<MemberId>();
    members.values().stream().filter(wanted).map(MemberCard::id).forEach(ids::add);
    ids.retainAll(voters);
    return Collections.unmodifiableSortedSet(ids);
  }
}
