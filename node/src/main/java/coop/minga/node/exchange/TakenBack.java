package coop.minga.node.exchange;

import java.util.List;

/// What does not count any more, because the key that signed it was somebody else's by then.
///
/// @param entries in the order of each ledger
/// @param ledger how many entries this member's own ledger had when it last learnt of such a loss:
///   these may rest on what was taken back
/// @param book the same of its book
public record TakenBack(List<Seen> entries, long ledger, long book) {
  /// No key was lost.
  public static final TakenBack NOTHING = new TakenBack(List.of(), 0, 0);

  /// Copies.
  public TakenBack {
    entries = List.copyOf(entries);
  }

  /// Whether an entry of this member's own was made before it learnt of the loss.
  public boolean isOlder(Seen own) {
    return own.index()
        < switch (own.tree()) {
          case LEDGER -> ledger;
          case BOOK -> book;
        };
  }
}
