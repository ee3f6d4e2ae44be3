package coop.minga.node.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {
  @TempDir Path directory;

  @Test
  void theRunningNodeAnswersItsOperator() throws Exception {
    Path path = directory.resolve("control");
    try (var _ = ControlServer.start(path, ControlTest::echo);
        var client = ControlClient.connect(path)) {
      assertEquals("hola", client.ask(say("hola")).get("echo").getAsString());
      assertEquals("otra vez", client.ask(say("otra vez")).get("echo").getAsString());
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void aRefusalCarriesItsReasonAndTheNextQuestionIsAnswered() throws Exception {
    Path path = directory.resolve("control");
    try (var _ = ControlServer.start(path, ControlTest::echo);
        var client = ControlClient.connect(path)) {
      assertEquals(
          "no lot of that name",
          assertThrows(ControlClient.Refused.class, () -> client.ask(new JsonObject()))
              .getMessage());
      assertEquals("hola", client.ask(say("hola")).get("echo").getAsString());
    }
  }

  @Test
  void theSocketOfAKilledNodeIsTakenOver() throws Exception {
    Path path = directory.resolve("control");
    Files.createFile(path);
    assertThrows(IOException.class, () -> ControlClient.connect(path).close());
    try (var _ = ControlServer.start(path, ControlTest::echo);
        var client = ControlClient.connect(path)) {
      assertEquals("hola", client.ask(say("hola")).get("echo").getAsString());
    }
  }

  @Test
  void aDirectoryWithALongNameHasASocketToo() throws Exception {
    Path deep = directory.resolve("d".repeat(60)).resolve("e".repeat(60));
    Files.createDirectories(deep);
    Path path = deep.resolve("control");
    try (var _ = ControlServer.start(path, ControlTest::echo);
        var client = ControlClient.connect(path)) {
      assertEquals("hola", client.ask(say("hola")).get("echo").getAsString());
    }
  }

  private static JsonObject say(String word) {
    var question = new JsonObject();
    question.addProperty("say", word);
    return question;
  }

  private static CompletableFuture<JsonObject> echo(JsonObject question) {
    if (!question.has("say")) {
      return CompletableFuture.failedFuture(new IllegalStateException("no lot of that name"));
    }
    var answer = new JsonObject();
    answer.addProperty("echo", question.get("say").getAsString());
    return CompletableFuture.completedFuture(answer);
  }
}
