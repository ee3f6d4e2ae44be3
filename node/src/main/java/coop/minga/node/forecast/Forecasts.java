package coop.minga.node.forecast;

import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The forecast of all series from one origin.
///
/// @param origin the last day whose sales were known
/// @param days how many days after it are forecast, 1 to [#MAX_DAYS]
/// @param bySeries every series that can be forecast, in the order of site and item
/// @param note what the reader must know, such as why the model was not used
public record Forecasts(
    LocalDate origin, int days, Map<SeriesKey, SeriesForecast> bySeries, Optional<String> note) {
  /// The furthest day that is ever forecast.
  public static final int MAX_DAYS = 56;

  /// What a forecast was made with.
  public enum Method {
    /// The trained demand model.
    MODEL,
    /// The mean of the last 4 open days of the same weekday.
    WEEKDAY_MEAN,
    /// The last open day of the same weekday.
    SEASONAL_NAIVE,
    /// A level and weekday effects, each following the sales a little every day.
    EXPONENTIAL_SMOOTHING
  }

  /// The forecast of one series.
  ///
  /// @param method how it was made
  /// @param days one entry a day, from the day after the origin
  /// @param carryOver how much of one day's surprise is still there on the next ones, by the
  ///   residuals of the plain rule
  public record SeriesForecast(Method method, List<Quantiles> days, CarryOver carryOver) {
    /// Copies.
    public SeriesForecast {
      days = List.copyOf(days);
    }
  }

  /// Checks the number of days and copies.
  public Forecasts {
    checkDays(days);
    for (SeriesForecast forecast : bySeries.values()) {
      if (forecast.days().size() != days) {
        throw new IllegalArgumentException("a series without exactly " + days + " days");
      }
    }
    bySeries = Collections.unmodifiableMap(new TreeMap<>(bySeries));
  }

  /// The quantiles of one series on one day; empty if the series or the day is not forecast.
  public Optional<Quantiles> at(SeriesKey series, LocalDate day) {
    long index = day.toEpochDay() - origin.toEpochDay() - 1;
    return index < 0 || index >= days
        ? Optional.empty()
        : Optional.ofNullable(bySeries.get(series)).map(found -> found.days().get((int) index));
  }

  /// Whether anything was forecast by the trained model.
  public boolean usesModel() {
    return bySeries.values().stream().anyMatch(series -> series.method() == Method.MODEL);
  }

  static void checkDays(int days) {
    if (days < 1 || days > MAX_DAYS) {
      throw new IllegalArgumentException(
          "a forecast is for 1 to " + MAX_DAYS + " days, not " + days);
    }
  }
}
