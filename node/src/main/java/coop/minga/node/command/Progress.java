package coop.minga.node.command;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/// How far long work has come, as a bar on one line of the terminal. Where stderr is no terminal
/// there is none.
final class Progress implements AutoCloseable {
  private static final int WIDTH = 30;

  private final PrintWriter err;
  private final String what;
  private final long whole;
  private final boolean shown;
  private int percent = -1;

  private Progress(PrintWriter err, String what, long whole, boolean shown) {
    this.err = err;
    this.what = what;
    this.whole = Math.max(1, whole);
    this.shown = shown;
  }

  /// A bar for so much work, if this program talks to a person at a terminal.
  static Progress on(PrintWriter err, String what, long whole) {
    boolean seen = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return new Progress(err, what, whole, seen);
  }

  /// A bar that is shown wherever it is written.
  static Progress shown(PrintWriter err, String what, long whole) {
    return new Progress(err, what, whole, true);
  }

  /// So much is done.
  void at(long done) {
    int now = Math.clamp(100 * done / whole, 0, 100);
    if (shown && now != percent) {
      percent = now;
      err.print("\r" + line());
      err.flush();
    }
  }

  private String line() {
    int full = percent * WIDTH / 100;
    return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + percent + " % " + what;
  }

  /// Takes the bar away, so that what follows begins on an empty line.
  @Override
  public void close() {
    if (shown && percent >= 0) {
      err.print("\r" + " ".repeat(line().length()) + "\r");
      err.flush();
    }
  }
}
