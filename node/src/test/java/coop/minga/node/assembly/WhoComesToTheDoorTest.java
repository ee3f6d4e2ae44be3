package coop.minga.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.Await;
import coop.minga.node.config.UserError;
import coop.minga.node.peering.Doorkeeper.Outcome;
import coop.minga.node.peering.Refusal;
import coop.minga.node.peering.Visitor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real nodes on loopback: whoever may not join is told why, and the door shuts after the last
/// invite.
class WhoComesToTheDoorTest {
  @TempDir Path root;

  @Test
  void whoeverMayNotJoinIsToldWhy() throws Exception {
    try (var commons = new Commons(root, "almacen", "bakery", "cocina")) {
      commons.start("almacen");
      String week = invite(commons, 7);
      String day = invite(commons, 1);

      Joining emporio = stranger(commons, "emporio", week);
      assertInstanceOf(Outcome.Waiting.class, emporio.knock());
      assertInstanceOf(Outcome.Waiting.class, emporio.knock(), "it may knock again");
      assertTurnedAway("invite-used", stranger(commons, "feria", week));

      Joining another = stranger(commons, "bakery", day);
      var refused = assertThrows(Visitor.KnockRefused.class, another::knock);
      assertEquals(Refusal.TLS_REFUSED, refused.why(), "a member goes by that name");

      commons.ask("almacen", "turn-away", "member", "emporio");
      assertTurnedAway("declined", emporio);
      commons.ask("almacen", "confirm", "member", "emporio");
      assertInstanceOf(Outcome.Waiting.class, emporio.knock(), "a person thought again");

      commons.passes(Duration.ofDays(2));
      assertTurnedAway("no-invite", stranger(commons, "granja", day));
      var fault =
          assertThrows(
              ExecutionException.class,
              () -> commons.ask("almacen", "confirm", "member", "granja"));
      assertTrue(String.valueOf(fault.getMessage()).contains("nobody of that name knocks"));

      commons.passes(Duration.ofDays(6));
      commons.ask("almacen", "guests");
      Await.until("the door shuts", () -> isShutTo(emporio), shut -> shut);
    }
  }

  private static boolean isShutTo(Joining stranger) throws Exception {
    try {
      stranger.knock();
      return false;
    } catch (IOException noLonger) {
      return true;
    }
  }

  @Test
  void whatIsNoInviteIsToldBeforeAnybodyIsAsked() throws Exception {
    try (var commons = new Commons(root, "almacen", "bakery", "cocina")) {
      commons.start("almacen");
      String invite = invite(commons, 7);
      commons.init("emporio");
      var cut = invite.substring(0, invite.length() - 3);
      assertThrows(UserError.class, () -> Joining.of(commons.directory("emporio"), cut));
      assertThrows(UserError.class, () -> Joining.of(commons.directory("bakery"), invite));
      var nowhere =
          assertThrows(UserError.class, () -> Joining.of(commons.directory("nonexistent"), invite));
      String cure = String.valueOf(nowhere.getMessage());
      assertTrue(cure.contains("Make one with `minga init --dir "), cure);
      var tooLong =
          assertThrows(
              ExecutionException.class, () -> commons.ask("almacen", "invite", "days", "31"));
      assertTrue(String.valueOf(tooLong.getMessage()).contains("1 to 30 days"));
    }
  }

  private static String invite(Commons commons, int days) throws Exception {
    return commons
        .ask("almacen", "invite", "days", Integer.toString(days))
        .get("invite")
        .getAsString();
  }

  /// Somebody with a node of its own, whatever it calls itself.
  private static Joining stranger(Commons commons, String name, String invite) throws IOException {
    var directory = commons.directory("stranger-" + name);
    commons.init(directory, name);
    return Joining.of(directory, invite);
  }

  private static void assertTurnedAway(String reason, Joining joining) throws IOException {
    assertEquals(new Outcome.TurnedAway(reason), joining.knock());
  }
}
