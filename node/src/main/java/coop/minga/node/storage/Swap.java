package coop.minga.node.storage;

/// What came of replacing what was signed last.
public enum Swap {
  /// It is durable: this may now be signed.
  DONE,
  /// What is stored is not the predecessor that was named: another process, or an old backup.
  NOT_THE_PREDECESSOR,
  /// It has fewer entries, or an earlier time, than what was signed before.
  GOES_BACK,
  /// It has another root at the same size.
  FORKS;

  /// Whether it may be signed.
  public boolean done() {
    return this == DONE;
  }
}
