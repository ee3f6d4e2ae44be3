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
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Expose;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Release;
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
      case Said.OfLearning(var says) -> of(says, said);
      case Said.OfDecision(var says) -> of(says);
      case Said.OfSurplus _,
          Said.OfNegotiation _,
          Said.OfBook _,
          Said.OfLedger _,
          Said.OfDisclosure _,
          Said.OfAlert _,
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

  /// In an attempt a member agrees once on who takes part and once on whose vectors are summed,
  /// makes one vector, and either opens the sum or swears it off; an epoch comes to one result.
  private static Optional<OneWord> of(LearningStatement says, Said said) {
    Hash whole = Hash.sha256(Statements.encode(said));
    return switch (says) {
      case Deal deal ->
          Optional.of(new OneWord("the circle of " + attempt(deal, deal.attempt()), whole));
      case Masked masked ->
          Optional.of(
              new OneWord("the masked vector of " + attempt(masked, masked.attempt()), whole));
      case Freeze freeze ->
          Optional.of(new OneWord("the closed set of " + attempt(freeze, freeze.attempt()), whole));
      case Release release ->
          Optional.of(new OneWord("opening " + attempt(release, release.attempt()), whole));
      case Abandon abandon ->
          Optional.of(new OneWord("opening " + attempt(abandon, abandon.attempt()), whole));
      case Result result ->
          Optional.of(new OneWord("the result of epoch " + result.epoch(), whole));
      case Propose _, Advert _, Expose _ -> Optional.empty();
    };
  }

  private static String attempt(LearningStatement says, int attempt) {
    return "attempt " + attempt + " of epoch " + says.epoch();
  }
}
