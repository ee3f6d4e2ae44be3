package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.TreeJudge;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.roster.RosterStatement;
import java.util.Optional;

/// The owner's keys as a successor's own entries give them, from the first on. What the ledger that
/// it succeeds said of keys in its lost end is not among them.
final class SuccessorKeys {
  private final Roll roll;
  private KeyRing ring;

  /// The keys of a member's card.
  SuccessorKeys(Roll roll, MemberId owner) {
    this.roll = roll;
    this.ring = roll.firstRing(owner);
  }

  KeyRing ring() {
    return ring;
  }

  /// The entry keys of the successor: each place has its one.
  TreeJudge.EntryKeys entryKeys() {
    return (index, keyId) ->
        Optional.of(ring.at(index).entry()).filter(key -> key.keyId().equals(keyId));
  }

  /// Takes what an entry says of keys, in the successor's order.
  void hear(long index, RosterStatement says) {
    ring = roll.after(ring, index, says);
  }
}
