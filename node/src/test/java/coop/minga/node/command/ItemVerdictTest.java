package coop.minga.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.config.UserError;
import coop.minga.node.forecast.Evaluation;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.SeriesLine;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ItemVerdictTest {
  private static final LocalDate MONDAY = LocalDate.of(2025, 1, 6);

  @Test
  void theRuleIsKeptForTheItemsThatItIsBetterFor() {
    ItemVerdict verdict =
        verdict(
            .20,
            .25,
            line("bread", List.of(1.0, 1.1, .9, 1.0), List.of(2.0, 2.1, 1.8, 2.2)),
            line("milk", List.of(2.0, 2.1, 1.8, 2.2), List.of(1.0, 1.1, .9, 1.0)),
            line("tea", List.of(1.0, 2.0, 1.0, 2.0), List.of(2.0, 1.0, 2.0, 1.1)));
    String said = String.join("\n", verdict.sentences());
    assertTrue(said.contains("20 % less far off than your plain rule (weekday-mean)"), said);
    assertTrue(said.contains("better for 1, your plain rule for 1; 1 is too close to tell."), said);
    assertTrue(said.contains("better for this 1 item: keep it."), said);
    List<String> rows = verdict.table(false).orElseThrow().lines();
    assertEquals(2, rows.size());
    assertTrue(rows.getLast().contains("milk"), rows.toString());
    assertEquals(4, verdict.table(true).orElseThrow().lines().size());
  }

  @Test
  void aModelThatIsWorseOverAllIsSaidToBe() {
    String said = verdict(.30, .24).sentences().getFirst();
    assertTrue(said.contains("25 % further off"), said);
    assertTrue(said.contains("keep the rule"), said);
  }

  @Test
  void manyItemsComeWithAWordOnChance() {
    SeriesLine[] lines =
        IntStream.range(0, 40)
            .mapToObj(
                i -> line("item" + i, List.of(2.0, 2.1, 1.8, 2.2), List.of(1.0, 1.1, .9, 1.0)))
            .toArray(SeriesLine[]::new);
    String said = verdict(.3, .2, lines).sentences().getLast();
    assertTrue(said.contains("of 40 that is 2."), said);
  }

  @Test
  void underFourWeeksEverythingIsTooClose() {
    SeriesLine line = line("bread", List.of(1.0, 1.0, 1.0), List.of(9.0, 9.0, 9.0));
    assertEquals(SeriesLine.Verdict.TOO_CLOSE, line.between(Method.MODEL, Method.WEEKDAY_MEAN));
  }

  @Test
  void aRuleThatNobodyKnowsIsRefused() {
    assertThrows(UserError.class, () -> ItemVerdict.rule("model"));
    assertThrows(UserError.class, () -> ItemVerdict.rule("gut-feeling"));
    assertEquals(Method.EXPONENTIAL_SMOOTHING, ItemVerdict.rule("exponential-smoothing"));
  }

  private static SeriesLine line(String item, List<Double> model, List<Double> rule) {
    return new SeriesLine(
        new SeriesKey("mapocho", item),
        28,
        100,
        Map.of(Method.MODEL, model, Method.WEEKDAY_MEAN, rule));
  }

  private static ItemVerdict verdict(double model, double rule, SeriesLine... lines) {
    List<Evaluation.Line> all = new ArrayList<>();
    all.add(new Evaluation.Line(Method.MODEL, 28, model, model, 1, .8));
    all.add(new Evaluation.Line(Method.WEEKDAY_MEAN, 28, rule, rule, 1, .8));
    Evaluation evaluation = new Evaluation(MONDAY, MONDAY.plusDays(27), all, Arrays.asList(lines));
    return new ItemVerdict(evaluation, Method.WEEKDAY_MEAN);
  }
}
