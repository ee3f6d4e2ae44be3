package coop.minga.node.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `minga audit erase`: forgets what offers hide.
@Command(
    name = "erase",
    description = {
      "Forgets what old offers hide, this member's and others': salts and values are deleted.",
      "The ledgers stay as they are and verifiable; these lots can be recomputed no more.",
      "What was opened to others is theirs. Without --before: says what was erased."
    })
final class AuditEraseCommand extends Operator implements Callable<Integer> {
  @Option(
      names = "--before",
      description = "Offers that could be collected before then, as 2026-11-24T00:00:00Z.")
  private @Nullable String before;

  @Override
  public Integer call() throws IOException {
    if (before == null) {
      return ask(question("erased"), AuditEraseCommand::erased);
    }
    JsonObject question = question("erase");
    question.addProperty("before", before);
    return ask(question, AuditEraseCommand::told);
  }

  private static List<String> told(JsonObject answer) {
    var lines = new ArrayList<String>();
    var erased = answer.getAsJsonArray("erased");
    lines.add("Erased what %d offers hide.".formatted(erased.size()));
    erased.forEach(lot -> lines.add("  " + lot.getAsString()));
    if (answer.get("kept").getAsInt() > 0) {
      lines.add(
          "Kept %d: something of them, or of what closed with them, is still to come."
              .formatted(answer.get("kept").getAsInt()));
    }
    lines.add("What the running node remembers of others' offers goes at its next start.");
    return lines;
  }

  private static List<String> erased(JsonObject answer) {
    var lines = new ArrayList<String>();
    for (JsonElement each : answer.getAsJsonArray("erased")) {
      JsonObject one = each.getAsJsonObject();
      lines.add(
          "%s  %s  %s"
              .formatted(
                  one.get("at").getAsString(),
                  one.get("entry").getAsString().substring(0, 12),
                  one.has("lot") ? one.get("lot").getAsString() : ""));
    }
    return lines.isEmpty() ? List.of("Nothing was erased.") : lines;
  }
}
