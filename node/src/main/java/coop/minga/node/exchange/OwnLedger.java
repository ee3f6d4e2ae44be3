package coop.minga.node.exchange;

import coop.minga.federation.ledger.ConsistencyProof;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.SignedNote;
import java.util.Optional;

/// This member's ledger as far as it is signed for and published. On the loop's thread only.
public interface OwnLedger {
  /// The key that signs it.
  NoteKey key();

  /// The checkpoint published last, with all the signatures that it has by now.
  Optional<SignedNote> checkpoint();

  /// That the tree of the first `to` entries extends that of the first `from`.
  ConsistencyProof prove(long from, long to);

  /// Puts a signature of somebody who is no member onto the published checkpoint, if it is still
  /// the one of that text. Whether it is good the caller has checked.
  void addSignature(String text, NoteSignature line);
}
