package coop.minga.node.exchange;

import coop.minga.federation.ledger.ConsistencyProof;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.SignedNote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// The own ledger's files, for those who give them to others.
record PublishedLedger(Ledgers ledgers) implements OwnLedger {
  @Override
  public NoteKey key() {
    return ledgers.ownKey();
  }

  @Override
  public Optional<SignedNote> checkpoint() {
    return ledgers.own().files().checkpoint();
  }

  @Override
  public ConsistencyProof prove(long from, long to) {
    return ledgers.own().files().proveConsistency(from, to);
  }

  @Override
  public void addSignature(String text, NoteSignature line) {
    Optional<SignedNote> published = checkpoint().filter(note -> note.text().equals(text));
    try {
      if (published.isPresent()) {
        ledgers.own().files().publish(published.get().with(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
