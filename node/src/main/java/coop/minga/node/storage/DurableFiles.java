package coop.minga.node.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Writing files so that they are there, whole, after a power cut.
final class DurableFiles {
  private DurableFiles() {}

  /// Puts a whole file into place; content durable, then the name.
  static void replace(Path file, byte[] content) throws IOException {
    place(file, content);
    syncDirectory(parent(file));
  }

  /// Puts a whole file into place, its content durable; after a power cut the name may still stand
  /// for the file before.
  static void place(Path file, byte[] content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (var channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(channel, ByteBuffer.wrap(content));
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// The directory that a file is in.
  static Path parent(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent())
        .orElseThrow(() -> new IllegalArgumentException(file + " is in no directory"));
  }

  static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  static void syncDirectory(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Makes a directory and the names that lead to it durable, down from one that is.
  static void createDirectories(Path durable, Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = parent(directory);
    if (!parent.equals(durable)) {
      createDirectories(durable, parent);
    }
    Files.createDirectory(directory);
    syncDirectory(parent);
  }
}
