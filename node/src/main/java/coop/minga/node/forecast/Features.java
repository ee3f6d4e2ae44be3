package coop.minga.node.forecast;

import java.util.Arrays;

/// Writes what the model sees of one row, and what it is asked for.
///
/// A row is `[column]`, float. Quantities are log1p of their ratio to the series' *scale*, the mean
/// of its open days among the last 56. A lag is how far its day was from what its weekday usually
/// is, seen from the origin; closed days are 0 there, and are in no mean. There is no absolute time
/// and no phase of the year, but what the same days of last year did against the weeks before them,
/// where there are two.
final class Features {
  /// A window needs this many days up to its origin.
  static final int MIN_DAYS = 28;

  /// The model's own horizon; days further off repeat its last week.
  static final int HORIZON = 7;

  /// The seasonal baseline's column; the network adds to it.
  static final int BASELINE = 0;

  /// How many days the lags, or the steps of the sequence, go back.
  static final int LAGS = 28;

  /// The columns of every daily model, in order. Part of the schema.
  static final String COLUMNS =
      "weekday-mean-4,weekday-median-8,mean-7,mean-14,last-year,holiday,before,after,"
          + "calendar-effect,weekday-closed-share,weekday*7,horizon,promo,price-ratio,log-scale,"
          + "category*5";

  /// How many they are, the lags apart.
  static final int COUNT = 2 + 2 + 1 + 4 + 1 + 7 + 4 + Series.CATEGORY_SIGNS;

  /// What each step of the sequence tells: how far from usual, how much, and whether closed.
  static final String STEPS = "from-usual,ratio,closed";

  /// How many numbers a step has.
  static final int STEP = 3;

  private static final double LEAST_SCALE = .2;

  private Features() {}

  /// What one unit is measured by at an origin: never 0.
  static double scale(Series series, int origin) {
    double mean = series.meanDemand(origin, series.grain().memory());
    return Double.isNaN(mean) ? LEAST_SCALE : Math.max(LEAST_SCALE, mean);
  }

  static double ratio(double quantity, double scale) {
    return StrictMath.log1p(quantity / scale);
  }

  /// What one window's rows share: what is usual by weekday, Monday first, and the median of 8 such
  /// days, as log ratios, from ordinary days up to the origin.
  private static final class Week {
    private final Series series;
    private final int origin;
    private final double scale;
    private final float[] usual = new float[7];
    private final float[] median = new float[7];

    Week(Series series, int origin) {
      this.series = series;
      this.origin = origin;
      this.scale = Features.scale(series, origin);
      for (int day = origin + 1; day <= origin + 7; day++) {
        double[] same = series.ordinaryWeekdays(day, origin, 8);
        int weekday = series.weekday(day);
        double mean = Baselines.usual(same, scale);
        usual[weekday] = (float) ratio(mean, scale);
        median[weekday] = (float) ratio(same.length == 0 ? mean : Series.median(same), scale);
      }
    }

    float usual(int day) {
      return usual[series.weekday(day)];
    }

    float lag(int day) {
      return (float) ratio(series.demand(day), scale);
    }
  }

  /// Writes the rows of one window, one a horizon, one after the other, each so wide; the lags
  /// stand last if there is room for them.
  static void window(Series series, int origin, float[] into, int at, int width) {
    Week week = new Week(series, origin);
    float mean7 = mean(week, 7);
    float mean14 = mean(week, 14);
    for (int horizon = 1; horizon <= HORIZON; horizon++) {
      int start = at + (horizon - 1) * width;
      int day = origin + horizon;
      into[start + BASELINE] = week.usual(day);
      into[start + 1] = week.median[series.weekday(day)];
      into[start + 2] = mean7;
      into[start + 3] = mean14;
      known(week, horizon, into, start + 4);
      if (width > COUNT) {
        lags(week, into, start + COUNT);
      }
    }
  }

  private static float mean(Week week, int days) {
    double mean = week.series.meanDemand(week.origin, days);
    return (float) ratio(Double.isNaN(mean) ? week.scale : mean, week.scale);
  }

  private static void known(Week week, int horizon, float[] into, int at) {
    Series series = week.series;
    int origin = week.origin;
    int day = origin + horizon;
    into[at] = (float) series.lastYear(day, origin);
    into[at + 1] = series.holiday(day) ? 1 : 0;
    into[at + 2] = series.holiday(day + 1) ? 1 : 0;
    into[at + 3] = series.holiday(day - 1) ? 1 : 0;
    into[at + 4] = (float) series.calendarEffect(day, origin);
    into[at + 5] = (float) series.closedShare(day, origin);
    Arrays.fill(into, at + 6, at + 13, 0);
    into[at + 6 + series.weekday(day)] = 1;
    into[at + 13] = horizon / (float) HORIZON;
    into[at + 14] = series.promo(day);
    into[at + 15] = (float) StrictMath.log(series.priceRatio(day, origin));
    into[at + 16] = (float) (StrictMath.log1p(week.scale) / 5);
    for (int sign = 0; sign < Series.CATEGORY_SIGNS; sign++) {
      into[at + 17 + sign] = series.categorySign(sign);
    }
  }

  /// Nearest first.
  private static void lags(Week week, float[] into, int at) {
    for (int lag = 0; lag < LAGS; lag++) {
      int day = week.origin - lag;
      into[at + lag] = week.series.closed(day) ? 0 : week.lag(day) - week.usual(day);
    }
  }

  /// Writes the steps of one window, oldest first.
  static void sequence(Series series, int origin, float[] into, int at) {
    Week week = new Week(series, origin);
    for (int step = 0; step < LAGS; step++) {
      int day = origin - LAGS + 1 + step;
      int start = at + step * STEP;
      boolean closed = series.closed(day);
      float ratio = closed ? 0 : week.lag(day);
      into[start] = closed ? 0 : ratio - week.usual(day);
      into[start + 1] = ratio;
      into[start + 2] = closed ? 1 : 0;
    }
  }
}
