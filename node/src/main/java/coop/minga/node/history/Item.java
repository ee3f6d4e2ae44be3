package coop.minga.node.history;

import coop.minga.federation.goods.Storage;
import java.util.Optional;

/// Something sold.
///
/// @param item the organisation's own code
/// @param gtin 14 digits
/// @param name as people say it
/// @param category by which prices, policies and needs are told
/// @param packSize units in the smallest quantity that can be ordered
/// @param unitGrams grams of one unit
/// @param storage how it is kept
/// @param shelfLifeDays days it can be sold, the day of delivery included
public record Item(
    String item,
    Optional<String> gtin,
    String name,
    String category,
    int packSize,
    long unitGrams,
    Storage storage,
    int shelfLifeDays) {
  /// Checks the ranges.
  public Item {
    if (packSize < 1 || unitGrams < 1 || shelfLifeDays < 1) {
      throw new IllegalArgumentException("pack, grams and shelf life are at least 1: " + item);
    }
  }
}
