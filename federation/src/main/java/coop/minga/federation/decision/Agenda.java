package coop.minga.federation.decision;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toCollection;

import coop.minga.federation.decision.DecisionStatement.Commit;
import coop.minga.federation.decision.DecisionStatement.DeclineBallot;
import coop.minga.federation.decision.DecisionStatement.Released;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a voter's node has to say at a moment of its own clock.
///
/// Safety is in [#isFree] alone, and uses no clock. Everything else is about coming to an end: a
/// change to which somebody may be bound goes before all others, else two halves would call each
/// other's changes dead for ever; while there seem to be two such, a node waits, since of any two
/// one dies as soon as everybody's declines are known.
final class Agenda {
  private final Decision.Seat seat;
  private final Question question;
  private final Own own;
  private final Instant now;
  private final List<Called> called;
  private final Map<Hash, Integer> reached = new HashMap<>();

  /// @param seat whose node
  /// @param question what was said
  /// @param own what we said
  /// @param now the moment
  Agenda(Decision.Seat seat, Question question, Own own, Instant now) {
    this.seat = seat;
    this.question = question;
    this.own = own;
    this.now = now;
    this.called = new ArrayList<>();
    question
        .polls()
        .forEach((ballot, poll) -> {
          if (poll.isCalled()) {
            called.add(called(ballot, poll));
          }
        });
  }

  /// A ballot that was called, as it stands now.
  ///
  /// @param dead whether enough declined
  /// @param past whether its close has come by our clock
  /// @param binds whether so many committed that somebody honest is bound while it is not dead
  private record Called(Ballot ballot, boolean dead, boolean past, boolean binds) {
    Hash change() {
      return ballot.change();
    }

    boolean isOver() {
      return past || dead;
    }
  }

  private Called called(Ballot ballot, Poll poll) {
    boolean past = !now.isBefore(ballot.close());
    return new Called(ballot, question.isDead(poll), past, question.mayBind(poll));
  }

  /// A ballot that somebody has to call.
  ///
  /// @param change of which change
  /// @param round which round
  record Wanted(Hash change, int round) {}

  /// The ballots whose close has come before we committed.
  List<DecisionStatement> declines() {
    return called.stream()
        .filter(each -> each.past() && !own.spokeOn(each.ballot()))
        .<DecisionStatement>map(each -> new DeclineBallot(each.ballot()))
        .toList();
  }

  /// The ballots to which we now commit: those of one change.
  List<DecisionStatement> commits() {
    SortedSet<Hash> changes =
        called.stream()
            .filter(each -> isLive(each) && !own.spokeOn(each.ballot()))
            .map(Called::change)
            .collect(toCollection(TreeSet::new));
    return changes.isEmpty()
        ? List.of()
        : preferred(changes).map(this::commitsTo).orElse(List.of());
  }

  /// The ballot that is missing; absent if one is open, or it is not clear yet of which change it
  /// should be.
  Optional<Wanted> wanted() {
    SortedSet<Hash> changes = new TreeSet<>(question.support().keySet());
    changes.removeIf(change -> !isWorthy(change));
    return preferred(changes)
        .filter(change ->
            called.stream().noneMatch(each -> each.change().equals(change) && isLive(each)))
        .filter(change -> called.stream().noneMatch(each -> mayYetDie(each, change)))
        .map(change -> new Wanted(change, reached(change) + 1))
        .filter(wanted -> wanted.round() <= Ballot.MAX_ROUND);
  }

  /// When it is our turn to call a ballot that has been wanted since then.
  Instant turn(Wanted wanted, Instant since) {
    List<MemberId> order =
        question.voters().stream()
            .sorted(comparing((MemberId voter) -> draw(wanted, voter)))
            .toList();
    return since.plus(seat.terms().turn(wanted.round()).multipliedBy(order.indexOf(seat.self())));
  }

  /// Whether we may commit to a change: every ballot of another change to which we committed is
  /// dead.
  boolean isFree(Hash change) {
    return own.commits().stream()
        .allMatch(ballot -> ballot.change().equals(change) || question.isDead(ballot));
  }

  private List<DecisionStatement> commitsTo(Hash change) {
    List<Released> released = released(change);
    long unnamed =
        own.commits().stream()
            .filter(ballot -> ballot.change().equals(change) && !own.released().contains(ballot))
            .count();
    var commits = new ArrayList<DecisionStatement>();
    for (Called each : called) {
      if (each.change().equals(change)
          && isLive(each)
          && !own.spokeOn(each.ballot())
          && unnamed + commits.size() < Commit.mostReleased(question.quorum())) {
        boolean first = commits.isEmpty();
        commits.add(new Commit(each.ballot(), approvals(change), first ? released : List.of()));
      }
    }
    return commits;
  }

  /// The change to which we would commit: the one that we or others are bound to; else the one of
  /// the lowest rank. Absent if two seem to bind, or if the only choice is one that we are not free
  /// for.
  private Optional<Hash> preferred(SortedSet<Hash> changes) {
    SortedSet<Hash> binding = new TreeSet<>();
    for (Called each : called) {
      boolean ours = !each.dead() && own.commits().contains(each.ballot());
      if (ours || (each.past() && each.binds())) {
        binding.add(each.change());
      }
    }
    if (binding.size() > 1) {
      return Optional.empty();
    }
    return changes.stream()
        .filter(change -> binding.isEmpty() || binding.contains(change))
        .filter(change -> isWorthy(change) && isFree(change))
        .min(comparing(this::rank));
  }

  /// Whether enough have approved a change and it may follow.
  private boolean isWorthy(Hash change) {
    return question.isApproved(change)
        && question.on().succession().of(question.supportOf(change).change())
            instanceof Succession.Outcome.Next;
  }

  /// Open by our clock, and for no longer than a ballot of its round should be. A ballot that would
  /// hold us for longer is left alone: it dies at its close.
  private boolean isLive(Called each) {
    if (each.isOver()) {
      return false;
    }
    int round = each.ballot().round();
    Instant latest = now.plus(seat.terms().length(round).multipliedBy(2));
    return !each.ballot().close().isAfter(latest) && round <= reached(each.change()) + 1;
  }

  /// Whether a ballot of a change is past, and slower clocks than ours may still decline it. To
  /// call the next one before they do would bind us anew, and two groups could keep each other
  /// waiting.
  private boolean mayYetDie(Called each, Hash change) {
    int round = each.ballot().round();
    return each.change().equals(change)
        && each.past()
        && !each.dead()
        && round <= reached(change)
        && now.isBefore(each.ballot().close().plus(seat.terms().length(round)));
  }

  /// The last of the rounds, from the first without a gap, that are over.
  private int reached(Hash change) {
    return reached.computeIfAbsent(change, this::reach);
  }

  private int reach(Hash change) {
    SortedSet<Integer> over =
        called.stream()
            .filter(each -> each.isOver() && each.change().equals(change))
            .map(each -> each.ballot().round())
            .collect(toCollection(TreeSet::new));
    int round = 0;
    while (over.contains(round + 1)) {
      round++;
    }
    return round;
  }

  private List<Place> approvals(Hash change) {
    return question.supportOf(change).approvals().values().stream()
        .limit(question.quorum().deciding())
        .toList();
  }

  private List<Released> released(Hash change) {
    return own.commits().stream()
        .filter(ballot -> !ballot.change().equals(change) && !own.released().contains(ballot))
        .map(ballot -> new Released(ballot, declinesOf(ballot)))
        .toList();
  }

  private List<Place> declinesOf(Ballot ballot) {
    return question.poll(ballot).declines().values().stream()
        .limit(question.quorum().blocking())
        .toList();
  }

  private Hash rank(Hash change) {
    return Ballot.rank(seat.subject(), question.parent(), change);
  }

  private static Hash draw(Wanted wanted, MemberId voter) {
    return Hash.sha256(
        Pae.encode(
            "minga/turn/v1",
            wanted.change().value(),
            Pae.number(wanted.round()),
            Bytes.utf8(voter.name())));
  }
}
