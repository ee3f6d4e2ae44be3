package coop.minga.node.history;

import java.util.regex.Pattern;

/// GS1's numbers: trade items (GTIN) and locations (GLN), with their check digit.
///
/// GS1 General Specifications, section 7.9: weights 3 and 1 from the right. Zeros in front change
/// neither the check digit nor the 14-digit form, so a GTIN that a spreadsheet took for a number,
/// and so lost its zeros, is told without doubt from what is left of it, if enough is left.
final class Gs1 {
  private static final Pattern SHORTENED = Pattern.compile("\\d([.,]\\d+)?[eE]\\+?\\d+");
  private static final int CANONICAL = 14;
  private static final int SHORTEST_MENDED = 9;

  private Gs1() {}

  /// A GTIN as it is kept.
  ///
  /// @param digits 14 of them
  /// @param mended zeros were lost in front and were put back
  record Gtin(String digits, boolean mended) {}

  /// Whether a number was written in powers of ten, with most of its digits gone.
  static boolean shortened(String text) {
    return SHORTENED.matcher(text).matches();
  }

  /// Reads a GTIN of 8, 12, 13 or 14 digits, or one whose zeros in front were lost.
  static Gtin gtin(String column, String text) throws BadRow {
    refuseShortened(column, text);
    String digits = digits(text);
    if (!digits.matches("\\d{1,14}")) {
      throw new BadRow(
          column, text, "is not a GTIN.", "A GTIN has 8, 12, 13 or 14 digits and nothing else.");
    }
    int length = digits.length();
    boolean whole = length == 8 || length >= 12;
    if (length < 8) {
      throw new BadRow(
          column,
          text,
          "is too short for a GTIN, even if zeros in front were lost.",
          "Format the column as text and export again; leave the GTIN of own products empty.");
    }
    if (!checks(digits)) {
      throw new BadRow(
          column,
          text,
          whole ? "has a wrong check digit." : "has " + length + " digits and a wrong check digit.",
          whole
              ? "Compare it with the label: a digit is mistyped."
              : "A GTIN has 8, 12, 13 or 14 digits: format the column as text, export again.");
    }
    return new Gtin(
        "0".repeat(CANONICAL - length) + digits, length >= SHORTEST_MENDED && length < 12);
  }

  /// Reads a GLN of 13 digits.
  static String gln(String column, String text) throws BadRow {
    refuseShortened(column, text);
    String digits = digits(text);
    if (!digits.matches("\\d{13}") || !checks(digits)) {
      throw new BadRow(
          column,
          text,
          "is not a GLN: 13 digits with a right check digit.",
          "Compare it with the GS1 certificate, or leave it empty.");
    }
    return digits;
  }

  static void refuseShortened(String column, String text) throws BadRow {
    if (shortened(text)) {
      throw new BadRow(
          column,
          text,
          "is a number that a spreadsheet shortened: its last digits are lost.",
          "Format the column as text and export again.");
    }
  }

  /// Without the apostrophe and the `.0` that spreadsheets put around it.
  private static String digits(String text) {
    String plain = text.startsWith("'") ? text.substring(1) : text;
    return plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
  }

  static boolean checks(String digits) {
    int sum = 0;
    for (int i = digits.length() - 1, weight = 1; i >= 0; i--, weight = 4 - weight) {
      sum += weight * (digits.charAt(i) - '0');
    }
    return sum % 10 == 0 && !digits.matches("0*");
  }
}
