package coop.minga.node.history;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Rows of a CSV file.
final class CsvRows implements Rows {
  private final InputStream in;
  private final Lines lines;
  private final Mapping mapping;
  private final ImportLimits limits;
  private final Header header;

  private CsvRows(InputStream in, Lines lines, Header header, ImportSettings settings) {
    this.in = in;
    this.lines = lines;
    this.header = header;
    mapping = settings.mapping();
    limits = settings.limits();
  }

  /// @throws UserError if it has no header of ours
  static CsvRows open(Source source, ImportSettings settings) throws IOException {
    InputStream in = Source.open(source.path(), settings.limits());
    try {
      Lines lines = source.lines(in, settings.limits());
      Lines.Line first =
          lines
              .next()
              .orElseThrow(() -> new UserError(source.name(), "it is empty.", "Export it again."));
      Header header = Header.read(source.name(), first, settings.mapping(), settings.limits());
      return new CsvRows(in, lines, header, settings);
    } catch (IOException | RuntimeException problem) {
      in.close();
      throw problem;
    }
  }

  @Override
  public Header header() {
    return header;
  }

  @Override
  public Optional<Row> next() throws IOException {
    for (var line = lines.next(); line.isPresent(); line = lines.next()) {
      if (!line.get().blank()) {
        Lines.Line found = line.get();
        return Optional.of(new Row(found.number(), found.text(), () -> cells(found)));
      }
    }
    return Optional.empty();
  }

  private Cells cells(Lines.Line line) throws BadRow {
    if (line.tooLong()) {
      throw new BadRow(
          "it is longer than " + limits.lineBytes() + " bytes.",
          "A quote or a line end is missing near it: mend it and import the file again.");
    }
    if (line.text().indexOf(0) >= 0) {
      throw new BadRow(
          "it holds a zero byte.", "The file was damaged in copying: copy or export it again.");
    }
    List<String> fields = CsvLine.split(line.text(), mapping.delimiter());
    if (fields.size() != header.size()) {
      throw new BadRow(
          "it has " + fields.size() + " fields, the header has " + header.size() + ".",
          "A delimiter is missing, or one stands in a name or number: put that field in quotes.");
    }
    return new Cells(header, mapping, fields);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
