package coop.minga.node.proving;

import coop.minga.federation.ledger.NoteFault;
import java.util.Locale;

/// Why a ledger, a checkpoint or a proof is not verified, as a word for programs. The verifiers
/// that are not ours say the same words.
public enum Reason {
  /// The policy file is not one.
  POLICY,
  /// A file that the ledger must have is not there.
  MISSING,
  /// The checkpoint is not a signed note.
  NOTE,
  /// The note is not a checkpoint.
  CHECKPOINT,
  /// It is the checkpoint of a log that the policy does not name.
  OTHER_LOG,
  /// The log's owner has not signed it.
  NOT_SIGNED,
  /// A key that the policy names has a signature on it that is not valid.
  SIGNATURE,
  /// A key that the policy names has two signatures on it.
  REPEATED,
  /// A cosignature's time cannot be, or has not come yet.
  TIMESTAMP,
  /// Too few have cosigned.
  QUORUM,
  /// A bundle of entries is cut off, or has something behind its last.
  ENTRIES,
  /// The entries do not come to the root that was signed.
  ROOT,
  /// A tile of hashes is not what the entries come to.
  TILE,
  /// There is no such entry.
  INDEX,
  /// The file is not a proof.
  PROOF_FORM,
  /// The path does not lead from the entry to the root that was signed.
  PROOF,
  /// The ledger is larger than the earlier checkpoint and does not extend it.
  CONSISTENCY,
  /// The owner signed two histories of one size.
  FORK,
  /// The ledger is smaller than it was.
  ROLLBACK;

  /// The word.
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The word for what is wrong with a note or a proof file.
  static Reason of(NoteFault fault) {
    return switch (fault) {
      case TOO_LONG, NOT_UTF8, CONTROL_CHARACTER, NO_SIGNATURE_BLOCK, BAD_SIGNATURE_LINE -> NOTE;
      case BAD_KEY_NAME, BAD_BASE64, TOO_MANY_SIGNATURES -> NOTE;
      case BAD_ORIGIN, BAD_SIZE, BAD_ROOT, EXTENSION_LINES -> CHECKPOINT;
      case OTHER_ORIGIN -> OTHER_LOG;
      case NOT_SIGNED -> NOT_SIGNED;
      case BAD_SIGNATURE -> SIGNATURE;
      case REPEATED_SIGNATURE -> REPEATED;
      case BAD_TIMESTAMP -> TIMESTAMP;
      case BAD_VERIFIER_KEY -> POLICY;
      case NOT_A_PROOF, BAD_EXTRA, BAD_INDEX, BAD_PROOF_LINE, TOO_MANY_HASHES -> PROOF_FORM;
    };
  }
}
