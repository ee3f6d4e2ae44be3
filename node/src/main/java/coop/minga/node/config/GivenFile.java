package coop.minga.node.config;

import coop.minga.federation.identity.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file that somebody names and that is read whole.
public final class GivenFile {
  private GivenFile() {}

  /// Reads one.
  ///
  /// @param most bytes that it may have
  /// @param mend what to do if it cannot be read, a sentence with its full stop
  /// @throws UserError if there is none, or it is a directory, or longer
  /// @throws IOException if the disk does not give it
  public static Bytes read(Path file, long most, String mend) throws IOException {
    try {
      if (Files.isDirectory(file)) {
        throw new UserError(file.toString(), "This is a directory, and no file.", mend);
      }
      if (Files.size(file) > most) {
        throw new UserError(file.toString(), "This file is longer than " + most + " bytes.", mend);
      }
      return Bytes.given(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new UserError(file.toString(), "There is no such file.", mend, e);
    }
  }
}
