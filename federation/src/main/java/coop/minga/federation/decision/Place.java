package coop.minga.federation.decision;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;

/// Where an entry stands.
///
/// @param author whose ledger
/// @param index its place in it, from 0
/// @param entry its name
public record Place(MemberId author, long index, EntryId entry) {
  /// Checks the index.
  public Place {
    if (index < 0) {
      throw new IllegalArgumentException("no entry stands at " + index);
    }
  }
}
