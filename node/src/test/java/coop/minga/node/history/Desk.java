package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.minga.node.config.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// A shop's desk: a folder of exports and a history they go into.
final class Desk implements AutoCloseable {
  static final String SALES = "date,site,item,qty\n";

  final Path dir;
  final History history;
  ImportSettings settings = ImportSettings.by(Mapping.plain()).until(LocalDate.of(2024, 12, 31));

  Desk(Path dir) throws IOException {
    this.dir = dir;
    history = History.open(dir.resolve("node"));
  }

  Desk with(Mapping mapping) {
    settings = ImportSettings.by(mapping).until(LocalDate.of(2024, 12, 31));
    return this;
  }

  Desk within(ImportLimits limits) {
    settings = settings.within(limits);
    return this;
  }

  Desk withMapping(String toml) throws IOException {
    return with(Mapping.read(Files.writeString(dir.resolve("mapping.toml"), toml)));
  }

  Path put(String name, String text) throws IOException {
    return put(name, text, StandardCharsets.UTF_8);
  }

  Path put(String name, String text, Charset charset) throws IOException {
    return put(name, text.getBytes(charset));
  }

  Path put(String name, byte[] bytes) throws IOException {
    return Files.write(dir.resolve(name), bytes);
  }

  ImportReport take(String name, String text) throws IOException {
    return take(put(name, text));
  }

  ImportReport take(Path file) throws IOException {
    return new Import(history, settings).file(file);
  }

  /// The file is refused as a whole, and the history is as it was.
  String refused(Path file) {
    long before = rows();
    String sentence = assertThrows(UserError.class, () -> take(file)).sentence();
    assertEquals(before, rows(), "a refused file leaves nothing");
    assertEquals(List.of(), leftovers(), "a refused file leaves no half reject file");
    return sentence;
  }

  /// Some rows are rejected; all rows are accounted for.
  String rejected(ImportReport report, long rows, long rejected) {
    accounted(report, rows);
    assertEquals(rejected, report.count().rejected(), report::toString);
    return report.firstRejects().getFirst().sentence(report.file());
  }

  /// Every row of the file was imported, rejected or left out.
  static void accounted(ImportReport report, long rows) {
    ImportReport.Count count = report.count();
    assertEquals(rows, count.rows(), report::toString);
    assertEquals(rows, count.imported() + count.rejected() + count.leftOut(), report::toString);
  }

  long rows() {
    return history.database().count("sales") + history.database().count("stock");
  }

  double sold() {
    return history
        .database()
        .list("SELECT coalesce(sum(quantity), 0) FROM sales", row -> row.getDouble(1))
        .getFirst();
  }

  private List<Path> leftovers() {
    Path rejects = history.dir().resolve(Import.REJECTS);
    if (!Files.exists(rejects)) {
      return List.of();
    }
    try (var files = Files.list(rejects)) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  @Override
  public void close() {
    history.close();
  }
}
