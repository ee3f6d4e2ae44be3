package coop.minga.federation.sim;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.Decision;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.DecisionStatement.Call;
import coop.minga.federation.decision.DecisionStatement.Commit;
import coop.minga.federation.decision.DecisionStatement.DeclineBallot;
import coop.minga.federation.decision.DecisionStatement.Word;
import coop.minga.federation.decision.Effect;
import coop.minga.federation.decision.Event;
import coop.minga.federation.decision.Parent;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Step;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.decision.Terms;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Quorum;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.sim.Council.Chronicle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An honest member of a [Council]: its node, its mirrors of everybody's ledgers, and the person in
/// front of it.
final class Councillor {
  private static final Duration LAST_WORD = Duration.ofMinutes(90);
  private static final Terms CALM = new Terms(Duration.ofMinutes(30), Duration.ofMinutes(2));

  /// In a hurry: more ballots die, and a broken rule shows sooner.
  private static final Terms HASTY = new Terms(Duration.ofMinutes(8), Duration.ofMinutes(1));

  private final Council council;
  private final int place;
  private final MemberId self;
  private final Duration wrong;
  private final Held[] held;
  private final Set<Hash> committedTo = new HashSet<>();
  private final Map<Ballot, Map<Integer, Word>> words = new HashMap<>();
  private final Set<Hash> approved = new HashSet<>();
  private Decision decision;
  private Instant here;
  private Instant asleepUntil = Instant.MIN;
  private int decided;

  Councillor(Council council, int place, MemberId self, Duration wrong) {
    this.council = council;
    this.place = place;
    this.self = self;
    this.wrong = wrong;
    this.held = new Held[council.ledgers.size()];
    Arrays.setAll(held, _ -> new Held(council.ledgers.size()));
    this.decision = first();
    this.here = council.now;
  }

  /// What a mirror holds of one ledger, and what it knows of the other mirrors of it.
  private static final class Held {
    int branch;
    int size;
    final int[] cosigned;
    final List<Map<Integer, Instant>> times = new ArrayList<>();

    /// The branch in which an entry was heard, by index; absent: not heard yet.
    final Map<Integer, Integer> told = new HashMap<>();

    int allToldBefore;
    Instant last = Instant.MIN;

    Held(int members) {
      cosigned = new int[members];
    }
  }

  int place() {
    return place;
  }

  int decided() {
    return decided;
  }

  Hash parent() {
    return decision.parent();
  }

  boolean isAwake() {
    return !council.now.isBefore(asleepUntil);
  }

  /// A step's worth of life.
  void live() {
    if (!isAwake()) {
      return;
    }
    if (council.chance(3) && council.now.isBefore(here.plus(Duration.ofHours(6)))) {
      asleepUntil = council.now.plus(Duration.ofMinutes(council.dice.nextInt(600)));
    }
    if (council.chance(3)) {
      startAgain();
    }
    for (int owner = 0; owner < held.length; owner++) {
      mirror(owner);
      ask(owner);
      hear(owner);
    }
    learn();
    think();
    take(new Event.TimePassed(clock()));
    if (council.rule == Council.Rule.SAME_CHANGE_IS_FREE) {
      commitAgain();
    }
  }

  private Instant clock() {
    return council.now.plus(wrong);
  }

  /// Fetches more of a ledger from somebody who has it, and cosigns.
  private void mirror(int owner) {
    Chronicle ledger = council.ledgers.get(owner);
    Held mine = held[owner];
    if (owner == place) {
      mine.size = ledger.size(0);
      return;
    }
    if (!council.chance(council.reach)) {
      return;
    }
    int from = council.dice.nextInt(held.length);
    if (from == place) {
      return;
    }
    if (from == owner) {
      Council.Offer offer = council.offer(owner, place);
      extend(ledger, mine, offer.branch(), offer.size());
    } else {
      council
          .honestAt(from)
          .filter(Councillor::isAwake)
          .ifPresent(
              other -> extend(ledger, mine, other.held[owner].branch, other.held[owner].size));
    }
  }

  private void extend(Chronicle ledger, Held mine, int branch, int size) {
    if (size > mine.size && ledger.agree(mine.branch, mine.size, branch, size)) {
      mine.branch = branch;
      mine.size = size;
      mine.last = clock();
      council.stir();
    }
  }

  /// Learns how much another mirror of a ledger has cosigned.
  private void ask(int owner) {
    Held mine = held[owner];
    for (int mirror = 0; mirror < held.length; mirror++) {
      if (mirror != owner && mirror != place && council.chance(council.reach)) {
        Cosigned cosigned = cosigned(owner, mirror);
        if (cosigned.size() > mine.cosigned[mirror]) {
          note(mine, mirror, cosigned);
        }
      }
    }
  }

  private record Cosigned(int size, Instant at) {}

  private Cosigned cosigned(int owner, int mirror) {
    Held mine = held[owner];
    return council
        .honestAt(mirror)
        .map(other -> other.held[owner])
        .map(theirs ->
            council.ledgers.get(owner).agree(mine.branch, mine.size, theirs.branch, theirs.size)
                ? new Cosigned(Math.min(mine.size, theirs.size), theirs.last)
                : new Cosigned(0, theirs.last))
        .orElseGet(() ->
            (owner + mirror + place) % 3 == 0
                ? new Cosigned(0, council.now)
                : new Cosigned(mine.size, council.anyTime()));
  }

  private void note(Held mine, int mirror, Cosigned cosigned) {
    while (mine.times.size() < cosigned.size()) {
      mine.times.add(new HashMap<>());
    }
    for (int i = mine.cosigned[mirror]; i < cosigned.size(); i++) {
      mine.times.get(i).put(mirror, cosigned.at());
    }
    mine.cosigned[mirror] = cosigned.size();
  }

  /// Takes in what a quorum of the voters of its parent holds.
  private void hear(int owner) {
    Held mine = held[owner];
    Chronicle ledger = council.ledgers.get(owner);
    Set<Hash> blocked = new HashSet<>();
    while (mine.told.containsKey(mine.allToldBefore)) {
      mine.allToldBefore++;
    }
    for (int i = mine.allToldBefore; i < mine.size; i++) {
      DecisionStatement says = ledger.at(mine.branch, i);
      if (!mine.told.containsKey(i) && !blocked.contains(says.parent())) {
        if (isWitnessed(owner, i, says.parent())) {
          mine.told.put(i, mine.branch);
          council.stir();
          tell(owner, i, says);
        } else {
          blocked.add(says.parent());
        }
      }
    }
    council.honest.stream().filter(Councillor::isAwake).forEach(other -> prove(owner, other));
  }

  /// Takes by its proof what was witnessed in the branch of a forked ledger that we do not hold: at
  /// most one branch has a quorum, and whoever holds the other one would stay bound for ever.
  private void prove(int owner, Councillor other) {
    Held mine = held[owner];
    Held theirs = other.held[owner];
    Chronicle ledger = council.ledgers.get(owner);
    if (!ledger.agree(mine.branch, mine.size, theirs.branch, theirs.size)) {
      for (int i = 0; i < theirs.size; i++) {
        Integer branch = theirs.told.get(i);
        if (branch != null && mine.told.putIfAbsent(i, branch) == null) {
          tell(owner, i, ledger.at(branch, i));
        }
      }
    }
  }

  private boolean isWitnessed(int owner, int index, Hash parent) {
    Roster roster = council.motions.roster(parent);
    List<MemberId> everybody = council.motions.everybody();
    int count = 0;
    for (int mirror = 0; mirror < held.length; mirror++) {
      boolean holds =
          mirror == owner
              || (mirror == place && held[owner].size > index)
              || held[owner].cosigned[mirror] > index;
      if (holds && roster.voters().contains(everybody.get(mirror))) {
        count++;
      }
    }
    return count >= roster.quorum().witnesses();
  }

  private void tell(int owner, int index, DecisionStatement said) {
    DecisionStatement says = said;
    if (council.rule == Council.Rule.BY_MEDIAN_TIME
        && said instanceof Commit(var ballot, _, _)
        && isLate(owner, index, ballot)) {
      says = new DeclineBallot(ballot);
    }
    if (says instanceof Word word) {
      count(owner, word);
    }
    take(
        new Event.Witnessed(
            new Place(council.motions.everybody().get(owner), index, name(owner, index)), says));
  }

  /// The broken rule: the lower median of the earliest cosignatures that make a quorum.
  private boolean isLate(int owner, int index, Ballot ballot) {
    var times = new ArrayList<Instant>();
    if (index < held[owner].times.size()) {
      times.addAll(held[owner].times.get(index).values());
    }
    if (owner != place) {
      times.add(held[owner].last);
    }
    times.sort(null);
    Quorum quorum = council.motions.roster(ballot.parent()).quorum();
    int counted = Math.min(times.size(), quorum.cosignatures());
    return counted > 0 && times.get((counted - 1) / 2).isAfter(ballot.close());
  }

  /// Counts for itself, whatever the node makes of it and for longer than the node does.
  private void count(int owner, Word word) {
    Map<Integer, Word> spoken = words.computeIfAbsent(word.ballot(), _ -> new HashMap<>());
    spoken.putIfAbsent(owner, word);
    Ballot ballot = word.ballot();
    Roster roster = council.motions.roster(ballot.parent());
    long commits =
        spoken.entrySet().stream()
            .filter(each -> each.getValue() instanceof Commit)
            .filter(
                each -> roster.voters().contains(council.motions.everybody().get(each.getKey())))
            .count();
    if (commits >= roster.quorum().deciding()) {
      council.motions.on(ballot.parent()).stream()
          .filter(change -> Ballot.nameOf(change).equals(ballot.change()))
          .findFirst()
          .ifPresent(change -> council.passed(ballot.parent(), change, "in the words at " + self));
    }
  }

  /// Hears of a certificate.
  private void learn() {
    Bytes change = council.decided.get(parent());
    if (change != null && council.chance(30)) {
      take(new Event.Certified(parent(), change));
    }
  }

  /// The person approves one thing or another, and in the end all.
  private void think() {
    if (decision.voters().contains(self)) {
      boolean last = council.now.isAfter(here.plus(LAST_WORD));
      for (Bytes change : council.motions.on(parent())) {
        if ((last || council.chance(50)) && approved.add(Hash.sha256(parent().value(), change))) {
          take(new Event.PersonApproves(change));
        }
      }
    }
  }

  /// The other broken rule: what was committed to once is committed to again, and called again for
  /// it.
  private void commitAgain() {
    if (!decision.voters().contains(self)) {
      return;
    }
    for (Decision.Proposal each : decision.proposals()) {
      Hash change = Ballot.nameOf(each.change());
      if (committedTo.contains(change)) {
        List<Ballot> ballots = each.ballots().stream().map(Decision.Standing::ballot).toList();
        ballots.stream().filter(this::isOpen).filter(ballot -> !spokeOn(ballot)).forEach(this::add);
        if (ballots.stream().noneMatch(this::isOpen) && council.chance(100)) {
          int round = 1 + ballots.stream().mapToInt(Ballot::round).max().orElse(0);
          Instant close = clock().plus(terms().firstRound());
          var again = new Call(new Ballot(Subject.ROSTER, parent(), change, round, close));
          enter(again);
          take(new Event.Entered(again));
        }
      }
    }
  }

  private boolean isOpen(Ballot ballot) {
    return clock().isBefore(ballot.close());
  }

  private boolean spokeOn(Ballot ballot) {
    return council.ledgers.get(place).all(0).stream()
        .anyMatch(says -> says instanceof Word word && word.ballot().equals(ballot));
  }

  private void add(Ballot ballot) {
    var commit = new Commit(ballot, List.of(new Place(self, 0, name(place, 0))), List.of());
    enter(commit);
    take(new Event.Entered(commit));
  }

  private void take(Event event) {
    Step step = decision.on(event);
    Hash before = parent();
    decision = step.next();
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.Enter(var says) -> enter(says);
        case Effect.Passed(var ballot, var change, _, _) ->
            council.passed(ballot.parent(), change, "at the node of " + self);
        case Effect.Refuse _ -> {}
      }
    }
    if (!parent().equals(before)) {
      decided = council.motions.roster(parent()).number();
      here = council.now;
    }
  }

  private void enter(DecisionStatement says) {
    council.ledgers.get(place).add(0, says);
    held[place].size++;
    council.stir();
    switch (says) {
      case Commit commit -> committedTo.add(commit.ballot().change());
      case Call(var ballot) -> council.called.add(ballot);
      case DecisionStatement.Approve _, DeclineBallot _ -> {}
    }
  }

  /// The node stops and starts: a fold of what it holds.
  private void startAgain() {
    Decision again = first();
    for (DecisionStatement says : council.ledgers.get(place).all(0)) {
      again = again.on(new Event.Entered(says)).next();
    }
    List<MemberId> everybody = council.motions.everybody();
    for (int owner = held.length - 1; owner >= 0; owner--) {
      for (int i = 0; i < council.ledgers.get(owner).most(); i++) {
        Integer branch = held[owner].told.get(i);
        if (branch != null) {
          DecisionStatement says = council.ledgers.get(owner).at(branch, i);
          var place = new Place(everybody.get(owner), i, name(owner, i));
          again = again.on(new Event.Witnessed(place, says)).next();
        }
      }
    }
    while (!again.parent().equals(parent()) && council.decided.containsKey(again.parent())) {
      Bytes change = council.decided.get(again.parent());
      again = again.on(new Event.Certified(again.parent(), change)).next();
    }
    decision = again;
  }

  private Decision first() {
    Parent charter = council.motions.parentOf(council.motions.charter());
    return Decision.at(charter, new Decision.Seat(Subject.ROSTER, self, terms()));
  }

  private Terms terms() {
    return council.rule == Council.Rule.AS_WRITTEN ? CALM : HASTY;
  }

  private static EntryId name(int owner, int index) {
    return new EntryId(Hash.sha256(Bytes.utf8(owner + "/" + index)));
  }
}
