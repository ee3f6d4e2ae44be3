package coop.minga.node.forecast;

import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.history.SeriesKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How good each way of forecasting was for one item at one site.
///
/// @param series which
/// @param days that were scored
/// @param sold units on those days
/// @param losses for each way, one a week: the mean over the levels of twice the pinball loss, in
///   units; weeks with nothing to score are left out
public record SeriesLine(
    SeriesKey series, int days, double sold, Map<Method, List<Double>> losses) {
  /// One-sided Student's t at .95, for 3 to 11 degrees of freedom.
  private static final double[] SURE = {
    2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796
  };

  private static final int LEAST_WEEKS = 4;

  /// Which of two ways was better.
  public enum Verdict {
    /// The first, by more than chance makes in 19 of 20 cases.
    FIRST,
    /// The second, by as much.
    SECOND,
    /// Neither by that much, or there are under four weeks to judge by.
    TOO_CLOSE
  }

  /// Copies.
  public SeriesLine {
    Map<Method, List<Double>> copied = new EnumMap<>(Method.class);
    losses.forEach((method, weeks) -> copied.put(method, List.copyOf(weeks)));
    losses = Collections.unmodifiableMap(copied);
  }

  /// The loss as a share of what was sold, less is better; of units where nothing was sold.
  public double wql(Method method) {
    double loss = weeks(method).stream().mapToDouble(week -> week).sum();
    return loss / (sold > 0 ? sold : 1);
  }

  /// Compares two ways week by week: a paired t-test on the weeks' losses.
  public Verdict between(Method first, Method second) {
    int weeks = weeks(first).size();
    if (weeks < LEAST_WEEKS) {
      return Verdict.TOO_CLOSE;
    }
    double[] saved = new double[weeks];
    for (int week = 0; week < weeks; week++) {
      saved[week] = weeks(second).get(week) - weeks(first).get(week);
    }
    double mean = Series.mean(saved);
    double squares = 0;
    for (double one : saved) {
      squares += (one - mean) * (one - mean);
    }
    double error = Math.sqrt(squares / (weeks - 1) / weeks);
    double least = SURE[Math.min(weeks, LEAST_WEEKS + SURE.length - 1) - LEAST_WEEKS] * error;
    if (Math.abs(mean) <= least) {
      return Verdict.TOO_CLOSE;
    }
    return mean > 0 ? Verdict.FIRST : Verdict.SECOND;
  }

  private List<Double> weeks(Method method) {
    return losses.getOrDefault(method, List.of());
  }

  static List<SeriesLine> of(TrainingData data, Map<Method, WeekScores> scores) {
    return data.series().stream().map(series -> of(series, scores)).toList();
  }

  /// All ways forecast the same series from the same origins, so a week counts for all or for none.
  private static SeriesLine of(SeriesKey series, Map<Method, WeekScores> scores) {
    Map<Method, List<Double>> losses = new EnumMap<>(Method.class);
    Score first = new Score();
    scores.forEach((method, of) -> {
      List<Double> weeks = new ArrayList<>();
      for (Score week : of.of(series)) {
        if (week.days() > 0) {
          weeks.add(week.loss());
        }
      }
      losses.put(method, weeks);
    });
    scores.values().stream().limit(1).forEach(of -> of.of(series).forEach(first::add));
    return new SeriesLine(series, first.days(), first.sold(), losses);
  }
}
