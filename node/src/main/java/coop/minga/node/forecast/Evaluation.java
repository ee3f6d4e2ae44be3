package coop.minga.node.forecast;

import coop.minga.node.forecast.Forecasts.Method;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// How good the model and the plain rules were on a frozen last window that none of them had seen.
///
/// From each weekly origin in the window the next 7 days are forecast; days that the site was
/// closed or sold out are not scored. Shares are of what was sold.
///
/// @param firstDay of the window
/// @param lastDay of the window
/// @param lines one a way of forecasting: the model first, if there is one
public record Evaluation(LocalDate firstDay, LocalDate lastDay, List<Line> lines) {
  /// The usual window: 12 weekly origins.
  public static final int WEEKS = 12;

  /// How good one way of forecasting was.
  ///
  /// @param method which
  /// @param days series-days that were scored
  /// @param wql mean over the levels of twice the pinball loss, as a share of what was sold; less
  ///   is better
  /// @param wape the median's absolute error as a share of what was sold
  /// @param coverage the share of days inside the range that should hold .80 of them
  public record Line(Method method, int days, double wql, double wape, double coverage) {}

  /// Copies.
  public Evaluation {
    lines = List.copyOf(lines);
  }

  /// The line of a method.
  ///
  /// @throws IllegalArgumentException if it was not evaluated
  public Line of(Method method) {
    return lines.stream()
        .filter(line -> line.method() == method)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(method + " was not evaluated"));
  }

  /// The most weeks, up to [#WEEKS], that can be set aside from a history while a model can still
  /// be trained on what comes before; 0 if there are none.
  public static int weeksOf(TrainingData data) {
    for (int weeks = WEEKS; weeks > 0; weeks--) {
      if (before(data, weeks).trainable()) {
        return weeks;
      }
    }
    return 0;
  }

  /// What was known before the last weeks: a model that is to be evaluated on them must be trained
  /// on this.
  public static TrainingData before(TrainingData data, int weeks) {
    return data.until(data.until().minusDays(7L * weeks));
  }

  /// Judges weights and the plain rules on the last weeks.
  ///
  /// @param weights must not have seen those weeks: see [#before]
  public static Evaluation of(
      DemandModel model, ModelWeights weights, TrainingData data, int weeks) {
    List<Line> lines = new ArrayList<>();
    lines.add(line(Method.MODEL, data, weeks, origin -> model.forecast(weights, data, origin, 7)));
    for (Method method : List.of(Method.WEEKDAY_MEAN, Method.SEASONAL_NAIVE)) {
      lines.add(line(method, data, weeks, origin -> Baselines.forecast(method, data, origin, 7)));
    }
    LocalDate first = data.until().minusDays(7L * weeks - 1);
    return new Evaluation(first, data.until(), lines);
  }

  private interface Forecaster {
    Forecasts from(LocalDate origin);
  }

  private static Line line(Method method, TrainingData data, int weeks, Forecaster forecaster) {
    Score score = new Score();
    for (int week = weeks; week > 0; week--) {
      enter(score, data, forecaster.from(data.until().minusDays(7L * week)));
    }
    return new Line(method, score.days(), score.wql(), score.wape(), score.coverage());
  }

  private static void enter(Score score, TrainingData data, Forecasts forecasts) {
    for (Series one : data.all()) {
      for (int ahead = 1; ahead <= forecasts.days(); ahead++) {
        LocalDate day = forecasts.origin().plusDays(ahead);
        int index = one.indexOf(day.toEpochDay());
        if (index >= 0 && index <= data.last(one) && one.tellsDemand(index)) {
          forecasts.at(one.key(), day).ifPresent(said -> score.enter(said, one.demand(index)));
        }
      }
    }
  }
}
