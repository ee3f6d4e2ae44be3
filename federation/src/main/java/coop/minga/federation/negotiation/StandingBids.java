package coop.minga.federation.negotiation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/// The standing bids of one lot, and who was displaced.
///
/// Held units are at most the lot's. A bid takes free units first, then others' cheapest, of equal
/// ones the latest, if they are at least a bid step below it; never the bidder's own.
///
/// @param units of the lot
/// @param held standing bids, in order of acceptance
/// @param standby displaced ones, less what their owners have won back since
record StandingBids(int units, List<Held> held, List<Held> standby) {
  private static final Comparator<Held> CHEAPEST_LATEST_FIRST =
      Comparator.comparingInt(Held::points)
          .thenComparing(Comparator.comparingLong(Held::order).reversed());

  StandingBids {
    held = List.copyOf(held);
    standby = List.copyOf(standby);
  }

  static StandingBids empty(int units) {
    return new StandingBids(units, List.of(), List.of());
  }

  /// The book after a bid, what it accepted and what that displaced.
  record Fill(StandingBids next, int accepted, List<Held> displaced) {}

  int free() {
    return Math.max(0, units - held.stream().mapToInt(Held::units).sum());
  }

  int heldBy(Party taker) {
    return held.stream().filter(h -> h.taker().equals(taker)).mapToInt(Held::units).sum();
  }

  /// The price of one more unit for a bidder.
  int ask(Party taker, int reserve, int step) {
    if (free() > 0) {
      return reserve;
    }
    return held.stream()
        .filter(h -> !h.taker().equals(taker))
        .mapToInt(h -> Math.min(Standing.NO_MORE, h.points() + step))
        .min()
        .orElse(Standing.NO_MORE);
  }

  /// The lowest standing bid if nothing is free, else 0.
  int clearingPoints() {
    return free() > 0 ? 0 : held.stream().mapToInt(Held::points).min().orElse(0);
  }

  /// Takes at most `wanted` units at a price.
  Fill take(Party taker, int wanted, int points, int step) {
    int fromFree = Math.min(wanted, free());
    List<Held> displaced = displaced(taker, wanted - fromFree, points - step);
    int accepted = fromFree + displaced.stream().mapToInt(Held::units).sum();
    if (accepted == 0) {
      return new Fill(this, 0, List.of());
    }
    List<Held> next = without(held, displaced);
    next.add(new Held(taker, accepted, points, nextOrder()));
    List<Held> waiting = wonBack(taker, accepted);
    waiting.addAll(displaced);
    return new Fill(new StandingBids(units, next, waiting), accepted, displaced);
  }

  /// The book after a waiting site was offered units again.
  StandingBids offeredAgain(Party taker, int count) {
    List<Held> waiting = new ArrayList<>(standby);
    int left = count;
    for (Held one : bestFirst()) {
      if (one.taker().equals(taker) && left > 0) {
        int now = Math.min(left, one.units());
        left -= now;
        replace(waiting, one, now);
      }
    }
    return new StandingBids(units, held, waiting);
  }

  /// Those displaced, the highest price first, of equal ones the earliest.
  List<Held> bestFirst() {
    return standby.stream()
        .sorted(Comparator.comparingInt(Held::points).reversed().thenComparingLong(Held::order))
        .toList();
  }

  /// Those displaced, each site once with all the units it lost, in the order of its best bid: one
  /// van comes for them together.
  List<Held> inLine() {
    var sites = new LinkedHashMap<Party, Held>();
    for (Held one : bestFirst()) {
      sites.merge(
          one.taker(),
          one,
          (first, more) ->
              new Held(first.taker(), first.units() + more.units(), first.points(), first.order()));
    }
    return List.copyOf(sites.values());
  }

  private List<Held> displaced(Party taker, int wanted, int most) {
    var lost = new ArrayList<Held>();
    int left = wanted;
    for (Held one : held.stream().sorted(CHEAPEST_LATEST_FIRST).toList()) {
      if (left > 0 && one.points() <= most && !one.taker().equals(taker)) {
        int now = Math.min(left, one.units());
        left -= now;
        lost.add(one.less(one.units() - now));
      }
    }
    return lost;
  }

  private static List<Held> without(List<Held> all, List<Held> lost) {
    var rest = new ArrayList<>(all);
    for (Held one : lost) {
      all.stream()
          .filter(h -> h.order() == one.order())
          .forEach(h -> replace(rest, h, one.units()));
    }
    return rest;
  }

  private List<Held> wonBack(Party taker, int won) {
    var waiting = new ArrayList<>(standby);
    int left = won;
    for (Held one : standby) {
      if (one.taker().equals(taker) && left > 0) {
        int now = Math.min(left, one.units());
        left -= now;
        replace(waiting, one, now);
      }
    }
    return waiting;
  }

  private static void replace(List<Held> list, Held one, int less) {
    int index = list.indexOf(one);
    if (one.units() > less) {
      list.set(index, one.less(less));
    } else {
      list.remove(index);
    }
  }

  private long nextOrder() {
    return 1
        + Math.max(
            held.stream().mapToLong(Held::order).max().orElse(0),
            standby.stream().mapToLong(Held::order).max().orElse(0));
  }
}
