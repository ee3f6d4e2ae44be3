package coop.minga.federation.goods;

import java.util.Optional;

/// What a lot is made of.
///
/// @param item its name, as the shop says it
/// @param gtin where it has one
/// @param category the name under which the charter's table gives it base points
/// @param storage how it must be kept
/// @param contains the allergens in it; absent if its giver declares nothing of them
public record Product(
    String item,
    Optional<Gtin> gtin,
    String category,
    Storage storage,
    Optional<Allergens> contains) {
  /// Checks the names.
  public Product {
    Checks.text("an item", item, Checks.SENTENCE);
    Checks.text("a category", category, Checks.NAME);
  }

  /// A product of which nothing is declared.
  public Product(String item, Optional<Gtin> gtin, String category, Storage storage) {
    this(item, gtin, category, storage, Optional.empty());
  }

  /// The same product, of which is declared what it contains.
  public Product containing(Allergens declared) {
    return new Product(item, gtin, category, storage, Optional.of(declared));
  }

  /// The same product, kept otherwise.
  public Product kept(Storage other) {
    return new Product(item, gtin, category, other, contains);
  }

  /// Whether it may go where some things are kept out: it contains none of them, and that is
  /// declared.
  public boolean suits(Allergens avoided) {
    return avoided.isNone()
        || contains.filter(declared -> declared.among(avoided).isNone()).isPresent();
  }
}
