package coop.minga.node.history;

/// A GS1 application identifier, and what its value may be.
///
/// @param code its digits
/// @param most characters of its value
/// @param numeric whether only digits are in it
/// @param predefined whether its length ends it, without a separator
record Identifier(String code, int most, boolean numeric, boolean predefined) {
  private static final String CHARACTERS = "[!\"%&'()*+,\\-./0-9:;<=>?A-Z_a-z]+";
  private static final int LONGEST = 90;

  /// The one that begins at a place.
  static Identifier at(String text, int from) {
    int length = Math.min(text.length(), from + length(text, from));
    return of(text.substring(from, length));
  }

  /// How many digits a code has, by its first two.
  private static int length(String text, int from) {
    String two = text.substring(from, Math.min(text.length(), from + 2));
    return switch (two) {
      case "23", "24", "25", "40", "41", "42", "71" -> 3;
      case "31", "32", "33", "34", "35", "36", "39", "43", "70", "72", "80", "81", "82" -> 4;
      default -> 2;
    };
  }

  /// The one of a code.
  ///
  /// @throws IllegalArgumentException if it is no code
  static Identifier of(String code) {
    if (!code.matches("\\d{2,4}") || code.length() != length(code, 0)) {
      throw new IllegalArgumentException("there is no application identifier (" + code + ").");
    }
    return switch (code.substring(0, 2)) {
      case "00" -> new Identifier(code, 18, true, true);
      case "01", "02", "03" -> new Identifier(code, 14, true, true);
      case "11", "12", "13", "15", "16", "17" -> new Identifier(code, 6, true, true);
      case "20" -> new Identifier(code, 2, true, true);
      case "31", "32", "33", "34", "35", "36" -> new Identifier(code, 6, true, true);
      case "41" -> new Identifier(code, 13, true, true);
      case "10", "21", "22" -> new Identifier(code, 20, false, false);
      case "30", "37" -> new Identifier(code, 8, true, false);
      default -> new Identifier(code, LONGEST, false, false);
    };
  }

  /// @throws IllegalArgumentException if the value is not of it
  void check(String value) {
    boolean wrong = predefined ? value.length() != most : value.length() > most;
    if (value.isEmpty() || wrong) {
      throw new IllegalArgumentException(
          "("
              + code
              + ") has "
              + value.length()
              + " characters, not "
              + (predefined ? most : "1 to " + most)
              + ".");
    }
    if (numeric ? !value.matches("\\d+") : !value.matches(CHARACTERS)) {
      throw new IllegalArgumentException("(" + code + ") has characters that it may not have.");
    }
    boolean keyed = code.equals("00") || code.equals("01") || code.equals("02") || most == 13;
    if (keyed && !Gs1.checks(value)) {
      throw new IllegalArgumentException("(" + code + ") has a wrong check digit.");
    }
  }
}
