package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Storage;
import coop.minga.federation.surplus.LotName;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a site would have at given prices: its demand.
///
/// Greedy over the marginal gains, which finds the best bundle because the wants are concave and
/// laminar (for units of one mass; for mixed ones it is near). What is held or asked for stays in:
/// with substitutes, prices that only rise elsewhere never make it unwanted.
final class Oracle {
  private final Wants wants;
  private final Map<Kind, Long> used = new HashMap<>();
  private final Map<Storage, Long> stored = new EnumMap<>(Storage.class);
  private final SortedMap<LotName, Integer> more = new TreeMap<>();

  private Oracle(Wants wants) {
    this.wants = wants;
  }

  /// A lot as the site sees it.
  ///
  /// @param lot its name
  /// @param category its category
  /// @param storage its storage class
  /// @param unitGrams the mass of a unit
  /// @param committed units held, asked for or promised
  /// @param open units that could be asked for beside those
  /// @param cost of one more, transport included, points per kg
  record Position(
      LotName lot,
      String category,
      Storage storage,
      int unitGrams,
      int committed,
      int open,
      int cost) {}

  /// What one want is of.
  private record Kind(String category, Storage storage) {
    static Kind of(Position p) {
      return new Kind(p.category(), p.storage());
    }
  }

  private record Choice(Position position, int units, int gain) {}

  /// Units to ask for beside those committed, by lot.
  static SortedMap<LotName, Integer> demand(Wants wants, List<Position> positions) {
    var oracle = new Oracle(wants);
    positions.forEach(p -> oracle.use(p, p.committed()));
    Optional<Choice> best = oracle.best(positions);
    while (best.isPresent()) {
      oracle.choose(best.get());
      best = oracle.best(positions);
    }
    return oracle.more;
  }

  private void choose(Choice choice) {
    use(choice.position(), choice.units());
    more.merge(choice.position().lot(), choice.units(), Integer::sum);
  }

  private void use(Position p, int units) {
    long grams = (long) units * p.unitGrams();
    used.merge(Kind.of(p), grams, Long::sum);
    stored.merge(p.storage(), grams, Long::sum);
  }

  private Optional<Choice> best(List<Position> positions) {
    Optional<Choice> best = Optional.empty();
    for (Position p : positions) {
      Optional<Choice> choice = choice(p);
      if (choice.isPresent() && (best.isEmpty() || choice.get().gain() > best.get().gain())) {
        best = choice;
      }
    }
    return best;
  }

  private Optional<Choice> choice(Position p) {
    int open = p.open() - more.getOrDefault(p.lot(), 0);
    long room = wants.roomFor(p.storage()) - stored.getOrDefault(p.storage(), 0L);
    long fits = Math.min(open, room / p.unitGrams());
    return wants
        .of(p.category(), p.storage())
        .filter(_ -> fits > 0)
        .flatMap(want -> inTier(want, p, fits));
  }

  /// As many units as end in the tier in which the next one ends, which is what they are worth.
  private Optional<Choice> inTier(Want want, Position p, long fits) {
    long start = used.getOrDefault(Kind.of(p), 0L);
    long end = 0;
    for (Want.Tier tier : want.tiers()) {
      end += tier.grams().value();
      if (start + p.unitGrams() <= end) {
        int gain = tier.points() - p.cost();
        int units = (int) Math.min(fits, (end - start) / p.unitGrams());
        return gain > 0 ? Optional.of(new Choice(p, units, gain)) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
