package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.config.UserError;
import coop.minga.node.forecast.DemandModel.Effort;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.history.SeriesKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptRulesTest {
  private static final SeriesKey FIRST = SomeShop.key("item0");
  private static final SeriesKey SECOND = SomeShop.key("item1");

  @TempDir private Path dir = Path.of("");

  private final TrainingData data = SomeShop.data(3, 120, 7);
  private final Forecasts said =
      DemandModel.open(new Effort(500, 1))
          .forecast(DemandModel.seeded(Hash.sha256(Bytes.utf8("kept"))), data, data.until(), 7);

  @Test
  void anItemWhoseRuleIsKeptIsForecastByItAndTheOthersByTheModel() {
    KeptRules kept = rules(Map.of(SECOND, Method.SEASONAL_NAIVE));
    Forecasts mixed = kept.over(said, data);
    assertEquals(said.bySeries().get(FIRST), mixed.bySeries().get(FIRST));
    assertEquals(
        Baselines.forecast(Method.SEASONAL_NAIVE, data, data.until(), 7).bySeries().get(SECOND),
        mixed.bySeries().get(SECOND));
    assertEquals(Optional.of("For 1 item your plain rule is kept."), mixed.note());
  }

  @Test
  void withoutAnyAndForItemsThatAreNoMoreNothingChanges() {
    assertSame(said, KeptRules.NONE.over(said, data));
    KeptRules gone = rules(Map.of(SomeShop.key("gone"), Method.WEEKDAY_MEAN));
    assertSame(said, gone.over(said, data));
  }

  @Test
  void whatIsWrittenIsReadAndReplacesWhatWasThere() throws IOException {
    assertEquals(KeptRules.NONE, KeptRules.in(dir));
    KeptRules kept =
        rules(
            Map.of(
                FIRST,
                Method.WEEKDAY_MEAN,
                new SeriesKey("a \"shop\"\t", "ñ,1"),
                Method.EXPONENTIAL_SMOOTHING));
    kept.write(dir);
    assertEquals(kept, KeptRules.in(dir));
    KeptRules.NONE.write(dir);
    assertEquals(KeptRules.NONE, KeptRules.in(dir));
  }

  @Test
  void aFileThatSaysSomethingElseIsRefusedWithACure() throws IOException {
    for (String text :
        new String[] {
          "",
          "nonsense",
          "[{\"site\":\"a\"}]",
          "[null]",
          "[{\"site\":\"a\",\"item\":\"b\",\"rule\":\"MODEL\"}]",
          "[{\"site\":\"a\",\"item\":\"b\",\"rule\":\"GUESS\"}]"
        }) {
      Files.writeString(dir.resolve(KeptRules.NAME), text);
      assertThrows(UserError.class, () -> KeptRules.in(dir), text);
    }
  }

  @Test
  void bytesThatAreNoTextAreRefusedWithACure() throws IOException {
    Files.write(dir.resolve(KeptRules.NAME), new byte[] {'[', (byte) 0xc3, '('});
    assertThrows(UserError.class, () -> KeptRules.in(dir));
  }

  @Test
  void aPowerCutLeavesTheOldRulesOrTheNewOnesWhole() throws IOException {
    Path root = Path.of("models").toAbsolutePath();
    KeptRules before = rules(Map.of(FIRST, Method.WEEKDAY_MEAN));
    KeptRules after = rules(Map.of(SECOND, Method.SEASONAL_NAIVE));
    AFileThatIsReplaced.holds(
        root.resolve(KeptRules.NAME),
        disk -> before.write(disk, root),
        disk -> after.write(disk, root));
  }

  private static KeptRules rules(Map<SeriesKey, Method> byItem) {
    return new KeptRules(new TreeMap<>(byItem));
  }
}
