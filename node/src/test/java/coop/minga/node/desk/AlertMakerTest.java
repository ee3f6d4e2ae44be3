package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.alert.Raised;
import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.history.Place;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.Site;
import coop.minga.node.monitor.Alarm;
import coop.minga.node.monitor.Chances;
import coop.minga.node.monitor.Form;
import coop.minga.node.monitor.Noticed;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Files name things as they like; peers are told what a ledger takes.
class AlertMakerTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
  private final AlertMaker maker =
      new AlertMaker(
          Bytes.utf8("secret"),
          new NodeConfig.Watch(Duration.ofHours(4), Duration.ofHours(8), new Grams(20_000)),
          ZoneId.of("America/Santiago"));

  @Test
  void aCategoryOfOrdinaryLengthIsToldAsItIs() {
    assertEquals("Panadería y dulces", told("Panadería y dulces").category());
    assertEquals("b".repeat(Checks.NAME), told("b".repeat(Checks.NAME)).category());
  }

  @Test
  void aLongerOneIsCutWhereACharacterEnds() {
    assertEquals("b".repeat(64), told("b".repeat(65)).category());
    assertEquals("b".repeat(64), told("b".repeat(200)).category());
    assertEquals("b".repeat(63), told("b".repeat(63) + "🥖 and more").category());
    assertEquals("b".repeat(63), told("b".repeat(63) + " more").category(), "no space at its end");
  }

  @Test
  void whatNoLedgerTakesIsLeftOut() {
    assertEquals("bread rolls", told("\tbread\u0085rolls\n").category());
    assertEquals("bread  rolls", told("bread\r\nrolls").category());
    assertEquals("bread", told("bread\ud83e").category(), "half a character");
    for (String nothing : new String[] {"", " ", "\u0000", "\u2003\u001f"}) {
      assertEquals("unnamed", told(nothing).category());
    }
  }

  @Test
  void noNameOfACategoryMakesTheAlertsOwnNameTooLong() {
    for (String category : new String[] {"", "🥖".repeat(100), "B".repeat(200)}) {
      String name = alert(category, 1).name();
      assertTrue(name.length() <= Checks.LOT && name.equals(name.strip()), name);
    }
  }

  @Test
  void soMuchIsAtStakeAsGramsHold() {
    assertEquals(1000, alert("bread", 0).alert().about().grams().value());
    assertEquals(3000, alert("bread", 2500).alert().about().grams().value());
    assertEquals(
        1_000_000_000_000L, alert("bread", Long.MAX_VALUE).alert().about().grams().value());
  }

  private Raised.About told(String category) {
    return alert(category, 30_000).alert().about();
  }

  private OwnAlert alert(String category, long grams) {
    var site =
        new Site(
            "mapocho",
            Optional.empty(),
            "Mapocho",
            Optional.of(new Place(90, 180)),
            EnumSet.allOf(DayOfWeek.class),
            "shop");
    var noticed =
        new Noticed(
            new SeriesKey("mapocho", "bread"),
            Form.STEP,
            MONDAY,
            MONDAY,
            new Chances(0, .9, 0),
            100,
            60);
    var alarm =
        new Alarm(
            Alarm.Reach.CATEGORY, site, category, category, noticed, List.of("bread"), 1, grams);
    return maker.alert(new Lookout.Found(alarm, 4), NOW);
  }
}
