package coop.minga.node.command;

import coop.minga.node.config.UserError;
import coop.minga.node.history.History;
import coop.minga.node.history.Import;
import coop.minga.node.history.ImportReport;
import coop.minga.node.history.ImportSettings;
import coop.minga.node.history.TableKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// A sales file looked at without a node: it goes into a history of its own, which is gone when
/// this is closed.
final class SalesFile implements AutoCloseable {
  private final Path dir;
  private final History history;

  private SalesFile(Path dir, History history) {
    this.dir = dir;
    this.history = history;
  }

  /// Takes the file in, and says on `err` what became of its rows.
  ///
  /// @throws UserError if no row of it could be read, or none tells of a sale
  static SalesFile read(Path file, ImportSettings settings, PrintWriter err) throws IOException {
    Path dir = Files.createTempDirectory("minga-sales");
    SalesFile sales = new SalesFile(dir, History.open(dir));
    try {
      sales.take(file, settings, err);
      return sales;
    } catch (IOException | RuntimeException problem) {
      sales.close();
      throw problem;
    }
  }

  private void take(Path file, ImportSettings settings, PrintWriter err) throws IOException {
    ImportReport report = new Import(history, settings.as(TableKind.SALES)).file(file);
    err.println(ImportWords.counted(report));
    report.firstRejects().forEach(reject -> err.println(reject.sentence(report.file())));
    report.notes().forEach(note -> err.println(report.file() + ": " + note + "."));
    if (report.outcome() == ImportReport.Outcome.NOTHING_FIT) {
      throw new UserError(
          report.file(), "none of its rows could be read.", "Mend them, or write a mapping file.");
    }
    if (history.series().isEmpty() && history.weeklySeries().isEmpty()) {
      throw new UserError(
          report.file(),
          "by its rows nothing was ever sold.",
          "Look whether qty is the column of the units sold; a mapping file can name another.");
    }
  }

  History history() {
    return history;
  }

  @Override
  public void close() throws IOException {
    history.close();
    List<Path> all;
    try (var walked = Files.walk(dir)) {
      all = walked.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
