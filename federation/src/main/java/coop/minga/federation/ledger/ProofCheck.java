package coop.minga.federation.ledger;

/// What came of checking a proof.
public enum ProofCheck {
  /// It proves what it claims.
  HOLDS,
  /// The index is not inside the tree, or the earlier tree is the larger one.
  OUT_OF_RANGE,
  /// It has too many or too few hashes for its place.
  WRONG_LENGTH,
  /// It is well formed and leads to another root.
  OTHER_ROOT;

  /// Whether it proves what it claims.
  public boolean holds() {
    return this == HOLDS;
  }
}
