package coop.minga.node.witness;

import coop.minga.federation.ledger.NoteSignature;
import java.util.List;

/// What a witness says to a checkpoint.
sealed interface Answer {
  /// It cosigned. Whether the lines are its own is still to be checked.
  ///
  /// @param lines as they came
  record Cosigned(List<NoteSignature> lines) implements Answer {}

  /// It saw another size last than it was told.
  ///
  /// @param size which
  record SawLast(long size) implements Answer {}

  /// It said no, or something that is no answer.
  ///
  /// @param why for the operator
  record Refused(String why) implements Answer {}
}
