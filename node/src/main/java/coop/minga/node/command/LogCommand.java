package coop.minga.node.command;

import picocli.CommandLine.Command;

/// `minga log`: what stands in ledgers, and whether it is what was signed.
@Command(
    name = "log",
    description = "Shows, verifies, proves and follows ledgers, from their files.",
    mixinStandardHelpOptions = true,
    subcommands = {
      LogShowCommand.class,
      LogVerifyCommand.class,
      LogProveCommand.class,
      LogWatchCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class LogCommand {
  private LogCommand() {}
}
