package coop.minga.federation.ledger;

import coop.minga.federation.identity.MemberId;
import java.util.Optional;

/// A mirror's word that it cosigns one generation of a ledger no more, because its owner has lost
/// the end of it.
///
/// @param owner whose ledger
/// @param generation which generation of it
/// @param last the owner's last checkpoint that the speaker holds, with every entry that it covers,
///   and has cosigned; absent if it holds none
public record Retire(MemberId owner, int generation, Optional<SignedNote> last)
    implements LedgerStatement {
  /// Checks the generation.
  public Retire {
    if (generation < 0 || generation >= Origin.MAX_GENERATION) {
      throw new IllegalArgumentException("generation " + generation + " cannot be retired");
    }
  }
}
