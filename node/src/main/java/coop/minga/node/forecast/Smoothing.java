package coop.minga.node.forecast;

import java.util.Arrays;

/// Exponential smoothing of one series: a level and seven weekday effects that are added to it.
///
/// How fast the level follows is chosen among [#RATES] by the squared error one day ahead over the
/// series' own past; closed days change nothing, and of long histories the last [#WINDOW] days
/// count.
///
/// Source: Winters 1960, the additive form; we leave the trend out, because a trend carried on from
/// a few weeks of a corner shop's sales goes astray more often than it helps.
final class Smoothing {
  /// The rates that are tried.
  private static final double[] RATES = {.03, .07, .15, .3};

  private static final double WEEKDAY_RATE = .1;
  private static final int WINDOW = 728;
  private static final int WARM_UP = 28;

  private final Series series;
  private final double[] effects = new double[7];
  private final double[] residuals = new double[Baselines.RESIDUAL_DAYS];
  private double level;
  private double squares;
  private int residualCount;

  private Smoothing(Series series) {
    this.series = series;
  }

  /// The series smoothed up to an origin, at the rate that fitted best.
  static Smoothing of(Series series, int origin) {
    Smoothing best = run(series, origin, RATES[0]);
    for (int i = 1; i < RATES.length; i++) {
      Smoothing other = run(series, origin, RATES[i]);
      best = other.squares < best.squares ? other : best;
    }
    return best;
  }

  /// What it says of a day after the origin.
  double at(int day) {
    return Math.max(0, level + effects[series.weekday(day)]);
  }

  /// How far it was off, one day ahead, oldest first, as a share of what it said.
  double[] residuals() {
    return Arrays.copyOf(residuals, residualCount);
  }

  private static Smoothing run(Series series, int origin, double rate) {
    Smoothing smoothing = new Smoothing(series);
    int first = Math.max(0, origin + 1 - WINDOW);
    int warm = Math.min(origin + 1, first + WARM_UP);
    smoothing.begin(first, warm);
    for (int day = warm; day <= origin; day++) {
      smoothing.follow(day, origin, rate);
    }
    return smoothing;
  }

  private void begin(int first, int end) {
    double[] sums = new double[effects.length];
    int[] counts = new int[effects.length];
    for (int day = first; day < end; day++) {
      if (!series.closed(day)) {
        sums[series.weekday(day)] += series.demand(day);
        counts[series.weekday(day)]++;
      }
    }
    int open = Arrays.stream(counts).sum();
    level = open == 0 ? 0 : Arrays.stream(sums).sum() / open;
    for (int weekday = 0; weekday < effects.length; weekday++) {
      effects[weekday] = counts[weekday] == 0 ? 0 : sums[weekday] / counts[weekday] - level;
    }
  }

  private void follow(int day, int origin, double rate) {
    if (series.closed(day)) {
      return;
    }
    double said = at(day);
    double off = series.demand(day) - said;
    if (series.tellsDemand(day)) {
      squares += off * off;
      if (day > origin - residuals.length) {
        residuals[residualCount++] = off / Math.max(1, said);
      }
    }
    level += rate * off;
    effects[series.weekday(day)] += WEEKDAY_RATE * (1 - rate) * off;
  }
}
