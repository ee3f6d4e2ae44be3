package coop.minga.node.command;

import coop.minga.federation.audit.Counted;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.node.assembly.Joining;
import coop.minga.node.config.NewFile;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.NodeToml;
import coop.minga.node.peering.Doorkeeper.Outcome;
import coop.minga.node.peering.Refusal;
import coop.minga.node.peering.Visitor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `minga join`.
@Command(
    name = "join",
    description = {
      "Knocks at the door of an invite, until people there have decided.",
      "It may be stopped and run again with the same invite."
    },
    mixinStandardHelpOptions = true)
final class JoinCommand implements Callable<Integer> {
  private static final int UNREACHABLE = 4;
  private static final int REFUSED = 5;
  private static final int SHADOW_DAYS = 14;
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private static final String ASK = "Is its node running, is the invite still good?";
  private static final String TAKEN =
      "A member may go by this node's name already: make one of another name with minga init. If"
          + " not, ask there whether the invite is still good.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--dir", required = true, description = "The node's directory, by minga init.")
  private Path dir = Path.of("node");

  @Option(names = "--once", description = "Knock once, and do not wait for the answer.")
  private boolean once;

  @Option(
      names = "--shadow",
      description = {
        "Look on for 14 days first: the node offers and bids for nothing by itself, and",
        "minga shadow says what it would have got and given."
      })
  private boolean shadow;

  @Parameters(paramLabel = "INVITE", description = "The string that `minga invite` printed.")
  private String invite = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Joining joining = Joining.of(new NodeDirectory(dir), invite);
    try {
      return knock(joining);
    } catch (Visitor.KnockRefused e) {
      return shut(joining, e, e.why() == Refusal.TLS_REFUSED ? TAKEN : ASK);
    } catch (IOException e) {
      return shut(joining, e, ASK);
    }
  }

  private int shut(Joining joining, IOException e, String advice) {
    spec.commandLine()
        .getErr()
        .printf(
            "The door of %s does not open (%s). %s%n",
            joining.invite().door().inviter(), e.getMessage(), advice);
    return UNREACHABLE;
  }

  private int knock(Joining joining) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Outcome outcome = joining.knock();
    if (!(outcome instanceof Outcome.TurnedAway)) {
      RosterChain chain = joining.papers();
      out.printf(
          "%s, %s, invited by %s.%n",
          chain.current().name(),
          Counted.members(chain.current().members().size()),
          joining.invite().door().inviter());
      out.printf("Federation id %s%n", chain.current().federationId());
      out.printf("Read these words to them; they must see the same:%n");
      out.printf("  %s%n", String.join(" ", joining.words()));
    }
    return await(joining, outcome);
  }

  private int await(Joining joining, Outcome first) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    String told = "";
    for (Outcome outcome = first; ; outcome = joining.knock()) {
      switch (outcome) {
        case Outcome.Waiting(var sentence) -> {
          if (!sentence.equals(told)) {
            out.printf("Waiting: %s.%n", sentence);
            out.flush();
            told = sentence;
          }
        }
        case Outcome.TurnedAway(var reason) -> {
          spec.commandLine().getErr().printf("Turned away: %s.%n", sentence(reason));
          return REFUSED;
        }
        case Outcome.Admitted() -> {
          lookOn(joining.papers().current());
          RosterChain chain = joining.settle();
          out.printf(
              "This node belongs, as one of %d, by roster %d. Start it: minga run --dir %s%n",
              chain.current().members().size(), chain.current().number(), dir);
          return 0;
        }
      }
      if (once) {
        return 0;
      }
      var pause = new CountDownLatch(1); // nobody counts it down: it is the wait
      pause.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /// Writes into the node's settings until when it looks on, if it is to.
  private void lookOn(Roster roster) throws IOException {
    if (shadow) {
      var directory = new NodeDirectory(dir);
      LocalDate last = LocalDate.now(roster.rules().time().zone()).plusDays(SHADOW_DAYS);
      Path settings = directory.config();
      String with = NodeToml.lookingOn(settings.toString(), Files.readString(settings), last);
      NewFile.replace(settings, with);
      spec.commandLine()
          .getOut()
          .printf("It looks on until %s, by shadow-until in %s.%n", last, settings);
    }
  }

  private static String sentence(String reason) {
    return switch (reason) {
      case "no-invite" -> "there is no such invite, or its time is over; ask for another";
      case "invite-used" -> "somebody else came with this invite; ask for another";
      case "wrong-card" -> "the door did not take this node's card; make a node with minga init";
      case "name-taken" ->
          "a member has that name or a key of this node's, or had; make one of another name";
      case "declined" -> "a person there said no";
      default -> reason;
    };
  }
}
