package coop.minga.node.forecast;

import coop.minga.federation.identity.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The model that a node uses, as a file in its models directory.
///
/// One writer. A reader sees the old model or the new one, never a part.
///
/// @param directory made when it is first written to
public record ModelFile(Path directory) {
  /// The file's name.
  public static final String NAME = "current";

  /// Keeps weights as the model in use from now on.
  public void write(ModelWeights weights) throws IOException {
    Files.createDirectories(directory);
    Path fresh = directory.resolve(NAME + ".new");
    Files.write(fresh, weights.encode().toArray());
    Files.move(
        fresh,
        directory.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /// The model in use; empty if none was ever kept.
  ///
  /// @throws IllegalArgumentException if the file holds no model of this program
  public Optional<ModelWeights> read() throws IOException {
    try {
      byte[] encoded = Files.readAllBytes(directory.resolve(NAME));
      ModelWeights weights = ModelWeights.decode(Bytes.of(encoded));
      Architecture.of(weights);
      return Optional.of(weights);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }
}
