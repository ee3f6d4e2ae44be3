package coop.minga.node.config;

/// The operator erred, or their file did: where, what happened, how to mend it.
///
/// It is printed as one line without a stack trace and ends the command with exit code
/// [#EXIT_CODE]. It is never used for a fault of ours or of the network.
///
/// ```
/// sales.csv line 418: quantity "1,5" is not a number. Set decimal = "comma" in its mapping.
/// ```
public final class UserError extends RuntimeException {
  /// What the command exits with: usage or input.
  public static final int EXIT_CODE = 2;

  private static final long serialVersionUID = 1L;

  private final String where;
  private final String what;
  private final String mend;

  /// @param where a file and line, an option or a directory, as the operator would name it
  /// @param what what is wrong, a sentence with its full stop
  /// @param mend what to do about it, a sentence with its full stop
  public UserError(String where, String what, String mend) {
    super(where + ": " + what + " " + mend);
    this.where = where;
    this.what = what;
    this.mend = mend;
  }

  /// As the other, keeping the exception that showed it for the debug log.
  public UserError(String where, String what, String mend, Throwable cause) {
    super(where + ": " + what + " " + mend, cause);
    this.where = where;
    this.what = what;
    this.mend = mend;
  }

  /// All three in one line, as it is printed.
  public String sentence() {
    return where + ": " + what + " " + mend;
  }

  /// The file and line, option or directory.
  public String where() {
    return where;
  }

  /// What is wrong.
  public String what() {
    return what;
  }

  /// What to do about it.
  public String mend() {
    return mend;
  }
}
