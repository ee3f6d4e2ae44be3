package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.wire.Said;
import coop.minga.node.peering.PeerFrame.OriginFrontier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What owners said that quorums hold of their ledgers and nobody has looked at yet, of each the
/// last.
///
/// Such a word is cosignatures by all the quorum, which cost more to verify than all else that a
/// checkpoint brings, and the owner's next word says it again.
final class QuorumsWords {
  /// For how long a word is not looked at where nobody waits for it: steps of learning come several
  /// a second.
  static final Duration LONGEST = Duration.ofSeconds(10);

  private final Ledgers ledgers;
  private final Map<MemberId, Word> waiting = new TreeMap<>();

  /// What an owner said last.
  ///
  /// @param since when a word came first that has not been looked at, in nanoseconds
  private record Word(OriginFrontier said, long since) {
    Word then(Word later) {
      return new Word(later.said, since);
    }
  }

  QuorumsWords(Ledgers ledgers) {
    this.ledgers = ledgers;
  }

  /// Whether a peer's word may wait: if it is the owner's, of the history that is held, unless
  /// others are to judge the ledger meanwhile, or when it was witnessed is asked for.
  boolean mayWait(MemberId peer, OriginFrontier word) {
    Roll roll = ledgers.roll();
    return Origin.parse(word.origin())
            .flatMap(ledgers::held)
            .filter(held -> held.owner.equals(peer) && word.size() <= held.files.size())
            .filter(held -> isOfWhatIsHeld(held, word))
            .isPresent()
        && roll.isSettled(peer)
        && roll.ring(peer).compromised().isEmpty();
  }

  private boolean isOfWhatIsHeld(HeldLedger held, OriginFrontier word) {
    return SignedNote.parse(word.note())
        .found()
        .flatMap(note -> Checkpoint.parse(note.text()).found())
        .filter(checkpoint -> checkpoint.size() <= held.files.size())
        .filter(checkpoint -> ledgers.holds(held, checkpoint))
        .isPresent();
  }

  /// Lets a word wait. Whoever says less than before loses by it.
  void letWait(MemberId owner, OriginFrontier word, long nowNanos) {
    waiting.merge(owner, new Word(word, nowNanos), Word::then);
  }

  /// The words that are to be looked at now, by owner: those on which something rests, and those
  /// that have waited for long. They wait no more.
  ///
  /// @param nowNanos of a clock that never goes back
  SortedMap<MemberId, OriginFrontier> due(long nowNanos) {
    var due = new TreeMap<MemberId, OriginFrontier>();
    waiting.forEach((owner, word) -> {
      if (isAwaited(owner) || nowNanos - word.since() >= LONGEST.toNanos()) {
        due.put(owner, word.said());
      }
    });
    waiting.keySet().removeAll(due.keySet());
    return due;
  }

  /// All of them. They wait no more.
  SortedMap<MemberId, OriginFrontier> all() {
    var all = new TreeMap<MemberId, OriginFrontier>();
    waiting.forEach((owner, word) -> all.put(owner, word.said()));
    waiting.clear();
    return all;
  }

  /// Whether a quorum's word on an owner's ledger lets anything go on here. Steps of learning are
  /// taken as soon as they are seen.
  private boolean isAwaited(MemberId owner) {
    Optional<HeldLedger> held = ledgers.heldOf(owner);
    return held.filter(it -> it.witnessed.waiting().anyMatch(QuorumsWords::restsOnAQuorum))
        .isPresent();
  }

  private static boolean restsOnAQuorum(Seen entry) {
    return !(entry.said() instanceof Said.OfLearning);
  }
}
