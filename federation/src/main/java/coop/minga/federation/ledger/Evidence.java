package coop.minga.federation.ledger;

/// Proof, for anybody and without asking anybody, that a member did what no honest node does. Whose
/// keys are the member's is all that a reader must know beforehand.
public sealed interface Evidence {
  /// An owner signed two histories of one of its trees.
  ///
  /// @param parting the two, each with the owner's signature
  record LedgerFork(Parting parting) implements Evidence {}

  /// A mirror cosigned two histories of one tree.
  ///
  /// @param parting the two, each with the mirror's cosignature
  record WitnessFork(Parting parting) implements Evidence {}

  /// A mirror said of a smaller tree that it is the largest that it knows, later than it cosigned a
  /// larger one.
  ///
  /// @param larger a checkpoint with the mirror's cosignature
  /// @param later one of fewer entries, with a later cosignature of the same mirror
  record WitnessWentBack(SignedNote larger, SignedNote later) implements Evidence {}

  /// A member entered two things of which an honest node says only one.
  ///
  /// @param first a proof that carries the entry beside it, by a checkpoint of the member's
  /// @param second the same for the other entry
  record TwoWords(TlogProof first, TlogProof second) implements Evidence {}

  /// What it shows of a member, to follow the member's name.
  default String words() {
    return switch (this) {
      case LedgerFork _ -> "signed two histories of one ledger";
      case WitnessFork _ -> "cosigned two histories of one ledger";
      case WitnessWentBack _ -> "cosigned a smaller ledger after a larger one";
      case TwoWords _ -> "entered two words where it has one";
    };
  }
}
