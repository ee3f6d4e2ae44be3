package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.Forecasts.SeriesForecast;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Shops at Mapocho whose demand goes up and down in ways that are known.
class CarryOverTest {
  private static final int WEEK = 7;
  private static final double MEAN = 100;
  private static final double SPREAD = 10;

  @Test
  void theCorrelationOfEveryLagIsFound() {
    CarryOver found = CarryOver.of(demand(.8, 20_000, 1));
    for (int lag = 1; lag <= WEEK; lag++) {
      double untapered = found.byLag().get(lag - 1) / (1 - lag / 28.0);
      assertEquals(Math.pow(.8, lag), untapered, .04, "lag " + lag);
    }
  }

  @Test
  void whatTurnsRoundEachDayIsNegative() {
    CarryOver found = CarryOver.of(demand(-.7, 84, 2));
    assertTrue(found.byLag().get(0) < -.2, found.toString());
    assertTrue(found.byLag().get(1) > .1, found.toString());
  }

  @Test
  void withoutDaysOfItsOwnASeriesHasWhatIsUsual() {
    CarryOver nothing = CarryOver.of(new double[0]);
    assertEquals(CarryOver.USUAL, nothing.byLag().getFirst(), .005);
    double few = CarryOver.of(demand(.9, 10, 3)).byLag().getFirst();
    double many = CarryOver.of(demand(.9, 400, 3)).byLag().getFirst();
    assertTrue(few < .3 && many > .6, few + " and " + many);
  }

  /// Were equal days ranked by their dates, an item that sells 0 or 1 would seem to drift.
  @Test
  void daysThatAreEqualHaveOneRank() {
    double[] rare = new double[84];
    for (int day = 0; day < rare.length; day += 6) {
      rare[day] = 1;
    }
    for (double link : CarryOver.of(rare).byLag().subList(0, 5)) {
      assertTrue(Math.abs(link) < .15, CarryOver.of(rare).toString());
    }
    assertEquals(
        CarryOver.of(new double[0]).byLag().size(), CarryOver.of(new double[84]).byLag().size());
  }

  /// Of 600 shops, the week of nine in ten stays below the .9 quantile of the week: neither of all
  /// of them, as the sum of the days' .9 quantiles says, nor of too few, as days that know nothing
  /// of each other say.
  @Test
  void sumsOverAWeekHaveTheRightQuantilesAndSumsOfQuantilesDoNot() {
    int joined = 0;
    int apart = 0;
    int added = 0;
    int shops = 600;
    for (int shop = 0; shop < shops; shop++) {
      double[] days = demand(.6, CarryOver.DAYS + WEEK, shop);
      double sold = Arrays.stream(days, CarryOver.DAYS, days.length).sum();
      CarryOver known = CarryOver.of(Arrays.copyOf(days, CarryOver.DAYS));
      joined += sold <= highOfAWeek(known, shop) ? 1 : 0;
      apart += sold <= highOfAWeek(CarryOver.NONE, shop) ? 1 : 0;
      added += sold <= WEEK * normal().high() ? 1 : 0;
    }
    assertEquals(.90, joined / (double) shops, .035);
    assertTrue(apart < .82 * shops, "days apart: " + apart);
    assertTrue(added > .95 * shops, "quantiles added: " + added);
  }

  @Test
  void whatNoDaysCanBeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new CarryOver(List.of(1.0)));
    assertThrows(IllegalArgumentException.class, () -> new CarryOver(List.of(Double.NaN)));
    assertThrows(IllegalArgumentException.class, () -> new CarryOver(List.of(.9, -.9)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new CarryOver(Collections.nCopies(CarryOver.FORGOTTEN, .1)));
  }

  private static double highOfAWeek(CarryOver carryOver, int seed) {
    var forecast = new SeriesForecast(Method.MODEL, Collections.nCopies(WEEK, normal()), carryOver);
    DemandPaths paths = DemandPaths.draw(SomeShop.key("bread"), forecast, seed);
    double[] sums = new double[paths.count()];
    for (int path = 0; path < sums.length; path++) {
      for (int day = 0; day < WEEK; day++) {
        sums[path] += paths.at(path, day);
      }
    }
    return DemandPaths.quantile(sums, .9);
  }

  private static Quantiles normal() {
    return new Quantiles(
        Quantiles.LEVELS.stream().map(level -> MEAN + SPREAD * Normal.deviate(level)).toList());
  }

  /// Normal days, each of which keeps some of the surprise of the day before.
  private static double[] demand(double next, int days, long seed) {
    var random = new SplitMix(seed);
    double[] found = new double[days];
    double surprise = random.normal();
    for (int day = 0; day < days; day++) {
      found[day] = MEAN + SPREAD * surprise;
      surprise = next * surprise + Math.sqrt(1 - next * next) * random.normal();
    }
    return found;
  }
}
