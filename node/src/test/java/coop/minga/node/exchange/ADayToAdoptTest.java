package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.roster.Applied;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.RosterWire;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Botica mirrors the almacen. The members have decided that the taller rests; the almacen has a
/// day to adopt that.
class ADayToAdoptTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final Instant NOON = Instant.parse("2026-11-24T15:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final Roster charter =
      Roster.of(SomeCharter.signed("almacen", "botica", "coop", "taller"), SeededKey.VERIFIER);
  private final Roster next = rests(charter);
  private StateDatabase state;

  private static Roster rests(Roster roster) {
    var change = RosterWire.written(new RosterChange.Dormant(new MemberId("taller")));
    return ((Applied.Next) roster.apply(change, SeededKey.VERIFIER)).next();
  }

  @BeforeEach
  void open() throws IOException {
    state = StateDatabase.open(Path.of(":memory:"));
  }

  @AfterEach
  void close() throws IOException {
    state.close();
  }

  private Roll roll(RosterChain chain) throws IOException {
    return new Roll(new Roll.Setting(BOTICA, SeededKey.VERIFIER, state), chain);
  }

  @Test
  void aLedgerThatStaysUnderTheOldRosterGetsNoCosignatureAfterADay() throws IOException {
    Roll roll = roll(RosterChain.of(charter));
    assertTrue(roll.mayCosign(ALMACEN, NOON));
    roll.take(next, NOON);
    assertTrue(roll.mayCosign(ALMACEN, NOON.plus(Roll.TIME_TO_ADOPT)));
    assertFalse(roll.mayCosign(ALMACEN, NOON.plus(Roll.TIME_TO_ADOPT).plus(HOUR)));
    roll.hear(ALMACEN, 5, new RosterStatement.Adopt(next.hash()));
    assertTrue(roll.mayCosign(ALMACEN, NOON.plus(Roll.TIME_TO_ADOPT).plus(HOUR)));
  }

  @Test
  void aRestartDoesNotGiveItAnotherDay() throws IOException {
    roll(RosterChain.of(charter)).take(next, NOON);
    Roll again = roll(RosterChain.of(charter).plus(next));
    assertTrue(again.mayCosign(ALMACEN, NOON.plus(HOUR)));
    assertFalse(again.mayCosign(ALMACEN, NOON.plus(Roll.TIME_TO_ADOPT).plus(HOUR)));
  }

  @Test
  void adoptingAnotherRosterThanTheNewestDoesNotHelp() throws IOException {
    Roll roll = roll(RosterChain.of(charter));
    roll.take(next, NOON);
    roll.hear(ALMACEN, 5, new RosterStatement.Adopt(charter.hash()));
    assertFalse(roll.mayCosign(ALMACEN, NOON.plus(Roll.TIME_TO_ADOPT).plus(HOUR)));
  }
}
