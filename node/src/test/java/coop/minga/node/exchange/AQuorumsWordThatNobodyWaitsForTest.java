package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import coop.minga.node.Await;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.peering.PeerFrame.OriginFrontier;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Botica learns with the others: several entries a second, on none of which anybody waits for a
/// quorum. What it says that a quorum holds is not verified each time.
class AQuorumsWordThatNobodyWaitsForTest {
  private static final Said STEP = new Said.OfLearning(new LearningStatement.Abandon(1, 1));
  private static final Said SURPLUS =
      new Said.OfSurplus(new Withdraw("milk", "sold", 0, Instant.parse("2026-01-01T00:00:00Z")));

  @TempDir Path root;
  private Almacen almacen;
  private Neighbour botica;

  @BeforeEach
  void hearsAStep() throws Exception {
    almacen = new Almacen(root);
    botica = hasTakenAStep("botica");
    assertEquals(1, almacen.notes.seen.size());
    assertEquals(0, almacen.witnessed(botica.id));
  }

  @AfterEach
  void stop() throws Exception {
    almacen.close();
  }

  @Test
  void isLookedAtWhenSomethingRestsOnIt() throws Exception {
    botica.ledger.add(botica.frame(SURPLUS));
    almacen.hears(botica, botica.pushes(1), quorumsWord(botica));
    assertEquals(2, almacen.witnessed(botica.id));
    assertEquals(2, almacen.notes.witnessed.size(), "both entries, in order");
  }

  /// Of three, it is the middle one's by name.
  @Test
  void isLookedAtByItselfWhileOthersWait() throws Exception {
    Neighbour taller = hasTakenAStep("taller");
    Neighbour tia = hasTakenAStep("tia");
    taller.ledger.add(taller.frame(SURPLUS));
    almacen.hears(taller, taller.pushes(1), quorumsWord(taller));
    assertEquals(2, almacen.witnessed(taller.id));
    assertEquals(0, almacen.witnessed(tia.id));
    assertEquals(0, almacen.witnessed(botica.id));
    tia.ledger.add(tia.frame(SURPLUS));
    almacen.hears(tia, tia.pushes(1), quorumsWord(tia));
    assertEquals(2, almacen.witnessed(tia.id));
  }

  @Test
  void isLookedAtOnceAPingShowsADifferenceThatStays() throws Exception {
    var ping = new PeerFrame.Ping(Hash.sha256(Bytes.utf8("all that botica holds")));
    almacen.hears(botica, ping);
    Await.pause(Differences.STANDS_STILL);
    almacen.hears(botica, ping);
    assertEquals(1, almacen.witnessed(botica.id));
  }

  @Test
  void isLookedAtInTheEnd() {
    Await.until("the look", () -> almacen.witnessed(botica.id), size -> size == 1);
  }

  private Neighbour hasTakenAStep(String name) throws Exception {
    Neighbour who = almacen.neighbour(name);
    almacen.meets(who);
    who.ledger.add(who.frame(STEP));
    almacen.hears(who, who.pushes(0), quorumsWord(who));
    return who;
  }

  private PeerFrame quorumsWord(Neighbour owner) {
    SignedNote note = owner.signs(Tree.LEDGER, owner.ledger);
    for (String mirror : List.of("almacen", "botica", "taller", "tia")) {
      if (!mirror.equals(owner.id.name())) {
        long noon = Almacen.NOON.getEpochSecond();
        note = note.with(almacen.neighbour(mirror).cosigns(note, noon).line());
      }
    }
    var said = new OriginFrontier(owner.origin(Tree.LEDGER), owner.ledger.size(), note.encode());
    return new PeerFrame.Frontier(false, List.of(said));
  }
}
