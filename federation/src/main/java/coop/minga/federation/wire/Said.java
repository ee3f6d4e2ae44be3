package coop.minga.federation.wire;

import coop.minga.federation.alert.AlertStatement;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.disclosure.DisclosureStatement;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.LedgerStatement;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.surplus.SurplusStatement;

/// What an entry of a known kind says.
public sealed interface Said {
  /// Of surplus, needs and handovers.
  record OfSurplus(SurplusStatement says) implements Said {}

  /// Of bids, awards and what they came to.
  record OfNegotiation(NegotiationStatement says) implements Said {}

  /// Of a model epoch.
  record OfLearning(LearningStatement says) implements Said {}

  /// Of what shall follow a parent.
  record OfDecision(DecisionStatement says) implements Said {}

  /// Of rosters and the author's own keys.
  record OfRoster(RosterStatement says) implements Said {}

  /// Of who was shown what.
  record OfDisclosure(DisclosureStatement says) implements Said {}

  /// Of what members could not mend in time.
  record OfAlert(AlertStatement says) implements Said {}

  /// Of its author's book.
  record OfBook(BookCommitment says) implements Said {}

  /// Of ledgers themselves.
  record OfLedger(LedgerStatement says) implements Said {}
}
