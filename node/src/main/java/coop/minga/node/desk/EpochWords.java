package coop.minga.node.desk;

import coop.minga.federation.decision.Decision;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.Event;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What members said towards deciding which results an epoch of several cohorts contains, as far as
/// it is witnessed, until the epoch is over here. Others may be ahead: their words wait.
///
/// Of another author the last [#MOST] are kept, which is what [Decision] lets an honest member say
/// of one epoch, however much liars call: whoever says more loses its own older words and nobody
/// else's. A node's own words are all kept until a version ends their epoch: it must not forget by
/// what it is bound.
final class EpochWords {
  /// So many words of one author are kept.
  static final int MOST = Decision.MAX_APPROVALS + Decision.MAX_CALLS + Decision.MAX_WORDS;

  /// Bytes of a set that is approved: the results of ten cohorts take a tenth of it. No honest
  /// member approves a longer one.
  static final int MAX_SET = 16 * 1024;

  private final Map<MemberId, Deque<Event.Witnessed>> witnessed = new TreeMap<>();
  private final Deque<DecisionStatement> own = new ArrayDeque<>();

  /// Takes up what ledgers hold: of others what is witnessed, of our own everything.
  void recall(MemberId self, Recollection all) {
    all.ledger(self).forEach(entry -> of(entry).ifPresent(this::say));
    all.ledgers()
        .forEach((author, entries) -> {
          long upTo = all.witnessed().getOrDefault(author, 0L);
          entries.stream().filter(entry -> entry.index() < upTo).forEach(this::hear);
        });
  }

  /// Our own ledger holds this, or will.
  void say(DecisionStatement says) {
    own.addLast(says);
  }

  /// An entry is witnessed.
  ///
  /// @return the word, if it is one
  Optional<Event.Witnessed> hear(Seen entry) {
    Optional<Event.Witnessed> word =
        of(entry)
            .map(says ->
                new Event.Witnessed(new Place(entry.author(), entry.index(), entry.id()), says));
    word.ifPresent(heard -> {
      Deque<Event.Witnessed> its =
          witnessed.computeIfAbsent(entry.author(), _ -> new ArrayDeque<>());
      its.addLast(heard);
      if (its.size() > MOST) {
        its.removeFirst();
      }
    });
    return word;
  }

  /// All about one epoch, our own first.
  List<Event> about(Hash asked) {
    Stream<Event> ours =
        own.stream().filter(says -> says.parent().equals(asked)).map(Event.Entered::new);
    Stream<Event> all =
        witnessed.values().stream()
            .flatMap(Deque::stream)
            .filter(word -> word.says().parent().equals(asked))
            .map(word -> word);
    return Stream.concat(ours, all).toList();
  }

  /// Whether this node is bound by a word of its own about any epoch that is not over.
  boolean isBound() {
    return own.stream().anyMatch(DecisionStatement.Commit.class::isInstance);
  }

  /// Whether this node is bound by a word of its own about an epoch as it was drawn.
  boolean isBound(Hash asked) {
    return own.stream()
        .anyMatch(says -> says instanceof DecisionStatement.Commit && says.parent().equals(asked));
  }

  /// The epoch is over here for good.
  void forget(Hash asked) {
    own.removeIf(says -> says.parent().equals(asked));
    witnessed.values().forEach(its -> its.removeIf(word -> word.says().parent().equals(asked)));
  }

  private static Optional<DecisionStatement> of(Seen entry) {
    return entry.said() instanceof Said.OfDecision(var says)
            && says.subject() == Subject.EPOCH
            && !isTooLong(says)
        ? Optional.of(says)
        : Optional.empty();
  }

  private static boolean isTooLong(DecisionStatement says) {
    return says instanceof DecisionStatement.Approve(_, _, var change) && change.size() > MAX_SET;
  }
}
