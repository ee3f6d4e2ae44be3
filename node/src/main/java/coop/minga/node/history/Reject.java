package coop.minga.node.history;

/// A row that was not imported.
///
/// @param line its line in the file, the header being 1
/// @param column the column at fault as the file calls it; empty when it is the whole line
/// @param value what stands there, shortened, without control characters
/// @param why what is wrong with it
/// @param cure what to do about it
public record Reject(long line, String column, String value, String why, String cure) {
  private static final int SHOWN_CHARS = 60;

  /// Makes the value fit to be shown.
  public Reject {
    value = shown(value);
  }

  /// `sales.csv line 418: quantity "1,5" is not a number. ... Set decimal = "comma" ...`
  public String sentence(String file) {
    String what = column.isEmpty() ? why : column + " \"" + value + "\" " + why;
    return file + " line " + line + ": " + what + " " + cure;
  }

  private static String shown(String value) {
    StringBuilder plain = new StringBuilder();
    value
        .codePoints()
        .limit(SHOWN_CHARS)
        .forEach(point -> plain.appendCodePoint(Character.isISOControl(point) ? 0xFFFD : point));
    return value.codePointCount(0, value.length()) > SHOWN_CHARS ? plain + "..." : plain.toString();
  }
}
