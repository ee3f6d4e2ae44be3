package coop.minga.node.command;

import com.google.gson.GsonBuilder;
import coop.minga.federation.audit.Auditor;
import coop.minga.federation.audit.Counted;
import coop.minga.federation.audit.Demands;
import coop.minga.federation.audit.Finding;
import coop.minga.federation.audit.Report;
import coop.minga.federation.audit.TreeName;
import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.disclosure.SealedOpenings;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.wire.DisclosureWire;
import coop.minga.node.bundle.BundleFile;
import coop.minga.node.bundle.ReportJson;
import coop.minga.node.bundle.ReportPage;
import coop.minga.node.config.GivenFile;
import coop.minga.node.config.NewFile;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.AuditorKeyFile;
import coop.minga.node.keys.StrictVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `minga audit verify`. Needs no network and no state.
@Command(
    name = "verify",
    description = {
      "Says whether a bundle is what its members signed, and whether their awards follow from it.",
      "Exit code 0: verified. 3: not verified."
    },
    mixinStandardHelpOptions = true)
final class AuditVerifyCommand implements Callable<Integer> {
  private static final int NOT_VERIFIED = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  /// Bytes that a file of openings may have.
  private static final int MAX_OPENINGS = 64 * 1024 * 1024;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("bundle.zip");

  @Option(
      names = "--federation-id",
      description = "The federation's id as you have it on paper; 64 hex digits.")
  private Optional<String> federationId = Optional.empty();

  @Option(
      names = "--roster-hash",
      description = {
        "The hash of the newest roster that you know, from `minga members` of a member you trust.",
        "Without it a bundle could show a chain of rosters that the members never decided on."
      })
  private Optional<String> rosterHash = Optional.empty();

  @Option(
      names = "--at-least",
      paramLabel = "LEDGER=ENTRIES",
      description = "Entries that you know a ledger or book to have, as mapocho/ledger=1204.")
  private Map<String, Long> atLeast = Map.of();

  @Option(
      names = "--slip-date",
      paramLabel = "TIME",
      description = "When your slip was written, as 2026-11-24T18:00:00Z.")
  private Optional<Instant> slipOf = Optional.empty();

  @Option(
      names = "--not-after",
      paramLabel = "TIME",
      description = {
        "A mirror's word of a later time is refused, as 2026-11-24T18:00:00Z: when the bundle"
            + " came.",
        "Without it no clock is asked: the same bytes get the same verdict."
      })
  private Optional<Instant> notAfter = Optional.empty();

  @Option(
      names = "--openings",
      paramLabel = "FILE",
      description = "What a member opened to you, sealed to your key. May be repeated.")
  private List<Path> openings = List.of();

  @Option(names = "--key", description = "Your key, from: minga audit key.")
  private @Nullable Path key;

  @Option(names = "--no-replay", description = "Does not recompute awards.")
  private boolean noReplay;

  @Option(names = "--json", description = "Prints one JSON document and nothing else.")
  private boolean json;

  @Option(names = "--html", paramLabel = "FILE", description = "Also writes the report as a page.")
  private @Nullable Path html;

  @Override
  public Integer call() throws IOException {
    var demands =
        new Demands(
            federationId.map(hex -> hash("--federation-id", hex)),
            rosterHash.map(hex -> hash("--roster-hash", hex)),
            slipOf,
            notAfter,
            known(),
            opened(),
            !noReplay);
    refuseNowhere();
    Report report = new Auditor(new StrictVerifier(), demands).audit(BundleFile.read(file));
    PrintWriter text = spec.commandLine().getOut();
    if (json) {
      new GsonBuilder().setPrettyPrinting().create().toJson(ReportJson.of(report), text);
      text.println();
    } else {
      print(report, text);
    }
    if (html != null) {
      Files.writeString(html, ReportPage.of(report));
    }
    return report.verified() ? 0 : NOT_VERIFIED;
  }

  /// An audit may take minutes: where its page is to go is looked at before.
  private void refuseNowhere() {
    if (html != null) {
      NewFile.checkPlace("--html", html);
    }
  }

  private void print(Report report, PrintWriter text) {
    text.println(report.sentence());
    if (!report.completeness().isEmpty()) {
      text.println(report.completeness());
    }
    for (Finding finding : report.findings()) {
      text.printf("%s %s.%n", finding.refutes() ? "  -" : "  note:", finding.sentence());
    }
    report
        .federationId()
        .filter(_ -> federationId.isEmpty())
        .ifPresent(id -> text.printf("Compare the federation id with yours on paper: %s%n", id));
    report
        .roster()
        .filter(newest -> rosterHash.isEmpty() && newest.number() > 0)
        .ifPresent(newest ->
            text.printf(
                "Compare the newest roster (%s) with yours: %s%n",
                Counted.changes(newest.number()), newest.hash()));
  }

  // ---- What the auditor brings

  private SortedMap<TreeName, Long> known() {
    var known = new TreeMap<TreeName, Long>();
    atLeast.forEach((name, size) -> {
      if (size < 0) {
        throw new UserError(
            "--at-least",
            "A tree has no " + size + " entries.",
            "Write what is on your slip: mapocho/ledger=1204.");
      }
      known.put(tree(name), size);
    });
    return known;
  }

  private static TreeName tree(String name) {
    int slash = name.indexOf('/');
    try {
      Tree tree = Tree.valueOf(name.substring(slash + 1).toUpperCase(Locale.ROOT));
      return new TreeName(new MemberId(name.substring(0, Math.max(0, slash))), tree);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "--at-least",
          "\"" + name + "\" is not a member's ledger or book.",
          "Write it as on your slip: mapocho/ledger=1204.",
          e);
    }
  }

  private SortedMap<MemberId, List<EntryOpening>> opened() throws IOException {
    var opened = new TreeMap<MemberId, List<EntryOpening>>();
    if (!openings.isEmpty() && key == null) {
      throw new UserError(
          "--openings", "These are sealed to your key.", "Give it too: --key auditor.key.");
    }
    for (Path sealed : openings) {
      open(sealed, opened);
    }
    return opened;
  }

  private void open(Path from, SortedMap<MemberId, List<EntryOpening>> into) throws IOException {
    SealedOpenings sealed =
        DisclosureWire.decodeSealed(GivenFile.read(from, MAX_OPENINGS, "Give another."))
            .orElseThrow(() -> unreadable(from, "This is not a file of openings."));
    List<EntryOpening> opened =
        AuditorKeyFile.load(Objects.requireNonNull(key))
            .open(sealed)
            .flatMap(DisclosureWire::decodeOpenings)
            .orElseThrow(() -> unreadable(from, "It is not sealed to this key, or was changed."));
    into.computeIfAbsent(sealed.to().member(), _ -> new ArrayList<>()).addAll(opened);
  }

  private static UserError unreadable(Path file, String what) {
    return new UserError(
        file.toString(), what, "Ask the member for what `minga audit open` wrote for your key.");
  }

  private static Hash hash(String option, String hex) {
    try {
      return Hash.hex(hex);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          option, "\"" + hex + "\" is not 64 hex digits.", "Give the whole of it.", e);
    }
  }
}
