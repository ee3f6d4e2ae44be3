package coop.minga.federation.learning;

import coop.minga.federation.decision.Terms;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.Optional;

/// One epoch of one cohort or several as a node knows it beforehand.
///
/// @param round of this node's own cohort; of the first, if it trains in none
/// @param drawn all of them
/// @param form of what is decided about several
/// @param patience of that decision
public record EpochPlan(RoundPlan round, Cohorts drawn, EpochSet.Form form, Terms patience) {
  /// Checks that the round is of one of them.
  public EpochPlan {
    if (!drawn.all().contains(round.cohort())) {
      throw new IllegalArgumentException("a node learns in one of the cohorts that were drawn");
    }
  }

  /// The cohort that a node watches as its own.
  public static Cohort own(Cohorts drawn, MemberId self) {
    return drawn.of(self).orElse(drawn.all().getFirst());
  }

  /// What is decided about the epoch; absent if it is of one cohort.
  Optional<EpochQuestion> question() {
    var name = new EpochQuestion.Name(round.federation(), round.epoch(), round.base().hash());
    return drawn.areSeveral()
        ? Optional.of(new EpochQuestion(name, drawn, form))
        : Optional.empty();
  }

  /// The hash by which words about the epoch name it; absent if none are said.
  public Optional<Hash> asked() {
    return question().map(question -> question.asked().hash());
  }
}
