package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Applied;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Said;
import coop.minga.node.Await;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.peering.PeerFrame.OriginFrontier;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The members have decided that the taller rests, and botica adopts that. What its witnesses say
/// of it is at the almacen before the roster is, or never comes at all.
class AQuorumsWordThatComesEarlyTest {
  @TempDir Path root;
  private Almacen almacen;
  private Neighbour botica;
  private Roster next;
  private SignedNote signed;

  @BeforeEach
  void adopts() throws Exception {
    almacen = new Almacen(root);
    botica = almacen.neighbour("botica");
    almacen.meets(botica);
    var rests = RosterWire.written(new RosterChange.Dormant(new MemberId("taller")));
    next = ((Applied.Next) almacen.roster.apply(rests, SeededKey.VERIFIER)).next();
    botica.ledger.add(botica.frame(new Said.OfRoster(new RosterStatement.Adopt(next.hash()))));
    signed = botica.signs(Tree.LEDGER, botica.ledger);
  }

  @AfterEach
  void stop() throws Exception {
    almacen.close();
  }

  @Test
  void ofTwoWordsOnOneCheckpointTheLaterIsJudgedOnceTheRosterIsHere() throws Exception {
    almacen.hears(botica, botica.pushes(0));
    almacen.hears(botica, says(by("taller")), says(by("taller", "tia", "almacen")));
    assertEquals(0, almacen.witnessed(botica.id), "the next roster's quorum is not known yet");
    almacen.learns(next);
    assertEquals(1, almacen.witnessed(botica.id));
  }

  @Test
  void theWordIsKeptThatCameBeforeTheEntryAndTheRoster() throws Exception {
    almacen.hears(botica, says(by("taller", "tia", "almacen")), botica.pushes(0));
    assertEquals(0, almacen.witnessed(botica.id));
    almacen.learns(next);
    assertEquals(1, almacen.witnessed(botica.id));
  }

  @Test
  void aWordThatIsNotEnoughByOneRosterWaitsForTheNext() throws Exception {
    RosterChange wakes = new RosterChange.Wake(new MemberId("taller"));
    Roster third =
        ((Applied.Next) next.apply(RosterWire.written(wakes), SeededKey.VERIFIER)).next();
    botica.ledger.add(botica.frame(new Said.OfRoster(new RosterStatement.Adopt(third.hash()))));
    signed = botica.signs(Tree.LEDGER, botica.ledger);
    almacen.hears(botica, botica.pushes(0), says(by("taller", "tia", "almacen")));
    almacen.learns(next);
    assertEquals(0, almacen.witnessed(botica.id), "the second ADOPT is of what is not known yet");
    almacen.learns(third);
    assertEquals(2, almacen.witnessed(botica.id));
  }

  /// Its own frame was lost. The sizes and roots are the same on both sides; what is known to be
  /// witnessed is not. At the first ping the word could be on its way still.
  @Test
  void whoMissedTheWordIsToldItOnceADifferenceStays() throws Exception {
    try (var other = new Almacen(root.resolve("other"))) {
      other.meets(botica);
      for (Almacen each : List.of(almacen, other)) {
        each.learns(next);
        each.hears(botica, botica.pushes(0));
      }
      assertEquals(almacen.holds(), other.holds());
      other.hears(botica, says(by("taller", "tia", "almacen")));
      assertNotEquals(almacen.holds(), other.holds());

      var ping = new PeerFrame.Ping(almacen.holds());
      assertEquals(List.of(new PeerFrame.Pong(other.holds())), other.hears(botica, ping));
      Await.pause(Differences.STANDS_STILL);
      List<PeerFrame> told = other.hears(botica, ping);
      almacen.hears(botica, assertInstanceOf(PeerFrame.Frontier.class, told.getFirst()));
      assertEquals(1, almacen.witnessed(botica.id));
      assertEquals(almacen.holds(), other.holds());
    }
  }

  private SignedNote by(String... mirrors) {
    SignedNote note = signed;
    for (String mirror : mirrors) {
      long noon = Almacen.NOON.getEpochSecond();
      note = note.with(almacen.neighbour(mirror).cosigns(signed, noon).line());
    }
    return note;
  }

  private PeerFrame says(SignedNote note) {
    var said = new OriginFrontier(botica.origin(Tree.LEDGER), botica.ledger.size(), note.encode());
    return new PeerFrame.Frontier(false, List.of(said));
  }
}
