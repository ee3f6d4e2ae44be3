package coop.minga.node.command;

import coop.minga.node.assembly.Restoration;
import coop.minga.node.config.NodeDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `minga restore`: after a disk was lost and only an old copy of the directory is left.
@Command(
    name = "restore",
    description = {
      "Says that this directory is an old copy, and that there is no newer one.",
      "The next `minga run` lets the other members retire the ledger whose end is lost, fetches"
          + " what they hold of it, and begins the next generation of it from there. Whatever this"
          + " member promised beyond that is void."
    },
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--dir", required = true, description = "The node's directory.")
  private Path dir = Path.of("node");

  @Override
  public Integer call() throws IOException {
    int others = Restoration.ask(new NodeDirectory(dir));
    spec.commandLine()
        .getErr()
        .printf(
            "The next `minga run` begins the ledger anew. It waits until %d other %s retired the"
                + " one that is lost.%n",
            others, others == 1 ? "member has" : "members have");
    return 0;
  }
}
