package coop.minga.federation.judgement;

import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.DecisionStatement.Approve;
import coop.minga.federation.decision.DecisionStatement.Call;
import coop.minga.federation.decision.DecisionStatement.Commit;
import coop.minga.federation.decision.DecisionStatement.DeclineBallot;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.util.Optional;

/// What a member says at most one word about in its ledger, and which word it said. Two entries of
/// one author about the same with different words are evidence against it.
///
/// @param about what; the same text for every word about it
/// @param word which; one hash for each different word
public record OneWord(String about, Hash word) {
  /// The word that an entry is; absent if more than one may be said.
  public static Optional<OneWord> of(Said said) {
    return switch (said) {
      case Said.OfLearning(var says) ->
          about(says).map(about -> new OneWord(about, Hash.sha256(Statements.encode(said))));
      case Said.OfDecision(var says) -> of(says);
      case Said.OfSurplus _,
          Said.OfNegotiation _,
          Said.OfBook _,
          Said.OfLedger _,
          Said.OfDisclosure _,
          Said.OfRoster _ ->
          Optional.empty();
    };
  }

  /// Whether two words of one author cannot both be an honest node's.
  public boolean contradicts(OneWord other) {
    return about.equals(other.about) && !word.equals(other.word);
  }

  /// A node is for a ballot or it declines it; what its word carries beside that is its own affair.
  private static Optional<OneWord> of(DecisionStatement says) {
    return switch (says) {
      case Commit commit -> Optional.of(named("the ballot " + commit.ballot(), "commit"));
      case DeclineBallot decline -> Optional.of(named("the ballot " + decline.ballot(), "decline"));
      case Approve _, Call _ -> Optional.empty();
    };
  }

  private static OneWord named(String about, String word) {
    return new OneWord(about, Hash.sha256(Bytes.utf8(word)));
  }

  /// A vector is made once and given again, a set is closed once, an epoch comes to one result.
  private static Optional<String> about(LearningStatement says) {
    return switch (says) {
      case Masked masked -> Optional.of("the masked vector for " + masked.proposal());
      case Freeze freeze -> Optional.of("the closed set of " + freeze.proposal());
      case Result result -> Optional.of("the result of epoch " + result.epoch());
      case Propose _, Advert _, Abandon _ -> Optional.empty();
    };
  }
}
