package coop.minga.node.storage;

import coop.minga.federation.identity.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The certificates of a federation's rosters, a file each, from the first change after the charter
/// on: `00000001`, `00000002`, ...
///
/// Whatever is kept is durable when the method returns, whole or not there after a crash; a gap
/// ends the line. What a certificate shows is for its reader to check. For one thread.
public final class RosterFiles {
  private final Path directory;

  /// The files of a directory, which is made by the first that is kept.
  public RosterFiles(Path directory) {
    this.directory = directory;
  }

  /// All, in order.
  public List<Bytes> all() throws IOException {
    var all = new ArrayList<Bytes>();
    for (int number = 1; Files.exists(file(number)); number++) {
      all.add(Bytes.of(Files.readAllBytes(file(number))));
    }
    return all;
  }

  /// The certificate of a roster by its number; absent if it is not here.
  public Optional<Bytes> find(int number) throws IOException {
    return Files.exists(file(number))
        ? Optional.of(Bytes.of(Files.readAllBytes(file(number))))
        : Optional.empty();
  }

  /// Keeps one.
  ///
  /// @param number of the roster that it shows, 1 or more; one that is there already is replaced
  public void keep(int number, Bytes certificate) throws IOException {
    Files.createDirectories(directory);
    new LocalDisk().replace(file(number), certificate.toArray());
  }

  private Path file(int number) {
    return directory.resolve(String.format("%08d", number));
  }
}
