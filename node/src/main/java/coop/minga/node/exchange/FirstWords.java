package coop.minga.node.exchange;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.identity.MemberId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Where each author's first word on a ballot stands in its ledger: a second one counts for
/// nothing.
///
/// Nobody honest has words on very many ballots that are open. Who has more than are remembered
/// here has no word on the others: nobody could tell which of two came first.
final class FirstWords {
  /// Ballots on which one author's first words are remembered.
  static final int MAX_BALLOTS = 1_024;

  private final Map<MemberId, Map<Ballot, Long>> words = new TreeMap<>();

  /// Takes up a word, in the order of its author's ledger.
  void say(MemberId author, Ballot ballot, long index) {
    Map<Ballot, Long> own = words.computeIfAbsent(author, _ -> new HashMap<>());
    if (own.size() < MAX_BALLOTS) {
      own.putIfAbsent(ballot, index);
    }
  }

  /// Whether an author's word at an index may be its first on a ballot, as far as its ledger is
  /// here.
  boolean isFirst(MemberId author, Ballot ballot, long index) {
    Map<Ballot, Long> own = words.getOrDefault(author, Map.of());
    Long first = own.get(ballot);
    return first == null ? own.size() < MAX_BALLOTS : first == index;
  }

  /// Forgets ballots that are decided.
  void forget(Predicate<Ballot> decided) {
    words.values().forEach(own -> own.keySet().removeIf(decided));
  }
}
