package coop.minga.node.planning;

/// What is known of an item at a site, and so what may be told of it. The higher, the more.
public enum Level {
  /// Sales only: what will be sold, and nothing of what is there.
  A("sales only: order what is said, less what you have; no surplus is told"),
  /// Deliveries besides: what is there can be estimated.
  B("sales and deliveries: what is there is estimated"),
  /// Counted, or written off, lately.
  C("sales and counts or waste: what is there was counted, its dates are estimated"),
  /// Counted with the printed dates.
  D("sales, counts and dates: lots can be offered");

  private final String words;

  Level(String words) {
    this.words = words;
  }

  /// What is known, and what follows for what is told.
  public String words() {
    return words;
  }
}
