package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.Forecasts.SeriesForecast;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemandPathsTest {
  private static final Quantiles DAY =
      new Quantiles(List.of(5.0, 8.0, 14.0, 20.0, 26.0, 32.0, 35.0));

  @Test
  void eachDayHasTheForecastsOwnQuantiles() {
    DemandPaths paths = draw(.5, 3);
    for (int day = 0; day < 3; day++) {
      assertEquals(20, DemandPaths.quantile(day(paths, day), .5), 2);
      assertEquals(32, DemandPaths.quantile(day(paths, day), .9), 2.5);
    }
  }

  @Test
  void daysThatFollowOneAnotherMakeASumMoreUncertain() {
    double alone = spread(draw(0, 5));
    double linked = spread(draw(.8, 5));
    assertTrue(linked > 1.3 * alone, alone + " and " + linked);
    assertTrue(alone < 5 * 24 * .75, "quantiles of days do not add up: " + alone);
  }

  @Test
  void theSameSeedDrawsTheSameAndEachSeriesItsOwn() {
    SeriesForecast forecast = forecast(.5, 2);
    DemandPaths once = DemandPaths.draw(SomeShop.key("milk"), forecast, 7);
    DemandPaths again = DemandPaths.draw(SomeShop.key("milk"), forecast, 7);
    DemandPaths other = DemandPaths.draw(SomeShop.key("bread"), forecast, 7);
    assertEquals(once.at(499, 1), again.at(499, 1));
    assertNotEquals(once.at(499, 1), other.at(499, 1));
  }

  @Test
  void aClosedDaySellsNothingAndForgetsNothing() {
    List<Quantiles> days = List.of(DAY, Quantiles.ZERO, DAY);
    DemandPaths paths =
        DemandPaths.draw(
            SomeShop.key("milk"), new SeriesForecast(Method.MODEL, days, falling(.9)), 7);
    int together = 0;
    for (int path = 0; path < paths.count(); path++) {
      assertEquals(0, paths.at(path, 1));
      together += paths.at(path, 0) > 20 == paths.at(path, 2) > 20 ? 1 : 0;
    }
    assertTrue(together > .8 * paths.count(), "on " + together + " paths both days are alike");
  }

  @Test
  void pathsOfDifferentLengthsAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> DemandPaths.of(new double[][] {{1, 2}, {1}}));
    assertThrows(IllegalArgumentException.class, () -> DemandPaths.of(new double[0][0]));
  }

  /// What falls by the same share from day to day, and is forgotten in the end.
  private static CarryOver falling(double next) {
    return new CarryOver(
        IntStream.range(1, CarryOver.FORGOTTEN)
            .mapToObj(lag -> (1 - lag / 28.0) * Math.pow(next, lag))
            .toList());
  }

  private static SeriesForecast forecast(double next, int days) {
    return new SeriesForecast(Method.MODEL, Collections.nCopies(days, DAY), falling(next));
  }

  private static DemandPaths draw(double next, int days) {
    return DemandPaths.draw(SomeShop.key("milk"), forecast(next, days), 7);
  }

  private static double[] day(DemandPaths paths, int day) {
    double[] units = new double[paths.count()];
    for (int path = 0; path < units.length; path++) {
      units[path] = paths.at(path, day);
    }
    return units;
  }

  private static double spread(DemandPaths paths) {
    double[] sums = new double[paths.count()];
    for (int path = 0; path < sums.length; path++) {
      for (int day = 0; day < paths.days(); day++) {
        sums[path] += paths.at(path, day);
      }
    }
    return DemandPaths.quantile(sums, .9) - DemandPaths.quantile(sums, .1);
  }
}
