package coop.minga.bench;

import static java.util.stream.Collectors.toMap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/// One way of ordering at every shelf, from too little to too much.
///
/// @param shelves all of one length
/// @param judgedFrom the first day that judges; those before it are there to choose by
/// @param life of the food, in days
/// @param steps what is aimed at, by item and step of the sweep
record Sweep(List<Shelf> shelves, int judgedFrom, int life, Map<String, int[]> steps) {
  static final int STEPS = 60;

  private static final int NONE = -1;

  /// All items alike.
  static Sweep alike(List<Shelf> shelves, int judgedFrom, int life) {
    int[] same = IntStream.range(0, STEPS).toArray();
    return new Sweep(shelves, judgedFrom, life, steps(shelves, _ -> same));
  }

  /// An item that was served less than all together, on the days to choose by, is aimed higher for
  /// until it would have been served as much; none is aimed lower for.
  static Sweep noneServedLess(List<Shelf> shelves, int judgedFrom, int life) {
    Sweep alike = alike(shelves, judgedFrom, life);
    double[] all = alike.fills(shelves);
    return new Sweep(
        shelves,
        judgedFrom,
        life,
        steps(
            shelves,
            item -> {
              double[] own =
                  alike.fills(shelves.stream().filter(one -> one.item().equals(item)).toList());
              int[] found = new int[STEPS];
              for (int step = 0; step < STEPS; step++) {
                found[step] = step;
                while (found[step] < STEPS - 1 && own[found[step]] < all[step]) {
                  found[step]++;
                }
              }
              return found;
            }));
  }

  private static Map<String, int[]> steps(List<Shelf> shelves, Function<String, int[]> ofItem) {
    Map<String, int[]> found = new LinkedHashMap<>();
    shelves.forEach(shelf -> found.computeIfAbsent(shelf.item(), ofItem));
    return found;
  }

  /// What some shelves serve on the days to choose by, at each step.
  private double[] fills(List<Shelf> some) {
    return IntStream.range(0, STEPS)
        .mapToDouble(step -> sum(some, step, 0, judgedFrom).fill())
        .toArray();
  }

  /// What is wasted where so much of demand is served, between two steps by a straight line; not a
  /// number if the first step serves more or the last one less.
  double wasteAt(double served) {
    int step = stepTo(served);
    return step == NONE ? Double.NaN : judged(step - 1).at(judged(step), served).waste();
  }

  /// The first step that serves so much where the one before it serves less, or [#NONE].
  private int stepTo(double served) {
    double before = judged(0).fill();
    for (int step = 1; step < STEPS; step++) {
      double fill = judged(step).fill();
      if (before <= served && served <= fill && before < fill) {
        return step;
      }
      before = fill;
    }
    return NONE;
  }

  /// The least step that serves so much on the days to choose by, run on those that judge.
  Shelf.Sum chosenFor(double served) {
    int step = 0;
    while (step < STEPS - 1 && chosen(step).fill() < served) {
      step++;
    }
    return judged(step);
  }

  /// What each item of a member was served where so much of all is, between the same two steps;
  /// none of them a number if no two steps have it between them.
  Map<String, Double> fillByItem(double served) {
    int step = stepTo(served);
    if (step == NONE) {
      return shelves.stream()
          .map(Shelf::item)
          .distinct()
          .collect(toMap(item -> item, _ -> Double.NaN));
    }
    double before = judged(step - 1).fill();
    double share = (served - before) / (judged(step).fill() - before);
    Map<String, Shelf.Sum> less = byItem(step - 1);
    Map<String, Double> found = new LinkedHashMap<>();
    byItem(step)
        .forEach((item, more) -> {
          double fill = less.getOrDefault(item, more).fill();
          found.put(item, fill + share * (more.fill() - fill));
        });
    return found;
  }

  private Map<String, Shelf.Sum> byItem(int step) {
    Map<String, Shelf.Sum> found = new LinkedHashMap<>();
    for (Shelf shelf : shelves) {
      Shelf.Sum sum = shelf.run(step(shelf, step), life, judgedFrom, shelf.days());
      found.merge(shelf.item(), sum, Shelf.Sum::plus);
    }
    return found;
  }

  private int step(Shelf shelf, int step) {
    return Objects.requireNonNull(steps.get(shelf.item()))[step];
  }

  private Shelf.Sum judged(int step) {
    return sum(shelves, step, judgedFrom, shelves.getFirst().days());
  }

  private Shelf.Sum chosen(int step) {
    return sum(shelves, step, 0, judgedFrom);
  }

  private Shelf.Sum sum(List<Shelf> some, int step, int from, int to) {
    Shelf.Sum sum = Shelf.Sum.NOTHING;
    for (Shelf shelf : some) {
      sum = sum.plus(shelf.run(step(shelf, step), life, from, to));
    }
    return sum;
  }
}
