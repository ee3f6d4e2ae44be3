package coop.minga.node.witness;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.ConsistencyProof;
import coop.minga.federation.ledger.SignedNote;
import java.util.Base64;

/// What a witness is given: a checkpoint, and the proof that it extends what the witness saw last
/// (C2SP `tlog-witness`, `add-checkpoint`).
///
/// @param proof from the size that the witness saw last
/// @param note the checkpoint, signed by its owner
record Submission(ConsistencyProof proof, SignedNote note) {
  /// The request's body.
  Bytes body() {
    var text = new StringBuilder("old " + proof.from() + "\n");
    proof
        .path()
        .forEach(hash ->
            text.append(Base64.getEncoder().encodeToString(hash.value().toArray())).append('\n'));
    return Bytes.utf8(text.append('\n').append(note.encode().toUtf8()).toString());
  }
}
