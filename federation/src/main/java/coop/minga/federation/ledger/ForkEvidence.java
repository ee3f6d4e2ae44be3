package coop.minga.federation.ledger;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.SignatureVerifier;

/// Proof, for anybody, that an owner signed two histories of one tree.
///
/// Two checkpoints of its key, and a consistency proof from the smaller's size to the larger that
/// starts from another root than the smaller one's.
///
/// @param smaller the checkpoint of fewer or as many entries
/// @param larger the other
/// @param otherRoot the root that the larger tree has at the smaller one's size
/// @param proof from `otherRoot` to the larger one's root
public record ForkEvidence(
    SignedNote smaller, SignedNote larger, Hash otherRoot, ConsistencyProof proof) {
  /// Whether it proves that the holder of this key forked.
  public boolean proves(NoteKey ledger, SignatureVerifier verifier) {
    var first = Checkpoint.open(smaller, ledger, verifier).found();
    var second = Checkpoint.open(larger, ledger, verifier).found();
    return first.isPresent()
        && second.isPresent()
        && proof.from() == first.get().size()
        && proof.to() == second.get().size()
        && !otherRoot.equals(first.get().root())
        && proof.check(otherRoot, second.get().root()).holds();
  }
}
