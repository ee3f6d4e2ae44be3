package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Product;

/// A quantity of one item at one site with one date mark.
///
/// @param name a text that its giver never uses twice
/// @param site the giver's site where it stands
/// @param place where that is
/// @param product what it is
/// @param date the date printed on it
/// @param units how many, 1 to [#MAX_UNITS]
/// @param unitGrams the mass of one, 1 to [#MAX_UNIT_GRAMS]
public record Lot(
    String name,
    String site,
    Place place,
    Product product,
    DateMark date,
    int units,
    int unitGrams) {
  /// The most units of a lot.
  public static final int MAX_UNITS = 100_000;

  /// The heaviest unit, in grams.
  public static final int MAX_UNIT_GRAMS = 1_000_000;

  /// Checks names and ranges.
  public Lot {
    Checks.text("a lot's name", name, Checks.LOT);
    Checks.text("a site", site, Checks.NAME);
    Checks.range("a lot's units", units, 1, MAX_UNITS);
    Checks.range("a unit's grams", unitGrams, 1, MAX_UNIT_GRAMS);
  }

  /// The same quantity of another product.
  public Lot of(Product other) {
    return new Lot(name, site, place, other, date, units, unitGrams);
  }

  /// The mass of so many of its units.
  public Grams grams(int count) {
    return Grams.of(count, unitGrams);
  }
}
