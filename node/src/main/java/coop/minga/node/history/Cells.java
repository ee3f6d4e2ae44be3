package coop.minga.node.history;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The values of one row, each read strictly as what it is to be.
///
/// @param header which column is where
/// @param mapping how numbers and dates are written
/// @param fields of this row
record Cells(Header header, Mapping mapping, List<String> fields) {
  /// The most that one row can tell of: a larger quantity is a barcode in the wrong column.
  static final double MOST_QUANTITY = 1_000_000;

  private static final int NAME_CHARS = 200;
  private static final Pattern POINT = Pattern.compile("[+-]?\\d+(\\.\\d+)?");
  private static final Pattern COMMA = Pattern.compile("[+-]?\\d+(,\\d+)?");
  private static final Pattern THOUSANDS =
      Pattern.compile("[+-]?\\d{1,3}([.,' \\u00a0]\\d{3})+([.,]\\d+)?");
  private static final Map<String, Boolean> TRUTHS =
      Map.of(
          "yes", true, "no", false, "true", true, "false", false, "1", true, "0", false, "y", true,
          "n", false);

  /// The text in our column, or absent when it is empty or the file has no such column.
  Optional<String> text(String column) {
    Optional<String> text =
        header
            .index(column)
            .map(fields::get)
            .or(() -> Optional.ofNullable(mapping.names().constants().get(column)));
    return text.filter(value -> !value.isEmpty());
  }

  /// A text that must be there.
  String needed(String column) throws BadRow {
    Optional<String> text = text(column);
    if (text.isEmpty()) {
      throw bad(column, "", "is empty.", "Every row needs one.");
    }
    return text.get();
  }

  /// A code or name, short and without control characters.
  Optional<String> name(String column) throws BadRow {
    Optional<String> text = text(column);
    if (text.isPresent()) {
      if (text.get().length() > NAME_CHARS) {
        throw bad(
            column,
            text.get(),
            "is longer than " + NAME_CHARS + " characters.",
            "Shorten it; columns may have slipped.");
      }
      if (text.get().codePoints().anyMatch(Character::isISOControl)) {
        throw bad(column, text.get(), "holds a control character.", "Take it out.");
      }
    }
    return text;
  }

  /// A code that must be there and that no spreadsheet shortened.
  String code(String column) throws BadRow {
    needed(column);
    String code = name(column).orElseThrow();
    Gs1.refuseShortened(header.nameOf(column), code);
    return code;
  }

  LocalDate date(String column) throws BadRow {
    return mapping.dates().read(header.nameOf(column), needed(column));
  }

  Optional<LocalDate> dateIfAny(String column) throws BadRow {
    return text(column).isPresent() ? Optional.of(date(column)) : Optional.empty();
  }

  /// A number within its bounds.
  double number(String column, double least, double most) throws BadRow {
    String text = needed(column);
    Pattern declared = mapping.decimalComma() ? COMMA : POINT;
    if (!declared.matcher(text).matches()) {
      throw notANumber(column, text);
    }
    double number = Double.parseDouble(text.replace(',', '.'));
    if (number < least || number > most) {
      throw bad(
          column,
          text,
          number < least
              ? "is less than " + shown(least) + "."
              : "is more than " + shown(most) + ".",
          "Check it: columns may have slipped, or it is a code.");
    }
    return number;
  }

  Optional<Double> numberIfAny(String column, double least, double most) throws BadRow {
    return text(column).isPresent() ? Optional.of(number(column, least, most)) : Optional.empty();
  }

  /// A whole number within its bounds.
  Optional<Long> wholeIfAny(String column, long least, long most) throws BadRow {
    Optional<Double> number = numberIfAny(column, (double) least, (double) most);
    if (number.isPresent() && number.get() != Math.rint(number.get())) {
      throw bad(column, needed(column), "is not a whole number.", "Round it.");
    }
    return number.map(Math::round);
  }

  Optional<Boolean> truthIfAny(String column) throws BadRow {
    Optional<String> text = text(column);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Boolean truth = TRUTHS.get(text.get().toLowerCase(Locale.ROOT));
    if (truth == null) {
      throw bad(
          column, text.get(), "is neither yes nor no.", "Write yes or no, or leave it empty.");
    }
    return Optional.of(truth);
  }

  /// In what it is counted: units unless the file says otherwise.
  String unit() throws BadRow {
    String text = text("unit").orElse(Units.EACH);
    Optional<String> unit = Units.parse(text);
    if (unit.isEmpty()) {
      throw bad(
          "unit",
          text,
          "is not a unit that is known.",
          "Use one of " + String.join(", ", Units.words()) + "; turn packs into units first.");
    }
    return unit.get();
  }

  BadRow bad(String column, String value, String why, String cure) {
    return new BadRow(header.nameOf(column), value, why, cure);
  }

  private BadRow notANumber(String column, String text) {
    String declared =
        "is not a number. The file was declared with decimal "
            + (mapping.decimalComma() ? "commas." : "points.");
    Pattern other = mapping.decimalComma() ? POINT : COMMA;
    if (other.matcher(text).matches()) {
      String word = mapping.decimalComma() ? "point" : "comma";
      String elseCure =
          THOUSANDS.matcher(text).matches()
              ? "or, if it stands between thousands, export it without."
              : "or export it again.";
      return bad(
          column, text, declared, "Set decimal = \"" + word + "\" in its mapping, " + elseCure);
    }
    if (Gs1.shortened(text)) {
      return bad(
          column,
          text,
          "is a number that a spreadsheet shortened.",
          "Format the column as a plain number and export again.");
    }
    if (THOUSANDS.matcher(text).matches()) {
      return bad(column, text, "has signs between thousands.", "Export it without them.");
    }
    return bad(column, text, declared, "Mend it, or take the row out.");
  }

  private static String shown(double bound) {
    return bound == Math.rint(bound) ? Long.toString(Math.round(bound)) : Double.toString(bound);
  }
}
