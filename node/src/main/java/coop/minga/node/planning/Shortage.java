package coop.minga.node.planning;

import coop.minga.federation.goods.Grams;
import java.util.List;

/// What a taker's site is missing of one category over some days, the part that matters most first.
///
/// @param site where it is cooked or given out
/// @param category of the food
/// @param needed by its own Need lines
/// @param missing what is neither in stock nor accepted
/// @param tiers the missing part, cut at quarters of what is needed
public record Shortage(
    String site, String category, Grams needed, Grams missing, List<Tier> tiers) {
  /// A part of the need that is worth the same throughout.
  ///
  /// @param grams how much of it is missing
  /// @param worthPermille thousandths of the category's base points that it is worth if it is
  ///   needed
  /// @param needPermille in how many of a thousand cases it is needed
  public record Tier(Grams grams, int worthPermille, int needPermille) {}

  /// Copies.
  public Shortage {
    tiers = List.copyOf(tiers);
  }
}
