package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  @TempDir private Path dir = Path.of("");

  private static final LocalDate DAY = LocalDate.of(2026, 5, 31);

  @Test
  void theLastModelWrittenIsReadWithAllItsParts() throws IOException {
    ModelFile file = new ModelFile(dir.resolve("models"));
    assertEquals(Optional.empty(), file.read());
    file.write(MemberModel.of(weights("1")), DAY.minusDays(1));
    MemberModel mixed =
        new MemberModel(
            Optional.of(Architecture.GRU32.seeded(Hash.sha256(Bytes.utf8("own")))),
            Optional.of(weights("2")),
            70,
            List.of(1.5, 1.25, 1.1, 1.0, .9, .8, .75));
    file.write(mixed, DAY);
    assertEquals(Optional.of(new ModelFile.Kept(mixed, Optional.of(DAY))), file.read());
    MemberModel alone = MemberModel.of(weights("3"));
    file.write(alone, DAY);
    assertEquals(alone, file.read().orElseThrow().model());
  }

  @Test
  void aFileOfBeforeIsReadAsTheMembersOwnModel() throws IOException {
    ModelWeights old = weights("1");
    Files.write(dir.resolve(ModelFile.NAME), old.encode().toArray());
    assertEquals(
        Optional.of(new ModelFile.Kept(MemberModel.of(old), Optional.empty())),
        new ModelFile(dir).read());
  }

  @Test
  void aFileOfALaterProgramOrOfNoneIsRefused() throws IOException {
    ModelFile file = new ModelFile(dir);
    ModelWeights other = ModelWeights.of(Hash.sha256(Bytes.utf8("other")), new float[] {1});
    file.write(MemberModel.of(other), DAY);
    assertThrows(IllegalArgumentException.class, file::read);
    Files.writeString(dir.resolve(ModelFile.NAME), "nonsense");
    assertThrows(IllegalArgumentException.class, file::read);
    Files.writeString(dir.resolve(ModelFile.NAME), "minga member model 2\nwhatever follows");
    var later = assertThrows(IllegalArgumentException.class, file::read);
    assertTrue(later.toString().contains("later version"), later::toString);
  }

  @Test
  void aFileThatIsCutOrGoesOnIsRefusedAndNeverReadInPart() throws IOException {
    ModelFile file = new ModelFile(dir);
    file.write(MemberModel.of(weights("1")), DAY);
    byte[] whole = Files.readAllBytes(dir.resolve(ModelFile.NAME));
    for (int length : new int[] {21, 40, 100, 200, whole.length - 1, whole.length + 1}) {
      Files.write(dir.resolve(ModelFile.NAME), Arrays.copyOf(whole, length));
      assertThrows(IllegalArgumentException.class, file::read, length + " bytes");
    }
  }

  @Test
  void itIsJudgedByWholeWeeksItHasNotSeenAndNeverForgetsThatItSawADay() {
    MemberModel model = MemberModel.of(weights("1"));
    var kept = new ModelFile.Kept(model, Optional.of(DAY));
    assertEquals(0, kept.unseenWeeks(DAY.minusDays(30), 12));
    assertEquals(0, kept.unseenWeeks(DAY.plusDays(6), 12));
    assertEquals(1, kept.unseenWeeks(DAY.plusDays(13), 12));
    assertEquals(2, kept.unseenWeeks(DAY.plusDays(100), 2));
    assertEquals(DAY, kept.untilAfter(DAY.minusDays(14), DAY));
    assertEquals(DAY.plusDays(1), kept.untilAfter(DAY.plusDays(1), DAY.plusDays(15)));
    var untold = new ModelFile.Kept(model, Optional.empty());
    assertEquals(0, untold.unseenWeeks(DAY, 12));
    assertEquals(DAY, untold.untilAfter(DAY.minusDays(14), DAY), "it may have seen all");
  }

  @Test
  void aDamagedModelNeverTakesThePlaceOfTheLastGoodOneToGoBackTo() throws IOException {
    ModelFile file = new ModelFile(dir);
    MemberModel good = MemberModel.of(weights("1"));
    file.write(good, DAY);
    file.write(MemberModel.of(weights("2")), DAY);
    Files.writeString(dir.resolve(ModelFile.NAME), "nonsense");
    file.write(MemberModel.of(weights("3")), DAY);
    assertTrue(file.back());
    assertEquals(good, file.read().orElseThrow().model());
  }

  @Test
  void aPowerCutLeavesTheOldModelOrTheNewOneWhole() throws IOException {
    var file = new ModelFile(Path.of("models").toAbsolutePath());
    AFileThatIsReplaced.holds(
        file.directory().resolve(ModelFile.NAME),
        disk -> file.write(disk, MemberModel.of(weights("1")), DAY),
        disk -> file.write(disk, MemberModel.of(weights("2")), DAY));
  }

  private static ModelWeights weights(String seed) {
    return DemandModel.seeded(Hash.sha256(Bytes.utf8(seed)));
  }
}
