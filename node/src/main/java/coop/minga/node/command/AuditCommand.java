package coop.minga.node.command;

import coop.minga.federation.audit.Auditor;
import coop.minga.federation.audit.Bundle;
import coop.minga.federation.audit.Demands;
import coop.minga.federation.audit.Report;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.bundle.BundleMaker;
import coop.minga.node.clock.SimulatedClock;
import coop.minga.node.config.NewFile;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.keys.StrictVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `minga audit`: one file for auditors, and their verdict on it.
@Command(
    name = "audit",
    description = "Makes a bundle for auditors, or verifies and replays one.",
    mixinStandardHelpOptions = true,
    subcommands = {
      AuditCommand.Make.class,
      AuditVerifyCommand.class,
      AuditKeyCommand.class,
      AuditOpenCommand.class,
      AuditEraseCommand.class,
      AuditDiffCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class AuditCommand {
  private AuditCommand() {}

  /// `minga audit bundle`. The nodes may run meanwhile; what one wrote while another was read may
  /// then be missing, so a bundle that does not hold together is made again.
  @Command(
      name = "bundle",
      description = "Writes ledgers, books and witnesses of one or more nodes into one file.",
      mixinStandardHelpOptions = true)
  static final class Make implements Callable<Integer> {
    private static final int ATTEMPTS = 3;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--dir",
        required = true,
        description = "A node's directory; may be repeated. The first one's member signs.")
    private List<Path> dirs = List.of();

    @Option(names = "--out", required = true, description = "The file to write.")
    private Path out = Path.of("bundle.zip");

    @Option(
        names = "--entry",
        paramLabel = "ID",
        description = {
          "Proves this entry and shows nothing else of any ledger; may be repeated.",
          "Its id, or the first digits of it, as minga log show lists it."
        })
    private List<String> entries = List.of();

    @Override
    public Integer call() throws IOException {
      NewFile.check("--out", out);
      List<NodeDirectory> directories = dirs.stream().map(NodeDirectory::new).toList();
      var verifier = new StrictVerifier();
      BundleMaker maker = BundleMaker.of(directories, verifier);
      var auditor = new Auditor(verifier, Demands.ALL);
      Bytes bundle = Bytes.empty();
      boolean verified = false;
      Optional<Hash> newest = Optional.empty();
      for (int i = 0; i < ATTEMPTS && !verified; i++) {
        Instant made = now(maker, directories.getFirst());
        bundle = entries.isEmpty() ? maker.make(made) : maker.make(made, entries);
        Report report = auditor.audit(bundle);
        verified = report.verified();
        newest = report.roster().map(Report.Newest::hash);
      }
      NewFile.write("--out", out, bundle);
      int openings = Bundle.openingsIn(bundle);
      PrintWriter err = spec.commandLine().getErr();
      err.printf("%s: %,d bytes.%n", out, bundle.size());
      if (openings > 0) {
        err.printf(
            "It opens what %d offers hide: whoever has the file sees item, amount and place.%n",
            openings);
      }
      err.printf("Give the auditor the federation id by another way, on paper:%n");
      err.printf("%s%n", maker.roster().federationId());
      newest.ifPresent(hash -> err.printf("and the hash of its newest roster:%n%s%n", hash));
      if (!verified) {
        err.printf("An auditor will refuse it. See why: minga audit verify %s%n", out);
      }
      return 0;
    }

    private static Instant now(BundleMaker maker, NodeDirectory directory) throws IOException {
      if (!maker.roster().rules().time().simulated()) {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
      }
      try (SimulatedClock clock = SimulatedClock.open(directory.clock())) {
        return clock.instant();
      }
    }
  }
}
