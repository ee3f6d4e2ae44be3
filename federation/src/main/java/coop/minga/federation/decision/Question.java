package coop.minga.federation.decision;

import coop.minga.federation.decision.DecisionStatement.Approve;
import coop.minga.federation.decision.DecisionStatement.Call;
import coop.minga.federation.decision.DecisionStatement.Word;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Quorum;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// What was said, witnessed, about what shall follow one parent.
///
/// It depends on the set of entries heard and on each author's own order, never on the order
/// between authors: every limit counts one author's entries.
///
/// @param on what is to be followed
/// @param support by change's name
/// @param polls by ballot
/// @param counts how much each voter has said
record Question(
    Parent on,
    SortedMap<Hash, Support> support,
    SortedMap<Ballot, Poll> polls,
    SortedMap<MemberId, Count> counts) {

  Question {
    support = Collections.unmodifiableSortedMap(support);
    polls = Collections.unmodifiableSortedMap(polls);
    counts = Collections.unmodifiableSortedMap(counts);
  }

  /// How much of one voter's has counted on this parent.
  record Count(int approvals, int calls, int words) {
    static final Count NOTHING = new Count(0, 0, 0);
  }

  static Question about(Parent parent) {
    return new Question(parent, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  Hash parent() {
    return on.hash();
  }

  SortedSet<MemberId> voters() {
    return on.voters();
  }

  /// With a witnessed entry. Strangers, repetitions and whatever is over a limit change nothing.
  Question with(Place place, DecisionStatement says) {
    if (!voters().contains(place.author()) || !says.parent().equals(parent())) {
      return this;
    }
    Count count = counts.getOrDefault(place.author(), Count.NOTHING);
    return switch (says) {
      case Approve approve -> approved(place, approve, count);
      case Call(var ballot) -> called(place, ballot, count);
      case Word word -> spoken(place, word, count);
    };
  }

  Quorum quorum() {
    return new Quorum(voters().size());
  }

  Poll poll(Ballot ballot) {
    return polls.getOrDefault(ballot, Poll.NONE);
  }

  /// A change that somebody approved.
  Support supportOf(Hash change) {
    Support found = support.get(change);
    if (found == null) {
      throw new IllegalStateException("nobody has approved " + change);
    }
    return found;
  }

  /// Whether enough have approved a change.
  boolean isApproved(Hash change) {
    Support found = support.get(change);
    return found != null && found.approvals().size() >= quorum().deciding();
  }

  boolean isPassed(Ballot ballot) {
    return poll(ballot).commits().size() >= quorum().deciding();
  }

  boolean isDead(Ballot ballot) {
    return isDead(poll(ballot));
  }

  boolean isDead(Poll poll) {
    return poll.declines().size() >= quorum().blocking();
  }

  /// Whether a ballot may hold voters bound for as long as it is not dead: so many committed that
  /// one at least is honest.
  boolean mayBind(Poll poll) {
    int honest = 2 * quorum().deciding() - voters().size();
    return !isDead(poll) && poll.commits().size() >= honest;
  }

  private Question approved(Place place, Approve approve, Count count) {
    Hash name = approve.changeName();
    Support before = support.getOrDefault(name, new Support(approve.change(), new TreeMap<>()));
    if (before.approvals().containsKey(place.author())
        || count.approvals() == Decision.MAX_APPROVALS) {
      return this;
    }
    var more = new TreeMap<>(support);
    more.put(name, new Support(before.change(), Poll.plus(before.approvals(), place)));
    var counted = new Count(count.approvals() + 1, count.calls(), count.words());
    return new Question(on, more, polls, plus(counts, place.author(), counted));
  }

  private Question called(Place place, Ballot ballot, Count count) {
    Poll before = poll(ballot);
    if (before.callers().contains(place.author()) || count.calls() == Decision.MAX_CALLS) {
      return this;
    }
    var counted = new Count(count.approvals(), count.calls() + 1, count.words());
    return new Question(
        on,
        support,
        plus(polls, ballot, before.calledBy(place.author())),
        plus(counts, place.author(), counted));
  }

  private Question spoken(Place place, Word word, Count count) {
    Poll before = poll(word.ballot());
    if (before.heard(place.author()) || count.words() == Decision.MAX_WORDS) {
      return this;
    }
    var counted = new Count(count.approvals(), count.calls(), count.words() + 1);
    return new Question(
        on,
        support,
        plus(polls, word.ballot(), before.with(place, word)),
        plus(counts, place.author(), counted));
  }

  private static <K, V> SortedMap<K, V> plus(SortedMap<K, V> all, K key, V value) {
    var more = new TreeMap<>(all);
    more.put(key, value);
    return more;
  }
}
