package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Elsewhere;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.OutletReason;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.wire.Said;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeConfig.Consent;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import coop.minga.node.history.History;
import coop.minga.node.history.Import;
import coop.minga.node.history.ImportSettings;
import coop.minga.node.history.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The almacen has 36 yoghurts too many, and the botica says that there is glass in them.
class AShopThatHearsOfARecallTest {
  private static final LocalDate TUESDAY = LocalDate.of(2026, 11, 24);
  private static final ZoneId ZONE = ZoneId.of("America/Santiago");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final String LOT = "dairy-4d9e8fcd2d";

  @TempDir private Path root = Path.of("");
  private final Counter counter = new Counter(TUESDAY.atTime(14, 0).atZone(ZONE).toInstant());
  private final RecallDesk recalls = new RecallDesk(counter);
  private OutlookDesk outlook =
      new OutlookDesk(counter, new Foresight(new NodeDirectory(root), ZONE));
  private GivingDesk giving =
      new GivingDesk(
          counter,
          outlook,
          recalls,
          new SettlementDesk(counter),
          new NodeConfig.Policy(Consent.ASK, Consent.ALWAYS));

  @BeforeEach
  void theMorning() throws IOException {
    var sales = new StringBuilder("date,site,item,qty\n");
    for (LocalDate day = TUESDAY.minusDays(28); day.isBefore(TUESDAY); day = day.plusDays(1)) {
      sales.append(day).append(",almacen,yoghurt,20\n");
    }
    takes("sales", sales.toString());
    takes("items", "item,category,storage,unit_weight_g\nyoghurt,dairy,chilled,500\n");
    takes("sites", "site,lat,lon\nalmacen,-33.4,-70.6\n");
    takes("stock", "date,site,item,qty,use_by\n2026-11-24,almacen,yoghurt,96,2026-11-26\n");
    outlook = new OutlookDesk(counter, new Foresight(new NodeDirectory(root), ZONE));
    giving =
        new GivingDesk(
            counter,
            outlook,
            recalls,
            new SettlementDesk(counter),
            new NodeConfig.Policy(Consent.ASK, Consent.ALWAYS));
    giving.recall(new Recollection(new TreeMap<>(Map.of()), Map.of(), List.of(), List.of()));
    outlook.tick();
  }

  private void takes(String table, String csv) throws IOException {
    Path file = Files.writeString(root.resolve(table + ".csv"), csv);
    try (History history = History.open(root)) {
      var settings = ImportSettings.by(Mapping.plain()).until(TUESDAY.plusDays(1));
      assertEquals(0, new Import(history, settings).file(file).count().rejected(), table);
    }
  }

  private JsonObject offers() {
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    return giving.answer("offer", question).orElseThrow();
  }

  /// What the loop does with what others and the almacen itself enter.
  private void hears(Seen entry) {
    recalls.seen(entry);
    giving.seen(entry);
  }

  private Seen boticaCalls(String category) {
    Seen entry = called(category);
    hears(entry);
    return entry;
  }

  private Seen called(String category) {
    var dates = new Recall.Dates(TUESDAY, TUESDAY.plusDays(9));
    var recall =
        new Recall(
            new Recall.Which.OfCategory(category), Optional.of(dates), "", "glass", counter.now);
    return Counter.heard(BOTICA, new Said.OfSurplus(recall));
  }

  private JsonObject asks(String verb, Seen recall) {
    var question = new JsonObject();
    question.addProperty("recall", recall.id().toString().substring(0, 8));
    question.addProperty("units", 12);
    return recalls.answer(verb, question).orElseThrow();
  }

  private JsonObject first() {
    JsonArray all =
        recalls.answer("recalls", new JsonObject()).orElseThrow().getAsJsonArray("recalls");
    return all.get(0).getAsJsonObject();
  }

  @Test
  void aLotOnOfferIsStoppedAtOnceAndNeverOfferedAgain() {
    assertEquals("open", offers().get("stage").getAsString());
    recalls.opened(Counter.heard(Counter.ALMACEN, counter.entered.getFirst()));
    Seen recall = boticaCalls("dairy");
    assertTrue(
        counter.entered.getLast() instanceof Said.OfSurplus(Halt halt)
            && halt.lot().equals(LOT)
            && halt.recall().equals(recall.id()));
    var again = assertThrows(IllegalArgumentException.class, this::offers);
    assertEquals(
        "botica recalled all dairy dated 2026-11-24 to 2026-12-03: glass", again.getMessage());
    hears(recall);
    assertEquals(2, counter.entered.size(), "it is stopped once");
  }

  private static final Elsewhere.Way PIGS =
      new Elsewhere.Way(Outlet.FEED, OutletReason.NOBODY_TOOK_IT, "pig farm");

  private JsonObject goes(String outlet, String because) {
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    question.addProperty("outlet", outlet);
    question.addProperty("because", because);
    question.addProperty("where", "somewhere");
    return giving.answer("outlet", question).orElseThrow();
  }

  /// Its policy feeds pigs with what nobody took.
  private void feedsPigsByPolicy() {
    giving =
        new GivingDesk(
            counter,
            outlook,
            recalls,
            new SettlementDesk(counter),
            new NodeConfig.Policy(
                Consent.ASK,
                Consent.ALWAYS,
                NodeConfig.Wishes.NONE,
                Optional.of(PIGS),
                Grams.ZERO));
    giving.recall(new Recollection(new TreeMap<>(Map.of()), Map.of(), List.of(), List.of()));
  }

  @Test
  void whatNobodyTookAndIsRecalledLaterIsNoFoodForAnybody() {
    feedsPigsByPolicy();
    offers();
    counter.now = TUESDAY.atTime(18, 0).atZone(ZONE).toInstant();
    giving.tick();
    Seen recall = boticaCalls("dairy");
    assertTrue(
        counter.entered.getLast() instanceof Said.OfSurplus(Halt halt)
            && halt.recall().equals(recall.id()));
    assertTrue(
        giving.waiting().stream()
            .anyMatch(each -> each.what().endsWith("--outlet compost=WHERE --because recalled")));
    int entered = counter.entered.size();
    counter.now = TUESDAY.plusDays(2).atTime(22, 0).atZone(ZONE).toInstant();
    giving.tick();
    giving.tick();
    assertEquals(entered, counter.entered.size(), "the pigs get none, and it is stopped once");
    assertThrows(IllegalArgumentException.class, () -> goes("people", "nobody-took-it"));
    assertThrows(IllegalArgumentException.class, () -> goes("feed", "nobody-took-it"));
    assertEquals(0, goes("compost", "recalled").get("unclaimed").getAsInt());
  }

  @Test
  void aRecallDatedAMomentAheadIsHeededWhenItsTimeHasCome() {
    offers();
    counter.now = counter.now.plusSeconds(30);
    Seen recall = called("dairy");
    counter.now = counter.now.minusSeconds(30);
    hears(recall);
    assertEquals(1, counter.entered.size());
    counter.now = counter.now.plusSeconds(30);
    giving.tick();
    assertTrue(counter.entered.getLast() instanceof Said.OfSurplus(Halt _));
  }

  @Test
  void aRecallOfSomethingElseStopsNothing() {
    offers();
    boticaCalls("fish");
    assertEquals(1, counter.entered.size());
  }

  @Test
  void aStandingPolicyOffersNothingThatIsRecalled() {
    giving =
        new GivingDesk(
            counter,
            outlook,
            recalls,
            new SettlementDesk(counter),
            new NodeConfig.Policy(Consent.ALWAYS, Consent.ALWAYS));
    giving.recall(new Recollection(new TreeMap<>(Map.of()), Map.of(), List.of(), List.of()));
    boticaCalls("dairy");
    counter.now = counter.now.plus(Duration.ofMinutes(70));
    giving.tick();
    assertEquals(List.of(), counter.entered);
  }

  @Test
  void whoHoldsSomeIsWaitedForAndAfterAnHourEverybodyIsTold() {
    offers();
    recalls.opened(Counter.heard(Counter.ALMACEN, counter.entered.getFirst()));
    Seen recall = boticaCalls("dairy");
    assertEquals("holders", first().get("level").getAsString());
    assertTrue(first().get("yours").getAsBoolean());
    counter.now = counter.now.plus(Duration.ofHours(1));
    assertEquals("everybody", first().get("level").getAsString());
    JsonObject told = asks("acknowledge", recall);
    assertEquals("answered", told.get("level").getAsString());
    assertEquals(0, told.getAsJsonArray("waitingFor").size());
  }

  @Test
  void onlyWhoCalledItLiftsIt() {
    Seen recall = boticaCalls("dairy");
    var question = new JsonObject();
    question.addProperty("recall", recall.id().toString());
    question.addProperty("reason", "it is inconvenient");
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> recalls.answer("lift", question).orElseThrow());
    assertEquals("botica called this, and only it can lift it", refused.getMessage());
  }

  @Test
  void whatIsNotOfACategoryOrAGtinIsNotRecalled() {
    var question = new JsonObject();
    question.addProperty("category", "dairy");
    question.addProperty("reason", "all of it, for good");
    var refused =
        assertThrows(IllegalArgumentException.class, () -> recalls.answer("recall", question));
    assertEquals("a recall of a whole category names the dates printed", refused.getMessage());
  }
}
