package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import java.util.List;

/// All that bears on one giver's lots, as it stands in the trees.
///
/// @param giver whose lots
/// @param terms by which
/// @param ledger the giver's ledger, in order, as far as it is of surplus and negotiation
/// @param book the giver's replies and outbids, in order
/// @param bids the takers' bids that are held, in any order
/// @param takers what takers' ledgers say of the giver's lots, each ledger in order
public record Dossier(
    MemberId giver,
    Terms terms,
    List<Placed> ledger,
    List<Placed> book,
    List<Stated.OfNegotiation> bids,
    List<Placed> takers) {

  /// An entry and where it stands.
  ///
  /// @param index in its author's tree, from 0
  /// @param stated what it says
  public record Placed(long index, Stated stated) {}

  /// Copies.
  public Dossier {
    ledger = List.copyOf(ledger);
    book = List.copyOf(book);
    bids = List.copyOf(bids);
    takers = List.copyOf(takers);
  }
}
