package coop.minga.federation.judgement;

import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.ledger.Retire;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.Said;
import java.time.Instant;
import java.util.Optional;

/// What an entry is worth whose key was somebody else's for a while, as its owner says.
///
/// One rule for a node that runs, one that starts and an auditor. It follows from the owner's keys
/// and from the checkpoints that are shown, and from no clock.
public enum LostKey {
  /// It counts: its key was never lost, or a quorum held it while the key was safe, or a decision
  /// rests on it.
  COUNTS,

  /// From what is shown nobody can tell when it was first witnessed. It counts: else a member could
  /// take its word back by calling its own key lost.
  UNCLEAR,

  /// It was first witnessed when the key was not safe any more, or never was.
  VOID;

  /// The worth of an entry of a ledger.
  ///
  /// @param ring its owner's keys
  /// @param moments when the ledger was witnessed
  /// @param certified whether more than the key stands for it: a decision, or what is to be asked
  ///   of [#standsByItself]
  public static LostKey worth(KeyRing ring, long index, Moments moments, boolean certified) {
    PublicKey key = ring.at(index).entry();
    Optional<Instant> witnessed = moments.witnessedAt(index);
    if (!ring.isVoid(key, witnessed, certified)) {
      return COUNTS;
    }
    boolean later =
        ring.lostSince(key).filter(since -> moments.isShownAfter(index, since)).isPresent();
    return witnessed.isEmpty() || later ? VOID : UNCLEAR;
  }

  /// Whether more than its author's key stands for an entry by its kind. A change of keys and a
  /// loss are the root key's word. A generation began because a quorum retired the one before, and
  /// what was entered since stands in it: if either word could be taken back, a member that calls
  /// its key lost would take back its own ledger, or another's.
  public static boolean standsByItself(Said said) {
    return switch (said) {
      case Said.OfRoster(var says) ->
          says instanceof RosterStatement.Keys || says instanceof RosterStatement.Compromised;
      case Said.OfLedger(var says) -> says instanceof Retire || says instanceof Succeed;
      default -> false;
    };
  }
}
