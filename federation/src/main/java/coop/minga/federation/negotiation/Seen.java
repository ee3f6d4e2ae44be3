package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import java.util.Map;

/// What a node holds at one moment: its own book, staged entries among it, and how much of each
/// other member's ledger.
///
/// @param book the node's own
/// @param ledgers entries held of each other member's ledger; none if it is not named
public record Seen(Close.Book book, Map<MemberId, Long> ledgers) {
  /// Copies.
  public Seen {
    ledgers = Map.copyOf(ledgers);
  }

  /// Entries held of a member's ledger.
  public long of(MemberId member) {
    return ledgers.getOrDefault(member, 0L);
  }
}
