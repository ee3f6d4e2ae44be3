package coop.minga.federation.negotiation;

import coop.minga.federation.ledger.EntryId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Who gets fewer of a lot of which less is there than was awarded.
///
/// What went to the standby gives way first, the last award before the others; then what won at the
/// close, the lowest bid before the others, of equal ones the latest, as if the lot had been so
/// small from the start; what was taken before anybody bid gives way last.
///
/// @param promises what was awarded
/// @param standing the bids as they stood at the close
/// @param close its entry
/// @param choice who took of it first
record Shortfall(Promises promises, StandingBids standing, EntryId close, Choice choice) {

  /// Units of an award that give way together.
  private record Part(int seq, int units, int points, long order) {}

  /// What is left of each award that gets fewer, where so many units are there.
  SortedMap<Integer, Integer> left(int there) {
    var left = new TreeMap<Integer, Integer>();
    int missing = promises.promised() - there;
    for (Part part : inOrder()) {
      int lost = Math.clamp(missing, 0, part.units());
      if (lost > 0) {
        int before = promises.promise(part.seq()).map(Promise::units).orElse(0);
        left.merge(part.seq(), before - lost, (now, _) -> now - lost);
      }
      missing -= lost;
    }
    return left;
  }

  private List<Part> inOrder() {
    Stream<Part> standby =
        live()
            .filter(p -> !isOfClose(p) && !choice.isFirst(p.award()))
            .map(Shortfall::whole)
            .sorted(Comparator.comparingInt(Part::seq).reversed());
    Stream<Part> won =
        live()
            .filter(this::isOfClose)
            .flatMap(p -> parts(p).stream())
            .sorted(
                Comparator.comparingInt(Part::points)
                    .thenComparing(Comparator.comparingLong(Part::order).reversed()));
    Stream<Part> first = live().filter(p -> choice.isFirst(p.award())).map(Shortfall::whole);
    return Stream.of(standby, won, first).flatMap(parts -> parts).toList();
  }

  private Stream<Promise> live() {
    return promises.made().values().stream().filter(p -> p.units() > 0 && !p.state().isFinal());
  }

  private boolean isOfClose(Promise promise) {
    return promise.award().because().equals(close);
  }

  private static Part whole(Promise promise) {
    return new Part(promise.award().seq(), promise.units(), 0, 0);
  }

  /// The bids that a promise rests on. Who accepted a part only keeps its dearest.
  private List<Part> parts(Promise promise) {
    var parts = new ArrayList<Part>();
    int left = promise.units();
    for (Held bid : standing.held().reversed()) {
      int units = bid.taker().equals(promise.award().taker()) ? Math.min(left, bid.units()) : 0;
      if (units > 0) {
        parts.add(new Part(promise.award().seq(), units, bid.points(), bid.order()));
        left -= units;
      }
    }
    return parts;
  }
}
