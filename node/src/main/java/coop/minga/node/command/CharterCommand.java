package coop.minga.node.command;

import coop.minga.federation.audit.Counted;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.wire.RosterWire;
import coop.minga.node.assembly.DefaultRules;
import coop.minga.node.assembly.Founding;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `minga charter`: how a federation begins.
@Command(
    name = "charter",
    description = "Drafts, signs and adopts the charter of a new federation.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CharterCommand.Draft.class,
      CharterCommand.Sign.class,
      CharterCommand.Adopt.class
    })
final class CharterCommand {
  /// `minga charter draft`.
  @Command(
      name = "draft",
      description = "Writes the founders' cards and the rules into a charter to be signed.",
      mixinStandardHelpOptions = true)
  static final class Draft implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--name", required = true, description = "The federation's name.")
    private String name = "";

    @Option(
        names = "--zone",
        description = "The local time of dates and closing times (${DEFAULT-VALUE}).")
    private String zone = "America/Santiago";

    @Option(names = "--out", required = true, description = "The file to write.")
    private Path out = Path.of("charter");

    @Parameters(arity = "1..*", paramLabel = "CARD", description = "The founders' cards.")
    private List<Path> cards = List.of();

    @Override
    public Integer call() throws IOException {
      var read = new ArrayList<MemberCard>();
      for (Path card : cards) {
        read.add(Founding.card(card));
      }
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      SignedCharter charter = Founding.draft(name, now, read, DefaultRules.of(zone(), false));
      Files.write(out, RosterWire.encode(charter).toArray());
      PrintWriter text = spec.commandLine().getOut();
      text.printf("%s, with %s:%n", name, Counted.founders(read.size()));
      read.forEach(card ->
          text.printf("  %-20s %s at %s%n", card.id(), card.displayName(), card.endpoint()));
      text.printf("Federation id %s%n", charter.federationId());
      text.printf("Each founder now signs it: minga charter sign --dir NODE %s%n", out);
      return 0;
    }

    private ZoneId zone() {
      try {
        return ZoneId.of(zone);
      } catch (DateTimeException e) {
        throw new UserError(
            "--zone", "\"" + zone + "\" is not a time zone.", "Give one like Europe/Berlin.", e);
      }
    }
  }

  /// `minga charter sign`.
  @Command(
      name = "sign",
      description = "Signs a charter with the organisation's own key, in place.",
      mixinStandardHelpOptions = true)
  static final class Sign implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--dir", required = true, description = "The node's directory.")
    private Path dir = Path.of("node");

    @Parameters(paramLabel = "CHARTER", description = "The charter.")
    private Path file = Path.of("charter");

    @Override
    public Integer call() throws IOException {
      SignedCharter signed = Founding.sign(new NodeDirectory(dir), Founding.charter(file));
      Files.write(file, RosterWire.encode(signed).toArray());
      spec.commandLine()
          .getOut()
          .printf(
              "Signed: %d of %s.%n",
              signed.signatures().size(), Counted.founders(signed.charter().founders().size()));
      return 0;
    }
  }

  /// `minga charter adopt`.
  @Command(
      name = "adopt",
      description = "Takes a charter that all founders have signed as this node's own.",
      mixinStandardHelpOptions = true)
  static final class Adopt implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--dir", required = true, description = "The node's directory.")
    private Path dir = Path.of("node");

    @Parameters(paramLabel = "CHARTER", description = "The charter.")
    private Path file = Path.of("charter");

    @Override
    public Integer call() throws IOException {
      Roster roster = Founding.adopt(new NodeDirectory(dir), Founding.charter(file));
      Hash id = roster.federationId();
      PrintWriter text = spec.commandLine().getOut();
      text.printf(
          "%s, %s. Federation id %s%n",
          roster.name(), Counted.members(roster.members().size()), id);
      text.printf("Keep that id on paper: it is what an auditor asks for.%n");
      return 0;
    }
  }

  private CharterCommand() {}
}
