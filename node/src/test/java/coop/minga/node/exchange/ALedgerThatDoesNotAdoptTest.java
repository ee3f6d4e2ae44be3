package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.roster.Applied;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Said;
import coop.minga.node.peering.PeerFrame;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The members have decided that the taller rests. Botica's node goes on as if they had not.
class ALedgerThatDoesNotAdoptTest {
  @TempDir Path root;

  @Test
  void getsNoCosignatureAfterADayUntilItAdopts() throws Exception {
    try (var almacen = new Almacen(root)) {
      Neighbour botica = almacen.neighbour("botica");
      almacen.meets(botica);
      assertEquals(1, cosignaturesFor(almacen, botica, withdraw(1)));
      Roster next = rests(almacen.roster);
      almacen.learns(next);
      almacen.passes(Duration.ofHours(20));
      assertEquals(1, cosignaturesFor(almacen, botica, withdraw(2)), "it has a day");
      almacen.passes(Duration.ofHours(5));
      assertEquals(0, cosignaturesFor(almacen, botica, withdraw(3)));
      assertEquals(3, almacen.held(botica), "held it is all the same");
      var adopts = new Said.OfRoster(new RosterStatement.Adopt(next.hash()));
      assertEquals(1, cosignaturesFor(almacen, botica, adopts));
    }
  }

  private static long cosignaturesFor(Almacen almacen, Neighbour owner, Said said)
      throws Exception {
    int from = owner.ledger.size();
    owner.ledger.add(owner.frame(said));
    return almacen.hears(owner, owner.pushes(from)).stream()
        .filter(PeerFrame.Cosignature.class::isInstance)
        .count();
  }

  private static Said withdraw(int number) {
    return new Said.OfSurplus(new Withdraw("lot-" + number, "sold after all", 0, Almacen.NOON));
  }

  private static Roster rests(Roster roster) {
    var change = RosterWire.written(new RosterChange.Dormant(new MemberId("taller")));
    return ((Applied.Next) roster.apply(change, SeededKey.VERIFIER)).next();
  }
}
