package coop.minga.node.proving;

import coop.minga.federation.identity.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// A ledger's files in a directory: a node's own, a mirror's, or a copy of either.
///
/// @param directory the one that has `checkpoint` and `tile`
public record LedgerDirectory(Path directory) implements StaticFiles {
  @Override
  public Optional<Bytes> read(String name) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream content = Files.newInputStream(file)) {
      byte[] bytes = content.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(file + " is longer than any file of a ledger");
      }
      return Optional.of(Bytes.of(bytes));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
