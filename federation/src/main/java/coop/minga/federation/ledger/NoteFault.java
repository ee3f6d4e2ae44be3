package coop.minga.federation.ledger;

/// Why a signed note, a checkpoint, a cosignature or a proof file is refused.
public enum NoteFault {
  /// Longer than [SignedNote#MAX_BYTES].
  TOO_LONG("it is too long"),
  /// Not UTF-8.
  NOT_UTF8("it is not UTF-8"),
  /// A control character, a carriage return among them.
  CONTROL_CHARACTER("it has a control character"),
  /// No blank line before the signatures, or no newline at the end.
  NO_SIGNATURE_BLOCK("it has no signature lines after a blank line"),
  /// A line among the signatures that is not one.
  BAD_SIGNATURE_LINE("a signature line is not in the form of one"),
  /// A key name that is empty or has a space or a plus.
  BAD_KEY_NAME("a signature names a key as no key may be named"),
  /// Base64 that is not the one canonical spelling of its bytes.
  BAD_BASE64("base64 is not in its one canonical form"),
  /// More than [SignedNote#MAX_SIGNATURES].
  TOO_MANY_SIGNATURES("it has too many signatures"),
  /// The checkpoint's first line is not an origin of ours.
  BAD_ORIGIN("its first line is not an origin"),
  /// The checkpoint's second line is not a canonical decimal in range.
  BAD_SIZE("its second line is not a tree size"),
  /// The checkpoint's third line is not a hash, or an empty tree has another root than nothing's.
  BAD_ROOT("its third line is not a root hash"),
  /// Lines after the third.
  EXTENSION_LINES("it has lines beyond the third"),
  /// The checkpoint of another tree than the one asked about.
  OTHER_ORIGIN("it is the checkpoint of another tree"),
  /// No line by the key asked about.
  NOT_SIGNED("the key asked about has not signed it"),
  /// A line names a known key and does not verify.
  BAD_SIGNATURE("a known key's signature on it is not valid"),
  /// Two lines by one known key.
  REPEATED_SIGNATURE("a known key has two signatures on it"),
  /// A cosignature whose time is 0, or above 2^63 - 1, or later than the caller allows.
  BAD_TIMESTAMP("a cosignature's time cannot be, or has not come yet"),
  /// A verifier key text that is not one, or whose id is not its key's.
  BAD_VERIFIER_KEY("it is not a verifier key"),
  /// A proof file's first line is another.
  NOT_A_PROOF("its first line is not that of a proof file"),
  /// A proof file's extra data is not base64 in its one form, or too long.
  BAD_EXTRA("its extra data is not canonical base64, or too long"),
  /// A proof file's index line is none, or not a canonical decimal in range.
  BAD_INDEX("it has no index line in canonical form"),
  /// A line of a proof's path is not a hash.
  BAD_PROOF_LINE("a line of its path is not a hash"),
  /// More lines in a path than any tree needs.
  TOO_MANY_HASHES("its path is longer than any tree needs");

  private final String sentence;

  NoteFault(String sentence) {
    this.sentence = sentence;
  }

  /// The reason in words, to follow "refused: ".
  public String sentence() {
    return sentence;
  }
}
