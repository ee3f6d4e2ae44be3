package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Parameters;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.exchange.BlobShelf;
import coop.minga.node.forecast.MemberModel;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The almacen learns with seven others, from eleven in the evening, and its person has a say in
/// what it forecasts with.
class ALearningShopTest {
  private static final RosterChain EIGHT =
      RosterChain.of(
          Roster.of(
              SomeCharter.signed(
                  "almacen",
                  "botica",
                  "carniceria",
                  "despensa",
                  "emporio",
                  "feria",
                  "granja",
                  "huerto"),
              SeededKey.VERIFIER));
  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);

  @TempDir private Path home = Path.of("");
  private final Shelves shelves = new Shelves();
  private final Counter counter = new Counter(at(MONDAY, 12, 0), new MemberId("almacen"), EIGHT);

  /// Trains nothing, and holds what it is told to.
  private static final class Shelves implements Trainer {
    private Optional<IOException> broken = Optional.empty();
    private boolean hasOneBefore;
    private boolean held;

    @Override
    public Encoding encoding() {
      return new Encoding(Hash.sha256(Bytes.utf8("")), 1, 1_000_000, 9, 1, 0);
    }

    @Override
    public ModelVersion seeded(Hash federation) {
      return ModelVersion.of(0, Parameters.of(new float[1]));
    }

    @Override
    public Optional<Update> train(ModelVersion base, long epoch) {
      return Optional.empty();
    }

    @Override
    public boolean back() throws IOException {
      assertTrue(held, "no night changes it meanwhile");
      if (broken.isPresent()) {
        throw broken.get();
      }
      return hasOneBefore;
    }

    @Override
    public Optional<MemberModel.Uses> uses() {
      return Optional.of(MemberModel.Uses.OWN);
    }

    @Override
    public void hold(boolean stays) {
      held = stays;
    }

    @Override
    public Adoption adopt(ModelVersion version) {
      return new Adoption(false, Optional.empty(), "Nothing is forecast here.");
    }
  }

  private static Instant at(LocalDate day, int hour, int minute) {
    ZoneId zone = EIGHT.current().rules().time().zone();
    return day.atTime(hour, minute).atZone(zone).toInstant();
  }

  private LearningDesk desk() throws IOException {
    var learning =
        new NodeConfig.Learning(
            true,
            LocalTime.of(23, 0),
            1,
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            new NodeConfig.Models(NodeConfig.Model.ROW64, NodeConfig.Model.ROW64),
            new NodeConfig.Privacy(0, NodeConfig.Hidden.ORGANISATION, 0));
    var parts =
        new LearningDesk.Parts(
            learning,
            shelves,
            new BlobShelf(home.resolve("blobs")),
            new AttemptSecrets(home.resolve("secrets"), new SecureRandom()),
            new ModelShelf(home.resolve("models")));
    return new LearningDesk(counter, parts);
  }

  private static JsonObject asked(LearningDesk desk, String what) {
    var question = new JsonObject();
    question.addProperty(what, true);
    return desk.answer("rounds", question).orElseThrow();
  }

  @Test
  void whoGoesBackStaysThere() throws IOException {
    shelves.hasOneBefore = true;
    JsonObject told = asked(desk(), "back");
    assertTrue(told.get("kept").getAsBoolean());
    assertTrue(shelves.held);
    assertTrue(told.get("adoption").getAsString().contains("in use again"));
    assertEquals("own", told.get("uses").getAsString(), "what that is, it says too");
  }

  @Test
  void whoHasNothingToGoBackToGoesOnAsBefore() throws IOException {
    JsonObject told = asked(desk(), "back");
    assertFalse(told.get("kept").getAsBoolean(), "its nights would be for nothing from now on");
    assertFalse(shelves.held);
    assertTrue(told.get("adoption").getAsString().contains("nothing in use before"));
  }

  @Test
  void goingBackThatFailsIsToldAndChangesNothing() throws IOException {
    shelves.broken = Optional.of(new IOException("the disk is full"));
    LearningDesk desk = desk();
    JsonObject told = asked(desk, "back");
    assertFalse(told.get("kept").getAsBoolean());
    assertTrue(told.get("adoption").getAsString().contains("cannot be used"));
    asked(desk, "keep");
    assertTrue(asked(desk, "back").get("kept").getAsBoolean(), "what a person kept stays kept");
  }

  @Test
  void whoAsksTwiceWhileANightTrainsAndHasNothingToGoBackToGoesOnAsBefore() throws IOException {
    LearningDesk desk = desk();
    counter.busy = true;
    JsonObject first = asked(desk, "back");
    assertFalse(first.get("kept").getAsBoolean(), "it is not in use yet");
    assertTrue(first.get("going-back").getAsBoolean());
    asked(desk, "back");
    assertTrue(shelves.held);
    counter.goesOn();
    JsonObject told = desk.answer("rounds", new JsonObject()).orElseThrow();
    assertFalse(told.get("kept").getAsBoolean());
    assertFalse(told.get("going-back").getAsBoolean());
    assertFalse(shelves.held);
  }

  @Test
  void whatAPersonSaysAfterAskingToGoBackHolds() throws IOException {
    LearningDesk desk = desk();
    counter.busy = true;
    asked(desk, "back");
    asked(desk, "keep");
    counter.goesOn();
    assertTrue(shelves.held, "there was nothing before, and what is in use is kept all the same");
    shelves.hasOneBefore = true;
    counter.busy = true;
    asked(desk, "back");
    var goOn = new JsonObject();
    goOn.addProperty("keep", false);
    desk.answer("rounds", goOn);
    assertTrue(shelves.held, "until it is back");
    counter.goesOn();
    assertFalse(shelves.held);
  }

  @Test
  void aNodeThatStopsBeforeItIsBackKeepsNothing() throws IOException {
    shelves.hasOneBefore = true;
    counter.busy = true;
    asked(desk(), "back");
    assertFalse(desk().isHeld());
    assertFalse(desk().answer("rounds", new JsonObject()).orElseThrow().get("kept").getAsBoolean());
  }

  @Test
  void aNightThatBeganLateInTheEveningGoesOnAfterMidnight() throws IOException {
    LearningDesk desk = desk();
    counter.now = at(MONDAY.plusDays(1), 0, 30);
    desk.tick();
    assertTrue(desk.isUnderWay());
    assertEquals(0, asked(desk, "open").get("ended").getAsLong());
    counter.now = at(MONDAY.plusDays(1), 5, 1);
    desk.tick();
    assertFalse(desk.isUnderWay(), "six hours after it began it has ended");
  }
}
