package coop.minga.node.command;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.Ruling;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.proving.HeldOnDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What the commands on ledgers have in common.
@Command(mixinStandardHelpOptions = true)
abstract class LogReading {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print JSON, and nothing else.")
  private boolean json;

  boolean json() {
    return json;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  static HeldOnDisk open(Path dir) throws IOException {
    return open(dir, latest());
  }

  static HeldOnDisk open(Path dir, Instant latest) throws IOException {
    return HeldOnDisk.open(new NodeDirectory(dir), new StrictVerifier(), latest.getEpochSecond());
  }

  /// The latest time that a mirror's word may have: as running nodes take it.
  static Instant latest() {
    return Instant.now().plus(Ruling.CLOCKS_DIFFER);
  }

  /// One member's ledger, or all.
  static List<MemberId> owners(Path dir, HeldOnDisk held, Optional<String> author) {
    return author.isEmpty() ? held.owners() : List.of(owner(dir, held, author.get()));
  }

  static MemberId owner(Path dir, HeldOnDisk held, String author) {
    return held.owners().stream()
        .filter(member -> member.name().equals(author))
        .findFirst()
        .orElseThrow(() ->
            new UserError(
                "--author",
                "There is no member " + author + ".",
                "See minga log show --dir " + dir + "."));
  }
}
