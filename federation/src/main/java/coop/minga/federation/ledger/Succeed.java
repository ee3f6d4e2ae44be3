package coop.minga.federation.ledger;

import coop.minga.federation.identity.MemberId;
import java.util.List;
import java.util.Optional;

/// The first entry of a ledger's next generation. The entries before it are those of the generation
/// that it succeeds, as far as they could be fetched; whatever was promised beyond them is void.
///
/// @param generation the one that begins, 1 or more
/// @param last the largest checkpoint of the generation before all of whose entries were fetched:
///   this entry's index is its size; absent if there were none
/// @param retired who retired the generation before, by member
public record Succeed(int generation, Optional<SignedNote> last, List<Named> retired)
    implements LedgerStatement {
  /// A [Retire] entry that a successor rests on.
  ///
  /// @param member whose entry
  /// @param entry its name
  public record Named(MemberId member, EntryId entry) {}

  /// Checks the numbers, and that members are listed once each, by name.
  public Succeed {
    retired = List.copyOf(retired);
    if (generation < 1 || generation > Origin.MAX_GENERATION) {
      throw new IllegalArgumentException("generation " + generation + " succeeds none");
    }
    if (retired.size() > Quorum.MAX_MEMBERS) {
      throw new IllegalArgumentException(retired.size() + " members cannot have retired a ledger");
    }
    for (int i = 1; i < retired.size(); i++) {
      if (retired.get(i - 1).member().compareTo(retired.get(i).member()) >= 0) {
        throw new IllegalArgumentException("who retired is listed once each, by name");
      }
    }
  }
}
