package coop.minga.node.config;

import coop.minga.federation.identity.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file that somebody asks for and that is written whole, over nothing that is there: a wrong
/// name may be that of a ledger's file, or of what was proven yesterday.
public final class NewFile {
  private NewFile() {}

  /// Whether there is room for one, for whoever works long before writing it.
  ///
  /// @param option by which it was named
  /// @throws UserError if there is something by that name, or no directory to put it in
  public static void check(String option, Path file) {
    if (Files.exists(file)) {
      throw isThere(option, file);
    }
    checkPlace(option, file);
  }

  /// Whether a file may be put there, be it in the place of another.
  ///
  /// @param option by which it was named
  /// @throws UserError if there is no directory to put it in, or it is one itself
  public static void checkPlace(String option, Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new UserError(
          option,
          "There is no directory " + directory + ".",
          "Make it first, or name another file.");
    }
    if (Files.isDirectory(file)) {
      throw new UserError(option, file + " is a directory.", "Name a file in it.");
    }
  }

  /// Writes one.
  ///
  /// @throws UserError as [#check] does
  /// @throws IOException if the disk does not take it
  public static void write(String option, Path file, Bytes content) throws IOException {
    check(option, file);
    try {
      Files.write(file, content.toArray(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw isThere(option, file);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw new IOException(
          "%s could not be written (%s). Make room, or name a file elsewhere."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /// Writes another text in a file's place: whoever reads it sees the one or the other.
  ///
  /// @throws IOException if the disk does not take it; the file is as it was
  public static void replace(Path file, String text) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (var channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static UserError isThere(String option, Path file) {
    return new UserError(
        option, file + " is there already.", "Name another file, or move that one away.");
  }
}
