package coop.minga.federation.learning;

import coop.minga.federation.learning.LearningStatement.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whether an epoch can still come to something.
///
/// @param judgement what the facts mean
/// @param local what the node knows beside them
record Hope(Judgement judgement, Local local) {

  /// Why this node can have no result of its own any more; absent while it can.
  Optional<NoResult> lost() {
    RoundPlan.Times times = judgement.plan().times();
    List<Attempt> good = judgement.good();
    if (!local.now.isBefore(times.endsAt()) || good.stream().anyMatch(this::isOverdue)) {
      return Optional.of(NoResult.OUT_OF_TIME);
    }
    if (good.isEmpty() || !good.stream().allMatch(judgement::isDead)) {
      return Optional.empty();
    }
    return nothingFollows(good.getLast());
  }

  /// What the epoch came to; absent while that is open.
  Optional<RoundOutcome> outcome() {
    Optional<RoundOutcome> agreed =
        judgement.good().stream().flatMap(attempt -> agreed(attempt).stream()).findFirst();
    if (agreed.isPresent()) {
      return agreed;
    }
    boolean over = !local.now.isBefore(judgement.plan().times().endsAt());
    return judgement.isHopeless() || over
        ? Optional.of(new RoundOutcome.Nothing(reason()))
        : Optional.empty();
  }

  private Optional<RoundOutcome> agreed(Attempt attempt) {
    Optional<Finding.Version> said = judgement.agreed(attempt);
    Optional<ModelVersion> own =
        local
            .opened
            .filter(opened -> opened.proposal().equals(attempt.id()))
            .flatMap(Local.Opened::version);
    return said.isPresent() && own.filter(v -> v.hash().equals(said.get().model())).isPresent()
        ? Optional.of(
            new RoundOutcome.Agreed(
                own.get(), Judgement.statement(attempt).members(), said.get().weight()))
        : Optional.empty();
  }

  /// The set is closed and the time to sum it is over.
  private boolean isOverdue(Attempt attempt) {
    return attempt.freezes().containsKey(Judgement.coordinator(attempt))
        && Judgement.members(attempt).contains(judgement.plan().self())
        && !local.now.isBefore(Judgement.statement(attempt).deadlines().resultBy());
  }

  /// Waits one grace for the coordinator's own word, which may leave others out than its silence
  /// would.
  private Optional<NoResult> nothingFollows(Attempt head) {
    Instant patience =
        local
            .idleSince
            .map(since -> since.plus(judgement.plan().times().grace()))
            .orElse(local.now);
    boolean spoke = head.abandons().containsKey(Judgement.coordinator(head));
    if (!spoke && local.now.isBefore(patience)) {
      return Optional.empty();
    }
    if (judgement.isLast(head)) {
      return Optional.of(NoResult.UNSAFE_TO_RETRY);
    }
    if (Judgement.number(head) == LearningStatement.MAX_ATTEMPTS) {
      return Optional.of(NoResult.OUT_OF_TIME);
    }
    return judgement.successors(head, Judgement.number(head) + 1).isEmpty()
        ? Optional.of(NoResult.TOO_FEW_LEFT)
        : Optional.empty();
  }

  private NoResult reason() {
    return judgement.facts().results().values().stream()
        .flatMap(entry ->
            switch (entry.statement().finding()) {
              case Finding.Nothing(var reason) -> Optional.of(reason).stream();
              case Finding.Version _ -> Optional.<NoResult>empty().stream();
            })
        .findFirst()
        .orElse(NoResult.OUT_OF_TIME);
  }
}
