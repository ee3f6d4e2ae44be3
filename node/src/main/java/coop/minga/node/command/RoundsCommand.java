package coop.minga.node.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `minga rounds`.
@Command(
    name = "rounds",
    description = "Says which model epochs ended, with what, and whether the last version helped.")
final class RoundsCommand extends Operator implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    return ask(question("rounds"), Operator::plainly);
  }
}
