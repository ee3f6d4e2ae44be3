package coop.minga.node.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `minga rules`.
@Command(
    name = "rules",
    description = {
      "Shows the rules in force. `minga rules propose KEY=VALUE...` proposes others and approves",
      "them for this member; they hold for what is offered once enough members have said yes."
    })
final class RulesCommand extends Operator implements Callable<Integer> {
  private static final String PROPOSE = "propose";

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "show",
      paramLabel = "VERB",
      description = "show or propose.")
  private String verb = "show";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "KEY=VALUE",
      description = "Rules as `minga rules` shows them, and what they shall be.")
  private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    return switch (verb) {
      case "show" -> ask(question("rules"), RulesCommand::lines);
      case PROPOSE -> ask(proposal(), RulesCommand::proposed);
      default ->
          throw new UserError(
              "rules", "\"" + verb + "\" is nothing to do with rules.", "Say show or propose.");
    };
  }

  private JsonObject proposal() {
    var changes = new JsonObject();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new UserError(
            "rules", "\"" + setting + "\" is not KEY=VALUE.", "Write it like bid-step-points=4.");
      }
      changes.addProperty(setting.substring(0, equals), setting.substring(equals + 1));
    }
    JsonObject question = question("propose-rules");
    question.add("rules", changes);
    return question;
  }

  private static List<String> lines(JsonObject answer) {
    var lines = new ArrayList<String>();
    lines.add("Rules of roster %d:".formatted(answer.get("number").getAsInt()));
    for (Map.Entry<String, JsonElement> each : answer.getAsJsonObject("rules").entrySet()) {
      lines.add("  %-28s %s".formatted(each.getKey(), each.getValue().getAsString()));
    }
    return lines;
  }

  private static List<String> proposed(JsonObject answer) {
    return List.of(ApproveCommand.line(answer));
  }
}
