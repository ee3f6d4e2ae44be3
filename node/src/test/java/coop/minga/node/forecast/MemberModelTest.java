package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.DemandModel.Effort;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemberModelTest {
  private static final Hash SEED = Hash.sha256(Bytes.utf8("a member"));
  private static final TrainingData DATA = SomeShop.data(4, 250, 7);

  private final DemandModel model = DemandModel.open(new Effort(2000, 3));
  private final ModelWeights untrained = DemandModel.seeded(SEED);
  private final ModelWeights trained = model.train(untrained, DATA, 1, 6);

  @Test
  void aSharedModelThatIsWorthlessHereIsNotMixedIn() {
    MemberModel used = MemberModel.fit(model, Optional.of(trained), Optional.of(nonsense()), DATA);
    assertEquals(0, used.sharedPercent());
  }

  @Test
  void aSharedModelThatIsAStrangerHereIsNotMixedInThoughItWouldLookBetter() {
    ModelWeights own = off(.8);
    ModelWeights stranger = off(-1.2);
    double alone = model.validationLoss(own, DATA).orElseThrow();
    assertTrue(model.validationLoss(stranger, DATA).orElseThrow() > 1.15 * alone);
    var mixed = new MemberModel(Optional.of(own), Optional.of(stranger), 30, even());
    assertTrue(
        mixed.validationLoss(model, DATA).orElseThrow() < .97 * alone, "their errors cancel out");
    assertEquals(
        0, MemberModel.fit(model, Optional.of(own), Optional.of(stranger), DATA).sharedPercent());
    ModelWeights neighbour = off(-.8);
    MemberModel used = MemberModel.fit(model, Optional.of(own), Optional.of(neighbour), DATA);
    assertTrue(used.sharedPercent() > 0, "one that is no worse is");
  }

  @Test
  void anOwnModelThatIsWorthlessMakesRoomForTheSharedOne() {
    MemberModel used = MemberModel.fit(model, Optional.of(nonsense()), Optional.of(trained), DATA);
    assertEquals(100, used.sharedPercent());
  }

  @Test
  void ofTwoLikeModelsMoreOfTheSharedOneIsTaken() {
    MemberModel used = MemberModel.fit(model, Optional.of(trained), Optional.of(trained), DATA);
    assertEquals(60, used.sharedPercent());
    var plain = new MemberModel(used.own(), used.shared(), used.sharedPercent(), even());
    assertEquals(
        model.validationLoss(trained, DATA).orElseThrow(),
        plain.validationLoss(model, DATA).orElseThrow(),
        1e-9);
  }

  @Test
  void withoutDaysToJudgeByTheSharedModelIsTakenAsItIs() {
    TrainingData young = SomeShop.data(2, 40, 1);
    assertEquals(0, young.validationDays());
    assertEquals(
        100,
        MemberModel.fit(model, Optional.of(trained), Optional.of(untrained), young)
            .sharedPercent());
    assertEquals(
        0, MemberModel.fit(model, Optional.of(trained), Optional.empty(), young).sharedPercent());
  }

  @Test
  void aBlendNeedsBothItsParts() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new MemberModel(Optional.of(trained), Optional.empty(), 50, even()));
    assertThrows(
        IllegalArgumentException.class,
        () -> MemberModel.fit(model, Optional.empty(), Optional.empty(), DATA));
  }

  @Test
  void rangesThatWereTooNarrowAreStretchedAndTooWideOnesDrawnIn() {
    Quantiles said = Quantiles.rearranged(new double[] {85, 90, 95, 100, 105, 110, 115});
    List<Double> wide = new java.util.ArrayList<>();
    List<Double> narrow = new java.util.ArrayList<>();
    for (int i = 0; i < 400; i++) {
      wide.add(100 + (i % 2 == 0 ? 1 : -1) * 40.0 * (i % 20) / 20);
      narrow.add(100 + (i % 2 == 0 ? 1 : -1) * 5.0 * (i % 20) / 20);
    }
    List<Quantiles> all = Collections.nCopies(400, said);
    assertTrue(Stretch.fit(all, wide, 400).apply(said).high() > 118);
    assertTrue(Stretch.fit(all, narrow, 400).apply(said).high() < 108);
    assertEquals(100, Stretch.fit(all, wide, 400).apply(said).median());
    double few = Stretch.fit(all, wide, 20).apply(said).high();
    assertTrue(few < Stretch.fit(all, wide, 400).apply(said).high(), "few days move it less");
  }

  /// The trained model, some of the way to the untrained one, or as far beyond.
  private ModelWeights off(double share) {
    float[] weights = trained.toArray();
    float[] before = untrained.toArray();
    for (int i = 0; i < weights.length; i++) {
      weights[i] += (float) share * (before[i] - weights[i]);
    }
    return ModelWeights.of(untrained.schema(), weights);
  }

  private ModelWeights nonsense() {
    float[] wild = untrained.toArray();
    for (int i = 0; i < wild.length; i++) {
      wild[i] *= 20;
    }
    return ModelWeights.of(untrained.schema(), wild);
  }

  private static List<Double> even() {
    return Collections.nCopies(Quantiles.LEVELS.size(), 1.0);
  }
}
