package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.peering.FrameKind;
import coop.minga.node.peering.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EgressDeskTest {
  private static final MemberId BOTICA = new MemberId("botica");
  private static final MemberId TIA = new MemberId("tia");
  private static final Said BREAD =
      new Said.OfSurplus(
          new Need(
              "plaza",
              "bread",
              Collections.nCopies(7, new Grams(9_000)),
              LocalDate.of(2030, 1, 1),
              true));

  private final Counter almacen = new Counter(Instant.parse("2026-11-24T12:00:00Z"));
  private final Map<MemberId, Map<FrameKind, Traffic>> sent = new HashMap<>();

  @Test
  void whatWentToAllPeersIsAddedUpAndGoesOnAfterARestart() {
    EgressDesk desk = desk();
    sent.put(BOTICA, Map.of(FrameKind.ENTRIES, new Traffic(2, 500, 7, 9_999)));
    sent.put(TIA, Map.of(FrameKind.ENTRIES, new Traffic(1, 250, 0, 0)));
    desk.tick();
    assertEquals("ENTRIES 3 750", row(desk, "messages"));

    sent.put(TIA, Map.of(FrameKind.ENTRIES, new Traffic(2, 300, 0, 0)));
    almacen.now = almacen.now.plusSeconds(59);
    desk.tick();
    assertEquals("ENTRIES 4 800", row(desk, "messages"), "told at once, kept within the minute");
    sent.clear();
    assertEquals("ENTRIES 3 750", row(desk(), "messages"), "a crash lost less than a minute");

    sent.put(BOTICA, Map.of(FrameKind.ENTRIES, new Traffic(1, 10, 0, 0)));
    EgressDesk again = desk();
    almacen.now = almacen.now.plus(Duration.ofMinutes(2));
    again.tick();
    again.tick();
    assertEquals("ENTRIES 4 760", row(again, "messages"), "and nothing is added twice");
  }

  @Test
  void onlyOwnEntriesAreCountedAsSaid() {
    EgressDesk desk = desk();
    desk.seen(Counter.heard(Counter.ALMACEN, BREAD));
    desk.seen(Counter.heard(BOTICA, BREAD));
    desk.seen(Counter.heard(Counter.ALMACEN, BREAD));
    assertEquals("NEED 2 " + 2 * Statements.encode(BREAD).size(), row(desk, "entries"));
  }

  private EgressDesk desk() {
    var desk = new EgressDesk(almacen, () -> Map.copyOf(sent));
    desk.recall(new Recollection(new TreeMap<>(), Map.of(), List.of(), List.of()));
    return desk;
  }

  private static String row(EgressDesk desk, String table) {
    JsonArray rows = desk.answer("egress", new JsonObject()).orElseThrow().getAsJsonArray(table);
    assertEquals(1, rows.size());
    JsonObject row = rows.get(0).getAsJsonObject();
    return row.get("kind").getAsString()
        + " "
        + row.get("count").getAsLong()
        + " "
        + row.get("bytes").getAsLong();
  }
}
