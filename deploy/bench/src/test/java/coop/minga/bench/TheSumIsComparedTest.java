package coop.minga.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The benchmark's own cohort: what it opens is what the integers add up to, or the run fails.
class TheSumIsComparedTest {
  private static final int PARAMETERS = 700;
  private static final Neighbourhood EPOCH = new Neighbourhood(6, PARAMETERS);

  @BeforeAll
  static void mask() {
    EPOCH.mask();
  }

  @Test
  void theSumIsRightWhoeverFellSilent() {
    for (int dropped : List.of(0, 1, 2, 0)) {
      Neighbourhood.Ending ending = EPOCH.without(dropped);
      assertEquals(6 - dropped, ending.summed().size());
      assertTrue(ending.open(EPOCH::find).summed().version().isPresent());
    }
  }

  @Test
  void oneFlippedBitOfOneVectorFailsTheRun() {
    Neighbourhood.Ending ending = EPOCH.without(1);
    BlobName last = List.copyOf(ending.summed().values()).getLast();
    var wrong =
        assertThrows(
            IllegalStateException.class,
            () ->
                ending.open(name ->
                    EPOCH.find(name).map(packed -> name.equals(last) ? flipped(packed) : packed)));
    assertTrue(wrong.toString().contains("the integers add up to"), wrong.toString());
  }

  @Test
  void aVectorThatIsNotThereFailsTheRun() {
    Neighbourhood.Ending ending = EPOCH.without(1);
    assertThrows(IllegalStateException.class, () -> ending.open(_ -> Optional.empty()));
  }

  @Test
  void maskingAgainGivesTheSameBytes() {
    EPOCH.vectorNames().forEach((member, name) -> assertTrue(name.isOf(EPOCH.maskAgain(member))));
  }

  static Bytes flipped(Bytes packed) {
    byte[] bytes = packed.toArray();
    bytes[bytes.length / 3] ^= 4;
    return Bytes.of(bytes);
  }
}
