package coop.minga.node.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.disclosure.FieldOpening;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.EntryId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningFilesTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String ITEM = "Yoghurt of the corner shop";

  @TempDir private Path dir;
  private final EntryOpening first = opening("first");
  private final EntryOpening second = opening("second");
  private Optional<OpeningFiles> opened = Optional.empty();

  @BeforeEach
  void keepTwo() throws IOException {
    opened = Optional.of(OpeningFiles.open(dir.resolve("openings")));
    files().keep(first);
    files().keep(second);
  }

  private OpeningFiles files() {
    return opened.orElseThrow();
  }

  private static EntryOpening opening(String name) {
    Hash hash = Hash.sha256(Bytes.utf8(name));
    return new EntryOpening(
        new EntryId(hash), List.of(new FieldOpening("item", hash.value(), Bytes.utf8(ITEM))));
  }

  @Test
  void whatIsKeptIsThereAfterARestart() throws IOException {
    OpeningFiles again = OpeningFiles.open(dir.resolve("openings"));
    assertEquals(Optional.of(first), again.find(first.entry()));
    assertEquals(2, again.all().size());
  }

  @Test
  void whatIsErasedIsInNoFileAnyMoreAndThatItWasIsKept() throws IOException {
    assertTrue(isAnywhere(first.fields().getFirst().salt()));
    files().erase(List.of(first.entry()), NOON);
    assertEquals(Optional.empty(), files().find(first.entry()));
    assertEquals(Optional.of(second), files().find(second.entry()));
    assertFalse(isAnywhere(first.fields().getFirst().salt()));
    assertEquals(
        List.of(new OpeningFiles.Forgotten(first.entry(), NOON)),
        OpeningFiles.open(dir.resolve("openings")).forgotten());
  }

  @Test
  void aFileThatIsCutOrOfAnotherEntryIsNoOpening() throws IOException {
    Path file = dir.resolve("openings").resolve(first.entry().toString());
    byte[] right = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(right, right.length - 1));
    assertEquals(Optional.empty(), files().find(first.entry()));
    Files.copy(
        dir.resolve("openings").resolve(second.entry().toString()),
        file,
        StandardCopyOption.REPLACE_EXISTING);
    assertEquals(Optional.empty(), files().find(first.entry()));
  }

  @Test
  void nobodyElseMayReadThem() throws IOException {
    Path file = dir.resolve("openings").resolve(first.entry().toString());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("openings"))));
  }

  /// Whether any file under the directory holds these bytes.
  private boolean isAnywhere(Bytes salt) throws IOException {
    String wanted = new String(salt.toArray(), StandardCharsets.ISO_8859_1);
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(wanted)) {
          return true;
        }
      }
    }
    return false;
  }
}
