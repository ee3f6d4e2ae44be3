package coop.minga.federation.surplus;

import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Storage;
import java.util.Optional;

/// What every member may know of a lot: about how much of what kind of food, and about where.
///
/// @param lot its name, which says nothing
/// @param category the name under which the charter's table gives it base points
/// @param storage how it must be kept
/// @param date the date printed on it
/// @param kilograms its mass, rounded up to a multiple of [#STEP_KG]
/// @param cell about where it is
/// @param contains the allergens in it; absent if its giver declares nothing of them
public record Outline(
    String lot,
    String category,
    Storage storage,
    DateMark date,
    int kilograms,
    Cell cell,
    Optional<Allergens> contains) {
  /// The step in which masses are told, in kilograms.
  public static final int STEP_KG = 5;

  private static final long STEP_GRAMS = STEP_KG * 1000L;
  private static final int MOST_KG = 100_000_000;

  /// Checks names and ranges.
  public Outline {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.text("a category", category, Checks.NAME);
    Checks.range("a mass in kg", kilograms, STEP_KG, MOST_KG);
    if (kilograms % STEP_KG != 0) {
      throw new IllegalArgumentException("a mass is told in steps of 5 kg, not as " + kilograms);
    }
  }

  /// Whether it says what offers before version 6 cannot: what is in the food, that it is hot, or
  /// that a member froze it.
  public boolean isOfLater() {
    return contains.isPresent() || storage == Storage.HOT || date.frozenUntil().isPresent();
  }

  /// A lot's outline.
  public static Outline of(Lot lot) {
    long steps = Math.ceilDiv(lot.grams(lot.units()).value(), STEP_GRAMS);
    return new Outline(
        lot.name(),
        lot.product().category(),
        lot.product().storage(),
        lot.date(),
        Math.toIntExact(steps * STEP_KG),
        Cell.of(lot.place()),
        lot.product().contains());
  }
}
