package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.DemandModel.Effort;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.history.DailySeries;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/// What a shop would throw away by one way of ordering and by another.
class LeftoverTest {
  private static final int DAYS = 200;

  private final DemandModel model = DemandModel.open(new Effort(500, 1));
  private final MemberModel untrained =
      MemberModel.of(DemandModel.seeded(Hash.sha256(Bytes.utf8("a town"))));

  @Test
  void itIsToldWhereSoMuchIsServedAndNowhereElse() {
    var left = new Leftover();
    double[] aims = new double[60];
    Arrays.setAll(aims, step -> step < 30 ? 5 : 10);
    left.enter(aims, 8);
    left.enter(aims, 12);
    assertEquals(0, left.at(.5).orElseThrow(), 1e-12, "5 and 5 of 8 and 12");
    assertEquals(2 / 20., left.at(.9).orElseThrow(), 1e-12, "8 and 10 of 8 and 12, and 2 left");
    assertEquals(1 / 20., left.at(.7).orElseThrow(), 1e-12, "half way between");
    assertEquals(OptionalDouble.empty(), left.at(.4));
    assertEquals(OptionalDouble.empty(), left.at(.95));
  }

  @Test
  void whoForeseesBetterLeavesLessOverAtTheSameService() {
    TrainingData data = SomeShop.data(3, DAYS, 7);
    double mean = left(Method.WEEKDAY_MEAN, data);
    double naive = left(Method.SEASONAL_NAIVE, data);
    assertTrue(mean < naive, mean + " and " + naive);
    assertTrue(left(Method.MODEL, data) > 0);
  }

  @Test
  void theOrderForADayIsMadeBeforeTheDayBeforeItHasSold() {
    double[] plain = {10, 14};
    TrainingData quiet = shop(day -> plain[day / 7 % 2]);
    TrainingData odd = shop(day -> day == DAYS - 2 ? 90 : plain[day / 7 % 2]);
    for (Method method : Method.values()) {
      Leftover before = onlyTheLast(method, quiet);
      Leftover after = onlyTheLast(method, odd);
      for (double served : new double[] {.8, .9, .95}) {
        assertEquals(before.at(served), after.at(served), method + " at " + served);
      }
    }
  }

  @Test
  void nothingIsOrderedForADayOnWhichTheShopIsExpectedToBeShut() {
    TrainingData data = shop(day -> day % 7 == 6 && day < DAYS - 7 ? -1 : 10);
    assertEquals(
        OptionalDouble.empty(),
        Leftover.of(Method.WEEKDAY_MEAN, model, untrained, data, 1).at(.95),
        "a seventh of the week's demand is served by no order");
  }

  private double left(Method method, TrainingData data) {
    return Leftover.of(method, model, untrained, data, 8).at(.95).orElseThrow();
  }

  /// Of one day.
  private Leftover onlyTheLast(Method method, TrainingData data) {
    var found = new Leftover();
    found.enter(method, model, untrained, data, data.until());
    return found;
  }

  private static TrainingData shop(IntToDoubleFunction sold) {
    DailySeries bread = SomeShop.series("bread", DAYS, sold);
    return TrainingData.of(List.of(bread), SomeShop.FIRST.plusDays(DAYS - 1));
  }
}
