package coop.minga.node.history;

import coop.minga.federation.goods.Allergens;
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
/// @param allergens those in it; absent if nobody has said
public record Item(
    String item,
    Optional<String> gtin,
    String name,
    String category,
    int packSize,
    long unitGrams,
    Storage storage,
    int shelfLifeDays,
    Optional<Allergens> allergens) {
  /// Checks the ranges.
  public Item {
    if (packSize < 1 || unitGrams < 1 || shelfLifeDays < 1) {
      throw new IllegalArgumentException("pack, grams and shelf life are at least 1: " + item);
    }
  }

  /// The same thing, of which is declared what it contains.
  public Item containing(Allergens declared) {
    return new Item(
        item,
        gtin,
        name,
        category,
        packSize,
        unitGrams,
        storage,
        shelfLifeDays,
        Optional.of(declared));
  }

  /// Something of whose allergens nobody has said anything.
  public Item(
      String item,
      Optional<String> gtin,
      String name,
      String category,
      int packSize,
      long unitGrams,
      Storage storage,
      int shelfLifeDays) {
    this(item, gtin, name, category, packSize, unitGrams, storage, shelfLifeDays, Optional.empty());
  }
}
