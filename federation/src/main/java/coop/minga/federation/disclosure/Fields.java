package coop.minga.federation.disclosure;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The names of fields.
final class Fields {
  /// Fields of one entry.
  static final int MAX = 32;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,31}");

  private Fields() {}

  static void requireName(String field) {
    if (!NAME.matcher(field).matches()) {
      throw new IllegalArgumentException("not the name of a field: \"" + field + "\"");
    }
  }

  /// A list without repetition, rising, not empty.
  static List<String> require(List<String> fields) {
    fields.forEach(Fields::requireName);
    boolean rising =
        IntStream.range(1, fields.size())
            .allMatch(i -> fields.get(i - 1).compareTo(fields.get(i)) < 0);
    if (fields.isEmpty() || fields.size() > MAX || !rising) {
      throw new IllegalArgumentException("fields are 1 to " + MAX + ", each once, by name");
    }
    return List.copyOf(fields);
  }
}
