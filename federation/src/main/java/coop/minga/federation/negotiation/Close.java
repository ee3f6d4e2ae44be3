package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.surplus.Offer;
import java.time.Instant;

/// Bidding on a lot is over: the giver's ledger.
///
/// @param lot one of the author's
/// @param book the giver's: every reply to this lot that accepted anything is in it
/// @param clearingPoints the lowest standing bid if all units are held, else 0
/// @param bidsRoot RFC 9162 root over the ids of the bids replied to so far, in order of reply
/// @param at when
public record Close(String lot, Book book, int clearingPoints, Hash bidsRoot, Instant at)
    implements NegotiationStatement {
  /// Checks texts and ranges.
  public Close {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.range("points", clearingPoints, 0, Offer.MAX_POINTS);
    Checks.instant("a time", at);
  }

  /// A book at one moment.
  ///
  /// @param size entries in it
  /// @param root of its tree
  public record Book(long size, Hash root) {
    /// Checks the size.
    public Book {
      Checks.range("a book's size", size, 0, Long.MAX_VALUE);
    }
  }
}
