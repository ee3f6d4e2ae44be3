package coop.minga.node.exchange;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.identity.MemberId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Where each author's first word on a ballot stands in its ledger: a second one counts for
/// nothing.
///
/// Nobody honest has words on very many ballots that are open. Who has more than are remembered
/// here has no word on others any more: nobody could tell which of two came first.
final class FirstWords {
  /// Ballots on which one author's first words are remembered.
  static final int MAX_BALLOTS = 1_024;

  private final Map<MemberId, Own> words = new TreeMap<>();

  /// One author's words.
  private static final class Own {
    private final Map<Ballot, Long> first = new HashMap<>();

    /// Where the first word stands that was not remembered.
    private Optional<Long> beyond = Optional.empty();
  }

  /// Takes up a word, in the order of its author's ledger.
  void say(MemberId author, Ballot ballot, long index) {
    Own own = words.computeIfAbsent(author, _ -> new Own());
    if (own.first.containsKey(ballot) || own.beyond.isPresent()) {
      return;
    }
    if (own.first.size() < MAX_BALLOTS) {
      own.first.put(ballot, index);
    } else {
      own.beyond = Optional.of(index);
    }
  }

  /// Whether an author's word at an index may be its first on a ballot, as far as its ledger is
  /// here.
  boolean isFirst(MemberId author, Ballot ballot, long index) {
    Optional<Own> own = Optional.ofNullable(words.get(author));
    Optional<Long> first = own.flatMap(its -> Optional.ofNullable(its.first.get(ballot)));
    return first
        .map(at -> at == index)
        .orElseGet(() -> own.flatMap(its -> its.beyond).filter(at -> at <= index).isEmpty());
  }

  /// Forgets ballots that are decided.
  void forget(Predicate<Ballot> decided) {
    words.values().forEach(own -> own.first.keySet().removeIf(decided));
  }
}
