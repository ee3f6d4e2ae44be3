package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
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
/// @param held standing bids, the cheapest first, of equal ones the latest
/// @param standby displaced ones, less what their owners have won back since
/// @param last the order of the last bid accepted
record StandingBids(int units, List<Held> held, List<Held> standby, long last) {
  StandingBids {
    held = List.copyOf(held);
    standby = List.copyOf(standby);
  }

  static StandingBids empty(int units) {
    return new StandingBids(units, List.of(), List.of(), 0);
  }

  /// The book after a bid, what it accepted and what that displaced.
  record Fill(StandingBids next, int accepted, List<Held> displaced) {}

  int free() {
    int free = units;
    for (Held one : held) {
      free -= one.units();
    }
    return Math.max(0, free);
  }

  int heldBy(Party taker) {
    int sum = 0;
    for (Held one : held) {
      sum += one.taker().equals(taker) ? one.units() : 0;
    }
    return sum;
  }

  /// The price of one more unit for a bidder.
  int ask(Party taker, int reserve, int step) {
    if (free() > 0) {
      return reserve;
    }
    for (Held one : held) {
      if (!one.taker().equals(taker)) {
        return Math.min(Standing.NO_MORE, one.points() + step);
      }
    }
    return Standing.NO_MORE;
  }

  /// The lowest standing bid if nothing is free, else 0.
  int clearingPoints() {
    return free() > 0 || held.isEmpty() ? 0 : held.getFirst().points();
  }

  /// The book without all that a member's sites hold or lost.
  StandingBids without(MemberId member) {
    return new StandingBids(units, others(held, member), others(standby, member), last);
  }

  private static List<Held> others(List<Held> all, MemberId member) {
    return all.stream().filter(one -> !one.taker().member().equals(member)).toList();
  }

  /// Takes at most `wanted` units at a price.
  Fill take(Party taker, int wanted, int points, int step) {
    int left = wanted - Math.min(wanted, free());
    var next = new ArrayList<Held>(held.size() + 1);
    var displaced = new ArrayList<Held>();
    for (Held one : held) {
      boolean gives = left > 0 && one.points() <= points - step && !one.taker().equals(taker);
      int lost = gives ? Math.min(left, one.units()) : 0;
      left -= lost;
      split(one, lost, next, displaced);
    }
    int accepted = wanted - left;
    if (accepted == 0) {
      return new Fill(this, 0, List.of());
    }
    next.add(place(next, points), new Held(taker, accepted, points, last + 1));
    List<Held> waiting = wonBack(taker, accepted);
    waiting.addAll(displaced);
    return new Fill(new StandingBids(units, next, waiting, last + 1), accepted, displaced);
  }

  /// The book after what is free went to those displaced, the best first, each at its own price.
  StandingBids refilled() {
    StandingBids now = this;
    for (Held one : bestFirst()) {
      int units = Math.min(one.units(), now.free());
      now = now.take(one.taker(), units, one.points(), 1).next();
    }
    return now;
  }

  /// Where a new bid of this price stands: before those as dear.
  private static int place(List<Held> rising, int points) {
    int index = 0;
    while (index < rising.size() && rising.get(index).points() < points) {
      index++;
    }
    return index;
  }

  private static void split(Held one, int lost, List<Held> kept, List<Held> given) {
    if (lost > 0) {
      given.add(one.less(one.units() - lost));
    }
    if (lost < one.units()) {
      kept.add(lost > 0 ? one.less(lost) : one);
    }
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
    return new StandingBids(units, held, waiting, last);
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

  private List<Held> wonBack(Party taker, int won) {
    var waiting = new ArrayList<Held>(standby.size() + 1);
    int left = won;
    for (Held one : standby) {
      int now = left > 0 && one.taker().equals(taker) ? Math.min(left, one.units()) : 0;
      left -= now;
      if (now < one.units()) {
        waiting.add(now > 0 ? one.less(now) : one);
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
}
