package coop.minga.federation.negotiation;

import static java.util.stream.Collectors.toUnmodifiableSet;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.SurplusStatement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// All that bears on one giver's lots, as it stands in the trees; of a lot that was opened to the
/// reader its offer, else its notice.
///
/// @param giver whose lots
/// @param rules by which
/// @param ledger the giver's ledger, in order, as far as it is of surplus and negotiation
/// @param book the giver's replies and outbids, in order
/// @param bids the takers' bids that are held, in any order
/// @param takers what takers' ledgers say of the giver's lots, each ledger in order
public record Dossier(
    MemberId giver,
    Rulebook rules,
    List<Placed> ledger,
    List<Placed> book,
    List<Stated.OfNegotiation> bids,
    List<Placed> takers) {

  /// All that bears on them, where the terms never change.
  public Dossier(
      MemberId giver,
      Terms terms,
      List<Placed> ledger,
      List<Placed> book,
      List<Stated.OfNegotiation> bids,
      List<Placed> takers) {
    this(giver, Rulebook.always(terms), ledger, book, bids, takers);
  }

  /// An entry and where it stands.
  ///
  /// @param index in its author's tree, from 0
  /// @param stated what it says
  public record Placed(long index, Stated stated) {}

  /// What can be recomputed, and what cannot.
  ///
  /// @param dossier without the lots that cannot
  /// @param unread those, by name
  public record Legible(Dossier dossier, SortedSet<String> unread) {}

  /// Leaves out what cannot be recomputed: lots that were not opened to the reader, or whose giver
  /// wished something that is not known yet, and those that closed with them, since a bid on one
  /// keeps the others open.
  public Legible legible() {
    Set<Instant> sessions =
        Stream.concat(
                surplus(Notice.class).map(Notice::closesAt),
                surplus(Offer.class).filter(offer -> offer.wishes().isEmpty()).map(Offer::closesAt))
            .collect(toUnmodifiableSet());
    var unread = new TreeSet<String>();
    surplus(Notice.class).map(notice -> notice.outline().lot()).forEach(unread::add);
    surplus(Offer.class)
        .filter(offer -> sessions.contains(offer.closesAt()))
        .map(offer -> offer.lot().name())
        .forEach(unread::add);
    return new Legible(without(unread), unread);
  }

  private Dossier without(Set<String> lots) {
    if (lots.isEmpty()) {
      return this;
    }
    Stall stall = Stall.empty(giver, rules);
    Predicate<Stated> kept = stated -> stall.lotOf(stated).filter(lots::contains).isEmpty();
    return new Dossier(
        giver,
        rules,
        ledger.stream().filter(placed -> kept.test(placed.stated())).toList(),
        book.stream().filter(placed -> kept.test(placed.stated())).toList(),
        bids.stream().filter(kept).toList(),
        takers.stream().filter(placed -> kept.test(placed.stated())).toList());
  }

  private <S extends SurplusStatement> Stream<S> surplus(Class<S> kind) {
    return ledger.stream()
        .map(Placed::stated)
        .filter(Stated.OfSurplus.class::isInstance)
        .map(stated -> ((Stated.OfSurplus) stated).says())
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  /// Copies.
  public Dossier {
    ledger = List.copyOf(ledger);
    book = List.copyOf(book);
    bids = List.copyOf(bids);
    takers = List.copyOf(takers);
  }
}
