package coop.minga.node.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDatabaseTest {
  private static final Origin ORIGIN =
      new Origin("0123456789abcdef", new MemberId("almacen"), Tree.LEDGER);

  @TempDir Path root;

  @Test
  void onlyTheSuccessorOfWhatWasSignedLastMayBeSigned() throws IOException {
    try (var state = open()) {
      assertEquals(Optional.empty(), state.lastSigned(ORIGIN));
      assertEquals(Swap.DONE, state.swapSigned(Optional.empty(), checkpoint(3, "a")));
      assertEquals(
          Swap.NOT_THE_PREDECESSOR, state.swapSigned(Optional.empty(), checkpoint(4, "a")));
      Optional<Checkpoint> last = Optional.of(checkpoint(3, "a"));
      assertEquals(
          Swap.NOT_THE_PREDECESSOR,
          state.swapSigned(Optional.of(checkpoint(3, "b")), checkpoint(4, "a")));
      assertEquals(Swap.GOES_BACK, state.swapSigned(last, checkpoint(2, "a")));
      assertEquals(Swap.FORKS, state.swapSigned(last, checkpoint(3, "b")));
      assertEquals(Swap.DONE, state.swapSigned(last, checkpoint(3, "a")));
      assertEquals(Swap.DONE, state.swapSigned(last, checkpoint(5, "c")));
    }
    try (var state = open()) {
      assertEquals(Optional.of(checkpoint(5, "c")), state.lastSigned(ORIGIN));
    }
  }

  @Test
  void aCosignatureTakesNeitherSizeNorTimeBack() throws IOException {
    try (var state = open()) {
      assertEquals(Swap.DONE, state.swapCosigned(new Cosigned(checkpoint(3, "a"), 100)));
      assertEquals(Swap.FORKS, state.swapCosigned(new Cosigned(checkpoint(3, "b"), 101)));
      assertEquals(Swap.GOES_BACK, state.swapCosigned(new Cosigned(checkpoint(2, "a"), 101)));
      assertEquals(Swap.GOES_BACK, state.swapCosigned(new Cosigned(checkpoint(4, "a"), 99)));
      assertEquals(Swap.DONE, state.swapCosigned(new Cosigned(checkpoint(3, "a"), 101)));
      assertEquals(Swap.DONE, state.swapCosigned(new Cosigned(checkpoint(4, "c"), 101)));
    }
    try (var state = open()) {
      assertEquals(Optional.of(new Cosigned(checkpoint(4, "c"), 101)), state.lastCosigned(ORIGIN));
      Origin book = new Origin(ORIGIN.federation(), ORIGIN.member(), Tree.BOOK);
      assertEquals(Optional.empty(), state.lastCosigned(book));
    }
  }

  @Test
  void aFeaturesTableKeepsItsOwnValues() throws IOException {
    try (var state = open()) {
      state.put("told", "lot 1", Bytes.utf8("one"));
      state.put("other", "lot 1", Bytes.utf8("another's"));
      state.change(
          "told", Map.of("lot 1", Optional.empty(), "lot 2", Optional.of(Bytes.utf8("two"))));
      assertEquals(Map.of("lot 2", Bytes.utf8("two")), state.all("told"));
    }
    try (var state = open()) {
      assertEquals(Optional.of(Bytes.utf8("two")), state.get("told", "lot 2"));
      assertEquals(Optional.of(Bytes.utf8("another's")), state.get("other", "lot 1"));
      state.remove("told", "lot 2");
      assertEquals(Optional.empty(), state.get("told", "lot 2"));
    }
  }

  @Test
  void keysAndValuesHaveALongest() throws IOException {
    try (var state = open()) {
      Bytes longest = Bytes.of(new byte[StateDatabase.MAX_VALUE]);
      state.put("f", "k".repeat(StateDatabase.MAX_KEY), longest);
      assertThrows(
          IllegalArgumentException.class,
          () -> state.put("f", "k".repeat(StateDatabase.MAX_KEY + 1), Bytes.empty()));
      Bytes more = Bytes.of(new byte[StateDatabase.MAX_VALUE + 1]);
      assertThrows(IllegalArgumentException.class, () -> state.put("f", "k", more));
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsSaidToBeNone() throws IOException {
    Files.writeString(root.resolve("state.db"), "this is not a database, and long enough to see");
    assertThrows(IOException.class, this::open);
  }

  private StateDatabase open() throws IOException {
    return StateDatabase.open(root.resolve("state.db"));
  }

  private static Checkpoint checkpoint(long size, String root) {
    return new Checkpoint(ORIGIN, size, MerkleTree.leafHash(Bytes.utf8(root)));
  }
}
