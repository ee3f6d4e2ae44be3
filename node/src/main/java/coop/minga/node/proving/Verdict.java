package coop.minga.node.proving;

import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.NoteFault;

/// What came of verifying.
public sealed interface Verdict {
  /// It is what its owner signed, and enough mirrors have cosigned.
  ///
  /// @param checkpoint what was signed
  /// @param cosignatures how many of the policy's witnesses have
  /// @param sentence the same, for people
  record Verified(Checkpoint checkpoint, int cosignatures, String sentence) implements Verdict {}

  /// It is not.
  ///
  /// @param reason the first reason met
  /// @param what the rest of the sentence "NOT verified: ..."
  record Refused(Reason reason, String what) implements Verdict {}

  /// A refusal for what is wrong with a note or a proof file.
  ///
  /// @param file which
  static Refused refused(String file, NoteFault fault) {
    return new Refused(Reason.of(fault), file + ": " + fault.sentence());
  }

  /// Whether it is verified.
  default boolean verified() {
    return this instanceof Verified;
  }

  /// The word for programs; empty if it is verified.
  default String code() {
    return switch (this) {
      case Verified _ -> "";
      case Refused(var reason, _) -> reason.code();
    };
  }

  /// One sentence for people.
  default String text() {
    return switch (this) {
      case Verified(_, _, var sentence) -> sentence;
      case Refused(_, var what) -> "NOT verified: " + what + ".";
    };
  }
}
