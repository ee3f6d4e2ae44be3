package coop.minga.federation.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.MaskKey;
import coop.minga.federation.learning.NoResult;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LearningWireTest {
  private static final Hash HASH = Hash.sha256(Bytes.utf8("hash"));
  private static final EntryId ID = new EntryId(HASH);
  private static final List<MemberId> MEMBERS =
      List.of(new MemberId("almacen"), new MemberId("bakery"));

  @Test
  void everyStatementComesBackAsItWas() {
    for (LearningStatement statement : statements()) {
      Said said = new Said.OfLearning(statement);
      Bytes payload = Statements.encode(said);
      assertEquals(
          new Decoded.Known(said),
          Statements.decode(Statements.kindOf(said).code(), Statements.VERSION, payload));
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
            Decoded.Void.class, Statements.decode(kind, Statements.VERSION, Bytes.of(broken)));
      }
    }
  }

  private static byte[] longer(byte[] payload) {
    return Arrays.copyOf(payload, payload.length + 1);
  }

  private static byte[] shorter(byte[] payload) {
    return Arrays.copyOf(payload, payload.length - 1);
  }

  private static List<LearningStatement> statements() {
    Instant at = Instant.parse("2026-11-23T06:00:00Z");
    var ends =
        new LearningStatement.Deadlines(at, at.plusMillis(1), at.plusSeconds(2), at.plusSeconds(3));
    var all = new ArrayList<LearningStatement>();
    all.add(new LearningStatement.Propose(1, 1, Optional.empty(), MEMBERS, HASH, HASH, ends));
    all.add(new LearningStatement.Propose(9, 2, Optional.of(ID), MEMBERS, HASH, HASH, ends));
    all.add(new LearningStatement.Advert(9, 2, ID, new MaskKey(HASH.value())));
    all.add(new LearningStatement.Masked(9, 2, ID, HASH, HASH, 20_000));
    all.add(new LearningStatement.Freeze(9, 2, ID, List.of(ID, ID)));
    all.add(new LearningStatement.Abandon(9, 2, ID, List.of()));
    all.add(new LearningStatement.Abandon(9, 2, ID, MEMBERS));
    all.add(new LearningStatement.Result(9, new Finding.Version(2, ID, HASH, 700)));
    for (NoResult reason : NoResult.values()) {
      all.add(new LearningStatement.Result(9, new Finding.Nothing(reason)));
    }
    return all;
  }
}
