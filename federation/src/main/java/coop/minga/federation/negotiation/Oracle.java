package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a site would have at given prices, and how far up it would follow a price.
///
/// Greedy over the marginal gains, which finds the best bundle because the wants are concave and
/// laminar (for units of one mass; for mixed ones it is near). What is held or asked for stays in:
/// with substitutes, prices that only rise elsewhere never make it unwanted.
///
/// Made once for the lots of a session and asked again whenever a price or a holding changed:
/// within a category lots are kept in the order of their cost, which hardly changes from one time
/// to the next, so that a choice costs little more than looking at each lot once. Not for two
/// threads.
///
/// Source: D. Bertsekas and D. Castañon, "The auction algorithm for transportation problems",
/// Annals of Operations Research 20, 1989 (similar objects: the second best is another lot's). We
/// differ: several lots are chosen at once, and none is followed up where a capacity binds, since
/// there the second best is not known from one category alone.
final class Oracle {
  /// What one more is worth where a want is met: less than any price, a bonus included.
  private static final int UNWANTED = -2 * Standing.NO_MORE;

  private static final List<Storage> CLASSES = List.of(Storage.values());

  private final Wants wants;
  private final List<Kind> kinds;
  private final int[] kindOf;
  private final int[] storageOf;
  private final int[] unitGrams;
  private final long[] rooms;
  private final long whole;
  private final int[] committed;
  private final int[] open;
  private final int[] cost;
  private final int[] chosen;
  private final long[] stored = new long[CLASSES.size()];
  private final boolean[] tight = new boolean[CLASSES.size()];
  private long storedInAll;
  private boolean tightInAll;

  /// A lot as the site sees it.
  ///
  /// @param category its category
  /// @param storage its storage class
  /// @param unitGrams the mass of a unit
  record Position(String category, Storage storage, int unitGrams) {}

  /// An oracle for these lots, of which nothing is held or open yet.
  Oracle(Wants wants, List<Position> positions) {
    this.wants = wants;
    int size = positions.size();
    this.unitGrams = positions.stream().mapToInt(Position::unitGrams).toArray();
    this.storageOf = positions.stream().mapToInt(p -> CLASSES.indexOf(p.storage())).toArray();
    this.rooms = CLASSES.stream().mapToLong(wants::roomFor).toArray();
    this.whole = wants.whole().value();
    this.committed = new int[size];
    this.open = new int[size];
    this.cost = new int[size];
    this.chosen = new int[size];
    this.kindOf = positions.stream().mapToInt(this::kindOf).toArray();
    this.kinds = IntStream.range(0, wants.wants().size()).mapToObj(Kind::new).toList();
  }

  private int kindOf(Position position) {
    return IntStream.range(0, wants.wants().size())
        .filter(k -> wants.wants().get(k).category().equals(position.category()))
        .filter(k -> wants.wants().get(k).storage() == position.storage())
        .findFirst()
        .orElse(-1);
  }

  /// Says how a lot stands.
  ///
  /// @param position of the lot in the list
  /// @param held units held, asked for or promised
  /// @param more units that could be asked for beside those
  /// @param points what one more costs, transport included, per kg
  void set(int position, int held, int more, int points) {
    committed[position] = held;
    open[position] = more;
    cost[position] = points;
  }

  /// Chooses anew.
  void choose() {
    clear();
    for (int p = 0; p < committed.length; p++) {
      use(p, committed[p]);
    }
    kinds.forEach(Kind::begin);
    Kind best = best();
    while (best != null) {
      best.take();
      best = best();
    }
  }

  /// Units of a lot to ask for beside those committed.
  int units(int position) {
    return chosen[position];
  }

  /// Points by which the price of what is asked for of a lot may rise before the site would rather
  /// have something else, or nothing; 0 where a capacity binds.
  int rise(int position) {
    return chosen[position] == 0 || tightInAll || tight[storage(position)]
        ? 0
        : kinds.get(kindOf[position]).rise(position);
  }

  private void clear() {
    Arrays.fill(chosen, 0);
    Arrays.fill(stored, 0);
    Arrays.fill(tight, false);
    storedInAll = 0;
    tightInAll = false;
    kinds.forEach(kind -> kind.used = 0);
  }

  private void use(int position, int units) {
    long grams = (long) units * unitGrams[position];
    if (kindOf[position] >= 0) {
      kinds.get(kindOf[position]).used += grams;
    }
    stored[storage(position)] += grams;
    storedInAll += grams;
  }

  private @Nullable Kind best() {
    Kind best = null;
    int most = 0;
    for (Kind kind : kinds) {
      int gain = kind.gain();
      if (gain > most) {
        most = gain;
        best = kind;
      }
    }
    return best;
  }

  private int storage(int position) {
    return storageOf[position];
  }

  /// Whether one more unit fits; a capacity that stands in the way is remembered.
  private boolean fits(int position) {
    int grams = unitGrams[position];
    boolean inClass = stored[storage(position)] + grams <= roomIn(position);
    boolean inAll = storedInAll + grams <= whole;
    tight[storage(position)] |= !inClass;
    tightInAll |= !inAll;
    return inClass && inAll;
  }

  private long roomIn(int position) {
    return rooms[storage(position)];
  }

  private long room(int position) {
    return Math.min(roomIn(position) - stored[storage(position)], whole - storedInAll);
  }

  /// The lots of one want, and how much of it is met.
  private final class Kind {
    private final long[] ends;
    private final int[] points;
    private final int[] byCost;
    private long used;
    private int head;
    private int lowest;

    Kind(int number) {
      List<Want.Tier> tiers = wants.wants().get(number).tiers();
      this.ends = tiers.stream().mapToLong(tier -> tier.grams().value()).toArray();
      Arrays.parallelPrefix(ends, Long::sum);
      this.points = tiers.stream().mapToInt(Want.Tier::points).toArray();
      this.byCost = IntStream.range(0, kindOf.length).filter(p -> kindOf[p] == number).toArray();
    }

    void begin() {
      head = 0;
      lowest = Integer.MAX_VALUE;
      sort();
    }

    /// By insertion: the order of the last time is nearly that of this one.
    private void sort() {
      for (int i = 1; i < byCost.length; i++) {
        int moved = byCost[i];
        int to = i;
        while (to > 0 && isDearer(byCost[to - 1], moved)) {
          byCost[to] = byCost[to - 1];
          to--;
        }
        byCost[to] = moved;
      }
    }

    private boolean isDearer(int one, int other) {
      return cost[one] != cost[other] ? cost[one] > cost[other] : one > other;
    }

    /// What one more unit of the cheapest lot that has some gains; 0 if nothing does.
    int gain() {
      while (head < byCost.length) {
        int p = byCost[head];
        if (open[p] > chosen[p]) {
          int gain = worth(used + unitGrams[p]) - cost[p];
          if (gain <= 0) {
            return 0;
          }
          if (fits(p)) {
            return gain;
          }
        }
        head++;
      }
      return 0;
    }

    /// As many units of it as end in the tier in which the next one ends.
    void take() {
      int p = byCost[head];
      int grams = unitGrams[p];
      long inTier = (endOf(used + grams) - used) / grams;
      int units = (int) Math.min(Math.min(inTier, room(p) / grams), open[p] - chosen[p]);
      lowest = worth(used + grams);
      chosen[p] += units;
      use(p, units);
    }

    private int worth(long upTo) {
      int tier = tier(upTo);
      return tier < ends.length ? points[tier] : UNWANTED;
    }

    private long endOf(long upTo) {
      return ends[tier(upTo)];
    }

    private int tier(long upTo) {
      int tier = 0;
      while (tier < ends.length && ends[tier] < upTo) {
        tier++;
      }
      return tier;
    }

    int rise(int position) {
      int most = lowest;
      for (int p : byCost) {
        if (p != position && open[p] > chosen[p]) {
          most = Math.min(most, cost[p]);
          break;
        }
      }
      return Math.max(0, most - cost[position]);
    }
  }
}
