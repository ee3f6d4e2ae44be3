package coop.minga.node.forecast;

import coop.minga.node.forecast.Forecasts.Method;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/// What one way of forecasting would have left over at closing, had all food been of one day: each
/// day's order is made on the morning before, knowing what sold up to the day before that.
///
/// It is run from ordering far too little to far too much, in whole units and for all items alike,
/// and asked where so much of demand is served: whoever orders less also wastes less, so ways of
/// forecasting are compared at the same service. The model aims at one of its quantiles. A plain
/// rule aims at what it says and so many times the spread of its own last errors ([Baselines]).
/// Days that the site was closed or sold out are left out.
public final class Leftover {
  private static final int STEPS = 60;
  private static final int LEAD = 2;
  private static final double LEAST_LEVEL = .3;
  private static final double MOST_LEVEL = .995;
  private static final double LEAST_SPREADS = -1;
  private static final double MOST_SPREADS = 4;

  private final double[] served = new double[STEPS];
  private final double[] left = new double[STEPS];
  private double asked;

  Leftover() {}

  /// Runs the last weeks of a history.
  ///
  /// @param used must not have seen those weeks; asked only if the method is [Method#MODEL]
  public static Leftover of(
      Method method, DemandModel model, MemberModel used, TrainingData data, int weeks) {
    var found = new Leftover();
    for (int back = 7 * weeks - 1; back >= 0; back--) {
      found.enter(method, model, used, data, data.until().minusDays(back));
    }
    return found;
  }

  void enter(Method method, DemandModel model, MemberModel used, TrainingData data, LocalDate day) {
    TrainingData known = data.until(day.minusDays(LEAD));
    if (method == Method.MODEL) {
      Forecasts said = model.forecast(used, known, known.until(), LEAD);
      enter(data, day, one -> aims(said.at(one.key(), day).orElse(Quantiles.ZERO)));
    } else {
      enter(data, day, one -> aims(method, one, known.last(one), day));
    }
  }

  /// What is aimed at, from too little to too much.
  private interface Aims {
    double[] of(Series one);
  }

  private void enter(TrainingData data, LocalDate day, Aims aims) {
    for (Series one : data.all()) {
      int index = one.indexOf(day.toEpochDay());
      if (index >= LEAD && index <= data.last(one) && one.tellsDemand(index)) {
        enter(aims.of(one), one.demand(index));
      }
    }
  }

  void enter(double[] aims, double demand) {
    asked += demand;
    for (int step = 0; step < STEPS; step++) {
      served[step] += Math.min(aims[step], demand);
      left[step] += Math.max(0, aims[step] - demand);
    }
  }

  /// What is left as a share of what was asked for, where that share of it is served: between two
  /// steps on a straight line. Empty if the least that was tried serves more, or the most less.
  public OptionalDouble at(double service) {
    double wanted = service * asked;
    for (int step = 1; step < STEPS; step++) {
      double more = served[step] - served[step - 1];
      double share = (wanted - served[step - 1]) / more;
      if (more > 0 && share >= 0 && share <= 1) {
        return OptionalDouble.of((left[step - 1] + share * (left[step] - left[step - 1])) / asked);
      }
    }
    return OptionalDouble.empty();
  }

  private static double[] aims(Quantiles said) {
    return steps(LEAST_LEVEL, MOST_LEVEL, said::at);
  }

  private static double[] aims(Method rule, Series one, int origin, LocalDate date) {
    int day = one.indexOf(date.toEpochDay());
    if (one.expectClosed(day, origin)) {
      return new double[STEPS];
    }
    double says = Baselines.point(rule, one, origin, day);
    double[] off = Baselines.residuals(rule, one, origin);
    double squares = Arrays.stream(off).map(share -> share * share).sum();
    double spread = Math.max(1, says) * Math.sqrt(squares / Math.max(1, off.length));
    return steps(LEAST_SPREADS, MOST_SPREADS, times -> Math.max(0, says + times * spread));
  }

  private static double[] steps(double least, double most, DoubleUnaryOperator aim) {
    double[] aims = new double[STEPS];
    Arrays.setAll(
        aims, step -> Math.rint(aim.applyAsDouble(least + (most - least) * step / (STEPS - 1))));
    return aims;
  }
}
