package coop.minga.node.exchange;

import coop.minga.federation.identity.Hash;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// Notes of one ledger that were judged and say nothing that is not known here, by the hash of
/// their bytes: the last [#MOST]. What was found of them stands for as long as the roll is as it
/// was then ([Roll#revision]).
final class KnownNotes {
  /// So many are remembered: what two dozen peers show of one ledger is nearly always the same.
  static final int MOST = 16;

  private final SequencedSet<Hash> notes = new LinkedHashSet<>();
  private long revision;

  /// Whether a note is one of them.
  boolean has(Hash note, long now) {
    return revision == now && notes.contains(note);
  }

  /// Takes up one more.
  void add(Hash note, long now) {
    if (revision != now) {
      notes.clear();
      revision = now;
    }
    notes.addLast(note);
    if (notes.size() > MOST) {
      notes.removeFirst();
    }
  }
}
