package coop.minga.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One way of ordering at every shelf, from too little to too much.
///
/// @param shelves all of one length
/// @param judgedFrom the first day that judges; those before it are there to choose by
/// @param life of the food, in days
record Sweep(List<Shelf> shelves, int judgedFrom, int life) {
  static final int STEPS = 60;

  /// What is wasted where so much of demand is served, between two steps by a straight line.
  double wasteAt(double served) {
    Shelf.Sum before = judged(0);
    for (int step = 1; step < STEPS; step++) {
      Shelf.Sum next = judged(step);
      if (next.fill() >= served) {
        double share = (served - before.fill()) / (next.fill() - before.fill());
        return before.waste() + share * (next.waste() - before.waste());
      }
      before = next;
    }
    return Double.NaN;
  }

  /// The least step that serves so much on the days to choose by, run on those that judge.
  Shelf.Sum chosenFor(double served) {
    int step = 0;
    while (step < STEPS - 1 && chosen(step).fill() < served) {
      step++;
    }
    return judged(step);
  }

  /// What each item of a member was served, at the least step that serves so much of all.
  Map<String, Shelf.Sum> byItem(double served) {
    int step = 0;
    while (step < STEPS - 1 && judged(step).fill() < served) {
      step++;
    }
    Map<String, Shelf.Sum> found = new LinkedHashMap<>();
    for (Shelf shelf : shelves) {
      Shelf.Sum sum = shelf.run(step, life, judgedFrom, shelf.days());
      found.merge(shelf.item(), sum, Shelf.Sum::plus);
    }
    return found;
  }

  private Shelf.Sum judged(int step) {
    return sum(step, judgedFrom, shelves.getFirst().days());
  }

  private Shelf.Sum chosen(int step) {
    return sum(step, 0, judgedFrom);
  }

  private Shelf.Sum sum(int step, int from, int to) {
    Shelf.Sum sum = Shelf.Sum.NOTHING;
    for (Shelf shelf : shelves) {
      sum = sum.plus(shelf.run(step, life, from, to));
    }
    return sum;
  }
}
