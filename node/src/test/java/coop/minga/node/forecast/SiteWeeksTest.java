package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.DemandModel.Clips;
import coop.minga.node.forecast.DemandModel.Effort;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What one week of a shop can change of what the shop hands over, by a step of its own.
class SiteWeeksTest {
  private static final double WEEK = .01;
  private static final int DAYS = 60 * 7;
  private static final int THE_WEEK = 30;

  private final DemandModel model = DemandModel.open(new Effort(2000, 3));
  private final ModelWeights base = DemandModel.seeded(Hash.sha256(Bytes.utf8("a town")));

  /// Weeks of everything that a week of sales tells: quantities, closing, empty shelves, prices.
  @Test
  void aWeekChangesItsOwnStepAndThoseOfTheEightThatLookBackAtIt() {
    TrainingData usual = data(0, false);
    TrainingData odd = data(40, false);
    var before = steps(usual);
    var after = steps(odd);
    assertEquals(before.size(), after.size());
    var changed = new ArrayList<Integer>();
    for (int i = 0; i < before.size(); i++) {
      if (!java.util.Arrays.equals(before.get(i), after.get(i))) {
        changed.add(i + SiteWeeks.BEHIND);
      }
    }
    assertTrue(changed.contains(THE_WEEK), changed + "");
    assertTrue(
        changed.stream().allMatch(week -> week >= THE_WEEK && week <= THE_WEEK + SiteWeeks.BEHIND),
        changed + "");
    assertEquals(SiteWeeks.PLACES, changed.size(), changed + "");
  }

  /// The same of a week with a sold-out day, whose like the usual training remembers for ever, and
  /// of a week that was the first in which anything was sold.
  @Test
  void aWeekIsForgottenAfterEightWhateverItTold() {
    List<float[]> before = steps(data(0, false));
    List<float[]> after = steps(data(0, true));
    for (int i = THE_WEEK + 1; i < before.size(); i++) {
      assertTrue(java.util.Arrays.equals(before.get(i), after.get(i)), "week " + i);
    }
  }

  @Test
  void theSumMovesByNoMoreThanItsPlacesAllow() {
    double moved = distance(handedOver(data(0, false), 1e9), handedOver(data(40, false), 1e9));
    // A week that is another changes each of its places by at most twice a week's clip.
    assertTrue(moved > WEEK && moved <= 2 * SiteWeeks.PLACES * WEEK, "moved " + moved);
  }

  @Test
  void noStepIsLongerThanItsClipAndAllTogetherNotLongerThanTheirs() {
    TrainingData data = data(0, false);
    int weeks = steps(data).size();
    double free = distance(base, model.siteWeeks(base, data, new Clips(WEEK, 1e9), 1));
    assertTrue(free > WEEK && free <= weeks * WEEK * (1 + 1e-6), weeks + " weeks moved " + free);
    double bound = distance(base, model.siteWeeks(base, data, new Clips(WEEK, free / 2), 1));
    assertEquals(free / 2, bound, 1e-6);
  }

  @Test
  void stepsOfWeeksLowerTheLossAndRepeatBitForBit() {
    TrainingData data = data(0, false);
    ModelWeights at = base;
    for (int epoch = 0; epoch < 6; epoch++) {
      at = model.siteWeeks(at, data, new Clips(.015, .3), epoch);
    }
    assertTrue(
        model.validationLoss(at, data).getAsDouble()
            < model.validationLoss(base, data).getAsDouble());
    assertEquals(
        model.siteWeeks(base, data, new Clips(.015, .3), 3).hash(),
        model.siteWeeks(base, data, new Clips(.015, .3), 3).hash());
  }

  @Test
  void noStepLooksIntoTheValidationDays() {
    TrainingData data = data(0, false);
    int known = DAYS - data.validationDays();
    assertEquals(known / 7 - SiteWeeks.BEHIND, steps(data).size());
  }

  @Test
  void whoHasTooLittleHistoryHandsNothingOver() {
    TrainingData few = SomeShop.data(2, 20, 1);
    assertSame(base, model.siteWeeks(base, few, new Clips(WEEK, 1), 1));
  }

  @Test
  void aModelOfWeeksHasNoStepsOfWeeks() {
    ModelWeights weekly = Architecture.WEEK32.seeded(Hash.sha256(Bytes.utf8("a town")));
    assertThrows(
        IllegalArgumentException.class,
        () -> model.siteWeeks(weekly, data(0, false), new Clips(WEEK, 1), 1));
  }

  private ModelWeights handedOver(TrainingData data, double all) {
    return model.siteWeeks(base, data, new Clips(WEEK, all), 1);
  }

  /// What every week's step is computed from, as numbers, one week after the other.
  private static List<float[]> steps(TrainingData data) {
    List<float[]> steps = new ArrayList<>();
    Network network = Architecture.ROW64.network();
    new SiteWeeks(
            data,
            (windows, random) -> {
              Batch batch = Batch.of(network, windows);
              steps.add(joined(batch.rows(), batch.targets(), batch.weights()));
              return new float[1];
            })
        .sum(1, new Clips(1, 1), 1);
    return steps;
  }

  private static float[] joined(float[] rows, float[] targets, float[] weights) {
    float[] all = java.util.Arrays.copyOf(rows, rows.length + targets.length + weights.length);
    System.arraycopy(targets, 0, all, rows.length, targets.length);
    System.arraycopy(weights, 0, all, rows.length + targets.length, weights.length);
    return all;
  }

  private static double distance(ModelWeights one, ModelWeights other) {
    float[] first = one.toArray();
    float[] second = other.toArray();
    double squares = 0;
    for (int i = 0; i < first.length; i++) {
      double apart = first[i] - (double) second[i];
      squares += apart * apart;
    }
    return Math.sqrt(squares);
  }

  /// Three items of a shop. In one week one of them sells so much more, or its shelf is empty.
  private static TrainingData data(double more, boolean empty) {
    List<DailySeries> series = new ArrayList<>();
    for (int item = 0; item < 3; item++) {
      var random = new SplitMix(item);
      double level = 20 + 10 * item;
      List<SalesDay> days = new ArrayList<>();
      for (int day = 0; day < DAYS; day++) {
        double sold = Math.rint(level * StrictMath.exp(.2 * random.normal()));
        boolean theWeek = item == 0 && day / 7 == THE_WEEK;
        // An empty shelf once a month lets the usual training look back without end.
        boolean soldOut = (theWeek && empty) || day % 30 == 29;
        days.add(
            soldOut
                ? SomeShop.soldOut(sold + (theWeek ? more : 0))
                : SalesDay.sold(sold + (theWeek ? more : 0)));
      }
      series.add(DailySeries.of(SomeShop.key("item" + item), SomeShop.FIRST, days));
    }
    LocalDate last = SomeShop.FIRST.plusDays(DAYS - 1);
    return TrainingData.of(series, last);
  }
}
