package coop.minga.federation.ledger;

/// Why a policy file is refused.
public enum PolicyFault {
  /// Longer than [Policy#MAX_BYTES], or the last line has no newline.
  NOT_LINES("it is too long, or its last line does not end"),
  /// A control character other than tab and newline.
  CONTROL_CHARACTER("a line has a control character"),
  /// A line that is none of those that a policy has, or has too few or too many words.
  UNKNOWN_LINE("a line is none that a policy has"),
  /// A key that is not an Ed25519 verifier key of the kind that the line needs.
  BAD_KEY("a key is not a verifier key of the kind that belongs there"),
  /// One key stands for two logs, or for two witnesses.
  REPEATED_KEY("one key stands for two"),
  /// A name is given twice, or is `none`.
  REPEATED_NAME("a name is given twice"),
  /// A group or the quorum names what no line before it defines.
  UNKNOWN_NAME("a name is used that no line before it gives"),
  /// A name is a member of two groups, or twice of one.
  SHARED_MEMBER("a name is a member twice"),
  /// A group's number is not from 1 to its members.
  BAD_THRESHOLD("a group needs more members than it has, or none"),
  /// No quorum line, or two.
  NOT_ONE_QUORUM("it has not exactly one quorum line"),
  /// More lines of a kind than [Policy#MAX_OF_A_KIND].
  TOO_MANY("it has too many lines of one kind");

  private final String sentence;

  PolicyFault(String sentence) {
    this.sentence = sentence;
  }

  /// The reason in words, to follow "refused: ".
  public String sentence() {
    return sentence;
  }
}
