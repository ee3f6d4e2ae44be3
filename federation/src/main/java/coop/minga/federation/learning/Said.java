package coop.minga.federation.learning;

import coop.minga.federation.identity.MemberId;
import java.util.function.Predicate;

/// What this node has said, whether it stands in its ledger already or is being entered.
///
/// @param plan names this node
/// @param local holds what is being entered
record Said(RoundPlan plan, Local local) {

  /// Whether it has taken a step that binds it to an attempt.
  boolean joined(Attempt attempt) {
    return local.keysAsked.contains(attempt.id()) || advert(attempt);
  }

  boolean advert(Attempt attempt) {
    return attempt.adverts().containsKey(self())
        || isEntering(statement ->
            statement instanceof LearningStatement.Advert word
                && word.proposal().equals(attempt.id()));
  }

  boolean masked(Attempt attempt) {
    return attempt.masked().containsKey(self())
        || isEntering(statement ->
            statement instanceof LearningStatement.Masked word
                && word.proposal().equals(attempt.id()));
  }

  boolean freeze(Attempt attempt) {
    return attempt.freezes().containsKey(self())
        || isEntering(statement ->
            statement instanceof LearningStatement.Freeze word
                && word.proposal().equals(attempt.id()));
  }

  boolean abandon(Attempt attempt) {
    return attempt.abandons().containsKey(self())
        || isEntering(statement ->
            statement instanceof LearningStatement.Abandon word
                && word.proposal().equals(attempt.id()));
  }

  boolean result(Facts facts) {
    return facts.results().containsKey(self())
        || isEntering(LearningStatement.Result.class::isInstance);
  }

  /// Whether it has proposed an attempt of this number or a later one.
  boolean proposed(Facts facts, int number) {
    return facts.attempts().values().stream()
        .flatMap(attempt -> attempt.proposal().stream())
        .anyMatch(entry -> entry.author().equals(self()) && entry.statement().attempt() >= number);
  }

  private MemberId self() {
    return plan.self();
  }

  private boolean isEntering(Predicate<LearningStatement> which) {
    return local.entering.stream().anyMatch(which);
  }
}
