package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.surplus.Offer;
import java.util.List;
import java.util.stream.IntStream;

/// What a site would take of one category, beside what it has and is promised.
///
/// @param category of the charter's table
/// @param storage the one class in which the site takes it
/// @param tiers the most needed first: points never rise, so that one more is never worth more than
///   the one before
public record Want(String category, Storage storage, List<Tier> tiers) {
  /// Per cent of the base points that each quarter of a need is worth.
  private static final List<Integer> QUARTERS = List.of(100, 70, 45, 20);

  /// So many grams, each kg worth so many points, transport not yet taken off.
  public record Tier(Grams grams, int points) {
    /// Checks the range.
    public Tier {
      Checks.range("a tier's points", points, 0, Offer.MAX_POINTS);
    }
  }

  /// Checks the order and copies.
  public Want {
    Checks.text("a category", category, Checks.NAME);
    tiers = List.copyOf(tiers);
    for (int i = 1; i < tiers.size(); i++) {
      if (tiers.get(i).points() > tiers.get(i - 1).points()) {
        throw new IllegalArgumentException("tiers of " + category + " are worth more and more");
      }
    }
  }

  /// A need in quarters, worth 100, 70, 45 and 20 per cent of the base points.
  public static Want inQuarters(String category, Storage storage, Grams need, int basePoints) {
    long quarter = need.value() / QUARTERS.size();
    long rest = need.value() - quarter * (QUARTERS.size() - 1L);
    return new Want(
        category,
        storage,
        IntStream.range(0, QUARTERS.size())
            .mapToObj(i ->
                new Tier(
                    new Grams(i == 0 ? rest : quarter),
                    (int) (basePoints * (long) QUARTERS.get(i) / 100)))
            .toList());
  }
}
