package coop.minga.federation.goods;

import java.util.Optional;

/// What a lot is made of.
///
/// @param item its name, as the shop says it
/// @param gtin where it has one
/// @param category the name under which the charter's table gives it base points
/// @param storage how it must be kept
public record Product(String item, Optional<Gtin> gtin, String category, Storage storage) {
  /// Checks the names.
  public Product {
    Checks.text("an item", item, Checks.SENTENCE);
    Checks.text("a category", category, Checks.NAME);
  }
}
