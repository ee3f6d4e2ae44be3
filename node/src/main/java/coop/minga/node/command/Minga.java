package coop.minga.node.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `minga` command.
@Command(
    name = "minga",
    description = "A decentralised federated planning peer network for food.",
    mixinStandardHelpOptions = true,
    version = "minga 0.1.0",
    synopsisSubcommandLabel = "COMMAND")
public final class Minga {
  private Minga() {}

  /// Runs one command and exits with its code.
  public static void main(String[] args) {
    System.exit(new CommandLine(new Minga()).execute(args));
  }
}
