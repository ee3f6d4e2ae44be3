package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.blob.PieceTree;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is kept of blobs that did not become whole, and no more than that.
class UnfinishedTest {
  private static final int PIECE = PieceTree.PIECE_BYTES;
  private static final int MOST = Unfinished.MAX_BYTES / PIECE;
  private static final Bytes CONTENT = Bytes.given(new byte[PIECE]);

  private final Unfinished unfinished = new Unfinished();

  @Test
  void whatIsTakenIsNotThereTwice() {
    unfinished.keep(name(1), part(3), 0);
    assertEquals(Optional.of(part(3)), unfinished.take(name(1)));
    assertEquals(Optional.empty(), unfinished.take(name(1)));
  }

  @Test
  void ofTwoBeginningsTheLongerStays() {
    unfinished.keep(name(1), part(2), 0);
    unfinished.keep(name(1), part(3), 0);
    unfinished.keep(name(1), part(1), 0);
    assertEquals(Optional.of(part(3)), unfinished.take(name(1)));
  }

  @Test
  void ofOneTooManyTheOldestGoes() {
    for (int i = 0; i <= Unfinished.MAX_BLOBS; i++) {
      unfinished.keep(name(i), part(1), 0);
    }
    assertEquals(Optional.empty(), unfinished.take(name(0)));
    for (int i = 1; i <= Unfinished.MAX_BLOBS; i++) {
      assertEquals(Optional.of(part(1)), unfinished.take(name(i)));
    }
  }

  @Test
  void ofOnePieceTooManyTheOldestGoes() {
    unfinished.keep(name(1), part(1), 0);
    unfinished.keep(name(2), part(MOST - 1), 0);
    unfinished.keep(name(3), part(1), 0);
    assertEquals(Optional.empty(), unfinished.take(name(1)));
    assertEquals(Optional.of(part(MOST - 1)), unfinished.take(name(2)));
    assertEquals(Optional.of(part(1)), unfinished.take(name(3)));
    unfinished.keep(name(4), part(1), 0);
    unfinished.keep(name(5), part(MOST + 1), 0);
    assertEquals(Optional.empty(), unfinished.take(name(5)), "more than all together may have");
    assertEquals(Optional.of(part(1)), unfinished.take(name(4)), "and nothing goes for it");
  }

  @Test
  void whatIsTooOldGoes() {
    long kept = Unfinished.KEPT.toNanos();
    unfinished.keep(name(1), part(1), 0);
    unfinished.keep(name(2), part(1), 5);
    unfinished.forgetOld(kept);
    unfinished.forgetOld(kept + 5);
    assertEquals(Optional.empty(), unfinished.take(name(1)));
    assertEquals(Optional.of(part(1)), unfinished.take(name(2)));
  }

  private static BlobName name(int number) {
    return BlobName.inPieces(Hash.sha256(new byte[] {(byte) number}));
  }

  private static Unfinished.Part part(int pieces) {
    return new Unfinished.Part(Integer.MAX_VALUE, Collections.nCopies(pieces, CONTENT));
  }
}
