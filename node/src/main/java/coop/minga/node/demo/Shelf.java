package coop.minga.node.demo;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/// The units of one item in one shop by their last day of sale. The oldest are bought first.
final class Shelf {
  private final TreeMap<LocalDate, Integer> units = new TreeMap<>();

  /// Puts units on the shelf.
  void receive(int count, LocalDate lastDay) {
    if (count > 0) {
      units.merge(lastDay, count, Integer::sum);
    }
  }

  /// Lets customers take what they want, as far as it goes.
  ///
  /// @return units sold
  int sell(int wanted) {
    int left = wanted;
    while (left > 0 && !units.isEmpty()) {
      Map.Entry<LocalDate, Integer> oldest = units.firstEntry();
      int taken = Math.min(left, oldest.getValue());
      left -= taken;
      if (taken == oldest.getValue()) {
        units.remove(oldest.getKey());
      } else {
        units.put(oldest.getKey(), oldest.getValue() - taken);
      }
    }
    return wanted - left;
  }

  /// Takes away what may not be sold after that day.
  void closeDay(LocalDate day) {
    units.headMap(day, true).clear();
  }

  /// Units on the shelf.
  int total() {
    return units.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Units by their last day of sale, the oldest first.
  Map<LocalDate, Integer> lots() {
    return new TreeMap<>(units);
  }
}
