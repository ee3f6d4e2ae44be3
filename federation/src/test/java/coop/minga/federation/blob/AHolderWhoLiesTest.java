package coop.minga.federation.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The almacen asks the bakery for a vector piece by piece, and believes none of what it sends.
class AHolderWhoLiesTest {
  private static final int PIECE = PieceTree.PIECE_BYTES;
  private static final Bytes BLOB = blob(5 * PIECE + 777);
  private static final PieceTree TREE = PieceTree.of(BLOB);
  private static final BlobName NAME = TREE.name();

  /// Computed apart from this code, from RFC 9162 and PASETO's PAE.
  @Test
  void theNameIsWhatTheContractSays() {
    Map<Integer, String> names =
        Map.of(
            1,
            "8407321f92c88f2834f7c1f5f666b033b636b01056710aebb63093bb48403e59",
            PIECE,
            "9c2e73b9313a11ea2cd7fbab883f54cf9cbe0058028eabbd46cac6ef37aca4f7",
            PIECE + 1,
            "dc3dca2bca92d79d89b57bdef7d562ef1afe3d119955c5dc7605fcef137b44f3",
            BLOB.size(),
            "d1cab015b7d2e8d3c48df01702f4e2a0e8102f34b9978a9cc62d5f4a2c5dc7d6",
            32 * PIECE,
            "6a950a82b37a1c7fb01df8991faff203eddbc337276691dd39c50cd582da89bb");
    names.forEach((size, hash) ->
        assertEquals(
            BlobName.inPieces(Hash.hex(hash)), BlobName.of(BlobName.Form.PIECES, blob(size))));
  }

  @Test
  void everyPieceOfBlobsOfManySizesIsCheckedAlone() {
    for (int pieces : List.of(1, 2, 3, 5, 8, 31, 32)) {
      for (int last : List.of(1, PIECE - 1, PIECE)) {
        Bytes blob = blob((pieces - 1) * PIECE + last);
        PieceTree tree = PieceTree.of(blob);
        assertEquals(pieces, tree.leaves().size());
        for (int index = 0; index < pieces; index++) {
          Piece piece = piece(blob, tree, index);
          assertTrue(piece.isOf(tree.name()), index + " of " + pieces);
          assertTrue(piece.proof().size() <= 5);
        }
      }
    }
  }

  @Test
  void aByteChangedAnywhereIsSeen() {
    for (int index = 0; index < TREE.leaves().size(); index++) {
      Piece piece = piece(BLOB, TREE, index);
      for (int at : List.of(0, piece.content().size() / 2, piece.content().size() - 1)) {
        byte[] changed = piece.content().toArray();
        changed[at] ^= 1;
        assertFalse(with(piece, Bytes.of(changed)).isOf(NAME));
      }
    }
  }

  @Test
  void aPieceOrAProofOfAnotherPlaceIsSeen() {
    for (int index = 0; index < TREE.leaves().size(); index++) {
      Piece piece = piece(BLOB, TREE, index);
      for (int other = 0; other < TREE.leaves().size(); other++) {
        if (other != index) {
          Piece elsewhere = piece(BLOB, TREE, other);
          assertFalse(
              new Piece(BLOB.size(), piece.offset(), piece.content(), elsewhere.proof())
                  .isOf(NAME));
          assertFalse(
              new Piece(BLOB.size(), piece.offset(), elsewhere.content(), elsewhere.proof())
                  .isOf(NAME));
        }
      }
      assertFalse(
          new Piece(BLOB.size(), piece.offset() + 1, piece.content(), piece.proof()).isOf(NAME));
    }
  }

  @Test
  void aProofTooLongOrTooShortIsSeen() {
    Piece piece = piece(BLOB, TREE, 1);
    var longer = new ArrayList<>(piece.proof());
    longer.add(NAME.hash());
    List<Hash> shorter = piece.proof().subList(1, piece.proof().size());
    for (List<Hash> proof : List.of(longer, shorter, List.<Hash>of())) {
      assertFalse(new Piece(BLOB.size(), piece.offset(), piece.content(), proof).isOf(NAME));
    }
  }

  /// Also one of which the tree has as many leaves, and the piece as many bytes.
  @Test
  void aSizeThatIsNotTheBlobsIsSeen() {
    Piece first = piece(BLOB, TREE, 0);
    for (int size :
        List.of(
            BLOB.size() - 1,
            BLOB.size() + 1,
            BLOB.size() + PIECE,
            6 * PIECE,
            PIECE,
            0,
            -1,
            1 << 30,
            Integer.MAX_VALUE)) {
      assertFalse(new Piece(size, 0, first.content(), first.proof()).isOf(NAME), size + " bytes");
    }
  }

  @Test
  void piecesThatAreTinyOrOfNothingAreSeen() {
    Piece first = piece(BLOB, TREE, 0);
    for (int bytes : List.of(0, 1, BLOB.size() / 10_000, PIECE - 1)) {
      assertFalse(with(first, BLOB.slice(0, bytes)).isOf(NAME));
    }
    assertFalse(with(first, BLOB.slice(0, PIECE + 1)).isOf(NAME));
  }

  /// A node of the tree, shown as if it were a leaf: behind the leaf's zero byte it is none.
  @Test
  void aNodeShownAsAPieceIsSeen() {
    Bytes two = blob(2 * PIECE);
    PieceTree tree = PieceTree.of(two);
    Bytes node = tree.leaves().get(0).value().plus(tree.leaves().get(1).value());
    assertFalse(new Piece(node.size(), 0, node, List.of()).isOf(tree.name()));
  }

  /// What is hashed for the one name is a blob of its own: it has that very hash, in the other
  /// form.
  @Test
  void aNameOfOneFormIsNeverTakenForOneOfTheOther() {
    Bytes hashed =
        Pae.encode(
            "minga/blob/v1", Pae.number(BLOB.size()), TREE.root(TREE.leaves().size()).value());
    BlobName whole = BlobName.of(BlobName.Form.WHOLE, hashed);
    assertEquals(NAME.hash(), whole.hash());
    assertFalse(NAME.equals(whole));
    assertTrue(whole.isOf(hashed));
    assertFalse(NAME.isOf(hashed));
    assertFalse(whole.isOf(BLOB));
    assertFalse(piece(BLOB, TREE, 0).isOf(whole));
    assertFalse(NAME.toString().equals(whole.toString()));
    for (BlobName name : List.of(NAME, whole)) {
      assertEquals(name, BlobName.parse(name.toString()));
    }
    assertThrows(IllegalArgumentException.class, () -> BlobName.parse("piece-" + NAME.hash()));
  }

  @Test
  void aBlobOfNoBytesHasNoPiecesAndNoSuchName() {
    assertThrows(
        IllegalArgumentException.class, () -> BlobName.of(BlobName.Form.PIECES, Bytes.empty()));
    assertFalse(NAME.isOf(Bytes.empty()));
    assertTrue(BlobName.of(BlobName.Form.WHOLE, Bytes.empty()).isOf(Bytes.empty()));
    assertThrows(IndexOutOfBoundsException.class, () -> TREE.proof(6));
  }

  private static Piece piece(Bytes blob, PieceTree tree, int index) {
    int from = index * PIECE;
    Bytes content = blob.slice(from, Math.min(blob.size(), from + PIECE));
    return new Piece(blob.size(), from, content, tree.proof(index));
  }

  private static Piece with(Piece piece, Bytes content) {
    return new Piece(piece.size(), piece.offset(), content, piece.proof());
  }

  private static Bytes blob(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i % 251);
    }
    return Bytes.given(bytes);
  }
}
