package coop.minga.node.command;

import com.google.gson.JsonObject;
import coop.minga.federation.audit.Counted;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `minga approve`.
@Command(
    name = "approve",
    description = "A person's yes to a change of the roster that somebody has proposed.")
final class ApproveCommand extends Operator implements Callable<Integer> {
  @Parameters(paramLabel = "CHANGE", description = "Its name, as `minga members` lists it.")
  private String change = "";

  @Override
  public Integer call() throws IOException {
    JsonObject question = question("approve");
    question.addProperty("change", change);
    return ask(question, answer -> List.of(line(answer)));
  }

  /// What was approved, and how many it takes.
  static String line(JsonObject answer) {
    return "Approved: %s (%s). It takes %s; `minga members` shows who is missing."
        .formatted(
            answer.get("says").getAsString(),
            answer.get("change").getAsString(),
            Counted.members(answer.get("needed").getAsInt()));
  }
}
