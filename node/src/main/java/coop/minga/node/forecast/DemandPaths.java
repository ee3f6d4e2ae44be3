package coop.minga.node.forecast;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.Forecasts.SeriesForecast;
import coop.minga.node.history.SeriesKey;
import java.util.Arrays;

/// Many ways in which the coming days may go, drawn from a forecast: quantiles of days do not add
/// up, paths do.
///
/// Shape: [path, day]. The days of a path are joined by a Gaussian copula of autoregressive form
/// (Nelsen, An Introduction to Copulas; the link is the series' own rank correlation from day to
/// day), so a weak day tends to be followed by another. The same forecast, series and seed give the
/// same paths. Immutable.
public final class DemandPaths {
  /// How many ways are drawn.
  public static final int COUNT = 500;

  private final double[][] units;

  private DemandPaths(double[][] units) {
    this.units = units;
  }

  /// Draws the paths of one series, all days of its forecast.
  public static DemandPaths draw(SeriesKey series, SeriesForecast forecast, long seed) {
    SplitMix random = new SplitMix(seed ^ mark(series));
    double link = 2 * StrictMath.sin(Math.PI / 6 * forecast.carryOver());
    double rest = StrictMath.sqrt(1 - link * link);
    double[][] units = new double[COUNT][forecast.days().size()];
    for (double[] path : units) {
      double z = random.normal();
      for (int day = 0; day < path.length; day++) {
        path[day] = forecast.days().get(day).at(normalShare(z));
        z = link * z + rest * random.normal();
      }
    }
    return new DemandPaths(units);
  }

  /// Paths that are given, such as known demand.
  ///
  /// @throws IllegalArgumentException if there is none, or they differ in length
  public static DemandPaths of(double[][] units) {
    if (units.length == 0
        || Arrays.stream(units).anyMatch(path -> path.length != units[0].length)) {
      throw new IllegalArgumentException("there is at least one path, and all are of one length");
    }
    return new DemandPaths(Arrays.stream(units).map(double[]::clone).toArray(double[][]::new));
  }

  /// How many paths there are.
  public int count() {
    return units.length;
  }

  /// How many days each has.
  public int days() {
    return units[0].length;
  }

  /// Units that one path sells on one day.
  public double at(int path, int day) {
    return units[path][day];
  }

  /// The quantile of any numbers, one a path (straight lines between neighbours: Hyndman and Fan's
  /// type 7).
  public static double quantile(double[] onePerPath, double level) {
    double[] sorted = onePerPath.clone();
    Arrays.sort(sorted);
    return Baselines.quantile(sorted, level);
  }

  /// The share of a standard normal variable below z (Abramowitz and Stegun 26.2.17, good to
  /// 7.5e-8).
  static double normalShare(double z) {
    double t = 1 / (1 + .2316419 * Math.abs(z));
    double tail =
        StrictMath.exp(-z * z / 2)
            / StrictMath.sqrt(2 * Math.PI)
            * t
            * (.319381530
                + t * (-.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return z > 0 ? 1 - tail : tail;
  }

  private static long mark(SeriesKey series) {
    Bytes name = Hash.sha256(Bytes.utf8(series.site() + "\n" + series.item())).value();
    long mark = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      mark = mark << 8 | name.at(i);
    }
    return mark;
  }
}
