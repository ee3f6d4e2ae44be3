package coop.minga.federation.decision;

import coop.minga.federation.decision.DecisionStatement.Approve;
import coop.minga.federation.decision.DecisionStatement.Call;
import coop.minga.federation.decision.DecisionStatement.Commit;
import coop.minga.federation.decision.DecisionStatement.DeclineBallot;
import coop.minga.federation.identity.Hash;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What this node said itself, whether witnessed or not: it binds from the moment it is entered.
///
/// @param approved changes, by name
/// @param called ballots
/// @param commits ballots committed to
/// @param declines ballots declined
/// @param released dead ballots that one of our commits has named already
record Own(
    SortedSet<Hash> approved,
    SortedSet<Ballot> called,
    SortedSet<Ballot> commits,
    SortedSet<Ballot> declines,
    SortedSet<Ballot> released) {
  static final Own NOTHING =
      new Own(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

  Own {
    approved = Collections.unmodifiableSortedSet(approved);
    called = Collections.unmodifiableSortedSet(called);
    commits = Collections.unmodifiableSortedSet(commits);
    declines = Collections.unmodifiableSortedSet(declines);
    released = Collections.unmodifiableSortedSet(released);
  }

  Own with(DecisionStatement says) {
    return switch (says) {
      case Approve approve ->
          new Own(plus(approved, approve.changeName()), called, commits, declines, released);
      case Call(var ballot) -> new Own(approved, plus(called, ballot), commits, declines, released);
      case Commit commit -> {
        SortedSet<Ballot> named = released;
        for (DecisionStatement.Released each : commit.released()) {
          named = plus(named, each.ballot());
        }
        yield spokeOn(commit.ballot())
            ? this
            : new Own(approved, called, plus(commits, commit.ballot()), declines, named);
      }
      case DeclineBallot(var ballot) ->
          spokeOn(ballot)
              ? this
              : new Own(approved, called, commits, plus(declines, ballot), released);
    };
  }

  boolean spokeOn(Ballot ballot) {
    return commits.contains(ballot) || declines.contains(ballot);
  }

  /// Whether a ballot that we called ourselves is open and only not witnessed yet.
  boolean hasCalled(Agenda.Wanted wanted, Instant now) {
    return called.stream()
        .anyMatch(ballot ->
            ballot.change().equals(wanted.change())
                && ballot.round() == wanted.round()
                && now.isBefore(ballot.close()));
  }

  private static <T extends Comparable<? super T>> SortedSet<T> plus(Set<T> all, T one) {
    var more = new TreeSet<>(all);
    more.add(one);
    return more;
  }
}
