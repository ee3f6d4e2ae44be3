package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.Moments;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.node.storage.RosterFiles;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a node keeps of the times at which the almacen's ledger was witnessed.
class LossesTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final Roster roster =
      Roster.of(SomeCharter.signed("almacen", "botica", "taller", "tia"), SeededKey.VERIFIER);
  private final Neighbour botica = new Neighbour(roster, "botica");
  private StateDatabase state;
  private Roll roll;
  private Losses losses;

  @BeforeEach
  void open() throws IOException {
    state = StateDatabase.open(Path.of(":memory:"));
    roll = new Roll(new Roll.Setting(botica.id, SeededKey.VERIFIER, state), RosterChain.of(roster));
    losses = losses();
  }

  private Losses losses() throws IOException {
    return new Losses(roll, state, new RosterFiles(Path.of("nowhere")));
  }

  @AfterEach
  void close() throws IOException {
    state.close();
  }

  private void witnessed(int size, Instant at) throws IOException {
    losses.witnessed(ALMACEN, size, cosigned(size, at), at);
  }

  /// @param from seconds after noon, and so `until`
  private void shown(int size, int from, int until) throws IOException {
    var span = new Moments.Span(NOON.plusSeconds(from), NOON.plusSeconds(until));
    losses.shown(ALMACEN, size, cosigned(size, span.from()), span);
  }

  private SignedNote cosigned(int size, Instant at) {
    Frontier some = Frontier.EMPTY.append(List.of(MerkleTree.leafHash(Bytes.utf8("entry"))));
    SignedNote note =
        new Checkpoint(roster.origin(ALMACEN, Tree.LEDGER), size, some.root())
            .sign(SomeCharter.ledgerKey(0));
    return note.with(botica.cosigns(note, at.getEpochSecond()).line());
  }

  private void lost(Instant since) {
    roll.hear(
        ALMACEN,
        0,
        RosterStatement.Compromised.sign(
            roster.federationId(),
            ALMACEN,
            SomeCharter.entryKey(0).publicKey(),
            since,
            SomeCharter.rootKey(0)));
  }

  private Map<Long, SignedNote> edges() throws IOException {
    return losses.edges(ALMACEN);
  }

  @Test
  void theCheckpointsAroundTheLossAreFoundAgain() throws IOException {
    for (int i = 1; i <= 9; i++) {
      witnessed(i, NOON.plusSeconds(60L * i));
    }
    assertTrue(edges().isEmpty(), "no key was lost");
    lost(NOON.plusSeconds(200));
    assertEquals(List.of(3L, 4L), List.copyOf(edges().keySet()));
    losses = losses();
    assertEquals(List.of(3L, 4L), List.copyOf(edges().keySet()), "after a start, too");
  }

  @Test
  void howeverManyCheckpointsThereWereOfOldOnesEverFewerAreKept() throws IOException {
    for (int i = 1; i <= 3000; i++) {
      witnessed(i, NOON.plusSeconds(i));
    }
    int kept = state.all("moment").size();
    assertTrue(kept <= Losses.MAX_MOMENTS && kept > Losses.MAX_MOMENTS / 2, () -> kept + " kept");
    lost(NOON.plusSeconds(2990));
    assertEquals(List.of(2990L, 2991L), List.copyOf(edges().keySet()), "the newest are all there");
    for (int i = 3001; i <= 3700; i++) {
      witnessed(i, NOON.plusSeconds(i));
    }
    assertEquals(List.of(2990L, 2991L), List.copyOf(edges().keySet()), "a loss that was said");
    lost(NOON.plusSeconds(10));
    assertFalse(edges().isEmpty(), "and some of the oldest");
  }

  @Test
  void whoWasAwayIsShownTheCheckpointsAroundTheLoss() throws IOException {
    witnessed(3, NOON.plusSeconds(30));
    witnessed(9, NOON.plusSeconds(90));
    shown(5, 50, 52);
    assertEquals(Set.of(), losses.shownAnew(), "nobody said that a key was lost");
    lost(NOON.plusSeconds(55));
    assertEquals(List.of(3L, 9L), List.copyOf(edges().keySet()));
    shown(7, 70, 72);
    shown(8, 80, 82);
    shown(5, 50, 52);
    shown(4, 40, 42);
    assertEquals(List.of(5L, 7L), List.copyOf(edges().keySet()), "the nearest on either side");
    assertEquals(Set.of(ALMACEN), losses.shownAnew());
    assertEquals(Set.of(), losses.shownAnew(), "once");
    losses = losses();
    assertEquals(List.of(5L, 7L), List.copyOf(edges().keySet()), "after a start, too");
  }

  /// Of two cosignatures one may be a liar's.
  @Test
  void oneLiarsEarlyWordMakesNothingEarly() throws IOException {
    witnessed(3, NOON.plusSeconds(30));
    witnessed(5, NOON.plusSeconds(70));
    lost(NOON.plusSeconds(60));
    for (int size = 4; size < 9; size++) {
      shown(size, 50, 80);
    }
    assertEquals(List.of(3L, 5L), List.copyOf(edges().keySet()));
    assertEquals(Set.of(), losses.shownAnew());
  }

  @Test
  void whoLagsMakesNothingLateThatAQuorumHeldInTime() throws IOException {
    witnessed(3, NOON.plusSeconds(30));
    witnessed(9, NOON.plusSeconds(90));
    lost(NOON.plusSeconds(60));
    shown(5, 80, 81);
    assertEquals(List.of(3L, 5L), List.copyOf(edges().keySet()), "as far as is known by now");
    shown(8, 58, 59);
    assertEquals(List.of(8L, 9L), List.copyOf(edges().keySet()), "eight were held in time");
    shown(6, 80, 81);
    assertEquals(List.of(8L, 9L), List.copyOf(edges().keySet()), "who held six then lagged");
  }

  @Test
  void howeverMuchIsShownLittleIsKept() throws IOException {
    witnessed(9000, NOON.plusSeconds(9000));
    lost(NOON.plusSeconds(5000));
    for (int size = 1; size <= 1000; size++) {
      shown(size, size, size + 1);
      shown(9000 - size, 9000 - size, 9001 - size);
    }
    assertEquals(List.of(1000L, 8000L), List.copyOf(edges().keySet()));
    int kept = state.all("moment").size();
    assertTrue(kept <= Losses.MAX_MOMENTS, () -> kept + " kept");
  }

  @Test
  void whatWasWitnessedOfALostEndIsForgotten() throws IOException {
    witnessed(3, NOON.plusSeconds(3));
    witnessed(7, NOON.plusSeconds(7));
    losses.succeeded(ALMACEN, 5);
    assertEquals(1, losses.witnessedOnce(ALMACEN).size());
    assertEquals(1, state.all("moment").size());
  }

  @Test
  void aMemberThatSaysItAgainAtOnceIsHeededLaterAndLater() throws IOException {
    Instant now = NOON;
    Duration pause = Losses.BETWEEN;
    for (int times = 0; times < 5; times++) {
      assertTrue(losses.mayBeginAgain(ALMACEN, now));
      losses.beginsAgain(ALMACEN, now);
      losses = losses();
      assertFalse(losses.mayBeginAgain(ALMACEN, now.plus(pause).minusMillis(1)));
      assertTrue(losses.mayBeginAgain(botica.id, now), "another's loss does not wait for it");
      now = now.plus(pause);
      pause = pause.multipliedBy(2);
    }
  }

  @Test
  void whatWasSaidBeforeIsReckonedOnceForEachLoss() throws IOException {
    lost(NOON);
    assertEquals(5, losses.takenBack(5, 2).ledger());
    assertEquals(5, losses.takenBack(9, 9).ledger(), "nothing new was learnt");
  }
}
