package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void theLastModelWrittenIsRead() throws IOException {
    ModelFile file = new ModelFile(dir.resolve("models"));
    assertEquals(Optional.empty(), file.read());
    ModelWeights first = DemandModel.seeded(Hash.sha256(Bytes.utf8("1")));
    ModelWeights second = DemandModel.seeded(Hash.sha256(Bytes.utf8("2")));
    file.write(first);
    file.write(second);
    assertEquals(Optional.of(second), file.read());
  }

  @Test
  void aModelOfAnotherProgramIsRefused() throws IOException {
    ModelFile file = new ModelFile(dir);
    file.write(ModelWeights.of(Hash.sha256(Bytes.utf8("other")), new float[] {1}));
    assertThrows(IllegalArgumentException.class, file::read);
    Files.writeString(dir.resolve(ModelFile.NAME), "nonsense");
    assertThrows(IllegalArgumentException.class, file::read);
  }
}
