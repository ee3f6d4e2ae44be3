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

/// `minga log`.
@Command(name = "log", description = "Lists the entries that this node holds.")
final class LogCommand extends Operator implements Callable<Integer> {
  @Option(names = "--author", description = "Of this member only.")
  private @Nullable String author;

  @Override
  public Integer call() throws IOException {
    JsonObject question = question("log");
    if (author != null) {
      question.addProperty("author", author);
    }
    return ask(question, LogCommand::lines);
  }

  private static List<String> lines(JsonObject answer) {
    var lines = new ArrayList<String>();
    for (JsonElement each : answer.getAsJsonArray("entries")) {
      JsonObject entry = each.getAsJsonObject();
      lines.add(
          "%-20s %6d  %s  %-10s %s"
              .formatted(
                  entry.get("author").getAsString(),
                  entry.get("index").getAsLong(),
                  entry.get("id").getAsString().substring(0, 12),
                  entry.get("kind").getAsString(),
                  entry.get("lot").getAsString()));
    }
    return lines;
  }
}
