package coop.minga.federation.learning;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// When a round must next be told the time.
///
/// @param judgement what the facts mean
/// @param local what the node knows beside them
record Waking(Judgement judgement, Local local) {

  Optional<Instant> next() {
    if (!local.started || isSettled()) {
      return Optional.empty();
    }
    RoundPlan.Times times = judgement.plan().times();
    return Stream.of(
            Stream.of(times.startsAt(), times.endsAt()),
            judgement.good().stream().flatMap(this::deadlines),
            local.askedAt.values().stream(),
            turns())
        .flatMap(instants -> instants)
        .filter(local.now::isBefore)
        .filter(instant -> instant.isBefore(Instant.MAX))
        .min(Instant::compareTo);
  }

  private boolean isSettled() {
    return local.outcome.filter(RoundOutcome.Agreed.class::isInstance).isPresent();
  }

  private Stream<Instant> deadlines(Attempt attempt) {
    LearningStatement.Deadlines ends = Judgement.statement(attempt).deadlines();
    return Stream.of(
        ends.advertiseBy(),
        ends.advertiseBy().plus(judgement.plan().times().grace()),
        ends.maskedBy(),
        ends.freezeBy(),
        ends.resultBy());
  }

  private Stream<Instant> turns() {
    return local.idleSince.stream()
        .flatMap(since ->
            IntStream.rangeClosed(0, LearningStatement.MAX_ATTEMPTS)
                .mapToObj(i -> since.plus(judgement.plan().times().grace().multipliedBy(i))));
  }
}
