package coop.minga.node.history;

import coop.minga.node.config.UserError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The first line of a file: which of its columns is which of ours.
final class Header {
  private static final Map<String, String> ALIASES =
      Map.of("quantity", "qty", "latitude", "lat", "longitude", "lon");
  private static final List<Character> OTHER_DELIMITERS = List.of(';', '\t', '|', ',');

  private final String file;
  private final Mapping mapping;
  private final List<String> names;
  private final Map<String, Integer> ours = new HashMap<>();

  private Header(String file, Mapping mapping, List<String> names) {
    this.file = file;
    this.mapping = mapping;
    this.names = names;
    for (String column : Table.allColumns()) {
      find(column).ifPresent(index -> ours.put(column, index));
    }
  }

  /// Reads a header.
  ///
  /// @throws UserError if a name that counts is there twice, or the delimiter is another one
  static Header read(String file, Lines.Line line, Mapping mapping, ImportLimits limits) {
    if (line.tooLong()) {
      throw new UserError(
          file + " line 1",
          "it is longer than " + limits.lineBytes() + " bytes.",
          "This is no table of columns: export it as CSV.");
    }
    List<String> names = split(file, line, mapping.delimiter());
    refuseOtherDelimiter(file, line.text(), names, mapping);
    return named(file, names, mapping, limits);
  }

  /// The header of a file that names its columns by itself.
  ///
  /// @throws UserError if a name that counts is there twice, there are too many, or it is a title
  static Header named(String file, List<String> names, Mapping mapping, ImportLimits limits) {
    if (names.size() > limits.columns()) {
      throw new UserError(
          file + " line 1",
          "it has " + names.size() + " columns; " + limits.columns() + " are the most.",
          "Export only the columns that Minga reads.");
    }
    refuseTitle(file, names);
    return new Header(file, mapping, names);
  }

  /// Many tills write a title, and as many empty columns as the table has, above it.
  private static void refuseTitle(String file, List<String> names) {
    List<String> told = names.stream().filter(name -> !name.isBlank()).toList();
    if (names.size() > 1 && told.size() == 1) {
      throw new UserError(
          file + " line 1",
          "\"" + told.getFirst() + "\" is a title and names no columns.",
          "Take out the lines above the one that names them.");
    }
  }

  private static List<String> split(String file, Lines.Line line, char delimiter) {
    try {
      return CsvLine.split(line.text(), delimiter);
    } catch (BadRow bad) {
      Reject reject = bad.at(line.number());
      throw new UserError(file + " line " + line.number(), reject.why(), reject.cure());
    }
  }

  private static void refuseOtherDelimiter(
      String file, String line, List<String> names, Mapping mapping) {
    for (char other : OTHER_DELIMITERS) {
      if (names.size() == 1 && other != mapping.delimiter() && line.indexOf(other) >= 0) {
        String sign = other == '\t' ? "tab" : String.valueOf(other);
        throw new UserError(
            file + " line 1",
            "its columns are separated by \""
                + sign
                + "\" and not by \""
                + mapping.delimiter()
                + "\".",
            "Set delimiter = \""
                + sign
                + "\" in its mapping, and decimal = \"comma\" if it writes 1,5.");
      }
    }
  }

  private Optional<Integer> find(String column) {
    String mapped = mapping.names().columns().get(column);
    if (mapped != null) {
      return Optional.of(theirs(mapped).orElseThrow(() -> missing(column, mapped)));
    }
    Optional<Integer> same = theirs(column);
    if (same.isPresent() || mapping.names().constants().containsKey(column)) {
      return same;
    }
    return ALIASES.entrySet().stream()
        .filter(alias -> alias.getValue().equals(column))
        .flatMap(alias -> theirs(alias.getKey()).stream())
        .findFirst();
  }

  private Optional<Integer> theirs(String name) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        found.add(i);
      }
    }
    if (found.size() > 1) {
      throw new UserError(
          file + " line 1",
          "there are " + found.size() + " columns \"" + name + "\".",
          "Give each column a name of its own.");
    }
    return found.stream().findFirst();
  }

  private UserError missing(String column, String mapped) {
    return new UserError(
        file + " line 1",
        "there is no column \"" + mapped + "\", which the mapping names for " + column + ".",
        "It has " + columns() + ".");
  }

  /// Whether a value of ours can be had of every row.
  boolean has(String column) {
    return ours.containsKey(column) || mapping.names().constants().containsKey(column);
  }

  /// Where our column is in a row.
  Optional<Integer> index(String column) {
    return mapping.names().constants().containsKey(column)
        ? Optional.empty()
        : Optional.ofNullable(ours.get(column));
  }

  /// Where a column of theirs is, for choosing rows.
  ///
  /// @throws UserError if there is none
  int indexOfTheirs(String name) {
    return theirs(name)
        .orElseThrow(() ->
            new UserError(
                file + " line 1",
                "there is no column \"" + name + "\", by which rows are to be chosen.",
                "It has " + columns() + "."));
  }

  /// What the file calls our column.
  String nameOf(String column) {
    Integer index = ours.get(column);
    return index == null ? column : names.get(index);
  }

  /// The file's name.
  String file() {
    return file;
  }

  /// How it is read.
  Mapping mapping() {
    return mapping;
  }

  int size() {
    return names.size();
  }

  /// All names, for a message.
  String columns() {
    return "the columns " + String.join(", ", names);
  }

  /// Columns that nothing reads.
  List<String> unread(List<String> read) {
    List<String> unread = new ArrayList<>(names);
    read.forEach(column -> index(column).ifPresent(index -> unread.remove(names.get(index))));
    unread.removeIf(name -> name.isEmpty() || mapping.names().only().containsKey(name));
    return unread;
  }
}
