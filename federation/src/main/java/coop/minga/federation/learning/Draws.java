package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Commitments;
import coop.minga.federation.learning.LearningStatement.Propose;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Of whom an epoch is, when a roster changed and not everybody had heard of it as the epoch began.
///
/// An epoch is of whom its proposal names: nobody else's shares are committed to. So nodes and
/// auditor follow that, if one of those named says it and they were drawn by a roster that was in
/// force; a proposal of anybody else is of nobody. Where a roster gives several cohorts, what is
/// proposed to one of them tells for all.
///
/// @param possible the cohorts drawn by each of those rosters, the likeliest first
public record Draws(List<Cohorts> possible) {
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
          advert.config().equals(config) && cohorts.stream().anyMatch(advert.commitments()::areFor);
      case LearningStatement _ -> true;
    };
  }

  /// Those that were proposed, in their order.
  ///
  /// @param entries of one epoch
  public List<Cohorts> proposed(Collection<? extends Entered<?>> entries) {
    return possible.stream()
        .filter(cohorts ->
            cohorts.all().stream()
                .anyMatch(cohort -> entries.stream().anyMatch(entry -> proposes(entry, cohort))))
        .toList();
  }

  /// Those of which t of one cohort's members take part in it, in the last attempt in which t of
  /// any do: who had begun with another follows, so that it can recompute what they agree on.
  /// Absent while it is open.
  ///
  /// An advert names its cohort, and of each author the first counts. So where two cohorts share
  /// more members than the slack of both and their liars leave, at most one is joined in an
  /// attempt: that is so if a decision changed them by a member or two. Of cohorts that differ by
  /// more, both may be, by honest members too; then the first in the order of [#possible] counts.
  ///
  /// @param entries of one epoch, each author's in the order of its ledger
  public Optional<Cohorts> joined(Collection<? extends Entered<?>> entries) {
    for (int attempt = LearningStatement.MAX_ATTEMPTS; attempt >= 1; attempt--) {
      Map<MemberId, Commitments> joining = joining(attempt, entries);
      int number = attempt;
      Optional<Cohorts> joined =
          possible.stream()
              .filter(cohorts ->
                  cohorts.all().stream()
                      .anyMatch(cohort ->
                          entries.stream().anyMatch(entry -> proposes(entry, cohort, number))
                              && (has(cohort, joining, true) || has(cohort, joining, false))))
              .findFirst();
      if (joined.isPresent()) {
        return joined;
      }
    }
    return Optional.empty();
  }

  /// From which version an epoch is trained: all of its cohorts from one. That is the one from
  /// which t of a cohort take part, of the first cohort of which t do, in its last attempt in which
  /// they do. Whoever had begun from another, in that cohort or in one behind it, follows.
  ///
  /// A cohort behind it that goes on from another all the same has no part in the epoch: a question
  /// about what an epoch contains names one version, and only what was trained from that is listed.
  ///
  /// @param entries of the epoch, each author's in the order of its ledger
  /// @param known which versions may be trained from
  /// @return absent while too few take part
  public static Optional<Hash> base(
      Cohorts drawn, Collection<? extends Entered<?>> entries, Predicate<Hash> known) {
    return drawn.all().stream()
        .flatMap(cohort -> base(cohort, entries, known).stream())
        .findFirst();
  }

  private static Optional<Hash> base(
      Cohort cohort, Collection<? extends Entered<?>> entries, Predicate<Hash> known) {
    for (int attempt = LearningStatement.MAX_ATTEMPTS; attempt >= 1; attempt--) {
      var bases = new HashMap<MemberId, Hash>();
      for (Entered<?> entry : entries) {
        if (entry.statement() instanceof Advert advert
            && advert.attempt() == attempt
            && cohort.members().contains(entry.author())) {
          bases.putIfAbsent(entry.author(), advert.base());
        }
      }
      Optional<Hash> base =
          bases.values().stream()
              .distinct()
              .filter(known)
              .filter(each -> Collections.frequency(bases.values(), each) >= cohort.threshold())
              .findFirst();
      if (base.isPresent()) {
        return base;
      }
    }
    return Optional.empty();
  }

  private static Map<MemberId, Commitments> joining(
      int attempt, Collection<? extends Entered<?>> entries) {
    var joining = new HashMap<MemberId, Commitments>();
    for (Entered<?> entry : entries) {
      if (entry.statement() instanceof Advert advert
          && advert.attempt() == attempt
          && !advert.isWeak()) {
        joining.putIfAbsent(entry.author(), advert.commitments());
      }
    }
    return joining;
  }

  /// Whether t of a cohort take part, all by adverts that name their cohort or all by such as do
  /// not.
  private static boolean has(Cohort cohort, Map<MemberId, Commitments> joining, boolean bound) {
    long members =
        cohort.members().stream()
            .map(joining::get)
            .filter(each -> each != null && each.cohort().isPresent() == bound)
            .filter(each -> each.areFor(cohort))
            .count();
    return members >= cohort.threshold();
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
