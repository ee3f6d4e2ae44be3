package coop.minga.federation.ledger;

/// Which of its author's two trees an entry belongs to.
public enum Tree {
  /// What others may rely on: replicated to every member.
  LEDGER(1),
  /// Bids and replies: kept by both sides, committed to in the ledger.
  BOOK(2);

  private final int code;

  Tree(int code) {
    this.code = code;
  }

  /// The number in the signed bytes.
  public int code() {
    return code;
  }
}
