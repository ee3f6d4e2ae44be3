package coop.minga.federation.roster;

import coop.minga.federation.goods.Storage;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The rules that all members signed.
///
/// @param time in which time they live
/// @param auction how lots are bid for
/// @param points what bids are made of
/// @param handover how food changes hands
/// @param learning how many learn together
public record Rules(
    Time time, Auction auction, Points points, Handover handover, Learning learning) {
  /// Rules that say of learning only how many it takes.
  ///
  /// @param minCohort the fewest members whose updates are summed together, 2 to 64
  public Rules(Time time, Auction auction, Points points, Handover handover, int minCohort) {
    this(time, auction, points, handover, Learning.of(minCohort));
  }

  /// The fewest members whose updates are summed together.
  public int minCohort() {
    return learning.smallest();
  }

  /// In which time a federation lives.
  ///
  /// @param zone the local time of dates and closing times
  /// @param simulated whether the clock is not the world's: a demonstration, which verifiers say
  public record Time(ZoneId zone, boolean simulated) {}

  /// How lots are bid for.
  ///
  /// @param closings at which local times sessions close: 1 to 24, rising, whole minutes
  /// @param bidStep the least by which a bid must pass another, points per kg, 1 to 10,000
  /// @param softClose how long after the last accepted bid, once no new bidder may come, whole
  ///   seconds, at least 1, at most a day
  /// @param hardClose how long after the closing time no bid at all is accepted, whole seconds, not
  ///   before the soft close, at most a day
  public record Auction(
      List<LocalTime> closings, int bidStep, Duration softClose, Duration hardClose) {
    /// Checks ranges and order.
    public Auction {
      closings = List.copyOf(closings);
      requireRange("the number of closing times", closings.size(), 1, 24);
      for (int i = 0; i < closings.size(); i++) {
        LocalTime closing = closings.get(i);
        if (!closing.equals(closing.truncatedTo(ChronoUnit.MINUTES))
            || (i > 0 && !closings.get(i - 1).isBefore(closing))) {
          throw new IllegalArgumentException("closing times rise, in whole minutes: " + closings);
        }
      }
      requireRange("the bid step", bidStep, 1, 10_000);
      requireSeconds("the soft close", softClose);
      requireSeconds("the hard close", hardClose);
      if (hardClose.compareTo(softClose) < 0) {
        throw new IllegalArgumentException("the hard close is not before the soft close");
      }
    }
  }

  /// What bids are made of. Points are not money.
  ///
  /// @param perKg base points per kg of a category: at most 256 categories, each 0 to 1,000,000; 0:
  ///   it is never offered
  /// @param otherwise base points per kg of a category not listed, alike
  /// @param transportMilli per km and kg, thousandths of a point, 0 to 1,000,000
  public record Points(SortedMap<String, Integer> perKg, int otherwise, int transportMilli) {
    private static final int MOST = 1_000_000;
    private static final int MOST_CATEGORIES = 256;

    /// Checks ranges and copies.
    public Points {
      requireRange("the number of categories", perKg.size(), 0, MOST_CATEGORIES);
      perKg.forEach((category, points) -> {
        Texts.requireLine("a category", category);
        requireRange("base points of " + category, points, 0, MOST);
      });
      requireRange("base points otherwise", otherwise, 0, MOST);
      requireRange("transport points", transportMilli, 0, MOST);
      perKg = Collections.unmodifiableSortedMap(new TreeMap<>(perKg));
    }

    /// The points of these categories, whatever their order.
    public static Points of(Map<String, Integer> perKg, int otherwise, int transportMilli) {
      return new Points(new TreeMap<>(perKg), otherwise, transportMilli);
    }

    /// Base points per kg of a category.
    public int base(String category) {
      return perKg.getOrDefault(category, otherwise);
    }
  }

  /// How food changes hands.
  ///
  /// @param accept how long a taker has to accept an award, whole seconds, at most a day
  /// @param claim how long after the window before a no-show is entered, whole seconds, at most a
  ///   day
  /// @param chilledLimitDeciCelsius the warmest that chilled food may be, tenths of a degree, -50
  ///   to 150
  /// @param hotLimitDeciCelsius the coolest that hot food may be, tenths of a degree, 500 to 1000
  /// @param frozenDays so many days what a member freezes may be kept, at most 366; 0: no member
  ///   offers what it froze
  public record Handover(
      Duration accept,
      Duration claim,
      int chilledLimitDeciCelsius,
      int hotLimitDeciCelsius,
      int frozenDays) {
    /// The coolest that hot food may be where nothing else was agreed: 63 C.
    public static final int USUAL_HOT_LIMIT_DECI_CELSIUS = 630;

    /// The usual, but for these.
    public Handover(Duration accept, Duration claim, int chilledLimitDeciCelsius) {
      this(accept, claim, chilledLimitDeciCelsius, USUAL_HOT_LIMIT_DECI_CELSIUS, 0);
    }

    /// How food of a class may not be handed over at a temperature, in two words; absent if it may.
    public Optional<String> fault(Storage storage, int deciCelsius) {
      return switch (storage) {
        case CHILLED, FROZEN ->
            deciCelsius > chilledLimitDeciCelsius ? Optional.of("too warm") : Optional.empty();
        case HOT -> deciCelsius < hotLimitDeciCelsius ? Optional.of("too cool") : Optional.empty();
        case AMBIENT -> Optional.empty();
      };
    }

    /// Checks the ranges.
    public Handover {
      requireSeconds("the time to accept", accept);
      requireSeconds("the time to claim", claim);
      requireRange("the chilled limit", chilledLimitDeciCelsius, -50, 150);
      requireRange("the hot limit", hotLimitDeciCelsius, 500, 1000);
      requireRange("the days of what is frozen", frozenDays, 0, 366);
    }
  }

  /// How many learn together.
  ///
  /// @param smallest the fewest members whose updates are summed together, 2 to 64
  /// @param together so many learn as one cohort, 4 to 64; more in several
  /// @param colludingPerThousand which share of all who train is taken to be in league, 0 to 500:
  ///   several cohorts are so large that those are hardly ever too many in one
  public record Learning(int smallest, int together, int colludingPerThousand) {
    /// So many learn as one cohort where nothing else was agreed.
    public static final int USUAL_TOGETHER = 32;

    /// Where nothing else was agreed, one in ten is taken to be in league.
    public static final int USUAL_COLLUDING_PER_THOUSAND = 100;

    /// Checks the ranges.
    public Learning {
      requireRange("the smallest cohort", smallest, 2, 64);
      requireRange("so many who learn as one cohort", together, 4, 64);
      requireRange("the colluding share per thousand", colludingPerThousand, 0, 500);
    }

    /// The usual, but for the smallest cohort.
    public static Learning of(int smallest) {
      return new Learning(smallest, USUAL_TOGETHER, USUAL_COLLUDING_PER_THOUSAND);
    }
  }

  /// Base points per kg of a category.
  public int basePoints(String category) {
    return points.base(category);
  }

  /// Whether the members have agreed that food of a category is never offered: it is worth nothing
  /// to anybody.
  public boolean neverOffers(String category) {
    return basePoints(category) == 0;
  }

  private static void requireRange(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(what + " is " + least + " to " + most + ", not " + value);
    }
  }

  private static void requireSeconds(String what, Duration duration) {
    requireRange(what + " in seconds", duration.toSeconds(), 1, Duration.ofDays(1).toSeconds());
    if (!duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
      throw new IllegalArgumentException(what + " is in whole seconds, not " + duration);
    }
  }
}
