package coop.minga.node.forecast;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.Forecasts.SeriesForecast;
import coop.minga.node.history.SeriesKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Many ways in which the coming days may go, drawn from a forecast: quantiles of days do not add
/// up, paths do.
///
/// Shape: [path, day]. The open days of a path are joined by a Gaussian copula whose correlations
/// are the series' own ([CarryOver]), so a weak day tends to be followed by others where they did
/// so before. The same forecast, series and seed give the same paths. Immutable.
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
    List<Quantiles> days = forecast.days();
    int[] open = IntStream.range(0, days.size()).filter(day -> !days.get(day).isZero()).toArray();
    double[][] root = forecast.carryOver().root(open.length);
    double[][] units = new double[COUNT][days.size()];
    double[] independent = new double[open.length];
    for (double[] path : units) {
      Arrays.setAll(independent, _ -> random.normal());
      for (int day = 0; day < open.length; day++) {
        double deviate = 0;
        for (int from = 0; from <= day; from++) {
          deviate += root[day][from] * independent[from];
        }
        path[open[day]] = days.get(open[day]).at(Normal.share(deviate));
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

  private static long mark(SeriesKey series) {
    Bytes name = Hash.sha256(Bytes.utf8(series.site() + "\n" + series.item())).value();
    long mark = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      mark = mark << 8 | name.at(i);
    }
    return mark;
  }
}
