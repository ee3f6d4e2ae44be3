package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Propose;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Of whom an epoch is, when a roster changed and not everybody had heard of it as the epoch began.
///
/// An epoch is of whom its proposal names: nobody else's shares are committed to. So nodes and
/// auditor follow that, if one of those named says it and they were drawn by a roster that was in
/// force; a proposal of anybody else is of nobody.
///
/// @param possible the cohorts drawn by each of those rosters, the likeliest first
public record Draws(List<Cohort> possible) {
  /// Copies the list, without what is in it twice.
  public Draws {
    possible = possible.stream().distinct().toList();
  }

  /// Whether what somebody proposes or advertises, if it does either, is of one of some cohorts.
  ///
  /// @param config the encoding's hash
  public static boolean isOf(LearningStatement statement, Hash config, Set<Cohort> cohorts) {
    return switch (statement) {
      case Propose propose ->
          propose.config().equals(config)
              && cohorts.stream().anyMatch(cohort -> cohort.members().equals(propose.members()));
      case Advert advert ->
          advert.config().equals(config)
              && cohorts.stream()
                  .anyMatch(cohort -> advert.commitments().areFor(cohort.members().size()));
      case LearningStatement _ -> true;
    };
  }

  /// Those that were proposed, in their order.
  ///
  /// @param entries of one epoch
  public List<Cohort> proposed(Collection<? extends Entered<?>> entries) {
    return possible.stream()
        .filter(cohort -> entries.stream().anyMatch(entry -> proposes(entry, cohort)))
        .toList();
  }

  /// The one that t of its members take part in: who had begun with another follows, so that it can
  /// recompute what they agree on. Absent while it is open.
  ///
  /// @param entries of one epoch
  public Optional<Cohort> joined(Collection<? extends Entered<?>> entries) {
    return possible.stream().filter(cohort -> isJoined(cohort, entries)).findFirst();
  }

  private static boolean isJoined(Cohort cohort, Collection<? extends Entered<?>> entries) {
    return IntStream.rangeClosed(1, LearningStatement.MAX_ATTEMPTS)
        .anyMatch(attempt ->
            entries.stream().anyMatch(entry -> proposes(entry, cohort, attempt))
                && joining(cohort, attempt, entries) >= cohort.threshold());
  }

  private static long joining(
      Cohort cohort, int attempt, Collection<? extends Entered<?>> entries) {
    return entries.stream()
        .filter(entry -> cohort.members().contains(entry.author()))
        .filter(entry ->
            entry.statement() instanceof Advert advert
                && advert.attempt() == attempt
                && advert.commitments().areFor(cohort.members().size()))
        .map(Entered::author)
        .distinct()
        .count();
  }

  private static boolean proposes(Entered<?> entry, Cohort cohort) {
    return entry.statement() instanceof Propose propose
        && cohort.members().contains(entry.author())
        && propose.members().equals(cohort.members());
  }

  private static boolean proposes(Entered<?> entry, Cohort cohort, int attempt) {
    return proposes(entry, cohort)
        && entry.statement() instanceof Propose propose
        && propose.attempt() == attempt;
  }
}
