package coop.minga.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchCommandTest {
  private static JsonObject alert(String level, String more) {
    return JsonParser.parseString(
            """
            {"alert": "bf46b80ae8", "words": "Bread at Mapocho fell.", "grams": 62400,
             "climbs": "PEERS", "level": "%s", "dueAt": "2026-11-27T13:00:00Z",
             "plateBy": "2026-11-30T13:00:00Z", "help": []%s}
            """
                .formatted(level, more))
        .getAsJsonObject();
  }

  @Test
  void anAlertIsASentenceAndWhoIsToldNext() {
    List<String> lines = WatchCommand.lines(alert("SHOP", ""));
    assertEquals("bf46b80ae8  Bread at Mapocho fell.", lines.getFirst());
    assertTrue(lines.get(1).startsWith("  62.4 kg at stake. With the shop; its organisation is"));
  }

  @Test
  void whereNothingWaitsItSaysUpToWhenItLooked() {
    JsonObject answer = new JsonObject();
    assertEquals(
        "Nothing waits for you: no sales have been looked at yet.", WatchCommand.nothing(answer));
    answer.addProperty("salesUpTo", "2025-05-09");
    assertEquals(
        "Nothing waits for you, by the sales up to 2025-05-09.", WatchCommand.nothing(answer));
  }

  @Test
  void whatIsOverSaysHow() {
    List<String> lines = WatchCommand.lines(alert("PEERS", ", \"outcome\": \"NOT_REAL\""));
    assertEquals("  62.4 kg at stake. Not real, you said.", lines.get(1));
  }
}
