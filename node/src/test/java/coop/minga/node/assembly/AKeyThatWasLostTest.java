package coop.minga.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.audit.Finding;
import coop.minga.federation.audit.Report;
import coop.minga.node.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody copied the bakery's keys. Before the bakery noticed, others had acted on what the thief
/// entered.
class AKeyThatWasLostTest {
  private static final String[] FOUNDERS = {"almacen", "bakery", "cocina", "despensa"};
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  @TempDir private Path root;

  @Test
  void whatTheThiefEnteredIsTakenBackByEveryNodeThatActedOnIt() throws Exception {
    try (var commons = new Commons(root, FOUNDERS)) {
      commons.start(FOUNDERS);
      commons.awaitWitnessed(FOUNDERS);
      String change =
          commons.ask("almacen", "dormant", "member", "despensa").get("change").getAsString();
      commons.awaitWitnessed(FOUNDERS);

      Instant lost = commons.now();
      commons.passes(A_MINUTE);
      commons.ask("bakery", "dormant", "member", "cocina");
      commons.awaitWitnessed(FOUNDERS);
      commons.passes(A_MINUTE);
      commons.ask("bakery", "approve", "change", change);
      for (String name : FOUNDERS) {
        awaitApprovals(commons, name, change, 2);
      }

      commons.ask("bakery", "compromised", "key", "entry", "since", lost.toString());
      commons.awaitBeginsAgain(FOUNDERS);
      for (String name : FOUNDERS) {
        awaitApprovals(commons, name, change, 1);
        assertEquals(List.of("APPROVE"), takenBack(commons, name), name);
      }
      commons.ask("cocina", "approve", "change", change);
      for (String name : FOUNDERS) {
        awaitApprovals(commons, name, change, 2);
        assertEquals(0, commons.number(name), "the thief's yes was the third");
      }
      commons.ask("bakery", "approve", "change", change);
      commons.awaitNumber(1, FOUNDERS);
      commons.awaitWitnessed(FOUNDERS);
      auditorsFindTheSame(commons.audit(FOUNDERS));
      auditorsFindTheSame(commons.audit("despensa"));
    }
  }

  @Test
  void whoWasAwayWhileTheThiefWasThereTakesTheSameBack() throws Exception {
    String[] others = {"almacen", "bakery", "cocina"};
    try (var commons = new Commons(root, FOUNDERS)) {
      commons.start(FOUNDERS);
      commons.awaitWitnessed(FOUNDERS);
      String change =
          commons.ask("almacen", "dormant", "member", "cocina").get("change").getAsString();
      commons.awaitWitnessed(FOUNDERS);
      commons.stop("despensa");

      Instant lost = commons.now();
      commons.passes(A_MINUTE);
      commons.ask("bakery", "dormant", "member", "almacen");
      commons.awaitWitnessed(others);
      commons.passes(A_MINUTE);
      commons.ask("bakery", "approve", "change", change);
      for (String name : others) {
        awaitApprovals(commons, name, change, 2);
      }
      commons.start("despensa");
      awaitApprovals(commons, "despensa", change, 2);

      commons.ask("bakery", "compromised", "key", "entry", "since", lost.toString());
      commons.awaitBeginsAgain(FOUNDERS);
      for (String name : FOUNDERS) {
        awaitApprovals(commons, name, change, 1);
        assertEquals(List.of("APPROVE"), takenBack(commons, name), name);
      }
      auditorsFindTheSame(commons.audit("despensa"));
    }
  }

  private static void auditorsFindTheSame(Report report) {
    assertTrue(report.verified(), () -> report.sentence() + report.findings());
    long found = report.findings().stream().filter(Finding.ByLostKey.class::isInstance).count();
    assertEquals(1, found, () -> report.findings().toString());
  }

  private static List<String> takenBack(Commons commons, String name) throws Exception {
    JsonObject told = commons.ask(name, "status").getAsJsonObject("takenBack");
    return told.getAsJsonArray("newest").asList().stream()
        .map(each -> each.getAsString().replaceFirst(".*: ", ""))
        .toList();
  }

  private static void awaitApprovals(Commons commons, String name, String change, int count) {
    Await.until(
        name + " counts the approvals of " + change,
        () ->
            new Counted(
                approvals(commons.ask(name, "members"), change), commons.sizes("almacen", name)),
        found -> found.approvals() == count);
  }

  /// Beside the approvals, what they may be waiting for.
  private record Counted(int approvals, List<JsonObject> sizes) {}

  private static int approvals(JsonObject members, String change) {
    return members.getAsJsonArray("changes").asList().stream()
        .map(each -> (JsonObject) each)
        .filter(each -> each.get("change").getAsString().equals(change))
        .flatMap(each -> Stream.of(each.getAsJsonArray("approvedBy").size()))
        .findFirst()
        .orElse(0);
  }
}
