package coop.minga.node.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A port to the file system that trees are kept on. All that is lasting of a tree goes through it,
/// so that a test can be the disk that fails.
///
/// What a method MUST have made durable when it returns is said at each; whatever is not said may
/// be lost in a power cut, and no order may be relied upon. A method that throws may have done a
/// part of its work.
public interface Disk {
  /// Whether there is such a file or directory.
  boolean exists(Path path) throws IOException;

  /// A file's whole content.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is none
  byte[] read(Path file) throws IOException;

  /// Makes a file, or puts other content into one; nothing is durable.
  void write(Path file, byte[] content) throws IOException;

  /// The same, and the content is durable; the name of a new file need not be.
  void writeDurably(Path file, byte[] content) throws IOException;

  /// Gives a file another name, of the same directory, that may have been another file's: whoever
  /// looks finds the one or the other, after a power cut too. The new name need not be durable.
  void move(Path from, Path to) throws IOException;

  /// Removes a file if there is one; that need not be durable.
  void delete(Path file) throws IOException;

  /// Makes a directory, whose parent is there, if there is none; its name need not be durable.
  void createDirectory(Path directory) throws IOException;

  /// The names in a directory are durable when this returns.
  void syncDirectory(Path directory) throws IOException;

  /// Every file below a directory; none if there is no such directory.
  List<Path> filesBelow(Path directory) throws IOException;

  /// Opens a file that grows at its end, and makes it if there is none.
  Tail tail(Path file) throws IOException;

  /// A file that grows at its end.
  interface Tail extends Closeable {
    /// Bytes in it.
    long size() throws IOException;

    /// Adds bytes; they need not be durable.
    void append(byte[] bytes) throws IOException;

    /// All that was added is durable when this returns. Once this has failed, what was added since
    /// the last time may never become so.
    void sync() throws IOException;

    /// Forgets everything; that need not be durable.
    void clear() throws IOException;

    /// What is there from a place on, as the disk gives it back.
    byte[] read(long from) throws IOException;
  }

  /// Puts a whole file into place, its content durable and read back; after a power cut the name
  /// may still stand for the file before.
  ///
  /// @throws DamagedLedger if the disk gives back something else; then the file before stands
  default void place(Path file, byte[] content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    writeDurably(next, content);
    if (!Arrays.equals(read(next), content)) {
      throw new DamagedLedger(next, "the disk does not give back what was written. Test it.");
    }
    move(next, file);
  }

  /// Puts a whole file into place; content durable, then the name.
  default void replace(Path file, byte[] content) throws IOException {
    place(file, content);
    syncDirectory(parent(file));
  }

  /// Makes a directory and those that lead to it, down from one that is there.
  default void createDirectories(Path there, Path directory) throws IOException {
    if (exists(directory)) {
      return;
    }
    if (!parent(directory).equals(there)) {
      createDirectories(there, parent(directory));
    }
    createDirectory(directory);
  }

  /// Makes the name of a file, and of the directories that lead to it, durable, down from one that
  /// is.
  default void syncNames(Path durable, Path file) throws IOException {
    for (Path each = parent(file); !each.equals(durable); each = parent(each)) {
      syncDirectory(each);
    }
    syncDirectory(durable);
  }

  /// The directory that a file is in.
  static Path parent(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent())
        .orElseThrow(() -> new IllegalArgumentException(file + " is in no directory"));
  }
}
