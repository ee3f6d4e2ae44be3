package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.node.history.Export;
import coop.minga.node.history.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `minga export`: everything that the node's history holds, as Parquet files that `minga import`
/// and any other program read.
///
/// `--json` prints `{files: [{file, rows}]}`.
@Command(
    name = "export",
    description = "Write everything in this node's history as Parquet files.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Mixin private PlanOptions plan = new PlanOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the files go: a directory that is not there yet, or empty.")
  private Path out = Path.of(".");

  @Override
  public Integer call() throws IOException {
    List<Export.Written> written;
    try (History history = plan.open()) {
      written = Export.everything(history, out);
    }
    if (plan.json()) {
      JsonArray files = new JsonArray();
      for (Export.Written one : written) {
        JsonObject told = new JsonObject();
        told.addProperty("file", one.file().toString());
        told.addProperty("rows", one.rows());
        files.add(told);
      }
      JsonObject document = new JsonObject();
      document.add("files", files);
      plan.print(document);
      return 0;
    }
    for (Export.Written one : written) {
      plan.out().printf(Locale.ROOT, "%s: %,d rows%n", one.file(), one.rows());
    }
    if (written.isEmpty()) {
      plan.err().println("There is nothing in this history.");
    }
    return 0;
  }
}
