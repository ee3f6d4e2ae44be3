package coop.minga.node.demo;

import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The yardstick: what today's practice makes of the same lots.
///
/// Lots come in the order of their opening (ties by name). For each, the nearest eligible taker
/// (ties by member id) takes all that it values above zero and has room for, then the next nearest,
/// until nothing is left or nobody is. Nobody bids and nothing is offered twice: what an awarded
/// taker does not collect is wasted, and the room that it kept for it stays taken, since it is only
/// known too late.
///
/// A taker is eligible if it could still serve the food: the last moment of collection, the way and
/// its time to serve end before the food's last moment of use. It values grams in quarters of its
/// need at 1, .7, .45 and .2 of the category's base points, as a bidder of ours does, less .5
/// points per km and kg for the way; it never takes part of a unit. It differs from TOWN's
/// first-come in that it has no vehicles and no answering times: it is judged on the lots of one
/// demonstration.
///
/// A pure function: whole numbers only, the same result on every machine.
public final class FirstCome {
  /// Per cent of the base points that each quarter of a need is worth.
  private static final int[] QUARTER_PERCENT = {100, 70, 45, 20};

  private final int minutesPerKm;
  private final List<Taker> takers;

  private FirstCome(List<TakerRoom> takers, int minutesPerKm) {
    this.minutesPerKm = minutesPerKm;
    this.takers = takers.stream().map(Taker::new).toList();
  }

  /// A lot as it was offered.
  ///
  /// @param lot its name, used once
  /// @param basePoints of a kg of its category, from the charter
  /// @param collectUntil the last moment of collection
  /// @param endOfUse the last moment at which it may be eaten
  public record LotOffered(
      String lot,
      String category,
      Storage storage,
      int basePoints,
      long units,
      long unitGrams,
      Place place,
      Instant opened,
      Instant collectUntil,
      Instant endOfUse) {
    /// Checks the amounts.
    public LotOffered {
      if (units < 0 || unitGrams < 1) {
        throw new IllegalArgumentException("a lot has units of at least one gram: " + lot);
      }
    }
  }

  /// A taker as it stood before the first lot.
  ///
  /// @param needs grams by category; a category that is not there is not needed
  /// @param capacity grams by storage class; a class that is not there has no room
  /// @param serve from the food's arrival to the plate
  public record TakerRoom(
      MemberId taker,
      Place place,
      Map<String, Long> needs,
      Map<Storage, Long> capacity,
      Duration serve) {
    /// Copies the maps.
    public TakerRoom {
      needs = Map.copyOf(needs);
      capacity = Map.copyOf(capacity);
    }
  }

  /// A taker that does not come for a lot, if it is given some of it.
  public record NoShow(String lot, MemberId taker) {}

  /// What one taker was given of a lot.
  public record Share(MemberId taker, long awardedGrams, long collectedGrams) {}

  /// What became of a lot.
  ///
  /// @param shares in the order in which the takers came
  public record Outcome(String lot, long offeredGrams, List<Share> shares) {
    /// Copies the list.
    public Outcome {
      shares = List.copyOf(shares);
    }

    /// Grams given to some taker.
    public long awardedGrams() {
      return shares.stream().mapToLong(Share::awardedGrams).sum();
    }

    /// Grams that a taker came for.
    public long collectedGrams() {
      return shares.stream().mapToLong(Share::collectedGrams).sum();
    }

    /// Grams that nobody came for.
    public long wastedGrams() {
      return offeredGrams - collectedGrams();
    }
  }

  /// Plays all lots.
  ///
  /// @param minutesPerKm of the way from a lot to a taker, begun kilometres counting whole
  /// @return one outcome a lot, in the order of their opening
  public static List<Outcome> play(
      List<LotOffered> lots, List<TakerRoom> takers, Set<NoShow> noShows, int minutesPerKm) {
    FirstCome practice = new FirstCome(takers, minutesPerKm);
    return lots.stream()
        .sorted(Comparator.comparing(LotOffered::opened).thenComparing(LotOffered::lot))
        .map(lot -> practice.give(lot, noShows))
        .toList();
  }

  private Outcome give(LotOffered lot, Set<NoShow> noShows) {
    List<Share> shares = new ArrayList<>();
    long left = lot.units();
    for (Taker taker : nearestFirst(lot)) {
      long units = Math.min(left, taker.wants(lot));
      if (units > 0) {
        left -= units;
        taker.keepRoom(lot, units);
        long grams = units * lot.unitGrams();
        boolean comes = !noShows.contains(new NoShow(lot.lot(), taker.room.taker()));
        shares.add(new Share(taker.room.taker(), grams, comes ? grams : 0));
      }
    }
    return new Outcome(lot.lot(), lot.units() * lot.unitGrams(), shares);
  }

  private List<Taker> nearestFirst(LotOffered lot) {
    return takers.stream()
        .filter(taker -> taker.couldServe(lot, minutesPerKm))
        .sorted(
            Comparator.comparingLong((Taker taker) -> taker.metresTo(lot))
                .thenComparing(taker -> taker.room.taker()))
        .toList();
  }

  /// A taker with what it was given so far.
  private static final class Taker {
    private final TakerRoom room;
    private final Map<String, Long> given = new HashMap<>();
    private final Map<Storage, Long> kept = new EnumMap<>(Storage.class);

    Taker(TakerRoom room) {
      this.room = room;
    }

    long metresTo(LotOffered lot) {
      return room.place().metresTo(lot.place());
    }

    boolean couldServe(LotOffered lot, int minutesPerKm) {
      long wayMinutes = Math.ceilDiv(metresTo(lot), 1000L) * minutesPerKm;
      Instant served = lot.collectUntil().plus(Duration.ofMinutes(wayMinutes)).plus(room.serve());
      return served.isBefore(lot.endOfUse());
    }

    /// Whole units that it values above zero and has room for.
    long wants(LotOffered lot) {
      long need = room.needs().getOrDefault(lot.category(), 0L) * quartersWorthTheWay(lot) / 4;
      long unmet = need - given.getOrDefault(lot.category(), 0L);
      long free =
          room.capacity().getOrDefault(lot.storage(), 0L) - kept.getOrDefault(lot.storage(), 0L);
      return Math.max(0, Math.min(unmet, free)) / lot.unitGrams();
    }

    void keepRoom(LotOffered lot, long units) {
      long grams = units * lot.unitGrams();
      given.merge(lot.category(), grams, Long::sum);
      kept.merge(lot.storage(), grams, Long::sum);
    }

    /// How many quarters of the need are worth more than the way: base x percent / 100 > km / 2.
    private int quartersWorthTheWay(LotOffered lot) {
      long metres = metresTo(lot);
      int quarters = 0;
      for (int percent : QUARTER_PERCENT) {
        if (20L * lot.basePoints() * percent > metres) {
          quarters++;
        }
      }
      return quarters;
    }
  }
}
