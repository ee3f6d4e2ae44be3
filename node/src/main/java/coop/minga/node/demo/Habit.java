package coop.minga.node.demo;

import java.time.LocalDate;
import java.util.List;

/// How a category is bought over the week and the year.
///
/// @param weekdays factors, Monday first
/// @param summer how far January is above the year's mean, in logs; negative is a winter food
/// @param warmth what a warm day does, in units of the weather's own log factor
record Habit(String category, List<Double> weekdays, double summer, double warmth) {
  /// Variance of a day's demand above Poisson: mean + DISPERSION x mean^2.
  static final double DISPERSION = .05;

  private static final double DAYS_OF_YEAR = 365.25;
  private static final int HOTTEST_DAY = 20;

  private static final List<Habit> ALL =
      List.of(
          new Habit("bread", List.of(.95, .9, .95, 1., 1.15, 1.3, .85), -.04, -.3),
          new Habit("dairy", List.of(.95, .95, 1., 1., 1.1, 1.2, .8), .05, .1),
          new Habit("vegetables", List.of(1.05, .9, .95, 1., 1.1, 1.3, .85), .12, .3),
          new Habit("fruit", List.of(.95, .95, 1., 1., 1.1, 1.25, .9), .2, .6),
          new Habit("prepared", List.of(.9, .9, .95, 1., 1.25, 1.35, .9), -.1, -.5),
          new Habit("meat", List.of(.8, .8, .9, 1., 1.3, 1.5, .9), .05, .2));

  /// The habit of a category that the town knows.
  static Habit of(String category) {
    return ALL.stream()
        .filter(habit -> habit.category.equals(category))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no habit for " + category));
  }

  /// The factor of a day.
  ///
  /// @param weather the day's log factor
  double factor(LocalDate date, double weather) {
    double angle = 2 * StrictMath.PI * (date.getDayOfYear() - HOTTEST_DAY) / DAYS_OF_YEAR;
    double log = summer * StrictMath.cos(angle) + warmth * weather;
    return weekdays.get(date.getDayOfWeek().getValue() - 1) * StrictMath.exp(log);
  }
}
