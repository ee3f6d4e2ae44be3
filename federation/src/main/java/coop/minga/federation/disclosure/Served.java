package coop.minga.federation.disclosure;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Tree;
import java.time.Instant;

/// A range of a tree was given to an auditor: the giver's ledger, kind SERVED.
///
/// @param appointment the AUDITOR entry
/// @param owner whose tree
/// @param tree which
/// @param from the first index served
/// @param until past the last one
/// @param at when
public record Served(
    EntryId appointment, MemberId owner, Tree tree, long from, long until, Instant at)
    implements DisclosureStatement {
  /// Checks the range.
  public Served {
    Checks.range("an index", from, 0, Long.MAX_VALUE);
    Checks.range("an index", until, 0, Long.MAX_VALUE);
    Checks.instant("a time", at);
    if (from >= until) {
      throw new IllegalArgumentException("a range ends after it begins: " + from + ", " + until);
    }
  }
}
