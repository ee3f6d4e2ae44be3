package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.DemandModel.Effort;
import coop.minga.node.forecast.Forecasts.Method;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Sales by the week in an invented shop, where a lower price sells more, and every now and then
/// there is one.
class AModelOfWeeksTest {
  private static final Hash SEED = Hash.sha256(Bytes.utf8("weeks"));
  private static final int WEEKS = 70;
  private static final int AHEAD = 4;
  private static final LocalDate LAST = LocalDate.of(2001, 1, 1);

  private final DemandModel model = DemandModel.open(new Effort(2000, 3));

  @Test
  void itLearnsWhatAPriceDoes() {
    TrainingData all = data();
    TrainingData known = all.until(LAST.minusDays(AHEAD));
    ModelWeights trained = model.train(Architecture.WEEK32.seeded(SEED), known, 1, 40);
    Forecasts said = model.forecast(trained, all, known.until(), AHEAD);
    Forecasts plain = Baselines.forecast(Method.WEEKDAY_MEAN, all, known.until(), AHEAD);
    assertTrue(said.usesModel());
    assertTrue(
        loss(all, said) < .6 * loss(all, plain),
        () -> loss(all, said) + " and plainly " + loss(all, plain));
  }

  @Test
  void theLastWeeksAreKeptAsideAsValidation() {
    assertEquals(8, data().validationDays());
    assertEquals(12 * (WEEKS - 8 - 9), data().trainingWindows());
  }

  @Test
  void aModelOfDaysIsNotAskedForWeeksNorTheReverse() {
    TrainingData weeks = data();
    ModelWeights days = DemandModel.seeded(SEED);
    assertThrows(
        IllegalArgumentException.class, () -> model.forecast(days, weeks, weeks.until(), AHEAD));
    TrainingData sales = SomeShop.data(1, 100, 1);
    ModelWeights ofWeeks = Architecture.WEEK32.seeded(SEED);
    assertThrows(
        IllegalArgumentException.class, () -> model.forecast(ofWeeks, sales, sales.until(), 7));
  }

  private static double loss(TrainingData all, Forecasts said) {
    Score score = new Score();
    for (Series one : all.all()) {
      for (int ahead = 1; ahead <= AHEAD; ahead++) {
        LocalDate week = said.origin().plusDays(ahead);
        Quantiles quantiles = said.at(one.key(), week).orElseThrow();
        score.enter(quantiles, one.demand(one.indexOf(week.toEpochDay())));
      }
    }
    return score.wql();
  }

  private static TrainingData data() {
    List<WeeklyItem> items = new ArrayList<>();
    for (int item = 0; item < 12; item++) {
      SplitMix random = new SplitMix(item);
      double level = 200 + 800 * random.uniform();
      List<WeeklyItem.Week> weeks = new ArrayList<>();
      for (int week = 0; week < WEEKS; week++) {
        double price = random.uniform() < .3 ? 2 : 3;
        double units = level * StrictMath.pow(3 / price, 2.5);
        units *= StrictMath.exp(.1 * random.normal());
        weeks.add(new WeeklyItem.Week(Math.rint(units), price, 0));
      }
      items.add(new WeeklyItem(SomeShop.key("item" + item), LAST.minusDays(WEEKS - 1), weeks));
    }
    return TrainingData.weekly(items, LAST);
  }
}
