package coop.minga.federation.roster;

/// Why what a member says of its keys counts for nothing.
public enum KeyFault {
  /// Not the one after the last.
  WRONG_SERIAL("the serial is not the next one"),
  /// The root key has not signed it.
  BAD_ROOT_SIGNATURE("the root key has not signed it"),
  /// One of the keys had been in use.
  KEY_USED("a key in it has been in use before"),
  /// The key was never its author's.
  NOT_ITS_KEY("the key was never the author's");

  private final String sentence;

  KeyFault(String sentence) {
    this.sentence = sentence;
  }

  /// The reason in words.
  public String sentence() {
    return sentence;
  }
}
