package coop.minga.node.history;

import java.util.ArrayList;
import java.util.List;

/// One line of CSV cut into its fields (RFC 4180, save that a field never runs over a line's end:
/// so a quote that somebody forgot spoils one row and not all that follow).
final class CsvLine {
  private final String line;
  private final char delimiter;
  private int at;

  private CsvLine(String line, char delimiter) {
    this.line = line;
    this.delimiter = delimiter;
  }

  /// The fields, without the quotes around them and without spaces at their ends.
  static List<String> split(String line, char delimiter) throws BadRow {
    CsvLine cut = new CsvLine(line, delimiter);
    List<String> fields = new ArrayList<>();
    do {
      fields.add(cut.field());
    } while (cut.more());
    return fields;
  }

  private boolean more() {
    return at++ < line.length();
  }

  private String field() throws BadRow {
    if (at < line.length() && line.charAt(at) == '"') {
      return quoted();
    }
    int end = line.indexOf(delimiter, at);
    String field = line.substring(at, end < 0 ? line.length() : end);
    at += field.length();
    return field.strip();
  }

  private String quoted() throws BadRow {
    StringBuilder field = new StringBuilder();
    at++;
    while (true) {
      int quote = line.indexOf('"', at);
      if (quote < 0) {
        throw new BadRow(
            "a quote is opened and not closed on its line.",
            "Close it, or take it out; a row never runs over the end of a line.");
      }
      field.append(line, at, quote);
      at = quote + 1;
      if (at >= line.length() || line.charAt(at) != '"') {
        break;
      }
      field.append('"');
      at++;
    }
    if (at < line.length() && line.charAt(at) != delimiter) {
      throw new BadRow(
          "text follows a closing quote.", "Write a quote within a quoted field twice (\"\").");
    }
    return field.toString().strip();
  }
}
