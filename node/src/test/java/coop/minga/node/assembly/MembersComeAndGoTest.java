package coop.minga.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.audit.Report;
import coop.minga.federation.roster.MemberKeys;
import coop.minga.node.Await;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.peering.Doorkeeper.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real nodes on loopback: a federation of four takes a fifth in, and lets one go.
class MembersComeAndGoTest {
  private static final String[] FOUNDERS = {"almacen", "bakery", "cocina", "despensa"};

  @TempDir Path root;

  @Test
  void aFifthJoinsByAnInviteIsWitnessedByAllAndIsCutOffOnceItIsRemoved() throws Exception {
    try (var commons = new Commons(root, FOUNDERS)) {
      commons.start(FOUNDERS);
      commons.awaitWitnessed(FOUNDERS);

      join(commons, "emporio", "almacen");

      commons.start("emporio");
      String[] five = {"almacen", "bakery", "cocina", "despensa", "emporio"};
      commons.awaitNumber(1, five);
      for (String name : five) {
        Await.until(
            name + " reaches the four others", () -> commons.reached(name), r -> r.size() == 4);
      }
      commons.awaitWitnessed(five);

      commons.ask("almacen", "remove", "member", "emporio");
      approveEverywhere(commons, "almacen", "bakery", "cocina", "despensa");
      commons.awaitNumber(2, FOUNDERS);
      for (String name : FOUNDERS) {
        assertFalse(commons.members(name).contains("emporio"));
        Await.until(
            name + " has cut it off", () -> commons.reached(name), r -> !r.contains("emporio"));
      }
      commons.awaitWitnessed(FOUNDERS);
      verified(commons.audit(five), 2);
      verified(commons.audit("despensa"), 2);
    }
  }

  @Test
  void aMemberChangesItsKeysAndNobodyRefusesItNorDoesOneThatWasAway() throws Exception {
    try (var commons = new Commons(root, FOUNDERS)) {
      commons.start(FOUNDERS);
      commons.awaitWitnessed(FOUNDERS);
      MemberKeys before = keys(commons, "bakery");
      commons.stop("despensa");

      commons.ask("bakery", "rotate-keys");
      commons.awaitWitnessed("almacen", "bakery", "cocina");
      assertEquals(before, keys(commons, "bakery"), "one member has not heard yet");

      commons.start("despensa");
      Await.until("the old keys are erased", () -> keys(commons, "bakery"), k -> !k.equals(before));
      for (String name : FOUNDERS) {
        Await.until(
            name + " reaches the three others", () -> commons.reached(name), r -> r.size() == 3);
      }
      commons.stop("bakery");
      commons.start("bakery");
      commons.awaitWitnessed(FOUNDERS);
      Await.until("it is reached again", () -> commons.reached("bakery"), r -> r.size() == 3);

      commons.ask("bakery", "rotate-root");
      approveEverywhere(commons, "bakery", "almacen", "cocina");
      commons.awaitNumber(1, FOUNDERS);
      assertNotEquals(before.root(), keys(commons, "bakery").root());
      commons.ask("bakery", "compromised", "key", "entry");
      commons.awaitWitnessed(FOUNDERS);
      verified(commons.audit(FOUNDERS), 1);
      verified(commons.audit("cocina"), 1);
    }
  }

  @Test
  void aNodeThatWasAwayWhileTheRosterChangedCatchesUpAndOneThatDiesInABallotGoesOn()
      throws Exception {
    try (var commons = new Commons(root, FOUNDERS)) {
      commons.start(FOUNDERS);
      commons.awaitWitnessed(FOUNDERS);
      commons.stop("despensa");

      commons.ask("almacen", "dormant", "member", "despensa");
      approveEverywhere(commons, "almacen", "bakery");
      commons.stop("cocina");
      commons.start("cocina");
      approveEverywhere(commons, "almacen", "cocina");
      commons.stop("almacen");
      commons.start("almacen");
      commons.awaitNumber(1, "almacen", "bakery", "cocina");

      commons.start("despensa");
      commons.awaitNumber(1, "despensa");
      commons.ask("almacen", "wake", "member", "despensa");
      approveEverywhere(commons, "almacen", "bakery", "cocina");
      commons.awaitNumber(2, FOUNDERS);
      commons.awaitWitnessed(FOUNDERS);
      verified(commons.audit(FOUNDERS), 2);
    }
  }

  private static void assertTooShort(Commons commons, String by, String change) {
    String few = change.substring(0, change.length() - 1);
    var fault =
        assertThrows(ExecutionException.class, () -> commons.ask(by, "approve", "change", few));
    String said = String.valueOf(fault.getMessage());
    assertTrue(said.contains("say it whole: " + change + " ("), said);
  }

  private static void verified(Report report, int number) {
    assertTrue(report.verified(), () -> report.sentence() + report.findings());
    assertEquals(number, report.roster().orElseThrow().number());
  }

  private static long held(Commons commons, String at, String of) throws Exception {
    return commons.ask(at, "status").getAsJsonObject("held").get(of).getAsLong();
  }

  private static MemberKeys keys(Commons commons, String name) throws IOException {
    return KeyFiles.load(commons.directory(name).keys()).publicKeys();
  }

  /// Nobody has an old signature for a newcomer to ask for: the old private keys are erased, and
  /// those who retired the ledger have agreed on what it said of keys.
  @Test
  void whoJoinsAfterALedgerChangedKeysAndWasBegunAnewTwiceFollowsIt() throws Exception {
    try (var commons = new Commons(root, FOUNDERS)) {
      commons.start(FOUNDERS);
      commons.awaitWitnessed(FOUNDERS);
      MemberKeys before = keys(commons, "almacen");
      commons.ask("almacen", "rotate-keys");
      Await.until(
          "the old keys are erased", () -> keys(commons, "almacen"), now -> !now.equals(before));
      commons.awaitWitnessed(FOUNDERS);
      commons.beginAnew("almacen");
      commons.awaitWitnessed(FOUNDERS);
      commons.beginAnew("almacen");
      commons.awaitWitnessed(FOUNDERS);

      join(commons, "emporio", "almacen");
      commons.start("emporio");
      String[] five = {"almacen", "bakery", "cocina", "despensa", "emporio"};
      commons.awaitNumber(1, five);
      for (String name : FOUNDERS) {
        long size = held(commons, name, name);
        Await.until(
            "emporio holds " + name + "'s",
            () -> held(commons, "emporio", name),
            there -> there >= size);
      }
      commons.awaitWitnessed(five);
      verified(commons.audit("emporio"), 1);
    }
  }

  /// What people do so that somebody joins: both read the same words, and enough say yes.
  private static void join(Commons commons, String name, String inviter) throws Exception {
    String invite = commons.ask(inviter, "invite").get("invite").getAsString();
    commons.init(name);
    Joining joining = Joining.of(commons.directory(name), invite);
    assertInstanceOf(Outcome.Waiting.class, joining.knock());
    JsonObject guest =
        commons.ask(inviter, "guests").getAsJsonArray("guests").get(0).getAsJsonObject();
    assertEquals(String.join(" ", joining.words()), guest.get("words").getAsString());
    commons.ask(inviter, "confirm", "member", name);
    approveEverywhere(commons, inviter, "bakery", "cocina");
    Await.until(
        "the door says that it belongs", joining::knock, Outcome.Admitted.class::isInstance);
    assertEquals(1, joining.settle().current().number());
    assertEquals(0, commons.ask(inviter, "guests").getAsJsonArray("guests").size(), "it is in");
  }

  /// The change that one has proposed is approved by others.
  static void approveEverywhere(Commons commons, String by, String... others) throws Exception {
    for (String other : others) {
      List<String> changes =
          Await.until(
              other + " hears of the change",
              () ->
                  Commons.names(
                      commons.ask(other, "members").getAsJsonArray("changes").asList(), "change"),
              found -> found.size() == 1);
      assertTooShort(commons, other, changes.getFirst());
      commons.ask(other, "approve", "change", changes.getFirst());
    }
    assertTrue(commons.number(by) >= 0);
  }
}
