package coop.minga.node.monitor;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// A day on which something may have begun, with one suspicion of each form. Mutable; of one
/// thread.
final class Onset {
  /// Beyond it, odds are as good as certain, and their sums stay finite.
  private static final double MOST = 500;

  private final int day;
  private final WatchSettings settings;
  private final Map<Form, Suspicion> suspicions = new EnumMap<>(Form.class);
  private double squares;
  private double weight;

  /// Begins on the day that the routine is turned to.
  ///
  /// @param day its number in the series
  Onset(int day, Routine routine, WatchSettings settings) {
    this.day = day;
    this.settings = settings;
    this.weight = Math.min(routine.weight(), settings.tails());
    this.squares = weight * routine.variance();
    Arrays.stream(Form.values())
        .forEach(form -> suspicions.put(form, new Suspicion(form, routine.variance())));
  }

  int day() {
    return day;
  }

  void hear(Routine routine, double surprise) {
    squares += surprise * surprise / routine.ahead();
    weight++;
    suspicions.values().forEach(each -> each.hear(routine, surprise));
  }

  void follow(double[] gain) {
    suspicions.values().forEach(each -> each.follow(gain));
  }

  Suspicion suspicion(Form form) {
    return Optional.ofNullable(suspicions.get(form)).orElseThrow();
  }

  /// The odds that something of a form began here, against nothing having happened.
  double odds(Form form) {
    double factor = suspicion(form).factor(squares, weight);
    return settings.prior(form) * StrictMath.exp(Math.min(factor, MOST));
  }
}
