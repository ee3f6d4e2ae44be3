package coop.minga.node.history;

import coop.minga.node.config.UserError;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rejected rows, written as they come to a file that gets its name when the import is done.
final class RejectFile implements AutoCloseable {
  private static final int SHOWN = 5;

  private final String source;
  private final Path path;
  private final Path unfinished;
  private final long limit;
  private final boolean kept;
  private final List<Reject> first = new ArrayList<>();
  private Optional<CsvWriter> writer = Optional.empty();
  private long count;

  /// @param path where it is to be at the end
  /// @param kept whether anything is written at all, or only counted
  RejectFile(String source, Path path, long limit, boolean kept) {
    this.kept = kept;
    this.source = source;
    this.path = path;
    unfinished = path.resolveSibling(path.getFileName() + ".part");
    this.limit = limit;
  }

  /// Takes one.
  ///
  /// @throws UserError if there are too many
  void add(Reject reject, String row) throws IOException {
    if (++count > limit) {
      throw new UserError(
          source,
          "more than "
              + limit
              + " rows cannot be imported; nothing was. The first is "
              + first.getFirst().sentence(source),
          "If most rows are so, the mapping is wrong and not the rows.");
    }
    if (first.size() < SHOWN) {
      first.add(reject);
    }
    if (kept) {
      write(reject, row);
    }
  }

  private void write(Reject reject, String row) throws IOException {
    if (writer.isEmpty()) {
      writer = Optional.of(begin());
    }
    writer
        .get()
        .writeRecord(
            source,
            Long.toString(reject.line()),
            reject.column(),
            reject.value(),
            reject.why(),
            reject.cure(),
            row);
  }

  private CsvWriter begin() throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    CsvWriter begun = CsvWriter.builder().build(unfinished);
    begun.writeRecord("file", "line", "column", "value", "why", "cure", "row");
    return begun;
  }

  long count() {
    return count;
  }

  List<Reject> first() {
    return first;
  }

  /// Gives the file its name, if there is any reject.
  Optional<Path> finish() throws IOException {
    if (writer.isEmpty()) {
      return Optional.empty();
    }
    writer.get().close();
    writer = Optional.empty();
    Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING);
    return Optional.of(path);
  }

  /// Leaves nothing of an unfinished one.
  @Override
  public void close() throws IOException {
    if (writer.isPresent()) {
      writer.get().close();
      Files.deleteIfExists(unfinished);
    }
  }
}
