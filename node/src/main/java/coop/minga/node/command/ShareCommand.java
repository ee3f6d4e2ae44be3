package coop.minga.node.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `minga share`.
@Command(
    name = "share",
    description = "What this member got of its fair share of contested food, and others of theirs.")
final class ShareCommand extends Operator implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    return ask(question("share"), ShareCommand::lines);
  }

  private static List<String> lines(JsonObject answer) {
    var lines = new ArrayList<String>();
    lines.add(answer.get("sentence").getAsString());
    for (JsonElement each : answer.getAsJsonArray("takers")) {
      JsonObject taker = each.getAsJsonObject();
      lines.add(
          "%-20s %4d %% of its fair share, bids count x%s"
              .formatted(
                  taker.get("taker").getAsString(),
                  taker.get("percent").getAsLong(),
                  taker.get("counts").getAsString()));
    }
    for (JsonElement each : answer.getAsJsonArray("doors")) {
      JsonObject door = each.getAsJsonObject();
      lines.add(
          "%-20s handovers that failed: %d by its word alone, %d by others', %d disputed"
              .formatted(
                  door.get("member").getAsString(),
                  door.get("claimed").getAsInt(),
                  door.get("against").getAsInt(),
                  door.get("disputed").getAsInt()));
    }
    return lines;
  }
}
