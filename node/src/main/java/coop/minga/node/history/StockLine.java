package coop.minga.node.history;

import coop.minga.federation.goods.DateMark;
import java.time.LocalDate;
import java.util.Optional;

/// What was counted of one lot of an item at a site.
///
/// @param counted the day of the count
/// @param site where
/// @param item what
/// @param lot the lot's own name, where the file tells one
/// @param quantity in the item's own unit, not negative
/// @param mark the printed date, where the file tells one; without it no lot can be offered
public record StockLine(
    LocalDate counted,
    String site,
    String item,
    Optional<String> lot,
    double quantity,
    Optional<DateMark> mark) {
  /// Checks the quantity.
  public StockLine {
    if (!(quantity >= 0) || Double.isInfinite(quantity)) {
      throw new IllegalArgumentException("stock is not negative, not " + quantity);
    }
  }
}
