package coop.minga.bench.market;

import coop.minga.bench.Figures;
import java.io.IOException;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;

/// The market's figures: how near sessions come to the central optimum, how far they are before
/// simpler ways, how fair many days are, and what lying brings.
///
/// Fractions of the optimum, of first-come and so on are 1 for "as much"; gains are 0 for "as
/// much".
///
/// @param figures where they go
/// @param quick smaller regions, fewer days and seeds
public record MarketBench(Figures figures, boolean quick) {
  static final int STEP = 5;

  /// Runs all of it.
  public void run() throws IOException {
    new Sessions(this).run();
    new FixedTrips(this).run();
    new Seasons(this).run();
    new FoodBanks(this).run();
  }

  int seeds() {
    return quick ? 2 : 5;
  }

  /// Prints the mean of a figure over seeds, which are 1, 2, ...
  void mean(
      String name, Map<String, ?> params, Map<String, Double> vs, LongToDoubleFunction figure) {
    double[] all = LongStream.rangeClosed(1, seeds()).mapToDouble(figure).toArray();
    print(name, params, mean(all), vs);
  }

  static double mean(double[] all) {
    double sum = 0;
    for (double one : all) {
      sum += one;
    }
    return sum / all.length;
  }

  void print(String name, Map<String, ?> params, double value, Map<String, Double> vs) {
    figures.over(seeds()).print(new Figures.Figure(name, params, value, "", vs));
  }
}
