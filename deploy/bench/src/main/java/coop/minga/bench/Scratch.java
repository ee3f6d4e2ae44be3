package coop.minga.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A directory that is gone afterwards.
///
/// @param root where it is
record Scratch(Path root) implements AutoCloseable {
  static Scratch make() throws IOException {
    return new Scratch(Files.createTempDirectory("minga-bench-"));
  }

  /// A name in it that nothing has yet.
  Path fresh(String name) throws IOException {
    return Files.createTempDirectory(root, name).resolve(name);
  }

  /// Bytes of all files below a directory.
  static long bytes(Path directory) throws IOException {
    long bytes = 0;
    for (Path each : inside(directory)) {
      bytes += Files.isRegularFile(each) ? Files.size(each) : 0;
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    for (Path each : inside(root).reversed()) {
      Files.delete(each);
    }
  }

  private static List<Path> inside(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
