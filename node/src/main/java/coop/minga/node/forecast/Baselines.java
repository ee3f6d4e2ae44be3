package coop.minga.node.forecast;

import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.Forecasts.SeriesForecast;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;

/// The plain rules that the model must beat, and that stand in for it where it cannot be trained.
///
/// Their range comes from how far the same rule was off over the series' own last [#RESIDUAL_DAYS],
/// one day to a week ahead, as a share of what it said; with fewer than [#LEAST_RESIDUALS] such
/// days it is the range of a Poisson count. It is widened like the model's by what nobody said of
/// sold-out days: see [Series#unsaid].
public final class Baselines {
  static final int RESIDUAL_DAYS = 84;
  static final int LEAST_RESIDUALS = 14;
  private static final int WEEKS = 4;

  /// Standard normal deviates of [Quantiles#LEVELS].
  private static final double[] NORMAL = {
    -1.644854, -1.281552, -.67449, 0, .67449, 1.281552, 1.644854
  };

  private Baselines() {}

  /// Forecasts all series by a plain rule.
  ///
  /// @param method any but [Method#MODEL]
  /// @throws IllegalArgumentException if the method is no plain rule, or the origin is not yet
  ///   known
  public static Forecasts forecast(Method method, TrainingData data, LocalDate origin, int days) {
    Forecasts.checkDays(days);
    TrainingData known = data.until(origin);
    Map<SeriesKey, SeriesForecast> found = new LinkedHashMap<>();
    for (Series one : known.all()) {
      if (known.last(one) >= 0) {
        found.put(one.key(), forecast(method, one, known.last(one), days));
      }
    }
    return new Forecasts(origin, days, found, Optional.empty());
  }

  /// How far off a plain rule was over the days by which a model is judged, as
  /// [DemandModel#validationLoss] says it of a model; empty if the history has no day to spare.
  public static OptionalDouble validationLoss(Method method, TrainingData data) {
    List<TrainingData.Window> windows = data.validation();
    List<Quantiles[]> said = new ArrayList<>();
    for (TrainingData.Window window : windows) {
      List<Quantiles> week =
          forecast(method, window.series(), window.origin(), data.grain().horizon(), 0).days();
      said.add(week.toArray(Quantiles[]::new));
    }
    return windows.isEmpty() ? OptionalDouble.empty() : DemandModel.loss(said, windows);
  }

  static SeriesForecast forecast(Method method, Series one, int origin, int days) {
    return forecast(method, one, origin, days, one.unsaid(origin));
  }

  private static SeriesForecast forecast(
      Method method, Series one, int origin, int days, double unsaid) {
    double[] residuals = residuals(method, one, origin);
    IntToDoubleFunction says = says(method, one, origin);
    List<Quantiles> found = new ArrayList<>();
    for (int day = origin + 1; day <= origin + days; day++) {
      found.add(
          one.expectClosed(day, origin)
              ? Quantiles.ZERO
              : around(says.applyAsDouble(day), residuals, unsaid));
    }
    return new SeriesForecast(method, found, carryOver(one, origin));
  }

  /// What the rule says in one number.
  static double point(Method method, Series one, int origin, int day) {
    return switch (method) {
      case WEEKDAY_MEAN -> usual(one.sameWeekdays(day, origin, WEEKS), Features.scale(one, origin));
      case SEASONAL_NAIVE -> usual(one.sameWeekdays(day, origin, 1), Features.scale(one, origin));
      case EXPONENTIAL_SMOOTHING -> Smoothing.of(one, origin).at(day);
      case MODEL -> throw new IllegalArgumentException("the model is no plain rule");
    };
  }

  /// The rule from one origin, for any day after it; what it must add up is added up once.
  private static IntToDoubleFunction says(Method method, Series one, int origin) {
    return method == Method.EXPONENTIAL_SMOOTHING
        ? Smoothing.of(one, origin)::at
        : day -> point(method, one, origin, day);
  }

  /// The mean of the nearest 4, or what is usual on any day if there are none.
  static double usual(double[] sameWeekdays, double anyDay) {
    int count = Math.min(WEEKS, sameWeekdays.length);
    return count == 0 ? anyDay : Series.mean(Arrays.copyOf(sameWeekdays, count));
  }

  /// How far the rule was off, one day ahead, oldest first, as a share of what it said.
  static double[] residuals(Method method, Series one, int origin) {
    return method == Method.EXPONENTIAL_SMOOTHING
        ? Smoothing.of(one, origin).residuals()
        : residuals(method, one, origin, RESIDUAL_DAYS);
  }

  /// How much of a surprise is still there later, by the days that the weekday mean was off.
  static CarryOver carryOver(Series one, int origin) {
    return CarryOver.of(residuals(Method.WEEKDAY_MEAN, one, origin, CarryOver.DAYS));
  }

  private static double[] residuals(Method method, Series one, int origin, int days) {
    double[] found = new double[days];
    int count = 0;
    for (int day = Math.max(7, origin + 1 - days); day <= origin; day++) {
      if (one.tellsDemand(day)) {
        double said = point(method, one, day - 1, day);
        found[count++] = (one.demand(day) - said) / Math.max(1, said);
      }
    }
    return Arrays.copyOf(found, count);
  }

  /// Quantiles of numbers sorted by the linear rule (Hyndman and Fan's type 7).
  static double quantile(double[] sorted, double level) {
    double at = level * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  private static Quantiles around(double point, double[] residuals, double unsaid) {
    double[] sorted = residuals.clone();
    Arrays.sort(sorted);
    boolean few = sorted.length < LEAST_RESIDUALS;
    double[] found = new double[Quantiles.LEVELS.size()];
    for (int level = 0; level < found.length; level++) {
      double off =
          few
              ? NORMAL[level] * Math.sqrt(Math.max(1, point))
              : quantile(sorted, Quantiles.LEVELS.get(level)) * Math.max(1, point);
      found[level] = point + off;
    }
    Quantiles range = Quantiles.rearranged(found);
    return few ? range : range.evened(unsaid);
  }
}
