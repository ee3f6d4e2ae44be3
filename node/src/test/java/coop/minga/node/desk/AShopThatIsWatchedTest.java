package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.alert.AlertStatement;
import coop.minga.federation.alert.Answered;
import coop.minga.federation.alert.Calls;
import coop.minga.federation.alert.Event;
import coop.minga.federation.alert.Over;
import coop.minga.federation.alert.Raised;
import coop.minga.federation.alert.Recovery;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.wire.Said;
import coop.minga.node.config.NodeConfig;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a Monday on the almacen sells 40 % less bread. The botica could take some; tia cries wolf.
class AShopThatIsWatchedTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
  private static final LocalDate FRIDAY = MONDAY.plusDays(4);
  private static final ZoneId ZONE = ZoneId.of("America/Santiago");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final MemberId TIA = new MemberId("tia");
  private static final NodeConfig.Watch SETTINGS =
      new NodeConfig.Watch(Duration.ofHours(4), Duration.ofHours(8), new Grams(20_000));

  @TempDir private Path root = Path.of("");
  @TempDir private Path elsewhere = Path.of("");
  private final Counter counter = new Counter(at(MONDAY, 6));
  private final Counter botica = new Counter(at(MONDAY, 6), BOTICA);
  private WatchDesk almacen = desk(counter, root);
  private WatchDesk boticas = desk(botica, elsewhere);
  private int files;

  private static Instant at(LocalDate day, int hour) {
    return day.atTime(hour, 0).atZone(ZONE).toInstant();
  }

  private static WatchDesk desk(Counter counter, Path root) {
    return new WatchDesk(counter, new Lookout(new NodeDirectory(root)), SETTINGS, Optional::empty);
  }

  @BeforeEach
  void tenWeeksOfBread() throws IOException {
    takes("items", "item,name,category,unit_weight_g,shelf_life_days\nbread,Bread,bakery,500,4\n");
    takes("sites", "site,name,lat,lon\nmapocho,Mapocho,-33.4,-70.6\n");
    sells(70, MONDAY.minusDays(70), "bread", 100);
    almacen = desk(counter, root);
    boticas = desk(botica, elsewhere);
    almacen.tick();
    assertEquals(0, all().getAsJsonArray("open").size(), "nothing yet");
  }

  private void sells(int days, LocalDate first, String item, int units) throws IOException {
    var random = new SplittableRandom(7);
    var sales = new StringBuilder("date,site,item,qty\n");
    for (int day = 0; day < days; day++) {
      long sold = Math.round(units * (.92 + .16 * random.nextDouble()));
      sales.append("%s,mapocho,%s,%d%n".formatted(first.plusDays(day), item, sold));
    }
    takes("sales", sales.toString());
  }

  private void takes(String table, String csv) throws IOException {
    Path file = Files.writeString(root.resolve(table + files++ + ".csv"), csv);
    try (History history = History.open(root)) {
      var settings = ImportSettings.by(Mapping.plain()).until(FRIDAY.plusDays(30));
      assertEquals(0, new Import(history, settings).file(file).count().rejected(), table);
    }
  }

  private JsonObject all() {
    return almacen.answer("alerts", new JsonObject()).orElseThrow();
  }

  private JsonArray open() {
    return all().getAsJsonArray("open");
  }

  private JsonObject only() {
    assertEquals(1, open().size(), open()::toString);
    return open().get(0).getAsJsonObject();
  }

  private JsonObject says(String what) {
    var question = new JsonObject();
    question.addProperty("alert", only().get("alert").getAsString());
    question.addProperty("what", what);
    return almacen.answer("alert", question).orElseThrow();
  }

  /// Four days of less bread come in, and it is Friday morning.
  private void breadFalls() throws IOException {
    sells(4, MONDAY, "bread", 60);
    passes(at(FRIDAY, 6));
  }

  private void passes(Instant until) {
    counter.now = until;
    botica.now = until;
    almacen.tick();
    boticas.tick();
  }

  /// The node is killed and starts again, with the first so many of its entries.
  private void isKilled(int entries) {
    almacen = desk(counter, root);
    List<Seen> own =
        counter.entered.subList(0, entries).stream()
            .map(said -> Counter.heard(Counter.ALMACEN, said))
            .toList();
    almacen.recall(
        new Recollection(
            new TreeMap<>(Map.of(Counter.ALMACEN, own)), Map.of(), List.of(), List.of()));
    almacen.tick();
  }

  private Seen hears(MemberId author, AlertStatement says) {
    Seen entry = Counter.heard(author, new Said.OfAlert(says));
    boticas.seen(entry);
    almacen.seen(entry);
    return entry;
  }

  private AlertStatement entered(int index) {
    return assertInstanceOf(Said.OfAlert.class, counter.entered.get(index)).says();
  }

  @Test
  void theShopIsToldFirstWithTheEvidence() throws IOException {
    breadFalls();
    JsonObject alert = only();
    assertEquals("SHOP", alert.get("level").getAsString());
    String words = alert.get("words").getAsString();
    assertTrue(words.startsWith("Bread at Mapocho fell by about"), words);
    assertTrue(words.contains("Monday 23 November"), words);
    assertEquals(List.of(), counter.entered);
    assertTrue(almacen.summary().startsWith("1 alerts wait for you"), almacen.summary());
    says("seen");
    assertTrue(almacen.summary().startsWith("0 alerts wait for you"), almacen.summary());
  }

  @Test
  void whatThePeopleMendNobodyElseHearsOf() throws IOException {
    breadFalls();
    assertEquals("MENDED", says("handled").get("outcome").getAsString());
    passes(at(FRIDAY.plusDays(3), 6));
    assertEquals(List.of(), counter.entered);
    assertEquals(0, open().size(), "and what goes on is not rung for again");
  }

  @Test
  void whatNobodyMendsClimbsAndAPeerHelps() throws IOException {
    breadFalls();
    passes(at(FRIDAY, 10));
    assertEquals("ORGANISATION", only().get("level").getAsString());
    passes(at(FRIDAY, 18));
    Raised raised = assertInstanceOf(Raised.class, entered(0));
    assertEquals(Raised.Help.TAKERS, raised.about().need());
    assertEquals("bakery", raised.about().category());
    assertFalse(raised.toString().contains("bread"), "peers are not told what sells");
    hears(Counter.ALMACEN, raised);
    JsonObject call = calls().get(0).getAsJsonObject();
    assertTrue(call.get("rings").getAsBoolean());
    var question = new JsonObject();
    question.addProperty("call", call.get("call").getAsString().substring(0, 8));
    question.addProperty("grams", 15_000);
    boticas.answer("help", question);
    hears(BOTICA, assertInstanceOf(Said.OfAlert.class, botica.entered.getFirst()).says());
    assertEquals(1, only().getAsJsonArray("help").size());
    says("handled");
    Over over = assertInstanceOf(Over.class, entered(1));
    assertEquals(1, over.helped().size());
    hears(Counter.ALMACEN, over);
    assertEquals(0, calls().size());
    assertEquals(List.of(), faults(counter.entered, botica.entered));
  }

  @Test
  void anAnswerThatIsAmissIsNoHelp() throws IOException {
    breadFalls();
    passes(at(FRIDAY, 18));
    Seen call = hears(Counter.ALMACEN, entered(0));
    hears(BOTICA, new Answered(call.id(), new Grams(1_000), at(FRIDAY, 17)));
    assertEquals(0, only().getAsJsonArray("help").size(), "it was not raised yet");
    says("handled");
    assertEquals(List.of(), assertInstanceOf(Over.class, entered(1)).helped());
    assertEquals(List.of(), faults(counter.entered, List.of()));
  }

  private JsonArray calls() {
    return boticas.answer("alerts", new JsonObject()).orElseThrow().getAsJsonArray("calls");
  }

  /// What an auditor would find.
  private static List<String> faults(List<Said> almacens, List<Said> boticas) {
    var calls = new Calls();
    List<Seen> all =
        java.util.stream.Stream.concat(
                almacens.stream().map(said -> Counter.heard(Counter.ALMACEN, said)),
                boticas.stream().map(said -> Counter.heard(BOTICA, said)))
            .toList();
    all.forEach(each -> calls.heard(each.id(), each.author(), says(each)));
    return all.stream()
        .flatMap(each -> calls.fault(each.id(), each.author(), says(each)).stream())
        .toList();
  }

  private static AlertStatement says(Seen entry) {
    return assertInstanceOf(Said.OfAlert.class, entry.said()).says();
  }

  @Test
  void aNodeThatIsKilledGoesOnWhereItWas() throws IOException {
    breadFalls();
    says("seen");
    String before = open().toString();
    isKilled(0);
    assertEquals(before, open().toString());
    passes(at(FRIDAY, 18));
    assertEquals(1, counter.entered.size());
    isKilled(1);
    assertEquals(1, counter.entered.size(), "it stands there already");
    assertEquals("PEERS", only().get("level").getAsString());
    assertTrue(only().has("entry"));
  }

  @Test
  void whatAKillLeftUnenteredIsEnteredOnceAndTheSame() throws IOException {
    breadFalls();
    passes(at(FRIDAY, 18));
    isKilled(0);
    assertEquals(2, counter.entered.size());
    assertEquals(counter.entered.get(0), counter.entered.get(1));
    isKilled(1);
    assertEquals(2, counter.entered.size());
  }

  /// The call stood in the ledger when the node was killed, and the node had not noted that yet.
  @Test
  void helpThatWasSaidWhileANodeWasDownIsKnownWhenItGoesOn() throws IOException {
    breadFalls();
    passes(at(FRIDAY, 18));
    Seen call = Counter.heard(Counter.ALMACEN, counter.entered.getFirst());
    AlertNotes notes = AlertNotes.read(counter.remembered("alerts").orElseThrow());
    counter.remember(
        "alerts",
        new AlertNotes(
                notes.told(),
                notes.alerts().stream().map(AShopThatIsWatchedTest::beforeItWasNoted).toList())
            .write());
    Seen answer =
        Counter.heard(
            BOTICA, new Said.OfAlert(new Answered(call.id(), new Grams(15_000), at(FRIDAY, 19))));
    counter.now = at(FRIDAY, 20);
    almacen = desk(counter, root);
    almacen.recall(
        new Recollection(
            new TreeMap<>(Map.of(Counter.ALMACEN, List.of(call), BOTICA, List.of(answer))),
            Map.of(),
            List.of(),
            List.of()));
    almacen.tick();
    assertEquals(1, counter.entered.size(), "it is not called for again");
    assertEquals(1, only().getAsJsonArray("help").size());
  }

  private static OwnAlert beforeItWasNoted(OwnAlert own) {
    return new OwnAlert(
        own.cause(),
        own.alert(),
        own.bell(),
        own.events().stream().filter(event -> !(event instanceof Event.Entered)).toList());
  }

  @Test
  void whatIsSmallClimbsToPeersOnlyIfAPersonPassesItUp() throws IOException {
    takes("items", "item,name,category,unit_weight_g,shelf_life_days\nbread,Bread,bakery,50,4\n");
    breadFalls();
    passes(at(FRIDAY, 20));
    assertEquals("ORGANISATION", only().get("level").getAsString());
    says("pass-up");
    assertInstanceOf(Raised.class, entered(0));
    assertEquals(List.of(), faults(counter.entered, List.of()));
  }

  @Test
  void aSiteWhosePlaceNobodyToldAsksNoPeers() throws IOException {
    sellsElsewhere();
    passes(at(FRIDAY, 20));
    assertEquals("ORGANISATION", only().get("level").getAsString());
    var no = assertThrows(IllegalArgumentException.class, () -> says("pass-up"));
    assertTrue(no.toString().contains("nobody told where"), no.toString());
    passes(at(FRIDAY.plusDays(9), 6));
    assertEquals(List.of(), counter.entered);
  }

  /// The same at a site of which the sites' table says nothing, as a node of its own.
  private void sellsElsewhere() throws IOException {
    Path nowhere = Files.createDirectories(elsewhere.resolve("nowhere"));
    Path before = root;
    root = nowhere;
    takes("items", "item,name,category,unit_weight_g,shelf_life_days\nbread,Bread,bakery,500,4\n");
    sells(70, MONDAY.minusDays(70), "bread", 100);
    counter.disremember("alerts");
    counter.now = at(MONDAY, 6);
    almacen = desk(counter, nowhere);
    almacen.tick();
    sells(4, MONDAY, "bread", 60);
    counter.now = at(FRIDAY, 6);
    almacen.tick();
    root = before;
  }

  @Test
  void atMostFiveAlarmsRingAndTheRestIsListed() throws IOException {
    for (int i = 0; i < 8; i++) {
      takes(
          "items",
          "item,name,category,unit_weight_g,shelf_life_days%nthing%d,Thing %d,kind%d,500,4%n"
              .formatted(i, i, i));
      sells(70, MONDAY.minusDays(70), "thing" + i, 100);
      sells(4, MONDAY, "thing" + i, i % 2 == 0 ? 50 : 160);
    }
    sells(4, MONDAY, "bread", 100);
    passes(at(FRIDAY, 6));
    assertEquals(5, open().size(), open()::toString);
    assertTrue(all().getAsJsonArray("notRung").size() >= 3);
  }

  @Test
  void whoCriedWolfIsListedAndRingsNobody() {
    for (int i = 0; i < 4; i++) {
      Seen call = hears(TIA, raised("wolf-" + i));
      hears(BOTICA, new Answered(call.id(), new Grams(9_000), botica.now));
      hears(TIA, new Over(call.id(), Over.Outcome.NOT_REAL, List.of(), botica.now));
    }
    hears(TIA, raised("wolf-5"));
    assertEquals(1, calls().size());
    assertFalse(calls().get(0).getAsJsonObject().get("rings").getAsBoolean());
    assertTrue(boticas.summary().contains("0 members ask for help"), boticas.summary());
    hears(Counter.ALMACEN, raised("bread"));
    assertTrue(boticas.summary().contains("1 members ask for help"), boticas.summary());
  }

  private static Raised raised(String name) {
    var about = new Raised.About(Raised.Help.TAKERS, "bakery", new Grams(30_000), new Cell(1, 1));
    var recovery = new Recovery(at(MONDAY, 0), Duration.ofHours(2), Duration.ofHours(2));
    return new Raised(name, about, recovery, false, at(MONDAY, 23), at(MONDAY, 5));
  }
}
