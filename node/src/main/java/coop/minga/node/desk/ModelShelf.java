package coop.minga.node.desk;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Parameters;
import coop.minga.node.storage.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Versions of the common model, one file each, named by hash.
public final class ModelShelf {
  private final Path directory;

  ModelShelf(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  /// Keeps a version; durable when this returns.
  void keep(ModelVersion version) throws IOException {
    new LocalDisk()
        .replace(
            directory.resolve(version.hash().toString()), version.parameters().packed().toArray());
  }

  /// The version of an epoch with that hash; absent if it is not here whole.
  Optional<ModelVersion> find(long epoch, Hash hash) throws IOException {
    Path file = directory.resolve(hash.toString());
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    ModelVersion found =
        ModelVersion.of(epoch, Parameters.unpack(Bytes.of(Files.readAllBytes(file))));
    return Optional.of(found).filter(version -> version.hash().equals(hash));
  }
}
