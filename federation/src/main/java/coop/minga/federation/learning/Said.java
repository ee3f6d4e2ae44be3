package coop.minga.federation.learning;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Expose;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.LearningStatement.Result;
import java.util.Map;
import java.util.function.Predicate;

/// What this node has said in an attempt, whether it stands in its ledger already or is being
/// entered.
///
/// @param self this node's member
/// @param number the attempt
/// @param attempt what stands in ledgers
/// @param local holds what is being entered
record Said(MemberId self, int number, Attempt attempt, Local local) {
  boolean propose() {
    return attempt.proposals().containsKey(self)
        || entering(said -> said instanceof Propose word && word.attempt() == number);
  }

  boolean advert() {
    return attempt.adverts().containsKey(self)
        || entering(said -> said instanceof Advert word && word.attempt() == number);
  }

  boolean deal() {
    return attempt.deals().containsKey(self)
        || entering(said -> said instanceof Deal word && word.attempt() == number);
  }

  boolean masked() {
    return attempt.masked().containsKey(self)
        || entering(said -> said instanceof Masked word && word.attempt() == number);
  }

  boolean freeze() {
    return attempt.freezes().containsKey(self)
        || entering(said -> said instanceof Freeze word && word.attempt() == number);
  }

  boolean release() {
    return attempt.releases().containsKey(self)
        || entering(said -> said instanceof Release word && word.attempt() == number);
  }

  boolean abandon() {
    return attempt.abandons().containsKey(self)
        || entering(said -> said instanceof Abandon word && word.attempt() == number);
  }

  boolean expose(MemberId dealer) {
    return attempt.exposures().getOrDefault(self, Map.of()).containsKey(dealer)
        || entering(said ->
            said instanceof Expose word
                && word.attempt() == number
                && word.dealer().equals(dealer));
  }

  boolean result(Facts facts) {
    return facts.results().containsKey(self) || entering(Result.class::isInstance);
  }

  private boolean entering(Predicate<LearningStatement> which) {
    return local.entering.stream().anyMatch(which);
  }
}
