package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `minga status`.
@Command(
    name = "status",
    description = {
      "Says who is reached, what is held, and what a quorum is known to hold;",
      "then what of lots waits for a person, until when, and what silence means."
    })
final class StatusCommand extends Operator implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    return ask(question("status"), StatusCommand::lines);
  }

  private static List<String> lines(JsonObject answer) {
    JsonArray waiting = answer.remove("waiting").getAsJsonArray();
    var lines = new ArrayList<String>(plainly(answer));
    if (!waiting.isEmpty()) {
      var rows = new Table("lot", "who", "what", "until", "silence");
      for (JsonElement each : waiting) {
        JsonObject one = each.getAsJsonObject();
        rows.row(
            text(one, "lot"),
            text(one, "who"),
            text(one, "what"),
            text(one, "until"),
            text(one, "silence"));
      }
      lines.add("Waits for a person:");
      rows.lines().forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  private static String text(JsonObject object, String key) {
    return object.get(key).getAsString();
  }
}
