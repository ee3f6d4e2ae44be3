package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;

/// A member that takes nothing itself has seen the document of a claim of [PeopleServed], or the
/// paper of a [Sponsor], and says that it is so: the attester's ledger.
///
/// @param claim the entry
/// @param at when
public record Attest(EntryId claim, Instant at) implements EntitlementStatement {
  /// Checks the range.
  public Attest {
    Checks.instant("a time", at);
  }
}
