package coop.minga.node.command;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

/// The `minga` command.
///
/// Exit codes: 0 done, 1 failed, 2 usage or input, 3 verification failed, 4 unreachable, 5 refused
/// by policy. Data goes to stdout, talk to stderr.
@Command(
    name = "minga",
    description = "A decentralised federated planning peer network for food.",
    mixinStandardHelpOptions = true,
    version = "minga 0.1.0",
    subcommands = {
      AuditCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      ForecastCommand.class,
      OrderCommand.class,
      SurplusCommand.class,
      InitCommand.class,
      CharterCommand.class,
      RunCommand.class,
      RestoreCommand.class,
      DemoCommand.class,
      StatusCommand.class,
      WatchCommand.class,
      MembersCommand.class,
      RulesCommand.class,
      InviteCommand.class,
      JoinCommand.class,
      ApproveCommand.class,
      KeyCommand.class,
      RootCommand.class,
      OfferCommand.class,
      BidsCommand.class,
      AwardCommand.class,
      ShareCommand.class,
      ShadowCommand.class,
      HandoverCommand.class,
      NeedCommand.class,
      SponsorCommand.class,
      EvidenceCommand.class,
      RecallCommand.class,
      PrivacyCommand.class,
      EgressCommand.class,
      RoundsCommand.class,
      LogCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Minga {
  private Minga() {}

  /// The command and its subcommands, with our way of telling errors.
  static CommandLine commandLine() {
    return tellingErrors(new CommandLine(new Minga()));
  }

  /// Makes a command, and the subcommands it has by now, tell errors in a sentence.
  static CommandLine tellingErrors(CommandLine command) {
    Complaints complaints = new Complaints();
    return command
        .registerConverter(Instant.class, Minga::time)
        .setParameterExceptionHandler(complaints)
        .setExecutionExceptionHandler(complaints);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "\"" + text + "\" is no time: write it as 2026-11-24T18:00:00Z.");
    }
  }

  /// Runs one command and exits with its code.
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }
}
