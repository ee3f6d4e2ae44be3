package coop.minga.node.command;

import coop.minga.federation.identity.MemberId;
import coop.minga.node.command.LogLines.Line;
import coop.minga.node.proving.HeldOnDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `minga log watch`.
@Command(
    name = "watch",
    description = "Follows what a running node publishes, a line an entry, until Ctrl-C.")
final class LogWatchCommand extends LogReading implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofMillis(500);

  @Option(names = "--dir", required = true, description = "The node's directory.")
  private Path dir = Path.of("node");

  @Option(names = "--author", description = "This member's ledger only.")
  private Optional<String> author = Optional.empty();

  @Option(names = "--all", description = "Begin with what is there already.")
  private boolean all;

  @Option(names = "--lines", description = "End after so many lines.")
  private long lines = Long.MAX_VALUE;

  private final Map<MemberId, Long> shown = new HashMap<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    HeldOnDisk held = open(dir);
    List<MemberId> owners = owners(dir, held, author);
    for (MemberId owner : owners) {
      shown.put(owner, all ? 0L : held.size(owner));
    }
    long left = lines;
    while (left > 0) {
      for (MemberId owner : owners) {
        long from = shown.getOrDefault(owner, 0L);
        if (held.size(owner) > from) {
          held = open(dir); // what came may have changed rosters or keys
          left -= show(held, owner, left);
        }
      }
      out().flush();
      if (left > 0) {
        Thread.sleep(PAUSE);
      }
    }
    return 0;
  }

  private long show(HeldOnDisk held, MemberId owner, long atMost) throws IOException {
    long from = shown.getOrDefault(owner, 0L);
    List<Line> fresh = LogLines.of(held, owner, from).stream().limit(atMost).toList();
    for (Line line : fresh) {
      out().println(json() ? line.json().toString() : line.text());
    }
    shown.put(owner, from + fresh.size());
    return fresh.size();
  }
}
