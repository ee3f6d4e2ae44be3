package coop.minga.node.command;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.node.config.UserError;
import coop.minga.node.history.DefaultUsed;
import coop.minga.node.history.History;
import coop.minga.node.history.Import;
import coop.minga.node.history.ImportReport;
import coop.minga.node.history.ImportSettings;
import coop.minga.node.history.Mapping;
import coop.minga.node.history.Reject;
import coop.minga.node.history.TableKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `minga import`: takes the organisation's files into the node's history.
///
/// Each file is imported or refused by itself, in the order given. Exit code 0 when every file was
/// imported or was there already (some of its rows may be rejected, and it says so), 2 when a file
/// was refused or none of its rows could be imported.
///
/// `--json` prints one document: `{preview, files: [{file, table?, outcome, rows?, imported?,
/// rejected?, leftOut?, summed?, replaced?, rejectFile?, rejects: [{line, column, value, why,
/// cure}], notes: [], error?: {where, what, mend}}], assumed: []}`, in which `outcome` is
/// `imported`, `already-there`, `previewed`, `nothing-fit` or `refused`, and `rejects` are the
/// first few.
@Command(
    name = "import",
    description = "Take sales, stock, deliveries and the rest into this node's history.",
    mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
  private static final int MOST_ASSUMED = 5;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "The node's directory.")
  private Path dir = Path.of(".");

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "How the files are written (TOML): columns, dates, decimals, encoding.")
  private @Nullable Path mapping;

  @Option(
      names = "--as",
      paramLabel = "TABLE",
      description =
          "sales, stock, items, sites, supply, receipts, waste or needs; else told by the columns.")
  private @Nullable String as;

  @Option(
      names = "--only",
      paramLabel = "COLUMN=VALUE",
      description = "Take only rows in which the file's column has that value.")
  private Map<String, String> only = new LinkedHashMap<>();

  @Option(names = "--preview", description = "Say what would be imported, and import nothing.")
  private boolean preview;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "CSV (plain or gzip), Parquet, or EDIFACT (SLSRPT, INVRPT).")
  private List<Path> files = List.of();

  @Spec private @Nullable CommandSpec spec;

  /// What became of one file.
  private sealed interface Outcome {
    record Read(ImportReport report) implements Outcome {}

    record Refused(Path file, UserError error) implements Outcome {}
  }

  @Override
  public Integer call() throws IOException {
    ImportSettings settings = settings();
    try (History history = History.open(dir)) {
      Import importing = new Import(history, settings);
      JsonArray told = new JsonArray();
      boolean fine = true;
      for (Path file : files) {
        Outcome outcome = read(importing, file);
        fine &= fine(outcome);
        told.add(json(outcome));
        if (!json) {
          say(outcome);
        }
      }
      finish(told, preview ? List.of() : history.defaultsUsed());
      return fine ? 0 : UserError.EXIT_CODE;
    }
  }

  private ImportSettings settings() throws IOException {
    Mapping read = mapping == null ? Mapping.plain() : Mapping.read(mapping);
    for (var wanted : only.entrySet()) {
      read = read.onlyRowsWhere(wanted.getKey(), wanted.getValue());
    }
    LocalDate tomorrow = LocalDate.now(ZoneId.systemDefault()).plusDays(1);
    ImportSettings settings = ImportSettings.by(read).until(tomorrow);
    return as == null ? settings : settings.as(kind(as));
  }

  private static TableKind kind(String word) {
    return TableKind.parse(word)
        .orElseThrow(() ->
            new UserError(
                "--as",
                "there is no table \"" + word + "\".",
                "Use sales, stock, items, sites, supply, receipts, waste or needs."));
  }

  private Outcome read(Import importing, Path file) throws IOException {
    try {
      return new Outcome.Read(preview ? importing.preview(file) : importing.file(file));
    } catch (UserError error) {
      return new Outcome.Refused(file, error);
    }
  }

  private static boolean fine(Outcome outcome) {
    return outcome instanceof Outcome.Read(var report)
        && report.outcome() != ImportReport.Outcome.NOTHING_FIT;
  }

  private void say(Outcome outcome) {
    switch (outcome) {
      case Outcome.Refused(_, var error) -> err().println(error.sentence());
      case Outcome.Read(var report) -> {
        out().println(ImportWords.summary(report));
        report.firstRejects().forEach(reject -> err().println(reject.sentence(report.file())));
        long more = report.count().rejected() - report.firstRejects().size();
        if (more > 0 && !report.firstRejects().isEmpty()) {
          err().println("... and " + more + " more rows.");
        }
        report.notes().forEach(note -> err().println(report.file() + ": " + note + "."));
      }
    }
  }

  private void finish(JsonArray told, List<DefaultUsed> assumed) {
    if (json) {
      JsonObject document = new JsonObject();
      document.addProperty("preview", preview);
      document.add("files", told);
      document.add("assumed", gson().toJsonTree(assumed));
      out().println(gson().toJson(document));
      return;
    }
    assumed.stream().limit(MOST_ASSUMED).forEach(used -> err().println(used.sentence() + "."));
    if (assumed.size() > MOST_ASSUMED) {
      err().println("... and " + (assumed.size() - MOST_ASSUMED) + " more assumptions.");
    }
  }

  private static JsonObject json(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused(var file, var error) -> refused(file, error);
      case Outcome.Read(var report) -> read(report);
    };
  }

  private static JsonObject refused(Path file, UserError error) {
    JsonObject why = new JsonObject();
    why.addProperty("where", error.where());
    why.addProperty("what", error.what());
    why.addProperty("mend", error.mend());
    JsonObject told = new JsonObject();
    told.addProperty("file", file.toString());
    told.addProperty("outcome", "refused");
    told.add("rejects", new JsonArray());
    told.add("notes", new JsonArray());
    told.add("error", why);
    return told;
  }

  private static JsonObject read(ImportReport report) {
    JsonObject told = gson().toJsonTree(report.count()).getAsJsonObject();
    told.addProperty("file", report.file());
    told.addProperty("table", report.kind().word());
    told.addProperty("outcome", ImportWords.word(report.outcome()));
    Optional<Path> rejects = report.rejectFile();
    rejects.ifPresent(path -> told.addProperty("rejectFile", path.toString()));
    JsonArray first = new JsonArray();
    for (Reject reject : report.firstRejects()) {
      first.add(gson().toJsonTree(reject));
    }
    told.add("rejects", first);
    told.add("notes", gson().toJsonTree(report.notes()));
    return told;
  }

  private static Gson gson() {
    return new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
  }

  private PrintWriter out() {
    return commandLine().getOut();
  }

  private PrintWriter err() {
    return commandLine().getErr();
  }

  private picocli.CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("picocli gives a command its spec before it calls it");
    }
    return spec.commandLine();
  }
}
