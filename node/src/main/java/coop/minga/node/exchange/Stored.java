package coop.minga.node.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;

/// What is read from the disk or written to it where nobody can go on without. A disk that fails
/// ends the loop like any fault of ours.
interface Stored<T> {
  T call() throws IOException;

  static <T> T unchecked(Stored<T> access) {
    try {
      return access.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
