package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.SurplusStatement;

/// An entry that stands in a tree, as far as negotiation cares.
public sealed interface Stated {
  /// The entry's name.
  EntryId id();

  /// Who said it.
  MemberId author();

  /// Said of surplus, needs and handovers.
  record OfSurplus(EntryId id, MemberId author, SurplusStatement says) implements Stated {}

  /// Said of bids, awards and what they came to.
  record OfNegotiation(EntryId id, MemberId author, NegotiationStatement says) implements Stated {}
}
