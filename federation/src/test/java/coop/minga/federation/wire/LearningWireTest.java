package coop.minga.federation.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Commitment;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Commitments;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Opened;
import coop.minga.federation.learning.LearningStatement.Revealed;
import coop.minga.federation.learning.MaskKey;
import coop.minga.federation.learning.NoResult;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LearningWireTest {
  private static final Hash HASH = Hash.sha256(Bytes.utf8("hash"));
  private static final EntryId ID = new EntryId(HASH);
  private static final List<MemberId> MEMBERS =
      List.of(new MemberId("almacen"), new MemberId("bakery"));

  /// A million, the low seven bits first.
  private static final String MAX_EPOCH_VARINT = "c0843d";

  @Test
  void everyStatementComesBackAsItWas() {
    for (LearningStatement statement : statements()) {
      Said said = new Said.OfLearning(statement);
      Bytes payload = Statements.encode(said);
      assertEquals(
          new Decoded.Known(said),
          Statements.decode(Statements.kindOf(said).code(), Statements.versionOf(said), payload));
    }
  }

  @Test
  void aByteMoreOrLessIsVoid() {
    for (LearningStatement statement : statements()) {
      Said said = new Said.OfLearning(statement);
      byte[] payload = Statements.encode(said).toArray();
      int kind = Statements.kindOf(said).code();
      for (byte[] broken : List.of(longer(payload), shorter(payload))) {
        assertInstanceOf(
            Decoded.Void.class,
            Statements.decode(kind, Statements.versionOf(said), Bytes.of(broken)));
      }
    }
  }

  @Test
  void anEpochPastTheLastIsVoid() {
    Said last = new Said.OfLearning(new LearningStatement.Abandon(LearningStatement.MAX_EPOCH, 2));
    int kind = Statements.kindOf(last).code();
    byte[] payload = Statements.encode(last).toArray();
    payload[Bytes.of(payload).toString().indexOf(MAX_EPOCH_VARINT) / 2]++;
    assertInstanceOf(
        Decoded.Void.class, Statements.decode(kind, Statements.VERSION, Bytes.of(payload)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new LearningStatement.Result(
                LearningStatement.MAX_EPOCH + 1, new Finding.Nothing(NoResult.OUT_OF_TIME)));
    payload[Bytes.of(payload).toString().indexOf("c1843d") / 2]--;
    assertEquals(
        new Decoded.Known(last), Statements.decode(kind, Statements.VERSION, Bytes.of(payload)));
  }

  @Test
  void theLargestOfACohortFitsIntoAnEntry() {
    int most = LearningStatement.MAX_MEMBERS;
    Commitment commitment = new Commitment(HASH, Collections.nCopies(most, HASH));
    MaskKey key = new MaskKey(HASH.value());
    for (LearningStatement statement :
        List.of(
            new LearningStatement.Advert(9, 2, HASH, HASH, key, key, of(commitment)),
            new LearningStatement.Deal(
                9,
                2,
                Collections.nCopies(most, ID),
                Collections.nCopies(most, Bytes.of(new byte[144]))))) {
      int size = Statements.encode(new Said.OfLearning(statement)).size();
      assertTrue(size < Entry.MAX_FRAME * 2 / 3, size + " bytes");
    }
  }

  @Test
  void anAdvertThatNamesItsCohortIsNotOneOfBefore() {
    Commitment commitment = new Commitment(HASH, List.of(HASH, HASH));
    MaskKey key = new MaskKey(HASH.value());
    var bound =
        new Said.OfLearning(
            new LearningStatement.Advert(9, 2, HASH, HASH, key, key, of(commitment)));
    assertEquals(2, Statements.versionOf(bound));
    Bytes payload = Statements.encode(bound);
    assertInstanceOf(
        Decoded.Void.class, Statements.decode(Kind.ADVERT.code(), Statements.VERSION, payload));
    assertInstanceOf(
        Decoded.Unknown.class, Statements.decode(Kind.ADVERT.code(), 3, payload), "a later one");
  }

  @Test
  void aVectorNamedInPiecesIsNotOneNamedByTheWhole() {
    int kind = Kind.MASKED.code();
    for (BlobName blob : List.of(BlobName.whole(HASH), BlobName.inPieces(HASH))) {
      var said =
          new Said.OfLearning(new LearningStatement.Masked(9, 2, HASH, blob, 20_000, MEMBERS));
      int own = Statements.versionOf(said);
      assertEquals(blob.form() == BlobName.Form.WHOLE ? 1 : 2, own);
      Bytes payload = Statements.encode(said);
      assertEquals(new Decoded.Known(said), Statements.decode(kind, own, payload));
      assertInstanceOf(Decoded.Void.class, Statements.decode(kind, 3 - own, payload), "mixed up");
      assertInstanceOf(Decoded.Unknown.class, Statements.decode(kind, 3, payload), "a later one");
    }
  }

  /// As entries of before have it, to the byte: a signed payload never changes.
  @Test
  void aVectorNamedByTheWholeIsWrittenAsItAlwaysWas() {
    var said =
        new Said.OfLearning(
            new LearningStatement.Masked(
                9, 2, HASH, BlobName.whole(HASH), 20_000, List.of(new MemberId("bakery"))));
    assertEquals(
        "080910021a20%1$s2220%1$s28a09c01320662616b657279".formatted(HASH),
        Statements.encode(said).toHex());
  }

  private static Commitments of(Commitment commitment) {
    return new Commitments(commitment, commitment, commitment, Optional.of(HASH));
  }

  private static byte[] longer(byte[] payload) {
    return Arrays.copyOf(payload, payload.length + 1);
  }

  private static byte[] shorter(byte[] payload) {
    return Arrays.copyOf(payload, payload.length - 1);
  }

  private static List<LearningStatement> statements() {
    Commitment commitment = new Commitment(HASH, List.of(HASH, HASH));
    MaskKey key = new MaskKey(HASH.value());
    Bytes sealed = Bytes.of(new byte[144]);
    var all = new ArrayList<LearningStatement>();
    all.add(new LearningStatement.Propose(9, 2, MEMBERS, HASH, HASH));
    all.add(new LearningStatement.Advert(9, 2, HASH, HASH, key, key, of(commitment)));
    all.add(
        new LearningStatement.Advert(
            9,
            2,
            HASH,
            HASH,
            key,
            key,
            new Commitments(commitment, commitment, commitment, Optional.empty())));
    all.add(new LearningStatement.Deal(9, 2, List.of(ID, ID), List.of(sealed, sealed)));
    for (BlobName blob : List.of(BlobName.whole(HASH), BlobName.inPieces(HASH))) {
      all.add(new LearningStatement.Masked(9, 2, HASH, blob, 20_000, List.of()));
      all.add(new LearningStatement.Masked(9, 2, HASH, blob, 20_000, MEMBERS));
    }
    all.add(new LearningStatement.Freeze(9, 2, List.of(ID, ID)));
    all.add(
        new LearningStatement.Release(
            9,
            2,
            HASH,
            List.of(
                new Revealed.Summed(MEMBERS.getFirst(), HASH.value(), HASH.value()),
                new Revealed.Missing(MEMBERS.getLast(), HASH.value()))));
    all.add(new LearningStatement.Abandon(9, 2));
    all.add(new LearningStatement.Expose(9, 2, MEMBERS.getFirst(), HASH));
    all.add(
        new LearningStatement.Result(
            9, new Finding.Version(new Opened(2, HASH, HASH, MEMBERS), HASH, HASH, 700, HASH)));
    for (NoResult reason : NoResult.values()) {
      all.add(new LearningStatement.Result(9, new Finding.Nothing(reason)));
    }
    return all;
  }
}
