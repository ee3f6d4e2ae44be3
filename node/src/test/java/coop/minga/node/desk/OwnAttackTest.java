package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OwnAttackTest {
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

  private final DemandModel model = DemandModel.open(new DemandModel.Effort(2_000, 2));
  private final ModelWeights seeded = DemandModel.seeded(Hash.sha256(Bytes.utf8("attack")));

  @Test
  void whoLearnedNothingToldNothing() {
    var attack = new OwnAttack(model, shop());
    assertEquals(.5, attack.rightPairs(seeded, seeded).orElseThrow());
  }

  @Test
  void oneEpochOfTrainingTellsLittle() {
    TrainingData shop = shop();
    var attack = new OwnAttack(model, shop);
    double once = attack.rightPairs(seeded, model.trainEpoch(seeded, shop, 1)).orElseThrow();
    assertTrue(once > .2 && once < .8, "one epoch tells little: " + once);
  }

  @Test
  void pairsAreCountedRightOrWrongOrHalf() {
    assertEquals(1, OwnAttack.right(List.of(2.0, 3.0), List.of(1.0)));
    assertEquals(0, OwnAttack.right(List.of(0.0), List.of(1.0, 2.0)));
    assertEquals(.5, OwnAttack.right(List.of(1.0), List.of(1.0)));
    assertEquals(.75, OwnAttack.right(List.of(2.0), List.of(1.0, 2.0)));
  }

  @Test
  void withTooFewWeeksThereIsNothingToTry() {
    TrainingData few = shop().until(FIRST.plusDays(20));
    assertTrue(new OwnAttack(model, few).rightPairs(seeded, seeded).isEmpty());
  }

  private static TrainingData shop() {
    var random = new Random(1);
    List<DailySeries> series = new ArrayList<>();
    for (int item = 0; item < 3; item++) {
      List<SalesDay> days = new ArrayList<>();
      for (int day = 0; day < 220; day++) {
        days.add(SalesDay.sold(10 + random.nextInt(8) + (day % 7)));
      }
      series.add(DailySeries.of(new SeriesKey("shop", "item" + item), FIRST, days));
    }
    return TrainingData.of(series, FIRST.plusDays(219));
  }
}
