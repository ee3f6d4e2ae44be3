package coop.minga.node.history;

/// Why a row cannot be imported: the column and value at fault, why, and the cure. It is thrown and
/// caught within this package and becomes a [Reject].
final class BadRow extends Exception {
  private static final long serialVersionUID = 1L;

  private final String column;
  private final String value;
  private final String why;
  private final String cure;

  /// A fault of one value.
  BadRow(String column, String value, String why, String cure) {
    super(why, null, false, false);
    this.column = column;
    this.value = value;
    this.why = why;
    this.cure = cure;
  }

  /// A fault of the whole line.
  BadRow(String why, String cure) {
    this("", "", why, cure);
  }

  Reject at(long line) {
    return new Reject(line, column, value, why, cure);
  }
}
