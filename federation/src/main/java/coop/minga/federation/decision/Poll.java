package coop.minga.federation.decision;

import coop.minga.federation.identity.MemberId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What voters said of one ballot, as far as it is witnessed: each one's first word.
///
/// @param callers who called it
/// @param commits where each stands who committed
/// @param declines where each stands who declined
record Poll(
    SortedSet<MemberId> callers,
    SortedMap<MemberId, Place> commits,
    SortedMap<MemberId, Place> declines) {
  static final Poll NONE = new Poll(new TreeSet<>(), new TreeMap<>(), new TreeMap<>());

  Poll {
    callers = Collections.unmodifiableSortedSet(callers);
    commits = Collections.unmodifiableSortedMap(commits);
    declines = Collections.unmodifiableSortedMap(declines);
  }

  boolean isCalled() {
    return !callers.isEmpty();
  }

  Poll calledBy(MemberId author) {
    var more = new TreeSet<>(callers);
    more.add(author);
    return new Poll(more, commits, declines);
  }

  boolean heard(MemberId author) {
    return commits.containsKey(author) || declines.containsKey(author);
  }

  /// With an author's first word.
  Poll with(Place place, DecisionStatement.Word word) {
    return switch (word) {
      case DecisionStatement.Commit _ -> new Poll(callers, plus(commits, place), declines);
      case DecisionStatement.DeclineBallot _ -> new Poll(callers, commits, plus(declines, place));
    };
  }

  static SortedMap<MemberId, Place> plus(SortedMap<MemberId, Place> places, Place place) {
    var more = new TreeMap<>(places);
    more.putIfAbsent(place.author(), place);
    return more;
  }
}
