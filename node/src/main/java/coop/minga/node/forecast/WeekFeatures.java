package coop.minga.node.forecast;

/// Writes what the model of weekly sales sees of one row.
///
/// As in [Features], quantities are log1p of their ratio to the series' scale, and a lag is how far
/// its week was from what is usual; what is usual is the mean of the last 4 weeks. Price and
/// display are known of the weeks that are forecast: the shop sets them.
final class WeekFeatures {
  /// A window needs this many weeks up to its origin.
  static final int MIN_WEEKS = 9;

  /// Weeks ahead.
  static final int HORIZON = 4;

  /// How many weeks the lags go back.
  static final int LAGS = 8;

  /// The longest validation.
  static final int MAX_VALIDATION_WEEKS = 8;

  /// The columns, in order. Part of the schema.
  static final String COLUMNS =
      "mean-4,median-8,mean-8,display,display-mean-8,price-ratio,log-scale,horizon,"
          + "last-display,last-price-ratio";

  /// How many they are, the lags of sales apart.
  static final int COUNT = 10;

  private WeekFeatures() {}

  static void window(Series series, int origin, float[] into, int at, int width) {
    double scale = Features.scale(series, origin);
    double[] open = series.sameWeekdays(origin + 1, origin, LAGS);
    double[] last = open.length == 0 ? new double[] {scale} : open;
    float usual = (float) Features.ratio(Baselines.usual(last, scale), scale);
    float median = (float) Features.ratio(Series.median(last), scale);
    float mean = (float) Features.ratio(Series.mean(last), scale);
    float display = display(series, origin);
    for (int ahead = 1; ahead <= HORIZON; ahead++) {
      int start = at + (ahead - 1) * width;
      int week = origin + ahead;
      into[start + Features.BASELINE] = usual;
      into[start + 1] = median;
      into[start + 2] = mean;
      into[start + 3] = series.promo(week);
      into[start + 4] = display;
      into[start + 5] = logPrice(series, week, origin);
      into[start + 6] = (float) (StrictMath.log1p(scale) / 10);
      into[start + 7] = ahead / (float) HORIZON;
      into[start + 8] = series.promo(origin);
      into[start + 9] = logPrice(series, origin, origin);
      for (int lag = 0; lag < LAGS; lag++) {
        int then = origin - lag;
        float sold = (float) Features.ratio(series.demand(then), scale);
        into[start + COUNT + lag] = series.closed(then) ? 0 : sold - usual;
      }
    }
  }

  private static float display(Series series, int origin) {
    float sum = 0;
    for (int lag = 0; lag < LAGS; lag++) {
      sum += series.promo(origin - lag);
    }
    return sum / LAGS;
  }

  private static float logPrice(Series series, int week, int origin) {
    return (float) StrictMath.log(series.priceRatio(week, origin));
  }
}
