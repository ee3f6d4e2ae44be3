package coop.minga.federation.ledger;

import coop.minga.federation.identity.Hash;

/// That two checkpoints are of two histories: the tree of the larger one had, at the size of the
/// smaller one, another root than the smaller one says. Two roots at one size are the plainest
/// case.
///
/// It says nothing of who signed what: [Evidence] does.
///
/// @param smaller the checkpoint of fewer or as many entries
/// @param larger the other, of the same origin
/// @param otherRoot the root that the larger tree has at the smaller one's size
/// @param proof from `otherRoot` to the larger one's root
public record Parting(
    SignedNote smaller, SignedNote larger, Hash otherRoot, ConsistencyProof proof) {
  /// Makes it from the larger checkpoint's tree.
  ///
  /// @throws IndexOutOfBoundsException if that tree is the smaller one
  public static Parting make(SignedNote smaller, SignedNote larger, Subtrees largerTree) {
    long from = size(smaller);
    return new Parting(
        smaller,
        larger,
        largerTree.root(from),
        ConsistencyProof.make(largerTree, from, size(larger)));
  }

  /// Whether the two histories part.
  public boolean holds() {
    var first = Checkpoint.parse(smaller.text()).found();
    var second = Checkpoint.parse(larger.text()).found();
    return first.isPresent()
        && second.isPresent()
        && first.get().origin().equals(second.get().origin())
        && proof.from() == first.get().size()
        && proof.to() == second.get().size()
        && !otherRoot.equals(first.get().root())
        && proof.check(otherRoot, second.get().root()).holds();
  }

  private static long size(SignedNote note) {
    return Checkpoint.parse(note.text())
        .found()
        .orElseThrow(() -> new IllegalArgumentException("not a checkpoint: " + note.text()))
        .size();
  }
}
