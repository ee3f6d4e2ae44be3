package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.EvidenceJudge;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.ConsistencyProof;
import coop.minga.federation.ledger.Evidence;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Parting;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An auditor has found that botica signed two histories, and brings it to almacen.
class EvidenceDeskTest {
  private static final MemberId BOTICA = new MemberId("botica");

  private final Counter almacen = new Counter(Instant.parse("2026-11-24T12:00:00Z"));
  private final Roster roster =
      Roster.of(SomeCharter.signed("almacen", "botica", "taller"), SeededKey.VERIFIER);
  private final EvidenceDesk desk =
      new EvidenceDesk(almacen, () -> new EvidenceJudge(roster, SeededKey.VERIFIER));

  @Test
  void whatProvesIsEntered() {
    Said says = fork(BOTICA, "one", "other");
    JsonObject told = ask(says);
    assertEquals("botica", told.get("member").getAsString());
    assertEquals(List.of(says), almacen.entered);
  }

  @Test
  void whatProvesNothingIsRefusedAndNothingIsEntered() {
    refused(fork(BOTICA, "one", "one"), "it proves nothing");
    refused(fork(new MemberId("taller"), "one", "other"), "it proves nothing");
    assertEquals(List.of(), almacen.entered);
  }

  @Test
  void nobodyEntersEvidenceAgainstItself() {
    refused(fork(new MemberId("almacen"), "one", "other"), "against ourselves");
  }

  @Test
  void whatIsNoStatementIsRefused() {
    var question = new JsonObject();
    question.addProperty("statement", "00ff");
    var no = assertThrows(IllegalArgumentException.class, () -> desk.answer("evidence", question));
    assertTrue(String.valueOf(no.getMessage()).contains("no statement"));
    assertTrue(desk.answer("status", question).isEmpty());
  }

  /// Two checkpoints of botica's ledger, held against somebody.
  private Said fork(MemberId against, String first, String second) {
    SignedNote one = signed(first);
    SignedNote other = signed(second);
    var parting =
        new Parting(
            one,
            other,
            Checkpoint.parse(other.text()).found().orElseThrow().root(),
            new ConsistencyProof(1, 1, List.of()));
    return new Said.OfLedger(new Exposed(against, new Evidence.LedgerFork(parting)));
  }

  private SignedNote signed(String entry) {
    Frontier tree = Frontier.EMPTY.append(MerkleTree.leafHash(Bytes.utf8(entry)));
    return Checkpoint.of(roster.origin(BOTICA, Tree.LEDGER), tree).sign(SomeCharter.ledgerKey(1));
  }

  private JsonObject ask(Said says) {
    var question = new JsonObject();
    question.addProperty("statement", Statements.encode(says).toString());
    return desk.answer("evidence", question).orElseThrow();
  }

  private void refused(Said says, String why) {
    var no = assertThrows(IllegalArgumentException.class, () -> ask(says));
    assertTrue(String.valueOf(no.getMessage()).contains(why), no.getMessage());
  }
}
