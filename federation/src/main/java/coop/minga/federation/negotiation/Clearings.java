package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.Place;
import coop.minga.federation.surplus.Lot;
import java.util.List;
import java.util.stream.Stream;

/// What lots of late cleared for, by anybody's count of the ledgers: whoever holds them comes to
/// the same prices.
///
/// @param all of lots that closed within [#DAYS] before the count and that people bid for
public record Clearings(List<Cleared> all) {
  /// How long a lot is spoken of.
  public static final int DAYS = 14;

  /// A category of which fewer lots cleared above 0 opens at 0.
  public static final int LEAST = 3;

  /// Lots from farther away say nothing of prices here.
  public static final int LOCAL_METRES = 30_000;

  /// A lot opens at so many per cent of what lots like it cleared for.
  public static final long OPENING_PERCENT = 80;

  private static final long PERCENT = 100;

  /// Nothing has cleared yet.
  public static final Clearings NONE = new Clearings(List.of());

  /// Copies.
  public Clearings {
    all = List.copyOf(all);
  }

  /// A lot that closed.
  ///
  /// @param category its category
  /// @param cell about where it was
  /// @param points what it cleared for, per kg; 0 if units were left
  public record Cleared(String category, Cell cell, int points) {}

  /// The price in the middle of what lots of a category cleared for hereabouts, the lower of two; 0
  /// if too few cleared above 0 to speak of a price.
  public int median(Lot lot) {
    Place here = Cell.of(lot.place()).middle();
    return middle(
        of(lot.product().category())
            .filter(each -> each.cell().middle().metresTo(here) <= LOCAL_METRES)
            .map(Cleared::points)
            .toList());
  }

  /// What a lot opens at.
  public int opening(Lot lot) {
    return Math.toIntExact((long) median(lot) * OPENING_PERCENT / PERCENT);
  }

  /// What lots open at whose likes cleared for these points.
  public static int opening(List<Integer> cleared) {
    return Math.toIntExact((long) middle(cleared) * OPENING_PERCENT / PERCENT);
  }

  private static int middle(List<Integer> cleared) {
    long paid = cleared.stream().filter(points -> points > 0).count();
    return paid < LEAST ? 0 : cleared.stream().sorted().toList().get((cleared.size() - 1) / 2);
  }

  private Stream<Cleared> of(String category) {
    return all.stream().filter(each -> each.category().equals(category));
  }
}
