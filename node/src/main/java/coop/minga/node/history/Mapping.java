package coop.minga.node.history;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a file is to be read.
///
/// ```toml
/// as = "sales"                 # else told by the columns
/// delimiter = ";"              # "," unless said; "tab" for tabs
/// encoding = "windows-1252"    # "utf-8" unless said; a byte order mark is believed first
/// decimal = "comma"            # "point" unless said
/// date = "dd.MM.yyyy"          # "yyyy-MM-dd" unless said; "week-number" for weeks counted from 1
/// first-week = 1989-09-04      # the first day of week 1, with "week-number"
/// period = "week"              # "day" unless said: what one row tells of
/// repeats = "add"              # "replace" unless said: a day that an earlier file told of
/// items-are-gtins = true       # false unless said: check the item column's check digits
///
/// [columns]                    # ours = the file's
/// qty = "Menge"
///
/// [constants]                  # columns that the file has not, one value for all rows
/// site = "mapocho"
///
/// [only]                       # the file's column = value: other rows are left out
/// organisation = "org1"
/// ```
///
/// @param as the table, if declared
/// @param delimiter between fields
/// @param encoding of the text
/// @param decimalComma whether 1,5 is one and a half
/// @param dates how they are written
/// @param rules what is done with days told twice and with items' codes
/// @param names of columns, constants and the rows that count
public record Mapping(
    Optional<TableKind> as,
    char delimiter,
    Charset encoding,
    boolean decimalComma,
    DateReading dates,
    Rules rules,
    Names names) {
  /// What is done with days told twice and with items' codes.
  ///
  /// @param repeatsAdd a day told by an earlier file is added to, not replaced
  /// @param itemsAreGtins the item column holds GTINs
  public record Rules(boolean repeatsAdd, boolean itemsAreGtins) {}

  /// Names of columns.
  ///
  /// @param columns our column to the file's
  /// @param constants our column to the value of all rows
  /// @param only the file's column to the value of the rows that count
  public record Names(
      SortedMap<String, String> columns,
      SortedMap<String, String> constants,
      SortedMap<String, String> only) {
    /// Copies the maps.
    public Names {
      columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
      constants = Collections.unmodifiableSortedMap(new TreeMap<>(constants));
      only = Collections.unmodifiableSortedMap(new TreeMap<>(only));
    }
  }

  /// A file as Minga itself writes it: our column names, commas, points, ISO dates, UTF-8.
  public static Mapping plain() {
    Names none = new Names(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    DateReading dates = DateReading.pattern(DateReading.ISO, false);
    return new Mapping(
        Optional.empty(), ',', StandardCharsets.UTF_8, false, dates, new Rules(false, false), none);
  }

  /// Reads a mapping file.
  ///
  /// @throws UserError if it holds a key or a value that a mapping does not have
  public static Mapping read(Path file) throws IOException {
    return MappingFile.read(file);
  }

  /// This mapping, counting only rows in which the file's column has that value; several columns
  /// must all have theirs.
  public Mapping onlyRowsWhere(String column, String value) {
    TreeMap<String, String> only = new TreeMap<>(names.only);
    only.put(column, value);
    Names fewer = new Names(names.columns, names.constants, only);
    return new Mapping(as, delimiter, encoding, decimalComma, dates, rules, fewer);
  }

  /// This mapping's rules for what has our own columns and ISO dates by its standard: names, signs
  /// and encoding are then not the file's choice.
  ///
  /// @param weekly whether a row tells of a week
  Mapping ofStandard(boolean weekly) {
    Names fixed = new Names(new TreeMap<>(), names.constants, names.only);
    DateReading iso = DateReading.pattern(DateReading.ISO, weekly);
    return new Mapping(as, ',', StandardCharsets.UTF_8, false, iso, rules, fixed);
  }

  /// This mapping, with our column read from the file's.
  public Mapping column(String ours, String theirs) {
    TreeMap<String, String> columns = new TreeMap<>(names.columns);
    columns.put(ours, theirs);
    Names more = new Names(columns, names.constants, names.only);
    return new Mapping(as, delimiter, encoding, decimalComma, dates, rules, more);
  }

  /// This mapping, with one value for all rows in our column.
  public Mapping constant(String ours, String value) {
    TreeMap<String, String> constants = new TreeMap<>(names.constants);
    constants.put(ours, value);
    Names more = new Names(names.columns, constants, names.only);
    return new Mapping(as, delimiter, encoding, decimalComma, dates, rules, more);
  }
}
