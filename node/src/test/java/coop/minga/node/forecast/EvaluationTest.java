package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.DemandModel.Effort;
import coop.minga.node.forecast.Forecasts.Method;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  @Test
  void wqlOfOneNumberIsItsAbsoluteErrorOverSales() {
    Score score = new Score();
    score.enter(new Quantiles(Collections.nCopies(7, 10.0)), 8);
    score.enter(new Quantiles(Collections.nCopies(7, 10.0)), 15);
    assertEquals((2 + 5) / 23.0, score.wql(), 1e-12);
    assertEquals((2 + 5) / 23.0, score.wape(), 1e-12);
    assertEquals(0, score.coverage());
  }

  @Test
  void maseIsOfThoseDaysOnlyThatHaveAUsualError() {
    Score score = new Score();
    assertEquals(Double.NaN, score.mase());
    for (double usual : new double[] {4, 0, Double.NaN}) {
      score.enter(new Quantiles(Collections.nCopies(7, 10.0)), 8, usual);
    }
    Score all = new Score();
    all.add(score);
    assertEquals(.5, all.mase(), 1e-12);
    assertEquals(3, all.days());
  }

  @Test
  void wqlIsTwiceThePinballLossOverSales() {
    Score score = new Score();
    score.enter(new Quantiles(List.of(1.0, 2.0, 4.0, 6.0, 9.0, 11.0, 12.0)), 10);
    double pinball = .05 * 9 + .1 * 8 + .25 * 6 + .5 * 4 + .75 * 1 + (1 - .9) * 1 + (1 - .95) * 2;
    assertEquals(2 * pinball / 7 / 10, score.wql(), 1e-12);
    assertEquals(.4, score.wape(), 1e-12);
    assertEquals(1, score.coverage());
  }

  @Test
  void anErrorIsAMultipleOfWhatTheSameWeekdayWasOffBy() {
    int last = 199;
    TrainingData data =
        TrainingData.of(
            List.of(
                SomeShop.series("bread", last + 1, day -> day / 7 % 2 == 0 ? 10 : 14),
                SomeShop.series("salt", last + 1, _ -> 3)),
            SomeShop.FIRST.plusDays(last));
    DemandModel model = DemandModel.open(new Effort(500, 1));
    MemberModel used = MemberModel.of(DemandModel.seeded(Hash.sha256(Bytes.utf8("judge"))));
    Evaluation evaluation = Evaluation.of(model, used, data, 4);
    assertEquals(1, evaluation.of(Method.SEASONAL_NAIVE).mase(), .05, "it is off by 4, as ever");
    assertEquals(.5, evaluation.of(Method.WEEKDAY_MEAN).mase(), .05, "it says about 12");
    assertEquals(56, evaluation.of(Method.WEEKDAY_MEAN).days(), "of the salt there is no multiple");
  }

  @Test
  void aWindowIsSetAsideOnlyWhereEnoughIsLeftToLearnFrom() {
    assertEquals(12, Evaluation.weeksOf(SomeShop.data(1, 35 + 84, 1)));
    assertEquals(3, Evaluation.weeksOf(SomeShop.data(1, 35 + 25, 1)));
    assertEquals(0, Evaluation.weeksOf(SomeShop.data(1, 35 + 6, 1)));
  }

  @Test
  void modelAndRulesAreJudgedOnTheSameDays() {
    TrainingData data = SomeShop.data(2, 200, 3);
    DemandModel model = DemandModel.open(new Effort(500, 1));
    ModelWeights weights = DemandModel.seeded(Hash.sha256(Bytes.utf8("judge")));
    Evaluation evaluation = Evaluation.of(model, MemberModel.of(weights), data, 4);
    assertEquals(data.until().minusDays(27), evaluation.firstDay());
    for (Evaluation.Line line : evaluation.lines()) {
      assertEquals(2 * 24, line.days(), "four weeks of six open days");
    }
    double naive = evaluation.of(Method.SEASONAL_NAIVE).wql();
    assertTrue(evaluation.of(Method.WEEKDAY_MEAN).wql() < naive);
  }

  @Test
  void quantilesAreCheckedAndLieOnLines() {
    Quantiles day = new Quantiles(List.of(5.0, 8.0, 14.0, 20.0, 26.0, 32.0, 35.0));
    assertEquals(17, day.at(.375), 1e-12);
    assertEquals(38, day.at(1), 1e-9);
    assertEquals(2, day.at(0), 1e-9);
    assertEquals(20, day.mean(), .2);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Quantiles(List.of(5.0, 8.0, 14.0, 13.0, 26.0, 32.0, 35.0)));
    assertThrows(
        IllegalArgumentException.class, () -> new Quantiles(Collections.nCopies(7, Double.NaN)));
    assertThrows(IllegalArgumentException.class, () -> day.at(1.1));
  }
}
