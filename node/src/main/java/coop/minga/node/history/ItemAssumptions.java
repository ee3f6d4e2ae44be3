package coop.minga.node.history;

import coop.minga.federation.goods.Storage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Completes items: a value that no file tells is the middle one of the same category's, or else
/// the named default.
///
/// The defaults are cautious: chilled, because food kept colder than it need be is safe, and a
/// short life, because nothing is then promised for longer than it keeps. What is in an item is
/// never assumed: what is not told stays unknown.
final class ItemAssumptions {
  static final String CATEGORY = "other";
  static final int PACK_SIZE = 1;
  static final long UNIT_GRAMS = 500;
  static final Storage STORAGE = Storage.CHILLED;
  static final int SHELF_LIFE_DAYS = 3;

  private static final String NAMED_DEFAULT = "named default";

  private final Assumed assumed = new Assumed();
  private final Map<String, List<ItemFacts>> byCategory = new HashMap<>();

  private ItemAssumptions(List<ItemFacts> all) {
    for (ItemFacts facts : all) {
      byCategory.computeIfAbsent(category(facts), _ -> new ArrayList<>()).add(facts);
    }
  }

  static MasterReader.Completed<Item> complete(List<ItemFacts> all) {
    ItemAssumptions assumptions = new ItemAssumptions(all);
    List<Item> known = all.stream().map(assumptions::item).toList();
    return new MasterReader.Completed<>(known, assumptions.assumed.all());
  }

  private Item item(ItemFacts facts) {
    if (facts.category().isEmpty()) {
      assumed.note("category", CATEGORY, NAMED_DEFAULT, facts.item());
    }
    return new Item(
        facts.item(),
        facts.gtin(),
        facts.name().orElse(facts.item()),
        category(facts),
        value(facts, new Field<>("pack size", ItemFacts::packSize, PACK_SIZE, "")),
        grams(facts),
        value(facts, new Field<>("storage", ItemFacts::storage, STORAGE, "")),
        value(facts, new Field<>("shelf life", ItemFacts::shelfLifeDays, SHELF_LIFE_DAYS, " days")),
        facts.allergens());
  }

  /// What is counted in kilograms or grams needs no weight of its unit.
  private long grams(ItemFacts facts) {
    if (facts.unitGrams().isEmpty() && facts.unit().isPresent()) {
      Optional<Long> byUnit = Units.grams(facts.unit().get());
      if (byUnit.isPresent()) {
        return byUnit.get();
      }
    }
    return value(facts, new Field<>("unit weight", ItemFacts::unitGrams, UNIT_GRAMS, " g"));
  }

  private static String category(ItemFacts facts) {
    return facts.category().orElse(CATEGORY);
  }

  private record Field<T extends Comparable<T>>(
      String name, Function<ItemFacts, Optional<T>> told, T otherwise, String unit) {}

  private <T extends Comparable<T>> T value(ItemFacts facts, Field<T> field) {
    Optional<T> told = field.told.apply(facts);
    if (told.isPresent()) {
      return told.get();
    }
    Optional<T> middle = middle(category(facts), field);
    T value = middle.orElse(field.otherwise);
    String because = middle.isPresent() ? "as most of category " + category(facts) : NAMED_DEFAULT;
    String shown = value.toString().toLowerCase(Locale.ROOT) + field.unit;
    assumed.note(field.name, shown, because, facts.item());
    return value;
  }

  private <T extends Comparable<T>> Optional<T> middle(String category, Field<T> field) {
    List<T> told =
        byCategory.getOrDefault(category, List.of()).stream()
            .flatMap(facts -> field.told.apply(facts).stream())
            .sorted(Comparator.naturalOrder())
            .toList();
    return told.isEmpty() ? Optional.empty() : Optional.of(told.get((told.size() - 1) / 2));
  }
}
