package coop.minga.node.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// One process for a node's directory: two that sign one ledger would be the worst failure.
///
/// The operating system lets go of it when the process ends, however it ends.
public final class NodeLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final int MAX_HOLDER = 200;

  private final FileChannel channel;
  private final FileLock lock;

  private NodeLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /// Takes the directory for this process.
  ///
  /// @throws UserError if another process has it; it says which
  public static NodeLock take(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      Optional<FileLock> lock = tryLock(channel);
      if (lock.isEmpty()) {
        throw taken(directory, file);
      }
      channel.truncate(0);
      LocalDisk.writeFully(channel, ByteBuffer.wrap(self().getBytes(UTF_8)));
      return new NodeLock(channel, lock.get());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Lets go of the directory.
  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  private static UserError taken(Path directory, Path file) throws IOException {
    String holder = Files.size(file) > MAX_HOLDER ? "" : Files.readString(file, UTF_8).strip();
    return new UserError(
        directory.toString(),
        "another process runs this node: " + (holder.isEmpty() ? "unknown" : holder) + ".",
        "Stop that one first; one ledger is never written by two.");
  }

  private static String self() {
    return "process " + ProcessHandle.current().pid();
  }
}
