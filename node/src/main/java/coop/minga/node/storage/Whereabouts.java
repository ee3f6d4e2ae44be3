package coop.minga.node.storage;

import coop.minga.federation.identity.Bytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether a directory is the one that a state database was last used in, or a copy of it: one that
/// was brought back from a backup may know less than its node has signed.
///
/// A file that is made once and never written again has a number and a time of birth that its copy
/// has not. Both are remembered in the state database. A file system that is put back as a whole
/// has them too, and is not noticed by this.
public final class Whereabouts {
  private static final String SHELF = "whereabouts";

  private final Path marker;
  private final StateDatabase state;

  /// Of a directory.
  ///
  /// @param marker a file there that nothing else uses
  public Whereabouts(Path marker, StateDatabase state) {
    this.marker = marker;
    this.state = state;
  }

  /// Whether this is a copy. A directory that was never looked at is none.
  public boolean isCopy() throws IOException {
    Optional<Bytes> before = state.get(SHELF, SHELF);
    return before.isPresent() && !before.equals(identity());
  }

  /// From now on this is the directory. What followed from its being a copy is durable by then.
  public void settle() throws IOException {
    if (!Files.exists(marker)) {
      Files.createFile(marker);
      try (var channel = FileChannel.open(marker.toAbsolutePath().getParent())) {
        channel.force(true);
      }
    }
    Optional<Bytes> here = identity();
    if (here.isPresent() && !here.equals(state.get(SHELF, SHELF))) {
      state.put(SHELF, SHELF, here.get());
    }
  }

  private Optional<Bytes> identity() throws IOException {
    if (!Files.exists(marker) || !Files.getFileStore(marker).supportsFileAttributeView("unix")) {
      return Optional.empty();
    }
    var attributes = Files.readAttributes(marker, "unix:ino,creationTime");
    return Optional.of(Bytes.utf8(attributes.get("ino") + " " + attributes.get("creationTime")));
  }
}
