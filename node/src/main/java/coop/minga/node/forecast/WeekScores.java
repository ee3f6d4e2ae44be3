package coop.minga.node.forecast;

import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// How good one way of forecasting was, for each series and each week apart. Every series has a
/// score for every week, which is empty where it had nothing to judge.
final class WeekScores {
  private final Map<SeriesKey, List<Score>> bySeries = new LinkedHashMap<>();

  private WeekScores() {}

  /// Judges the last weeks, each from the day before it.
  static WeekScores of(TrainingData data, int weeks, Function<LocalDate, Forecasts> from) {
    WeekScores scores = new WeekScores();
    TrainingData before = Evaluation.before(data, weeks);
    long ahead = data.grain().horizon();
    Map<SeriesKey, Double> usual = new HashMap<>();
    before.all().forEach(one -> usual.put(one.key(), usualError(one, before.last(one))));
    for (int week = weeks; week > 0; week--) {
      Forecasts forecasts = from.apply(data.until().minusDays(ahead * week));
      for (Series one : data.all()) {
        scores
            .bySeries
            .computeIfAbsent(one.key(), _ -> new ArrayList<>())
            .add(score(one, data, forecasts, usual.getOrDefault(one.key(), Double.NaN)));
      }
    }
    return scores;
  }

  List<Score> of(SeriesKey series) {
    return bySeries.getOrDefault(series, List.of());
  }

  Score all() {
    Score all = new Score();
    bySeries.values().forEach(weeks -> weeks.forEach(all::add));
    return all;
  }

  /// How far off the same weekday a week before was on average, up to a day; not a number if there
  /// are no two such days.
  private static double usualError(Series one, int last) {
    double sum = 0;
    int count = 0;
    int season = one.grain().season();
    for (int day = season; day <= last; day++) {
      if (one.tellsDemand(day) && one.tellsDemand(day - season)) {
        sum += Math.abs(one.demand(day) - one.demand(day - season));
        count++;
      }
    }
    return sum / count;
  }

  private static Score score(Series one, TrainingData data, Forecasts forecasts, double usual) {
    Score score = new Score();
    for (int ahead = 1; ahead <= forecasts.days(); ahead++) {
      LocalDate day = forecasts.origin().plusDays(ahead);
      int index = one.indexOf(day.toEpochDay());
      if (index >= 0 && index <= data.last(one) && one.tellsDemand(index)) {
        forecasts.at(one.key(), day).ifPresent(said -> score.enter(said, one.demand(index), usual));
      }
    }
    return score;
  }
}
