package coop.minga.node.forecast;

import coop.minga.node.forecast.Forecasts.Method;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// How good the model and the plain rules were on a frozen last window that none of them had seen.
///
/// From each weekly origin in the window the next 7 days are forecast; days that the site was
/// closed or sold out are not scored. Shares are of what was sold. Of sales by the week the next 4
/// weeks are forecast, from every fourth week on; what is called a day below is a week there.
///
/// @param firstDay of the window
/// @param lastDay of the window
/// @param lines one a way of forecasting, the model first
/// @param series the same for each item at each site, in their order
public record Evaluation(
    LocalDate firstDay, LocalDate lastDay, List<Line> lines, List<SeriesLine> series) {
  /// The usual window: 12 weekly origins.
  public static final int WEEKS = 12;

  /// Of sales by the week so many times 4 weeks: a year of them leaves no more to learn from.
  private static final int MONTHS = 4;

  private static final int WEEK = 7;

  /// How good one way of forecasting was.
  ///
  /// @param method which
  /// @param days series-days that were scored
  /// @param wql mean over the levels of twice the pinball loss, as a share of what was sold; less
  ///   is better
  /// @param wape the median's absolute error as a share of what was sold
  /// @param mase the same error as a multiple of what the same weekday a week before was off by in
  ///   each series' own past; not a number if that tells of none
  /// @param coverage the share of days inside the range that should hold .80 of them
  public record Line(
      Method method, int days, double wql, double wape, double mase, double coverage) {}

  /// Copies.
  public Evaluation {
    lines = List.copyOf(lines);
    series = List.copyOf(series);
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
  /// be trained on what comes before; 0 if there are none. Of sales by the week, how often 4 of
  /// them.
  public static int weeksOf(TrainingData data) {
    for (int weeks = data.isByTheWeek() ? MONTHS : WEEKS; weeks > 0; weeks--) {
      if (before(data, weeks).trainable()) {
        return weeks;
      }
    }
    return 0;
  }

  /// What was known before the last weeks: a model that is to be evaluated on them must be trained
  /// on this.
  public static TrainingData before(TrainingData data, int weeks) {
    return data.until(data.until().minusDays((long) data.grain().horizon() * weeks));
  }

  /// Judges what a member forecasts with and the plain rules on the last weeks.
  ///
  /// @param used must not have seen those weeks: see [#before]
  public static Evaluation of(DemandModel model, MemberModel used, TrainingData data, int weeks) {
    int ahead = data.grain().horizon();
    Map<Method, WeekScores> scores = new EnumMap<>(Method.class);
    for (Method method : Method.values()) {
      Function<LocalDate, Forecasts> from =
          method == Method.MODEL
              ? origin -> model.forecast(used, data, origin, ahead)
              : origin -> Baselines.forecast(method, data, origin, ahead);
      scores.put(method, WeekScores.of(data, weeks, from));
    }
    List<Line> lines = new ArrayList<>();
    scores.forEach((method, of) -> lines.add(line(method, of.all())));
    long window = (long) ahead * weeks - 1;
    LocalDate last = data.until();
    List<SeriesLine> series = SeriesLine.of(data, scores);
    return data.isByTheWeek()
        ? new Evaluation(last.minusWeeks(window), last.plusDays(WEEK - 1L), lines, series)
        : new Evaluation(last.minusDays(window), last, lines, series);
  }

  private static Line line(Method method, Score score) {
    return new Line(
        method, score.days(), score.wql(), score.wape(), score.mase(), score.coverage());
  }
}
