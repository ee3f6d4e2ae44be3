package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.Ruling;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.HeldBack.Telling;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Almacen dates its entries ahead; Botica hears of them when their time has come.
class HeldBackTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final HeldBack heldBack = new HeldBack(BOTICA);

  @Test
  void anEntryOfTomorrowIsHeardTomorrow() {
    Seen tomorrow = entry(ALMACEN, 0, NOON.plus(Duration.ofDays(1)));
    assertTrue(heldBack.holds(seen(tomorrow), NOON));
    assertEquals(List.of(), heldBack.due(NOON.plus(Duration.ofHours(22))));
    assertEquals(List.of(seen(tomorrow)), heldBack.due(NOON.plus(Duration.ofHours(23))));
    assertEquals(List.of(), heldBack.due(NOON.plus(Duration.ofDays(2))));
  }

  @Test
  void clocksThatDifferByAnHourHoldNothingBack() {
    assertFalse(heldBack.holds(seen(entry(ALMACEN, 0, NOON.plus(Ruling.CLOCKS_DIFFER))), NOON));
    assertTrue(
        heldBack.holds(
            seen(entry(ALMACEN, 1, NOON.plus(Ruling.CLOCKS_DIFFER).plusMillis(1))), NOON));
  }

  @Test
  void itsOwnEntriesAreNeverHeldBackFromANode() {
    assertFalse(heldBack.holds(seen(entry(BOTICA, 0, NOON.plus(Duration.ofDays(9)))), NOON));
  }

  @Test
  void afterAStartTooTheyAreHeardAtTheirTimeAndThenAsWitnessed() {
    Seen today = entry(ALMACEN, 0, NOON);
    Seen tomorrow = entry(ALMACEN, 1, NOON.plus(Duration.ofDays(1)));
    var ledgers = new TreeMap<MemberId, List<Seen>>();
    ledgers.put(ALMACEN, new ArrayList<>(List.of(today, tomorrow)));
    var all = new Recollection(ledgers, Map.of(ALMACEN, 2L), List.of(), new ArrayList<>(List.of()));
    assertEquals(List.of(today), heldBack.sift(all, NOON).ledger(ALMACEN));
    assertEquals(
        List.of(seen(tomorrow), new Telling(Replication.Delivery.WITNESSED, tomorrow)),
        heldBack.due(NOON.plus(Duration.ofDays(1))));
  }

  @Test
  void oneMoreThanTheLimitIsNotKept() {
    Instant tomorrow = NOON.plus(Duration.ofDays(1));
    for (int i = 0; i <= HeldBack.MAX_HELD; i++) {
      assertTrue(heldBack.holds(seen(entry(ALMACEN, i, tomorrow)), NOON));
    }
    assertEquals(HeldBack.MAX_HELD, heldBack.due(tomorrow).size());
  }

  private static Telling seen(Seen entry) {
    return new Telling(Replication.Delivery.SEEN, entry);
  }

  private static Seen entry(MemberId author, long index, Instant at) {
    var said = new Said.OfSurplus(new Withdraw("yoghurt", "sold after all", 0, at));
    Hash name = Hash.sha256((author + " " + index).getBytes(StandardCharsets.UTF_8));
    return new Seen(new EntryId(name), author, Tree.LEDGER, index, said);
  }
}
