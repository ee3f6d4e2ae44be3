package coop.minga.node.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `minga status`.
@Command(
    name = "status",
    description = "Says who is reached, what is held, and what a quorum is known to hold.")
final class StatusCommand extends Operator implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    return ask(question("status"), Operator::plainly);
  }
}
