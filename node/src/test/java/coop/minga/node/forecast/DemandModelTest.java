package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.DemandModel.Effort;
import coop.minga.node.forecast.Forecasts.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemandModelTest {
  private static final Hash SEED = Hash.sha256(Bytes.utf8("a town"));

  private final DemandModel model = DemandModel.open(new Effort(2000, 3));

  @Test
  void theEngineStartsWithoutANetworkOnOneThread() {
    assertEquals("true", System.getProperty("ai.djl.offline"));
    assertEquals("1", System.getProperty("ai.djl.pytorch.num_threads"));
    assertEquals("PyTorch", Torch.engine().getEngineName());
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    TrainingData data = SomeShop.data(3, 200, 7);
    ModelWeights once = model.trainEpoch(DemandModel.seeded(SEED), data, 11);
    ModelWeights again = model.trainEpoch(DemandModel.seeded(SEED), data, 11);
    assertEquals(once.hash(), again.hash());
    assertNotEquals(once.hash(), model.trainEpoch(DemandModel.seeded(SEED), data, 12).hash());
  }

  @Test
  void anotherProcessTrainsTheSameBits() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                TrainsAlone.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, other.waitFor());
    assertEquals(TrainsAlone.hash().toString(), said.strip());
  }

  @Test
  void aCollectionWhileAGradientIsMadeChangesNothingOfIt() {
    for (Architecture architecture : List.of(Architecture.ROW64, Architecture.GRU32)) {
      float[] quiet = gradient(architecture, () -> {});
      for (int i = 0; i < 10; i++) {
        assertArrayEquals(quiet, gradient(architecture, DemandModelTest::collect));
      }
    }
  }

  /// What the first windows teach untrained weights.
  ///
  /// @param between happens after the model was asked and before the gradient is known
  private static float[] gradient(Architecture architecture, Runnable between) {
    Network network = architecture.network();
    Batch batch = Batch.of(network, SomeShop.data(2, 150, 4).training().subList(0, 64));
    try (NDManager manager = Torch.newManager()) {
      NDArray leaf = manager.create(architecture.seeded(SEED).toArray());
      leaf.setRequiresGradient(true);
      try (GradientCollector collector = Torch.engine().newGradientCollector()) {
        NDArray asked = network.forward(leaf, batch);
        NDArray loss = Network.loss(asked, batch.targets(manager), batch.weights(manager));
        between.run();
        collector.backward(loss);
      }
      return leaf.getGradient().toFloatArray();
    }
  }

  /// Takes back all memory that nothing in Java holds, and writes over it.
  private static void collect() {
    for (int round = 0; round < 2; round++) {
      System.gc();
      for (int i = 0; i < 500; i++) {
        ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder()).putFloat(0, 1e9f);
      }
    }
  }

  /// Prints the hash of a model that it trains.
  static final class TrainsAlone {
    private TrainsAlone() {}

    public static void main(String[] args) {
      System.out.println(hash());
    }

    static Hash hash() {
      DemandModel model = DemandModel.open(Effort.FULL);
      return model.train(DemandModel.seeded(SEED), SomeShop.data(2, 150, 4), 5, 2).hash();
    }
  }

  @Test
  void seededWeightsArePinned() {
    assertEquals(8189, Architecture.ROW64.size());
    assertEquals("1d8da62d706e", Architecture.ROW64.seeded(SEED).hash().brief());
    assertEquals("15f66deb8a8d", Architecture.ROW64.schema().brief());
    assertEquals(11969, Architecture.GRU32.size());
    assertEquals("29847fd755ce", Architecture.GRU32.seeded(SEED).hash().brief());
    assertEquals("6d8dcdcf3f6c", Architecture.GRU32.schema().brief());
  }

  @Test
  void theRecurrentModelLearnsAndRepeatsBitForBitToo() {
    TrainingData data = SomeShop.data(3, 150, 7);
    ModelWeights untrained = Architecture.GRU32.seeded(SEED);
    ModelWeights once = model.train(untrained, data, 11, 3);
    assertEquals(once.hash(), model.train(untrained, data, 11, 3).hash());
    assertTrue(loss(once, data) < loss(untrained, data));
    assertTrue(model.forecast(once, data, data.until(), 7).usesModel());
  }

  @Test
  void anUpdateOfTheSmallModelTravelsInThirtyTwoKilobytes() {
    assertTrue(Architecture.ROW64.size() * Float.BYTES <= 32 * 1024);
  }

  @Test
  void trainingLowersTheLoss() {
    TrainingData data = SomeShop.data(4, 250, 7);
    ModelWeights untrained = DemandModel.seeded(SEED);
    ModelWeights trained = model.train(untrained, data, 1, 8);
    assertTrue(loss(trained, data) < loss(untrained, data));
  }

  @Test
  void quantilesNeverCrossAndClosedWeekdaysAreZero() {
    TrainingData data = SomeShop.data(4, 120, 3);
    ModelWeights odd = DemandModel.seeded(Hash.sha256(Bytes.utf8("odd")));
    float[] wild = odd.toArray();
    for (int i = 0; i < wild.length; i++) {
      wild[i] *= i % 2 == 0 ? 30 : -30;
    }
    for (ModelWeights weights : List.of(odd, ModelWeights.of(odd.schema(), wild))) {
      Forecasts forecasts = model.forecast(weights, data, data.until(), 21);
      for (Forecasts.SeriesForecast series : forecasts.bySeries().values()) {
        assertEquals(Method.MODEL, series.method());
        assertEquals(21, series.days().size());
        assertEquals(Quantiles.ZERO, series.days().get(5), "120 days end on a Monday");
      }
    }
  }

  @Test
  void fineTuningThatHelpsIsKept() {
    TrainingData data = SomeShop.data(4, 250, 7);
    FineTuned tuned = model.fineTune(DemandModel.seeded(SEED), data, 1);
    assertTrue(tuned.kept());
    assertTrue(tuned.after().getAsDouble() < tuned.before().getAsDouble());
    assertEquals(tuned.after(), model.validationLoss(tuned.weights(), data));
  }

  @Test
  void fineTuningThatHurtsIsThrownAway() {
    TrainingData honest = SomeShop.data(4, 250, 7);
    ModelWeights good = model.train(DemandModel.seeded(SEED), honest, 1, 10);
    FineTuned tuned = model.fineTune(good, trap(), 1);
    assertFalse(tuned.kept());
    assertSame(good, tuned.weights());
    assertTrue(tuned.after().getAsDouble() >= tuned.before().getAsDouble());
  }

  /// Every other day was nothing until the validation weeks, which are as even as any shop's.
  private static TrainingData trap() {
    int even = 250 - TrainingData.MAX_VALIDATION_DAYS;
    return TrainingData.of(
        List.of(
            SomeShop.series(
                "trap", 250, day -> day >= even - 70 ? 20 : day % 2 == 0 ? 0 : 400 + day % 5)),
        SomeShop.FIRST.plusDays(249));
  }

  @Test
  void aShortHistoryFallsBackToTheWeekdayMeanAndSaysSo() {
    TrainingData data = SomeShop.data(2, 34, 5);
    ModelWeights weights = DemandModel.seeded(SEED);
    assertSame(weights, model.trainEpoch(weights, data, 1));
    assertFalse(model.fineTune(weights, data, 1).kept());
    Forecasts forecasts = model.forecast(weights, data, data.until(), 7);
    assertFalse(forecasts.usesModel());
    assertTrue(forecasts.note().orElseThrow().contains("34 days"), forecasts.note().toString());
    Forecasts plain = Baselines.forecast(Method.WEEKDAY_MEAN, data, data.until(), 7);
    assertEquals(plain.bySeries(), forecasts.bySeries());
  }

  @Test
  void nineWeeksAreEnoughToLearnFrom() {
    TrainingData data = SomeShop.data(3, 63, 5);
    assertTrue(data.trainable());
    assertEquals(7, data.validationDays());
    ModelWeights trained = model.trainEpoch(DemandModel.seeded(SEED), data, 1);
    assertTrue(model.forecast(trained, data, data.until(), 7).usesModel());
  }

  @Test
  void aTakerWithoutSalesHasNoForecastAndIsToldWhy() {
    TrainingData none = TrainingData.of(List.of(), SomeShop.FIRST);
    Forecasts forecasts = model.forecast(DemandModel.seeded(SEED), none, SomeShop.FIRST, 7);
    assertTrue(forecasts.bySeries().isEmpty());
    assertTrue(forecasts.note().orElseThrow().contains("no sales"));
  }

  @Test
  void aForecastSeesNothingAfterItsOrigin() {
    TrainingData whole = SomeShop.data(3, 200, 9);
    TrainingData known = whole.until(whole.until().minusDays(30));
    ModelWeights trained = model.trainEpoch(DemandModel.seeded(SEED), known, 1);
    assertEquals(
        trained,
        model.trainEpoch(
            DemandModel.seeded(SEED), SomeShop.data(3, 170, 9).until(known.until()), 1));
    assertEquals(
        model.forecast(trained, known, known.until(), 14).bySeries(),
        model.forecast(trained, whole, known.until(), 14).bySeries());
  }

  @Test
  void weightsOfAnotherSchemaAreRefused() {
    ModelWeights other = ModelWeights.of(SEED, new float[DemandModel.size()]);
    TrainingData data = SomeShop.data(1, 100, 1);
    assertThrows(IllegalArgumentException.class, () -> model.trainEpoch(other, data, 1));
  }

  @Test
  void trainingLeavesNoNativeArraysBehind() {
    TrainingData data = SomeShop.data(2, 100, 1);
    ModelWeights weights = DemandModel.seeded(SEED);
    int before = arrays();
    model.train(weights, data, 1, 3);
    model.forecast(weights, data, data.until(), 7);
    assertEquals(before, arrays());
  }

  private static int arrays() {
    try (ai.djl.ndarray.NDManager manager = Torch.newManager()) {
      return manager.getParentManager().getManagedArrays().size();
    }
  }

  private double loss(ModelWeights weights, TrainingData data) {
    return model.validationLoss(weights, data).orElseThrow();
  }
}
