package coop.minga.node.command;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `minga rounds`.
@Command(
    name = "rounds",
    description =
        "Says which model epochs ended, with what, who took part, and whether the last version"
            + " helped.")
final class RoundsCommand extends Operator implements Callable<Integer> {
  @Option(
      names = "--sit-out",
      description = "Take no part in the next epoch; the others go on without you.")
  private boolean sitOut;

  @Override
  public Integer call() throws IOException {
    JsonObject question = question("rounds");
    if (sitOut) {
      question.addProperty("sit-out", true);
    }
    return ask(question, Operator::plainly);
  }
}
