package coop.minga.federation.judgement;

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
      case Said.OfSurplus _,
          Said.OfNegotiation _,
          Said.OfBook _,
          Said.OfLedger _,
          Said.OfDisclosure _ ->
          Optional.empty();
    };
  }

  /// Whether two words of one author cannot both be an honest node's.
  public boolean contradicts(OneWord other) {
    return about.equals(other.about) && !word.equals(other.word);
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
