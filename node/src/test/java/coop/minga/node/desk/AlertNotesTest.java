package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.alert.Event;
import coop.minga.federation.alert.Ladder;
import coop.minga.federation.alert.Raised;
import coop.minga.federation.alert.Recovery;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.Grams;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is given up where more is noticed than is kept.
class AlertNotesTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void whatIsKeptStaysInOrder() {
    List<OwnAlert> all = new ArrayList<>(silent(AlertNotes.MAX_KEPT - 2));
    all.add(1, over("over"));
    all.add(2, live("live"));
    AlertNotes kept = AlertNotes.ofMost(Optional.of(MONDAY), all);
    assertEquals(all, kept.alerts());
    assertEquals(Optional.of(MONDAY), kept.told());
  }

  @Test
  void theLightestThatRangNobodyIsGivenUpFirst() {
    List<OwnAlert> all = new ArrayList<>(List.of(over("over"), live("live")));
    all.addAll(silent(AlertNotes.MAX_KEPT - 1));
    assertEquals(all.subList(0, AlertNotes.MAX_KEPT), most(all));
  }

  @Test
  void thenWhatIsOverTheOldestFirst() {
    List<OwnAlert> all = new ArrayList<>(List.of(live("live"), over("old"), over("older")));
    IntStream.range(0, AlertNotes.MAX_KEPT - 2).forEach(i -> all.add(live("live" + i)));
    all.addAll(silent(3));
    List<OwnAlert> kept = new ArrayList<>(all.subList(0, AlertNotes.MAX_KEPT + 1));
    kept.remove(1);
    assertEquals(kept, most(all));
  }

  @Test
  void whatPeersMayHaveHeardOfIsNotGivenUpForWhatRangNobodyYet() {
    List<OwnAlert> all = new ArrayList<>();
    IntStream.range(0, AlertNotes.MAX_KEPT + 1).forEach(i -> all.add(live("live" + i)));
    assertEquals(all.subList(0, AlertNotes.MAX_KEPT), most(all));
  }

  @Test
  void whatAPersonTouchedCountsAsRung() {
    List<OwnAlert> all = new ArrayList<>(silent(AlertNotes.MAX_KEPT));
    all.add(alert("touched", OwnAlert.Bell.NONE, List.of(new Event.Acknowledged(NOON))));
    List<OwnAlert> kept = new ArrayList<>(all);
    kept.remove(AlertNotes.MAX_KEPT - 1);
    assertEquals(kept, most(all));
  }

  private static List<OwnAlert> most(List<OwnAlert> all) {
    return AlertNotes.ofMost(Optional.of(MONDAY), all).alerts();
  }

  private static List<OwnAlert> silent(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> alert("silent" + i, OwnAlert.Bell.NONE, List.of()))
        .toList();
  }

  private static OwnAlert live(String name) {
    return alert(name, OwnAlert.Bell.PEERS, List.of());
  }

  private static OwnAlert over(String name) {
    return alert(name, OwnAlert.Bell.PEERS, List.of(new Event.Mended(NOON)));
  }

  private static OwnAlert alert(String name, OwnAlert.Bell bell, List<Event> events) {
    var about = new Raised.About(Raised.Help.TAKERS, "bread", new Grams(1000), new Cell(1, 1));
    var recovery = new Recovery(NOON, Duration.ofHours(2), Duration.ofHours(2));
    var ladder = new Ladder.Alert(name, about, recovery, NOON.plus(Duration.ofDays(2)));
    var cause = new OwnAlert.Cause("mapocho", name, false, MONDAY, 1000, "Less is sold.");
    return new OwnAlert(cause, ladder, bell, events);
  }
}
