package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// All that a node holds when it starts, in the order of each tree.
///
/// @param ledgers every member's ledger, this node's own among them
/// @param witnessed how much of each ledger a quorum is known to hold, in entries
/// @param book this node's own book
/// @param told others' book entries that were told to this node, in the order they came
/// @param takenBack what is not among them, since a lost key signed it
public record Recollection(
    SortedMap<MemberId, List<Seen>> ledgers,
    Map<MemberId, Long> witnessed,
    List<Seen> book,
    List<Seen> told,
    TakenBack takenBack) {
  /// Where no key was lost.
  public Recollection(
      SortedMap<MemberId, List<Seen>> ledgers,
      Map<MemberId, Long> witnessed,
      List<Seen> book,
      List<Seen> told) {
    this(ledgers, witnessed, book, told, TakenBack.NOTHING);
  }

  /// One member's ledger.
  public List<Seen> ledger(MemberId owner) {
    return ledgers.getOrDefault(owner, List.of());
  }
}
