package coop.minga.node.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `minga privacy`.
@Command(
    name = "privacy",
    description = "Says what learning together has given away of this member, and what is left.")
final class PrivacyCommand extends Operator implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    return ask(question("privacy"), Operator::plainly);
  }
}
