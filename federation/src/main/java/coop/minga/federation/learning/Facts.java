package coop.minga.federation.learning;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Expose;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.LearningStatement.Result;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What ledgers say of one epoch: the same whatever the order in which different authors' entries
/// came. Immutable.
///
/// @param attempts by number
/// @param results by author, the first of each
record Facts(Map<Integer, Attempt> attempts, Map<MemberId, Entered<Result>> results) {
  static final Facts NONE = new Facts(Map.of(), Map.of());

  Facts with(Entered<? extends LearningStatement> entry) {
    return switch (entry.statement()) {
      case Propose says -> change(says.attempt(), known -> known.proposed(as(entry, says)));
      case Advert says -> change(says.attempt(), known -> known.advertised(as(entry, says)));
      case Deal says -> change(says.attempt(), known -> known.dealt(as(entry, says)));
      case Masked says -> change(says.attempt(), known -> known.masked(as(entry, says)));
      case Freeze says -> change(says.attempt(), known -> known.frozen(as(entry, says)));
      case Release says -> change(says.attempt(), known -> known.released(as(entry, says)));
      case Abandon says -> change(says.attempt(), known -> known.abandoned(as(entry, says)));
      case Expose says -> change(says.attempt(), known -> known.exposed(as(entry, says)));
      case Result says -> plus(as(entry, says));
    };
  }

  Attempt attempt(int number) {
    return attempts.getOrDefault(number, Attempt.UNHEARD);
  }

  /// Whether t of a cohort say that a sum which t had agreed on was out of bounds. It counts like a
  /// version, because who learns with whom next follows from it: so nodes and auditor ask this.
  ///
  /// @param tallies of the attempts, by the cohort's terms
  boolean isSpoiled(Cohort cohort, Stream<Tally> tallies) {
    var spoiled = new Finding.Nothing(NoResult.OUT_OF_BOUNDS);
    long words =
        cohort.members().stream()
            .map(results::get)
            .filter(entry -> entry != null && entry.statement().finding().equals(spoiled))
            .count();
    return words >= cohort.threshold() && tallies.anyMatch(tally -> tally.closed().isPresent());
  }

  private Facts change(int attempt, UnaryOperator<Attempt> change) {
    var after = new TreeMap<>(attempts);
    after.put(attempt, change.apply(attempt(attempt)));
    return new Facts(Collections.unmodifiableSortedMap(after), results);
  }

  private Facts plus(Entered<Result> entry) {
    if (results.containsKey(entry.author())) {
      return this;
    }
    var after = new TreeMap<>(results);
    after.put(entry.author(), entry);
    return new Facts(attempts, Collections.unmodifiableSortedMap(after));
  }

  private static <T extends LearningStatement> Entered<T> as(Entered<?> entry, T statement) {
    return new Entered<>(entry.federation(), entry.id(), entry.author(), statement);
  }
}
