package coop.minga.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a person reads of a night of learning, in `minga rounds` and `minga privacy --receipt`.
class WhatANightIsToldAsTest {
  private static JsonObject rounds(String adoption) {
    return json(
        """
        {"ended": 4, "epoch": 4, "model": "0123456789", "epochs": [], %s,
         "suspicion": {"says": "Nobody.", "suspects": [], "next": []}}\
        """
            .formatted(adoption));
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  @Test
  void ofAVersionThatWasNotTriedNobodyReadsThatItHelped() {
    String said =
        RoundsCommand.lines(
                rounds("\"helped\": false, \"uses\": \"common\", \"adoption\": \"Untried.\""))
            .get(1);
    assertEquals("The common model is in use here. Untried.", said);
  }

  @Test
  void whatIsInUseIsSaidOfAVersionThatHelpedAndOfOneThatDidNot() {
    List<String> helped =
        RoundsCommand.lines(
            rounds("\"helped\": true, \"uses\": \"both\", \"adoption\": \"Better.\""));
    assertEquals(
        "It helped here. A mixture of your own model and the common one is in use here. Better.",
        helped.get(1));
    List<String> none =
        RoundsCommand.lines(
            rounds("\"helped\": false, \"tried-after\": 4, \"adoption\": \"None.\""));
    assertEquals("No model is in use here yet. None.", none.get(1));
  }

  @Test
  void whoKeptWhatIsInUseOrWentBackReadsIt() {
    List<String> kept = RoundsCommand.lines(rounds("\"kept\": true"));
    assertTrue(kept.get(1).startsWith("What is in use here stays"), kept::toString);
    List<String> back =
        RoundsCommand.lines(
            rounds("\"helped\": false, \"adoption\": \"Used again.\", \"kept\": false"));
    assertEquals("Used again.", back.get(1));
    assertEquals("Nobody.", back.get(2));
    List<String> waits = RoundsCommand.lines(rounds("\"going-back\": true"));
    assertTrue(waits.get(1).startsWith("Going back to"), waits::toString);
  }

  @Test
  void howManyMustAnswerAndHowManyMayBeInLeagueIsSaidWhereEnoughAreDrawn() {
    List<String> lines =
        RoundsCommand.lines(
            rounds("\"drawn\": 14, \"needed\": 10, \"may-lie\": 5, \"kept\": false"));
    assertEquals(
        "14 are drawn for it: 10 must answer for a version, and 5 may be in league without"
            + " learning more than the sum.",
        lines.get(1));
    assertEquals("Nobody.", RoundsCommand.lines(rounds("\"kept\": false")).get(1));
  }

  @Test
  void aReceiptSaysOfWhichEpochItIs() {
    String receipt = "{\"epoch\": 4, \"bytes\": 9, \"attack\": \"None.\"}";
    List<String> lines =
        PrivacyCommand.receipt(
            json("{\"promise\": \"None.\", \"ended\": 8, \"receipt\": %s}".formatted(receipt)));
    assertTrue(lines.getFirst().startsWith("Epoch 4 of the 8 that have ended"), lines::toString);
    assertTrue(lines.stream().noneMatch(line -> line.contains("in use here")), lines::toString);
  }

  @Test
  void aReceiptSaysWhatIsInUseAndNotThatWhatWasNotTriedHelped() {
    List<String> lines =
        PrivacyCommand.receipt(
            json("{\"promise\": \"None.\", \"helped\": false, \"uses\": \"common\"}"));
    assertTrue(lines.contains("The common model is in use here."), lines::toString);
    assertFalse(String.join(" ", lines).contains("helped"), lines::toString);
  }
}
