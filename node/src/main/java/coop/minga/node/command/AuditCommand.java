package coop.minga.node.command;

import com.google.gson.GsonBuilder;
import coop.minga.federation.audit.Auditor;
import coop.minga.federation.audit.BundleForm;
import coop.minga.federation.audit.Demands;
import coop.minga.federation.audit.Finding;
import coop.minga.federation.audit.Report;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.bundle.BundleMaker;
import coop.minga.node.bundle.ReportJson;
import coop.minga.node.clock.SimulatedClock;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.StrictVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `minga audit`: one file for auditors, and their verdict on it.
@Command(
    name = "audit",
    description = "Makes a bundle for auditors, or verifies and replays one.",
    mixinStandardHelpOptions = true,
    subcommands = {AuditCommand.Make.class, AuditCommand.Verify.class},
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

    @Override
    public Integer call() throws IOException {
      List<NodeDirectory> directories = dirs.stream().map(NodeDirectory::new).toList();
      var verifier = new StrictVerifier();
      BundleMaker maker = BundleMaker.of(directories, verifier);
      var auditor = new Auditor(verifier, Demands.ALL);
      Bytes bundle = Bytes.empty();
      boolean verified = false;
      for (int i = 0; i < ATTEMPTS && !verified; i++) {
        bundle = maker.make(now(maker, directories.getFirst()));
        verified = auditor.audit(bundle).verified();
      }
      Files.write(out, bundle.toArray());
      PrintWriter err = spec.commandLine().getErr();
      err.printf("%s: %,d bytes.%n", out, bundle.size());
      err.printf("Give the auditor the federation id by another way, on paper:%n");
      err.printf("%s%n", maker.roster().federationId());
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

  /// `minga audit verify`. Needs no network and no state.
  @Command(
      name = "verify",
      description = {
        "Says whether a bundle is what its members signed, and whether their awards follow from it.",
        "Exit code 0: verified. 3: not verified."
      },
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    private static final int NOT_VERIFIED = 3;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The bundle.")
    private Path file = Path.of("bundle.zip");

    @Option(
        names = "--federation-id",
        description = "The federation's id as you have it on paper; 64 hex digits.")
    private Optional<String> federationId = Optional.empty();

    @Option(names = "--no-replay", description = "Does not recompute awards.")
    private boolean noReplay;

    @Option(names = "--json", description = "Prints one JSON document and nothing else.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      var demands = new Demands(federationId.map(Verify::hash), !noReplay);
      Report report = new Auditor(new StrictVerifier(), demands).audit(read());
      PrintWriter text = spec.commandLine().getOut();
      if (json) {
        new GsonBuilder().setPrettyPrinting().create().toJson(ReportJson.of(report), text);
        text.println();
      } else {
        print(report, text);
      }
      return report.verified() ? 0 : NOT_VERIFIED;
    }

    private Bytes read() throws IOException {
      if (Files.size(file) > BundleForm.MAX_BYTES) {
        throw new UserError(
            file.toString(),
            "This file is longer than " + BundleForm.MAX_BYTES + " bytes.",
            "No bundle is; ask for another.");
      }
      return Bytes.of(Files.readAllBytes(file));
    }

    private void print(Report report, PrintWriter text) {
      text.println(report.sentence());
      for (Finding finding : report.findings()) {
        text.printf("%s %s.%n", finding.refutes() ? "  -" : "  note:", finding.sentence());
      }
      report
          .federationId()
          .filter(_ -> federationId.isEmpty())
          .ifPresent(id -> text.printf("Compare the federation id with yours on paper: %s%n", id));
    }

    private static Hash hash(String hex) {
      try {
        return Hash.hex(hex);
      } catch (IllegalArgumentException e) {
        throw new UserError(
            "--federation-id", "\"" + hex + "\" is not 64 hex digits.", "Give the whole id.", e);
      }
    }
  }
}
