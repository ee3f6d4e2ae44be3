package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.MerkleTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the facts mean to a node with a plan. Every answer depends on the set of facts alone, never
/// on their order, and what is once so stays so when facts are added. Answers that cost hashing are
/// kept.
final class Judgement {
  private final RoundPlan plan;
  private final Facts facts;
  private final Map<EntryId, Standing> standings = new HashMap<>();
  private final Map<EntryId, Optional<Successor>> foundations = new HashMap<>();
  private final Map<EntryId, Hash> roots = new HashMap<>();
  private Optional<List<Attempt>> good = Optional.empty();

  Judgement(RoundPlan plan, Facts facts) {
    this.plan = plan;
    this.facts = facts;
  }

  RoundPlan plan() {
    return plan;
  }

  Facts facts() {
    return facts;
  }

  /// What may follow an abandoned attempt.
  ///
  /// @param members who may take part
  /// @param sure whether the abandoned attempt can certainly not be opened by anyone
  record Successor(SortedSet<MemberId> members, boolean sure) {}

  /// Whether a proposal is one that the epoch's rules allow.
  enum Standing {
    /// It is.
    GOOD,
    /// Facts are missing.
    WAITING,
    /// It never will be.
    WRONG
  }

  /// The good attempts, in the order of their numbers.
  List<Attempt> good() {
    if (good.isEmpty()) {
      good =
          Optional.of(
              facts.attempts().values().stream()
                  .filter(attempt -> standing(attempt) == Standing.GOOD)
                  .sorted(Comparator.comparingInt(Judgement::number).thenComparing(Attempt::id))
                  .toList());
    }
    return good.get();
  }

  Standing standing(Attempt attempt) {
    Standing known = standings.get(attempt.id());
    if (known != null) {
      return known;
    }
    Standing found = judged(attempt);
    standings.put(attempt.id(), found);
    return found;
  }

  private Standing judged(Attempt attempt) {
    if (attempt.proposal().isEmpty()) {
      return Standing.WAITING;
    }
    Propose propose = attempt.proposal().get().statement();
    if (!isWellFormed(propose, attempt.proposal().get().author())) {
      return Standing.WRONG;
    }
    if (!propose.baseModel().equals(plan.base().hash())) {
      return Standing.WAITING;
    }
    return foundation(attempt).isPresent() ? Standing.GOOD : Standing.WAITING;
  }

  /// Whether nobody can ever open an attempt: its coordinator gave it up and so never closes its
  /// set, or a member gave it up before masking, and no sum is without masks that lacks a vector.
  boolean isSurelyDead(Attempt attempt) {
    MemberId coordinator = coordinator(attempt);
    return attempt.abandons().containsKey(coordinator)
        || members(attempt).stream()
            .anyMatch(member ->
                attempt.abandons().containsKey(member) && !attempt.masked().containsKey(member));
  }

  /// Whether everybody but the coordinator gave an attempt up: then the coordinator alone may hold
  /// every vector.
  boolean isGivenUp(Attempt attempt) {
    return members(attempt).stream()
        .allMatch(member ->
            member.equals(coordinator(attempt)) || attempt.abandons().containsKey(member));
  }

  boolean isDead(Attempt attempt) {
    return isSurelyDead(attempt) || isGivenUp(attempt);
  }

  /// Whether a good attempt follows one that is not surely dead. Nothing may follow it.
  boolean isLast(Attempt attempt) {
    return foundation(attempt).filter(found -> !found.sure()).isPresent();
  }

  /// Who may take part in attempt number `next` after an abandoned one; coordinators of numbers
  /// between, who never spoke, are left out.
  List<Successor> successors(Attempt dead, int next) {
    var found = new ArrayList<Successor>();
    if (isLast(dead)) {
      return found;
    }
    int number = number(dead);
    Optional.ofNullable(dead.abandons().get(coordinator(dead)))
        .map(word -> without(members(dead), word.statement().absent()))
        .flatMap(set -> skip(set, number, next))
        .ifPresent(set -> found.add(new Successor(set, true)));
    SortedSet<MemberId> others = without(members(dead), List.of(coordinator(dead)));
    if (isSurelyDead(dead)) {
      skip(others, number, next).ifPresent(set -> found.add(new Successor(set, true)));
    } else if (isGivenUp(dead) && next == number + 1 && others.size() >= plan.cohort().fewest()) {
      found.add(new Successor(others, false));
    }
    return found;
  }

  /// The set of the first attempts, coordinators who never spoke left out.
  Optional<SortedSet<MemberId>> firstSet(int attempt) {
    return skip(new TreeSet<>(plan.cohort().members()), 0, attempt);
  }

  /// The counted adverts' keys, once every member's is there.
  Optional<SortedMap<MemberId, MaskKey>> keys(Attempt attempt) {
    var keys = new TreeMap<MemberId, MaskKey>();
    for (MemberId member : members(attempt)) {
      advert(attempt, member).ifPresent(entry -> keys.put(member, entry.statement().maskKey()));
    }
    return keys.size() == members(attempt).size() ? Optional.of(keys) : Optional.empty();
  }

  Optional<Entered<Advert>> advert(Attempt attempt, MemberId member) {
    return Optional.ofNullable(attempt.adverts().get(member))
        .filter(entry -> entry.statement().attempt() == number(attempt));
  }

  /// RFC 9162 root over the adverts' ids, by member name.
  Hash advertsRoot(Attempt attempt) {
    Hash known = roots.get(attempt.id());
    if (known != null) {
      return known;
    }
    Hash root =
        MerkleTree.root(
            members(attempt).stream()
                .flatMap(member -> advert(attempt, member).stream())
                .map(entry -> MerkleTree.leafHash(entry.id().hash().value()))
                .toList());
    roots.put(attempt.id(), root);
    return root;
  }

  /// A member's masked vector by name, if it is bound to these adverts and of the right size.
  Optional<Entered<Masked>> masked(Attempt attempt, MemberId member) {
    return Optional.ofNullable(attempt.masked().get(member))
        .filter(entry -> isBound(attempt, entry.statement()));
  }

  boolean isBound(Attempt attempt, Masked masked) {
    return masked.attempt() == number(attempt)
        && masked.bytes() == plan.encoding().packedBytes(members(attempt).size())
        && masked.advertsRoot().equals(advertsRoot(attempt));
  }

  /// Every member's masked vector by name; absent while one is missing.
  Optional<List<Entered<Masked>>> allMasked(Attempt attempt) {
    if (keys(attempt).isEmpty()) {
      return Optional.empty();
    }
    List<Entered<Masked>> all =
        members(attempt).stream().flatMap(member -> masked(attempt, member).stream()).toList();
    return all.size() == members(attempt).size() ? Optional.of(all) : Optional.empty();
  }

  /// The one word that closes the set, once everything that it names was seen and is so.
  Optional<Entered<LearningStatement.Freeze>> freeze(Attempt attempt) {
    return Optional.ofNullable(attempt.freezes().get(coordinator(attempt)))
        .filter(entry -> entry.statement().attempt() == number(attempt))
        .filter(entry ->
            allMasked(attempt)
                .filter(all -> ids(all).equals(entry.statement().masked()))
                .isPresent());
  }

  /// Whether a member other than the coordinator has opened an attempt. Such a member has seen the
  /// freeze and never gives the attempt up, so that no other attempt can follow.
  boolean isOpenedByAMember(Attempt attempt) {
    Optional<EntryId> freeze = freeze(attempt).map(Entered::id);
    return freeze.isPresent()
        && members(attempt).stream()
            .filter(member -> !member.equals(coordinator(attempt)))
            .anyMatch(member -> names(member, freeze.get()));
  }

  /// The version that enough of an attempt's members said; absent while there is none.
  Optional<Finding.Version> agreed(Attempt attempt) {
    Optional<EntryId> freeze = freeze(attempt).map(Entered::id);
    if (freeze.isEmpty()) {
      return Optional.empty();
    }
    var votes = new HashMap<Finding.Version, Integer>();
    for (MemberId member : members(attempt)) {
      version(member)
          .filter(version -> version.freeze().equals(freeze.get()))
          .ifPresent(version -> votes.merge(version, 1, Integer::sum));
    }
    int enough = Cohort.threshold(members(attempt).size());
    return votes.entrySet().stream()
        .filter(vote -> vote.getValue() >= enough)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// Whether so many of the cohort said "nothing" that no version can find enough voices any more.
  boolean isHopeless() {
    long nothings =
        plan.cohort().members().stream()
            .map(facts.results()::get)
            .filter(entry -> entry != null && isNothing(entry.statement().finding()))
            .count();
    int cohort = plan.cohort().members().size();
    return cohort - nothings < Cohort.threshold(Math.min(cohort, plan.cohort().fewest()));
  }

  Optional<Finding.Version> version(MemberId member) {
    return Optional.ofNullable(facts.results().get(member))
        .flatMap(entry ->
            switch (entry.statement().finding()) {
              case Finding.Version version -> Optional.of(version);
              case Finding.Nothing _ -> Optional.empty();
            });
  }

  static List<EntryId> ids(List<Entered<Masked>> masked) {
    return masked.stream().map(Entered::id).toList();
  }

  static int number(Attempt attempt) {
    return statement(attempt).attempt();
  }

  static MemberId coordinator(Attempt attempt) {
    return attempt.proposal().orElseThrow().author();
  }

  /// Whose updates an attempt sums, by name.
  static List<MemberId> members(Attempt attempt) {
    return statement(attempt).members();
  }

  static Propose statement(Attempt attempt) {
    return attempt.proposal().orElseThrow().statement();
  }

  MemberId coordinatorOf(int attempt, SortedSet<MemberId> members) {
    return Cohort.coordinator(plan.seed(), plan.epoch(), attempt, members);
  }

  private boolean names(MemberId member, EntryId freeze) {
    return version(member).filter(version -> version.freeze().equals(freeze)).isPresent();
  }

  private static boolean isNothing(Finding finding) {
    return switch (finding) {
      case Finding.Version _ -> false;
      case Finding.Nothing _ -> true;
    };
  }

  private boolean isWellFormed(Propose propose, MemberId author) {
    var members = new TreeSet<>(propose.members());
    return propose.config().equals(plan.encoding().hash())
        && plan.cohort().members().containsAll(members)
        && members.size() >= plan.cohort().fewest()
        && coordinatorOf(propose.attempt(), members).equals(author)
        && !propose.deadlines().advertiseBy().isBefore(plan.times().startsAt())
        && !propose.deadlines().resultBy().isAfter(plan.times().endsAt());
  }

  /// What a proposal's set of members rests on; a sure ground is preferred.
  private Optional<Successor> foundation(Attempt attempt) {
    Optional<Successor> known = foundations.get(attempt.id());
    if (known != null) {
      return known;
    }
    Optional<Successor> found = founded(statement(attempt));
    foundations.put(attempt.id(), found);
    return found;
  }

  private Optional<Successor> founded(Propose propose) {
    var members = new TreeSet<>(propose.members());
    if (propose.previous().isEmpty()) {
      return firstSet(propose.attempt())
          .filter(members::equals)
          .map(set -> new Successor(set, true));
    }
    Attempt previous = facts.attempts().get(propose.previous().get());
    if (previous == null
        || standing(previous) != Standing.GOOD
        || number(previous) >= propose.attempt()) {
      return Optional.empty();
    }
    return successors(previous, propose.attempt()).stream()
        .filter(successor -> successor.members().equals(members))
        .min(Comparator.comparingInt(successor -> successor.sure() ? 0 : 1));
  }

  /// Leaves out the coordinators of the numbers between two attempts; absent if too few are left.
  private Optional<SortedSet<MemberId>> skip(SortedSet<MemberId> from, int after, int next) {
    var left = new TreeSet<>(from);
    for (int i = after + 1; i < next && left.size() >= plan.cohort().fewest(); i++) {
      left.remove(coordinatorOf(i, left));
    }
    return left.size() >= plan.cohort().fewest() ? Optional.of(left) : Optional.empty();
  }

  private static SortedSet<MemberId> without(List<MemberId> all, List<MemberId> absent) {
    var left = new TreeSet<>(all);
    left.removeAll(absent);
    return left;
  }
}
