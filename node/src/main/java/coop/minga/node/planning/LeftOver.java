package coop.minga.node.planning;

import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Grams;
import coop.minga.node.history.Item;
import coop.minga.node.history.SeriesKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// What will probably be left of one lot when its last day ends.
///
/// @param series which item at which site
/// @param item its description
/// @param lot the lot's own name, if it has one
/// @param counted the day on which it was counted; what sold since is taken off
/// @param stock whole units on the shelf on the morning of the plan
/// @param mark the printed date
/// @param sells units sold from this lot by the end of its last day; the range holds eight times in
///   ten
/// @param left units left then; the range holds every other time
/// @param lastUsefulOffer after it nobody could still collect, carry and serve the food in time
public record LeftOver(
    SeriesKey series,
    Item item,
    Optional<String> lot,
    LocalDate counted,
    long stock,
    DateMark mark,
    Range sells,
    Range left,
    Instant lastUsefulOffer) {

  /// Units that may be promised before it is known what sells: left three times in four.
  public long promisable() {
    return left.low();
  }

  /// The mass of what is left, by the middle number.
  public Grams grams() {
    return Grams.of(left.middle(), item.unitGrams());
  }

  /// Meals in it.
  public long meals() {
    return grams().meals();
  }

  /// The same food, which somebody has looked at: it may be eaten until a day after the one
  /// printed.
  ///
  /// @throws IllegalArgumentException if it may not, whoever looked
  public LeftOver checked(LocalDate until) {
    return new LeftOver(
        series, item, lot, counted, stock, mark.checked(until), sells, left, lastUsefulOffer);
  }

  /// The same food, of which is declared what it contains.
  public LeftOver containing(Allergens declared) {
    return new LeftOver(
        series, item.containing(declared), lot, counted, stock, mark, sells, left, lastUsefulOffer);
  }

  /// The last day on which it may be sold.
  public LocalDate lastDay() {
    return mark.date();
  }
}
