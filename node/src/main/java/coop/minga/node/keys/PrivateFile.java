package coop.minga.node.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/// PEM files that only their owner can read.
final class PrivateFile {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));
  private static final int MAX_BYTES = 16 * 1024;

  private PrivateFile() {}

  /// Makes the directory, with no access for others.
  static void createDirectory(Path directory) throws IOException {
    Files.createDirectories(directory, only("rwx------", directory));
  }

  /// Writes a file whole or not at all; it is durable, and was never readable by others.
  static void write(Path file, String label, byte[] content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    Set<StandardOpenOption> fresh =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(next, fresh, only("rw-------", file))) {
      ByteBuffer bytes = ByteBuffer.wrap(pem(label, content).getBytes(US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    syncNames(file);
  }

  /// Takes a file away for good: its name first, so that a crash leaves nothing under it that looks
  /// like a key, then what it held. [#finish] carries through what a crash cut short.
  static void discard(Path file) throws IOException {
    if (Files.exists(file)) {
      Files.move(file, gone(file), StandardCopyOption.ATOMIC_MOVE);
      syncNames(file);
    }
    finish(file);
  }

  /// Ends what a crash left of [#discard].
  static void finish(Path file) throws IOException {
    erase(gone(file));
    Files.deleteIfExists(gone(file));
  }

  private static Path gone(Path file) {
    return file.resolveSibling(file.getFileName() + ".gone");
  }

  private static void syncNames(Path file) throws IOException {
    try (var names = FileChannel.open(file.toAbsolutePath().getParent())) {
      names.force(true);
    }
  }

  /// Writes zeros over a file, durably; nothing if it is not there.
  static void erase(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_BYTES));
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
      channel.force(true);
    }
  }

  /// Reads a file that nobody else may read.
  static byte[] read(Path file, String label) throws IOException {
    requireOwnerOnly(file);
    String text = Files.size(file) > MAX_BYTES ? "" : Files.readString(file, US_ASCII);
    String begin = "-----BEGIN " + label + "-----\n";
    String end = "-----END " + label + "-----\n";
    try {
      if (text.startsWith(begin) && text.endsWith(end)) {
        String body = text.substring(begin.length(), text.length() - end.length());
        return Base64.getMimeDecoder().decode(body);
      }
    } catch (IllegalArgumentException e) {
      throw notOne(file, label, e);
    }
    throw notOne(file, label, new FileSystemException(file.toString()));
  }

  static UserError notOne(Path file, String label, Exception cause) {
    return new UserError(
        file.toString(),
        "this is not a " + label + " file of a node.",
        "Restore it from where the organisation keeps its keys; it cannot be made again.",
        cause);
  }

  private static void requireOwnerOnly(Path file) throws IOException {
    if (!hasPermissions(file)) {
      return;
    }
    Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
    open.retainAll(OTHERS);
    if (!open.isEmpty()) {
      throw new UserError(
          file.toString(),
          "others on this machine can read or change this key.",
          "Find out who had access, then run: chmod 600 " + file);
    }
  }

  private static String pem(String label, byte[] content) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static FileAttribute<?>[] only(String permissions, Path where) {
    return hasPermissions(where)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean hasPermissions(Path where) {
    return where.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
