package coop.minga.node.demo;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/// The town's weather as one log factor a day: AR(1), so that warm days come together.
final class Weather {
  private static final double PERSISTENCE = .7;
  private static final double DEVIATION = .12;

  private final Map<LocalDate, Double> days = new TreeMap<>();

  /// The weather of all days from the first to the last.
  Weather(Dice dice, LocalDate first, LocalDate last) {
    double shock = DEVIATION * StrictMath.sqrt(1 - PERSISTENCE * PERSISTENCE);
    double today = DEVIATION * dice.normal();
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      days.put(day, today);
      today = PERSISTENCE * today + shock * dice.normal();
    }
  }

  /// The log factor of a day.
  double on(LocalDate day) {
    return days.getOrDefault(day, 0.0);
  }
}
