package coop.minga.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.peering.BlobRefused;
import coop.minga.node.peering.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Six members on loopback by mutual TLS, of whom the first is measured; nobody looks at a clock.
class AnEpochOverMtlsTest {
  private static final int MEMBERS = 6;

  /// A vector of two pieces.
  private static final int PARAMETERS = 130_000;

  @TempDir Path root;

  @Test
  void theSumIsRightAndTheBytesAreTheFormulasOverRealSessions() throws Exception {
    var epoch = new Neighbourhood(MEMBERS, PARAMETERS);
    epoch.mask();
    try (var cohort = cohort(epoch)) {
      var over = new EpochOverMtls(epoch, cohort);
      over.placeVectors();
      for (int dropped : List.of(0, 2)) {
        Neighbourhood.Ending ending = epoch.without(dropped);
        int others = MEMBERS - 1 - dropped;
        LoopbackCohort.Counted before = cohort.counted();
        over.handOver(ending);
        over.receive(ending);
        LoopbackCohort.Counted counted = cohort.counted().since(before);
        assertWithin(others * (double) epoch.packedBytes(), counted.upVectors());
        assertWithin(others * (double) epoch.packedBytes(), counted.downVectors());
        assertTrue(counted.down() > counted.downVectors(), "shares, and questions, come as well");
        assertTrue(counted.up() <= 1.02 * others * epoch.formulaBytes(), counted.toString());
      }
    }
  }

  /// Flipped when the author's shelf has looked at the file: before, it would not give it away.
  @Test
  void oneFlippedBitOfAFetchedVectorFailsTheRun() throws Exception {
    var epoch = new Neighbourhood(MEMBERS, PARAMETERS);
    epoch.mask();
    try (var cohort = cohort(epoch)) {
      var over = new EpochOverMtls(epoch, cohort);
      over.placeVectors();
      Neighbourhood.Ending ending = epoch.without(0);
      over.receive(ending);
      MemberId last = epoch.cohort().members().getLast();
      BlobName name = List.copyOf(ending.summed().values()).getLast();
      Path file = root.resolve(last.name()).resolve("blobs").resolve(name.toString());
      Files.write(file, TheSumIsComparedTest.flipped(Bytes.of(Files.readAllBytes(file))).toArray());
      var failed = assertThrows(IllegalStateException.class, () -> over.receive(ending));
      Throwable why = failed.getCause();
      while (why != null && !(why instanceof BlobRefused)) {
        why = why.getCause();
      }
      assertEquals(Refusal.BLOB_WRONG, assertInstanceOf(BlobRefused.class, why).why());
    }
  }

  private LoopbackCohort cohort(Neighbourhood epoch) throws Exception {
    return LoopbackCohort.start(root, Neighbourhood.FEDERATION, epoch.cohort().members());
  }

  /// Frames are a thousandth of what is in them, and no more.
  private static void assertWithin(double bytes, long counted) {
    assertTrue(counted >= bytes && counted <= 1.001 * bytes, counted + " of " + bytes);
  }
}
