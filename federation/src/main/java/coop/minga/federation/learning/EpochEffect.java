package coop.minga.federation.learning;

import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.identity.Hash;

/// What the node must now do for an [Epoch], in the order given.
public sealed interface EpochEffect {
  /// What the round of one cohort asks for; what it answers goes back to that round.
  ///
  /// @param cohort [Cohort#hash]
  /// @param effect anything but its end
  record OfRound(Hash cohort, RoundEffect effect) implements EpochEffect {}

  /// Enter a word towards the decision which results the epoch contains.
  ///
  /// @param says the word
  record Say(DecisionStatement says) implements EpochEffect {}

  /// It was decided which results the epoch contains.
  ///
  /// @param set what was
  record Decided(EpochSet set) implements EpochEffect {}

  /// The epoch is over for this node. A version may still follow a nothing in an epoch of one
  /// cohort, if the others' results arrive late.
  ///
  /// @param outcome what it came to
  record Conclude(RoundOutcome outcome) implements EpochEffect {}
}
