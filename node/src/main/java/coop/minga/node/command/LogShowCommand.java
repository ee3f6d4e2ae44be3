package coop.minga.node.command;

import coop.minga.federation.identity.MemberId;
import coop.minga.node.command.LogLines.Line;
import coop.minga.node.config.UserError;
import coop.minga.node.proving.HeldOnDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `minga log show`.
@Command(
    name = "show",
    description = "Lists the entries of the ledgers that a node holds, whether it runs or not.")
final class LogShowCommand extends LogReading implements Callable<Integer> {
  @Option(names = "--dir", required = true, description = "The node's directory.")
  private Path dir = Path.of("node");

  @Option(names = "--author", description = "Of this member's ledger only.")
  private Optional<String> author = Optional.empty();

  @Option(names = "--from", description = "From this index on.")
  private long from;

  @Option(names = "--until", description = "Up to, and not including, this index.")
  private long until = Long.MAX_VALUE;

  @Option(names = "--kind", split = ",", description = "Of these kinds only: offer,award,...")
  private List<String> kinds = List.of();

  @Option(
      names = "--state",
      description = "Only those that are: signed (and no more), witnessed, certified.")
  private Optional<String> state = Optional.empty();

  @Override
  public Integer call() throws IOException {
    HeldOnDisk held = open(dir);
    List<String> wanted = kinds.stream().map(LogLines::wanted).toList();
    state.ifPresent(LogShowCommand::known);
    refuseNoRange();
    for (MemberId owner : owners(dir, held, author)) {
      for (Line line : LogLines.of(held, owner, from)) {
        boolean kind = wanted.isEmpty() || wanted.contains(line.kind());
        if (line.index() < until && kind && state.filter(s -> !s.equals(line.state())).isEmpty()) {
          out().println(json() ? line.json().toString() : line.text());
        }
      }
    }
    out().flush();
    return 0;
  }

  private void refuseNoRange() {
    if (from < 0 || until < from) {
      throw new UserError(
          "--from and --until",
          "There are no entries from " + from + " until " + until + ".",
          "Entries are counted from 0; --until names the first that is not shown.");
    }
  }

  private static void known(String state) {
    if (!LogLines.STATES.contains(state)) {
      throw new UserError(
          "--state",
          "\"" + state + "\" is no state of an entry.",
          "Name one of these: " + String.join(", ", LogLines.STATES) + ".");
    }
  }
}
