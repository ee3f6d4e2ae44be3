package coop.minga.node.forecast;

import coop.minga.node.history.Holidays;
import coop.minga.node.history.Item;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What is known of a member's series beside their sales.
///
/// @param holidays where its sites are
/// @param categoryByItem the category of each item that has one
public record Context(Holidays holidays, Map<String, String> categoryByItem) {
  /// Nothing is known.
  public static final Context NONE = new Context(Holidays.NONE, Map.of());

  /// Copies.
  public Context {
    categoryByItem = Map.copyOf(categoryByItem);
  }

  /// What the items' table and the holidays' file tell.
  public static Context of(Holidays holidays, List<Item> items) {
    return new Context(
        holidays,
        items.stream().collect(Collectors.toMap(Item::item, Item::category, (one, _) -> one)));
  }

  String category(String item) {
    return categoryByItem.getOrDefault(item, "");
  }
}
