package coop.minga.node.forecast;

/// Writes what the model sees of one row, and what it is asked for.
///
/// A row is `[column]`, float. Quantities are log1p of their ratio to the series' *scale*, the mean
/// of its open days among the last 56. Closed days stand in the lags as an ordinary day (ratio 1),
/// and are in no mean. There is no absolute time and no phase of the year.
final class Features {
  /// A window needs this many days up to its origin.
  static final int MIN_DAYS = 28;

  /// The model's own horizon; days further off repeat its last week.
  static final int HORIZON = 7;

  /// The seasonal baseline's column; the network adds to it.
  static final int BASELINE = 0;

  /// The columns, in order. Part of the schema.
  static final String COLUMNS =
      "weekday-mean-4,weekday-median-8,weekday-lag*8,lag*28,mean-7,mean-14,mean-364,"
          + "weekday-closed-share,weekday*7,horizon,promo,price-ratio,log-scale";

  /// How many columns there are.
  static final int COUNT = 2 + 8 + 28 + 3 + 1 + 7 + 4;

  private static final int LAGS = 28;
  private static final int WEEKLY_LAGS = 8;
  private static final double LEAST_SCALE = .2;

  private Features() {}

  /// What one unit is measured by at an origin: never 0.
  static double scale(Series series, int origin) {
    double mean = series.meanDemand(origin, 56);
    return Double.isNaN(mean) ? LEAST_SCALE : Math.max(LEAST_SCALE, mean);
  }

  static double ratio(double quantity, double scale) {
    return StrictMath.log1p(quantity / scale);
  }

  /// Writes the rows of one window, one a horizon, one after the other.
  static void window(Series series, int origin, float[] into, int at) {
    double scale = scale(series, origin);
    float[] past = past(series, origin, scale);
    for (int horizon = 1; horizon <= HORIZON; horizon++) {
      int start = at + (horizon - 1) * COUNT;
      int next = sameWeekday(series, origin, horizon, scale, into, start);
      System.arraycopy(past, 0, into, next, past.length);
      known(series, origin, horizon, into, next + past.length);
      into[start + COUNT - 1] = (float) (StrictMath.log1p(scale) / 5);
    }
  }

  private static float[] past(Series series, int origin, double scale) {
    float[] past = new float[LAGS + 3];
    for (int lag = 0; lag < LAGS; lag++) {
      int day = origin - lag;
      past[lag] = (float) (series.closed(day) ? ratio(1, 1) : ratio(series.demand(day), scale));
    }
    past[LAGS] = mean(series, origin, 7, scale);
    past[LAGS + 1] = mean(series, origin, 14, scale);
    past[LAGS + 2] = mean(series, origin, 364, scale);
    return past;
  }

  private static float mean(Series series, int origin, int days, double scale) {
    double mean = series.meanDemand(origin, days);
    return (float) ratio(Double.isNaN(mean) ? scale : mean, scale);
  }

  private static int sameWeekday(
      Series series, int origin, int horizon, double scale, float[] into, int at) {
    double[] same = series.sameWeekdays(origin + horizon, origin, WEEKLY_LAGS);
    double usual = Baselines.usual(same, scale);
    into[at] = (float) ratio(usual, scale);
    into[at + 1] = (float) ratio(same.length == 0 ? usual : Series.median(same), scale);
    for (int lag = 0; lag < WEEKLY_LAGS; lag++) {
      into[at + 2 + lag] = (float) ratio(lag < same.length ? same[lag] : usual, scale);
    }
    return at + 2 + WEEKLY_LAGS;
  }

  private static void known(Series series, int origin, int horizon, float[] into, int at) {
    int day = origin + horizon;
    into[at] = (float) series.closedShare(day, origin);
    for (int weekday = 0; weekday < 7; weekday++) {
      into[at + 1 + weekday] = series.weekday(day) == weekday ? 1 : 0;
    }
    into[at + 8] = horizon / (float) HORIZON;
    into[at + 9] = series.promo(day) ? 1 : 0;
    into[at + 10] = (float) StrictMath.log(series.priceRatio(day, origin));
  }
}
