package coop.minga.node.history;

/// Counts the lines of a text as it passes by, and whether anything is odd about them.
final class LineCount {
  private long lines;
  private int longest;
  private int length;
  private boolean odd;
  private boolean afterReturn;
  private final byte delimiter;
  private long delimiters;

  /// @param delimiter that is counted too, an ASCII sign
  LineCount(char delimiter) {
    this.delimiter = (byte) delimiter;
  }

  void take(byte[] part, int count) {
    for (int i = 0; i < count; i++) {
      byte one = part[i];
      delimiters += one == delimiter ? 1 : 0;
      if (one > '\r') {
        length++;
        odd |= afterReturn;
        afterReturn = false;
      } else {
        rare(one);
      }
    }
  }

  /// What is below the printable signs, and what is beyond ASCII, whose bytes are negative.
  private void rare(byte one) {
    switch (one) {
      case '\n' -> end();
      case '\r' -> {
        odd |= afterReturn;
        afterReturn = true;
      }
      default -> {
        length++;
        odd |= afterReturn || one == 0;
        afterReturn = false;
      }
    }
  }

  private void end() {
    lines += length > 0 ? 1 : 0;
    longest = Math.max(longest, length);
    length = 0;
    afterReturn = false;
  }

  /// Lines with anything on them, the last one too if nothing ends it.
  long lines() {
    return lines + (length > 0 ? 1 : 0);
  }

  /// Whether there are as many delimiters as lines of so many fields have, none of them quoted.
  boolean hasFields(int fields) {
    return delimiters == lines() * (fields - 1);
  }

  /// Whether each line ends with LF or CR LF, none is longer than that, and there is no zero byte.
  boolean plain(int limitBytes) {
    return !odd && Math.max(longest, length) <= limitBytes;
  }
}
