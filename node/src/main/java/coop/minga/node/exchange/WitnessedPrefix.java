package coop.minga.node.exchange;

import coop.minga.federation.ledger.SignedNote;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How much of one ledger a quorum is known to hold, and the entries beyond it that wait for that.
final class WitnessedPrefix {
  private final Deque<Seen> waiting = new ArrayDeque<>();
  private long size;
  private Optional<SignedNote> note = Optional.empty();

  long size() {
    return size;
  }

  /// The checkpoint with its cosignatures that shows it.
  Optional<SignedNote> note() {
    return note;
  }

  /// Goes on from where another stands, with entries that it may not have had.
  void follow(WitnessedPrefix before, List<Seen> entries) {
    size = before.size;
    note = before.note;
    entries.stream().filter(entry -> entry.index() >= size).forEach(this::add);
  }

  void add(Seen entry) {
    waiting.addLast(entry);
  }

  /// The entries that no quorum is known to hold, in order.
  Stream<Seen> waiting() {
    return waiting.stream();
  }

  /// A larger checkpoint is witnessed: the entries that it newly covers, in order.
  List<Seen> grow(long to, SignedNote by) {
    if (to <= size) {
      return List.of();
    }
    size = to;
    note = Optional.of(by);
    var covered = new ArrayList<Seen>();
    while (!waiting.isEmpty() && waiting.getFirst().index() < to) {
      covered.add(waiting.removeFirst());
    }
    return covered;
  }
}
