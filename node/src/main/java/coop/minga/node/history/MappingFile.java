package coop.minga.node.history;

import coop.minga.node.config.Nearest;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// A mapping file, read strictly: a key that is not known is an error that names the nearest one.
final class MappingFile {
  private static final List<String> KEYS =
      List.of(
          "as",
          "delimiter",
          "encoding",
          "decimal",
          "date",
          "first-week",
          "period",
          "repeats",
          "items-are-gtins",
          "columns",
          "constants",
          "only");

  private final Path file;
  private final TomlTable toml;

  private MappingFile(Path file, TomlTable toml) {
    this.file = file;
    this.toml = toml;
  }

  static Mapping read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UserError(file.toString(), "there is no such mapping file.", "Check the name.");
    }
    TomlParseResult toml = Toml.parse(file);
    if (toml.hasErrors()) {
      var first = toml.errors().getFirst();
      throw new UserError(
          file + " line " + first.position().line(),
          "it is not TOML: " + first.getMessage() + ".",
          "Write key = \"value\", one a line.");
    }
    return new MappingFile(file, toml).mapping();
  }

  private Mapping mapping() {
    refuseUnknown(toml.keySet(), KEYS);
    Mapping.Names names = new Mapping.Names(names("columns"), names("constants"), texts("only"));
    for (String column : names.constants().keySet()) {
      if (names.columns().containsKey(column)) {
        throw wrong("constants." + column, "it is among [columns] too.", "Take one of them out.");
      }
    }
    return new Mapping(
        choice("as", Arrays.stream(TableKind.values()).map(TableKind::word).toList())
            .flatMap(TableKind::parse),
        delimiter(),
        encoding(),
        choice("decimal", List.of("point", "comma")).orElse("point").equals("comma"),
        dates(),
        new Mapping.Rules(
            choice("repeats", List.of("replace", "add")).orElse("replace").equals("add"),
            truth("items-are-gtins")),
        names);
  }

  private char delimiter() {
    String text = text("delimiter").orElse(",");
    if (text.equals("tab")) {
      return '\t';
    }
    if (text.length() != 1 || text.charAt(0) == '"' || Character.isLetterOrDigit(text.charAt(0))) {
      throw wrong("delimiter", "\"" + text + "\" is not one sign.", "Use \",\", \";\" or \"tab\".");
    }
    return text.charAt(0);
  }

  private Charset encoding() {
    String name = text("encoding").orElse("utf-8");
    try {
      Charset charset = Charset.forName(name);
      boolean wide = charset.name().startsWith("UTF-16");
      if (wide
          || Arrays.equals("a\n,".getBytes(charset), "a\n,".getBytes(StandardCharsets.US_ASCII))) {
        return charset.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16BE : charset;
      }
    } catch (IllegalCharsetNameException | UnsupportedCharsetException problem) {
      throw new UserError(
          where("encoding"), "there is no encoding \"" + name + "\".", encodings(), problem);
    }
    throw wrong("encoding", "\"" + name + "\" is not read.", encodings());
  }

  private static String encodings() {
    return "Common ones are \"utf-8\", \"windows-1252\", \"iso-8859-1\", \"utf-16le\".";
  }

  private DateReading dates() {
    boolean weekly = choice("period", List.of("day", "week")).orElse("day").equals("week");
    String pattern = text("date").orElse(DateReading.ISO);
    if (pattern.equals("week-number")) {
      return DateReading.weeksFrom(firstWeek());
    }
    try {
      return DateReading.pattern(pattern, weekly);
    } catch (IllegalArgumentException problem) {
      throw new UserError(
          where("date"),
          "\"" + pattern + "\" is not a way to write a date.",
          "Write it as \"dd.MM.yyyy\" or \"MM/dd/yyyy\": MM is the month, mm would be minutes.",
          problem);
    }
  }

  private LocalDate firstWeek() {
    Object value = toml.get("first-week");
    if (value instanceof LocalDate date) {
      return date;
    }
    throw wrong(
        "first-week",
        "weeks that are counted need the date of the first.",
        "Write first-week = 2024-01-01, without quotes.");
  }

  private Optional<String> choice(String key, List<String> words) {
    Optional<String> word = text(key);
    if (word.isPresent() && !words.contains(word.get())) {
      throw wrong(
          key,
          "\"" + word.get() + "\" is not known.",
          "Use one of " + String.join(", ", words) + ".");
    }
    return word;
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(toml.get(List.of(key))).map(value -> text(key, value));
  }

  private String text(String key, Object value) {
    return switch (value) {
      case String text -> text;
      case Long _, Boolean _, Double _, LocalDate _ -> value.toString();
      default -> throw wrong(key, "it is not a text.", "Write " + key + " = \"...\".");
    };
  }

  private boolean truth(String key) {
    return choice(key, List.of("true", "false")).orElse("false").equals("true");
  }

  /// A table of our columns.
  private SortedMap<String, String> names(String table) {
    SortedMap<String, String> texts = texts(table);
    refuseUnknown(texts.keySet(), Table.allColumns());
    return texts;
  }

  private SortedMap<String, String> texts(String table) {
    SortedMap<String, String> texts = new TreeMap<>();
    Object value = toml.get(List.of(table));
    switch (value) {
      case null -> {}
      case TomlTable found ->
          found
              .keySet()
              .forEach(key ->
                  texts.put(
                      key,
                      text(table + "." + key, Objects.requireNonNull(found.get(List.of(key))))));
      default ->
          throw wrong(table, "it is not a table.", "Write [" + table + "] on a line of its own.");
    }
    return texts;
  }

  private void refuseUnknown(Iterable<String> keys, List<String> known) {
    List<String> unknown = new ArrayList<>();
    keys.forEach(unknown::add);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      String key = unknown.getFirst();
      throw new UserError(
          file.toString(),
          "there is no key \"" + key + "\" in a mapping.",
          "The nearest is \"" + Nearest.to(key, known) + "\".");
    }
  }

  private UserError wrong(String key, String what, String mend) {
    return new UserError(where(key), what, mend);
  }

  private String where(String key) {
    TomlPosition position = toml.inputPositionOf(List.of(key.split("\\.", 2)));
    String line = position == null ? "" : " line " + position.line();
    return file + line + ", " + key;
  }
}
