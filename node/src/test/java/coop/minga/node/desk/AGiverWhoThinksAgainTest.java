package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.negotiation.Accept;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.negotiation.BidReply;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Elsewhere;
import coop.minga.federation.negotiation.FirmUp;
import coop.minga.federation.negotiation.RuleOut;
import coop.minga.federation.negotiation.Take;
import coop.minga.federation.roster.Charter;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.RuleSheet;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.OutletReason;
import coop.minga.federation.surplus.Parent;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.wire.RosterWire;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// The almacen sells 20 yoghurts a day and has 96 that end the day after tomorrow: 36 too many.
class AGiverWhoThinksAgainTest {
  private static final LocalDate TUESDAY = LocalDate.of(2026, 11, 24);
  private static final ZoneId ZONE = ZoneId.of("America/Santiago");
  private static final MemberId TALLER = new MemberId("taller");

  /// The dairy, and a hash with the first salt of [Counter].
  private static final String LOT = "dairy-4d9e8fcd2d";

  @TempDir private Path root = Path.of("");
  private final Counter counter = new Counter(at(TUESDAY, 14));
  private OutlookDesk outlook =
      new OutlookDesk(counter, new Foresight(new NodeDirectory(root), ZONE));
  private final RecallDesk recalls = new RecallDesk(counter);
  private final SettlementDesk settlements = new SettlementDesk(counter);
  private GivingDesk desk =
      new GivingDesk(
          counter,
          outlook,
          new RecallDesk(counter),
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
    desk = standing(Consent.ASK);
    outlook.tick();
  }

  private void takes(String table, String csv) throws IOException {
    Path file = Files.writeString(root.resolve(table + ".csv"), csv);
    try (History history = History.open(root)) {
      var settings = ImportSettings.by(Mapping.plain()).until(TUESDAY.plusDays(2));
      assertEquals(0, new Import(history, settings).file(file).count().rejected(), table);
    }
  }

  private GivingDesk standing(Consent policy) {
    return standing(policy, NodeConfig.Wishes.NONE);
  }

  private GivingDesk standing(Consent offer, NodeConfig.Wishes wishes) {
    return standing(
        new NodeConfig.Policy(offer, Consent.ALWAYS, wishes, Optional.empty(), Grams.ZERO));
  }

  private GivingDesk standing(NodeConfig.Policy policy) {
    var all = new Recollection(new TreeMap<>(Map.of()), Map.of(), List.of(), List.of());
    var made = new GivingDesk(counter, outlook, recalls, settlements, policy);
    made.recall(all);
    return made;
  }

  private static Instant at(LocalDate day, int hour) {
    return day.atTime(hour, 0).atZone(ZONE).toInstant();
  }

  private JsonObject asks(String verb, String lot) {
    var question = new JsonObject();
    question.addProperty("lot", lot);
    question.addProperty("reason", "sold after all");
    return desk.answer(verb, question).orElseThrow();
  }

  private static String name(JsonObject lot) {
    return lot.get("lot").getAsString();
  }

  @Test
  void aLotThatWasTakenBackIsOfferedAgainUnderANameOfItsOwn() {
    assertEquals(LOT, name(asks("offer", LOT)));
    assertEquals("withdrawn", asks("withdraw", LOT).get("stage").getAsString());
    JsonObject again = asks("offer", LOT);
    assertEquals(LOT + "-2", name(again));
    assertEquals("open", again.get("stage").getAsString());
    asks("withdraw", LOT + "-2");
    assertEquals(LOT + "-3", name(asks("offer", LOT)));
    assertEquals(5, counter.entered.size());
  }

  @Test
  void aLotThatIsOnOfferIsNotOfferedTwice() {
    asks("offer", LOT);
    var refused = assertThrows(IllegalArgumentException.class, () -> asks("offer", LOT));
    assertEquals("lot " + LOT + " was offered before", refused.getMessage());
    assertEquals(1, counter.entered.size());
  }

  @Test
  void whatNobodyTookIsOfferedAgainOnTheSameDayAndNoMoreOfIt() {
    offers(10);
    counter.now = at(TUESDAY, 16);
    assertEquals("lot " + LOT + " was offered before", why(() -> asks("offer", LOT)));
    counter.now = at(TUESDAY, 18);
    desk.tick();
    assertEquals(
        "nobody took 10 units; offer them again: minga offer %s, or say what becomes of them: minga offer %s --outlet feed=WHERE"
            .formatted(LOT, LOT),
        desk.waiting().getFirst().what());
    assertEquals(
        "of %s nobody took 10 units, which can be offered again today, not 11".formatted(LOT),
        why(() -> offers(11)),
        "this morning's numbers do not know what was given away since");
    JsonObject again = asks("offer", LOT);
    assertEquals(LOT + "-2", name(again));
    assertEquals(10, again.get("units").getAsInt());
    asks("withdraw", LOT + "-2");
    assertTrue(why(() -> offers(11)).startsWith("of " + LOT + " nobody took 10 units"));
    assertEquals(LOT + "-3", name(offers(10)));
  }

  private JsonObject offers(int units) {
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    question.addProperty("units", units);
    return desk.answer("offer", question).orElseThrow();
  }

  @Test
  void whatNobodyTookIsOfferedAgainOnceTheNextMorningWasLookedAt() throws IOException {
    asks("offer", LOT);
    counter.now = at(TUESDAY, 18);
    desk.tick();
    takes("sales", "date,site,item,qty\n2026-11-24,almacen,yoghurt,20\n");
    takes("stock", "date,site,item,qty,use_by\n2026-11-25,almacen,yoghurt,76,2026-11-26\n");
    counter.now = at(TUESDAY.plusDays(1), 9);
    outlook.tick();
    assertTrue(
        desk.waiting().stream()
            .anyMatch(each -> each.what().startsWith("nobody took 36 units; say what becomes")),
        "on the next day it waits as what is foreseen");
    assertEquals(LOT + "-2", name(asks("offer", LOT)));
  }

  @Test
  void aStandingPolicyDoesNotOfferWhatAPersonTookBackThatDay() {
    desk = standing(Consent.ALWAYS);
    counter.now = at(TUESDAY, 15);
    desk.tick();
    assertEquals(1, counter.entered.size());
    asks("withdraw", LOT);
    desk.tick();
    assertEquals(2, counter.entered.size(), "the offer and the withdrawal");
  }

  private Seen bid(int units) {
    var offer = (Offer) ((Said.OfSurplus) counter.entered.getFirst()).says();
    return Counter.heard(
        TALLER,
        new Said.OfNegotiation(
            new Bid(
                new LotName(Counter.ALMACEN, LOT),
                1,
                "kitchen",
                units,
                10,
                offer.window().until().plus(Duration.ofHours(3)),
                offer.settlementEpoch(),
                new Bid.Reach(10, 60),
                counter.now)));
  }

  @Test
  void aBidToldAgainIsAnsweredAgainAndTakenOnce() {
    asks("offer", LOT);
    var offer = (Offer) ((Said.OfSurplus) counter.entered.getFirst()).says();
    counter.now = offer.closesAt().minus(Duration.ofMinutes(20));
    Seen bid = bid(4);
    desk.told(bid);
    Said reply = counter.noted.getLast();
    assertTrue(reply instanceof Said.OfNegotiation(BidReply said) && said.acceptedUnits() == 4);
    assertEquals(List.of(new Counter.Told(TALLER, reply)), counter.told);
    desk.toldAgain(bid);
    assertEquals(1, counter.noted.size(), "nothing is entered twice");
    assertEquals(
        List.of(new Counter.Told(TALLER, reply), new Counter.Told(TALLER, reply)), counter.told);
  }

  // ---- What waits for a person

  @Test
  void whatIsForeseenWaitsForTheShopAndFromHalfOfTheTimeOnForTheOrganisation() {
    Waiting draft = desk.waiting().getFirst();
    assertEquals(List.of(draft), desk.waiting());
    assertEquals(LOT, draft.lot());
    assertEquals("almacen", draft.who());
    assertEquals("offer it: minga offer " + LOT, draft.what());
    assertEquals("not offered", draft.silence());
    Instant morning = at(TUESDAY, 6);
    Instant half = morning.plus(Duration.between(morning, draft.until()).dividedBy(2));
    counter.now = half.minusMillis(1);
    assertEquals("almacen", desk.waiting().getFirst().who());
    counter.now = half;
    assertEquals("the organisation", desk.waiting().getFirst().who());
    counter.now = draft.until();
    assertEquals(List.of(), desk.waiting(), "nobody could eat it in time");
  }

  private WatchDesk watch() {
    var settings = new NodeConfig.Watch(Duration.ofHours(4), Duration.ofHours(8), Grams.ZERO);
    var watch =
        new WatchDesk(
            counter, new Lookout(new NodeDirectory(root)), settings, () -> desk.unoffered());
    watch.recall(new Recollection(new TreeMap<>(Map.of()), Map.of(), List.of(), List.of()));
    return watch;
  }

  private static JsonArray alerts(WatchDesk watch, String which) {
    return watch.answer("alerts", new JsonObject()).orElseThrow().getAsJsonArray(which);
  }

  private Instant half() {
    Instant morning = at(TUESDAY, 6);
    return morning.plus(Duration.between(morning, desk.waiting().getFirst().until()).dividedBy(2));
  }

  private static String says(WatchDesk watch, String what) {
    var question = new JsonObject();
    question.addProperty("alert", "draft-" + TUESDAY + "-" + LOT);
    question.addProperty("what", what);
    return watch.answer("alert", question).orElseThrow().toString();
  }

  @Test
  void aDraftRingsTheOrganisationAtHalfOfTheTimeAndIsMendedByAnOffer() {
    Instant half = half();
    counter.now = half.minusMillis(1);
    WatchDesk watch = watch();
    watch.tick();
    assertEquals(0, alerts(watch, "open").size(), "the shop still has its time");
    counter.now = half.plusSeconds(60);
    watch.tick();
    JsonObject rung = alerts(watch, "open").get(0).getAsJsonObject();
    assertEquals("ORGANISATION", rung.get("level").getAsString());
    assertEquals(
        "36 of yoghurt will be left over at almacen and are not offered: minga offer " + LOT,
        rung.get("words").getAsString());
    assertTrue(watch.summary().startsWith("1 alerts wait for you"));
    assertTrue(why(() -> says(watch, "pass-up")).endsWith("by an offer: minga offer " + LOT));
    WatchDesk again = watch();
    again.tick();
    assertEquals(1, alerts(again, "open").size(), "a start rings nobody twice");
    asks("offer", LOT);
    counter.now = half.plusSeconds(120);
    again.tick();
    JsonObject over = alerts(again, "over").get(0).getAsJsonObject();
    assertEquals("MENDED", over.get("outcome").getAsString());
    assertEquals(1, counter.entered.size(), "the offer; of a draft peers are told nothing else");
  }

  /// Two days later as many were sold as ever.
  private void thursday() throws IOException {
    takes(
        "sales",
        "date,site,item,qty\n2026-11-24,almacen,yoghurt,20\n2026-11-25,almacen,yoghurt,20\n");
    counter.now = at(TUESDAY.plusDays(2), 7);
    outlook.tick();
    desk.tick();
    assertEquals(TUESDAY.plusDays(2), outlook.outlook().orElseThrow().morning());
  }

  @Test
  void aDraftThatRangGoesOnRingingOnTheNextMorningAndIsNoNewOne() throws IOException {
    Instant half = half();
    desk.tick();
    counter.now = half.plusSeconds(60);
    WatchDesk watch = watch();
    watch.tick();
    assertEquals(1, alerts(watch, "open").size());
    desk = standing(Consent.ASK);
    thursday();
    assertEquals(
        "the organisation",
        desk.waiting().getFirst().who(),
        "the first morning's half holds, also after a start");
    watch.tick();
    assertEquals(1, alerts(watch, "open").size(), "it is still not offered");
    assertEquals(0, alerts(watch, "over").size(), "nobody mended anything");
  }

  @Test
  void askingAnotherSiteMendsNothingAndWhatIsTakenBackRingsAgainOnAnotherDay() throws IOException {
    takes("sites", "site,lat,lon\nalmacen,-33.4,-70.6\nkiosco,-33.5,-70.6\n");
    outlook = new OutlookDesk(counter, new Foresight(new NodeDirectory(root), ZONE));
    desk = standing(Consent.ASK);
    outlook.tick();
    desk.tick();
    counter.now = half().plusSeconds(60);
    WatchDesk watch = watch();
    watch.tick();
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    question.addProperty("to", "kiosco");
    desk.answer("move", question);
    counter.now = counter.now.plusSeconds(120);
    watch.tick();
    assertEquals(1, alerts(watch, "open").size(), "the other site has said nothing yet");
    counter.now = counter.now.plus(GivingDesk.TO_ANSWER_A_SITE);
    asks("offer", LOT);
    watch.tick();
    assertEquals(0, alerts(watch, "open").size());
    asks("withdraw", LOT);
    counter.now = counter.now.plusSeconds(120);
    watch.tick();
    assertEquals(0, alerts(watch, "open").size(), "once a day is enough");
    thursday();
    watch.tick();
    assertEquals(1, alerts(watch, "open").size(), "it waits again");
    assertEquals(1, alerts(watch, "over").size());
  }

  @Test
  void aDraftThatAPersonHandledRingsNobodyOnTheNextMorning() throws IOException {
    Instant half = half();
    desk.tick();
    counter.now = half.plusSeconds(60);
    WatchDesk watch = watch();
    watch.tick();
    says(watch, "handled");
    thursday();
    assertEquals(LOT, desk.waiting().getFirst().lot(), "the numbers still foresee it");
    assertEquals("the organisation", desk.waiting().getFirst().who(), "and its half has passed");
    WatchDesk again = watch();
    again.tick();
    assertEquals(0, alerts(again, "open").size(), "nor after a start");
    assertEquals(
        "MENDED", alerts(again, "over").get(0).getAsJsonObject().get("outcome").getAsString());
  }

  @Test
  void aDraftThatNobodyOffersIsTooLateAndOneThatAPolicyOffersRingsNobody() {
    Instant half = half();
    counter.now = half.plusSeconds(60);
    WatchDesk watch = watch();
    watch.tick();
    says(watch, "seen");
    assertTrue(watch.summary().startsWith("0 alerts wait for you"));
    counter.now = desk.waiting().getFirst().until();
    watch.tick();
    assertEquals(
        "TOO_LATE", alerts(watch, "over").get(0).getAsJsonObject().get("outcome").getAsString());
    desk = standing(Consent.ALWAYS);
    counter.now = half.plusSeconds(60);
    assertEquals(List.of(), desk.unoffered().orElseThrow().late());
  }

  @Test
  void whatIsOfferedWaitsForNobodyAndUnderAPolicyItIsOfferedByItself() {
    assertEquals("your node offers it", standing(Consent.ALWAYS).waiting().getFirst().silence());
    asks("offer", LOT);
    assertEquals(List.of(), desk.waiting());
  }

  // ---- Looking on

  @Test
  void whoLooksOnOffersNothingByItselfAndIsToldWhatItWouldHaveGiven() {
    var policy =
        new NodeConfig.Policy(
                Consent.ALWAYS,
                Consent.ALWAYS,
                NodeConfig.Wishes.NONE,
                Optional.empty(),
                new Grams(4_000))
            .lookingOnUntil(TUESDAY.plusDays(14));
    desk = standing(policy);
    counter.now = half().plusSeconds(60);
    desk.tick();
    assertEquals(List.of(), counter.entered);
    assertEquals(
        "not offered; your node looks on until " + TUESDAY.plusDays(14),
        desk.waiting().getFirst().silence());
    ShadowDesk shadow = shadow(policy);
    shadow.tick();
    var book = new Close.Book(0, Hash.sha256(Bytes.utf8("book")));
    Hash root = Hash.sha256(Bytes.utf8("bids"));
    shadow.seen(
        Counter.heard(
            TALLER, new Said.OfNegotiation(new Close("nothing", book, 0, root, counter.now))));
    JsonObject told = shadow.answer("shadow", new JsonObject()).orElseThrow();
    assertTrue(told.get("looksOn").getAsBoolean());
    JsonObject lot = told.getAsJsonArray("gave").get(0).getAsJsonObject();
    assertEquals("yoghurt", lot.get("item").getAsString());
    assertEquals(18_000, lot.get("grams").getAsLong(), "36 of half a kilogram");
    assertEquals(0, lot.get("likes").getAsInt());
    assertEquals(
        told.getAsJsonArray("gave"),
        shadow(policy).answer("shadow", new JsonObject()).orElseThrow().getAsJsonArray("gave"),
        "it is kept over a start");
    asks("offer", LOT);
    assertEquals(1, counter.entered.size(), "a person has the last word");
  }

  private ShadowDesk shadow(NodeConfig.Policy policy) {
    var taker =
        new NodeConfig.Taker(
            Duration.ofHours(1),
            25,
            Grams.ZERO,
            Grams.ZERO,
            Grams.ZERO,
            Grams.ZERO,
            Optional.empty(),
            NodeConfig.Avoids.NOTHING);
    return new ShadowDesk(
        counter,
        new ShadowDesk.Asked(
            outlook, new NeedDesk(counter, outlook), settlements.rules(), desk::unoffered),
        taker,
        policy.shadowUntil());
  }

  // ---- Standing wishes

  private GivingDesk standing(Consent others, Consent dairy) {
    return standing(
        new NodeConfig.Policy(
            others,
            new TreeMap<>(Map.of("dairy", dairy)),
            Consent.ALWAYS,
            NodeConfig.Wishes.NONE,
            Optional.empty(),
            new Grams(4_000),
            Optional.empty()));
  }

  @Test
  void whatAPolicySaysOfACategoryGoesBeforeWhatItSaysOfAll() {
    counter.now = at(TUESDAY, 15);
    desk = standing(Consent.ALWAYS, Consent.ASK);
    assertEquals("not offered", desk.waiting().getFirst().silence());
    desk.tick();
    assertEquals(0, counter.entered.size(), "a person is asked, and nothing is expected either");
    desk = standing(Consent.ASK, Consent.ALWAYS);
    assertEquals("your node offers it", desk.waiting().getFirst().silence());
    desk.tick();
    assertEquals(1, counter.entered.size());
  }

  @Test
  void whatAPolicyOffersIsAsItWishesAndAPersonMaySayOtherwise() {
    var wishes =
        new NodeConfig.Wishes(
            new TreeSet<>(Set.of(TALLER)),
            new TreeMap<>(Map.of(new MemberId("tia"), VetoReason.DISTANCE)),
            0);
    desk = standing(Consent.ALWAYS, wishes);
    counter.now = at(TUESDAY, 15);
    desk.tick();
    var offer = (Offer) ((Said.OfSurplus) counter.entered.getFirst()).says();
    assertEquals(Set.of(TALLER), offer.wished().bonuses().keySet());
    assertEquals(wishes.exclude(), offer.wished().vetoes());
    asks("withdraw", LOT);
    assertEquals(1, asks("offer", LOT).get("excluded").getAsInt());
    asks("withdraw", LOT + "-2");
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    var prefer = new JsonArray();
    prefer.add("tia");
    question.add("prefer", prefer);
    JsonObject said = desk.answer("offer", question).orElseThrow();
    assertEquals(1, said.get("preferred").getAsInt());
    assertEquals(0, said.get("excluded").getAsInt(), "nobody is preferred and excluded");
  }

  // ---- What nobody took

  private static final Elsewhere.Way PIGS =
      new Elsewhere.Way(Outlet.FEED, OutletReason.NOBODY_TOOK_IT, "pig farm");

  private JsonObject goes(String... words) {
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    for (int i = 0; i < words.length; i += 2) {
      question.addProperty(words[i], words[i + 1]);
    }
    return desk.answer("outlet", question).orElseThrow();
  }

  private List<Elsewhere> gone() {
    return counter.entered.stream()
        .flatMap(said ->
            said instanceof Said.OfNegotiation(Elsewhere says) ? Stream.of(says) : Stream.of())
        .toList();
  }

  private int offeredAndNotTaken() {
    int units = asks("offer", LOT).get("units").getAsInt();
    counter.now = at(TUESDAY, 18);
    desk.tick();
    return units;
  }

  @Test
  void whatNobodyTookWaitsForAPersonWhoSaysWhereItGoes() {
    int units = offeredAndNotTaken();
    Waiting waits =
        desk.waiting().stream()
            .filter(each -> each.what().contains("--outlet"))
            .findFirst()
            .orElseThrow();
    assertEquals("counted nowhere", waits.silence());
    assertTrue(why(() -> goes("outlet", "moon", "where", "a")).contains("\"moon\" is no outlet"));
    assertTrue(why(() -> goes("outlet", "feed", "where", "a", "because", "fun")).contains("fun"));
    assertTrue(
        why(() ->
                goes(
                    "outlet",
                    "compost",
                    "where",
                    "a",
                    "because",
                    "not-fit",
                    "units",
                    String.valueOf(units + 1)))
            .contains("are left that no member took"));
    JsonObject lot = goes("outlet", "feed", "where", "pig farm");
    assertEquals(0, lot.get("unclaimed").getAsInt());
    assertEquals(
        List.of(new Elsewhere(LOT, units, new Grams(units * 500L), PIGS, counter.now)), gone());
    assertTrue(desk.waiting().stream().noneMatch(each -> each.what().contains("--outlet")));
  }

  @Test
  void byPolicyItGoesOnceItCannotBeOfferedAgain() {
    desk =
        standing(
            new NodeConfig.Policy(
                Consent.ASK,
                Consent.ALWAYS,
                NodeConfig.Wishes.NONE,
                Optional.of(PIGS),
                Grams.ZERO));
    offeredAndNotTaken();
    assertTrue(
        desk.waiting().stream()
            .anyMatch(each -> each.silence().equals("your node says feed: pig farm")));
    desk.tick();
    assertEquals(List.of(), gone(), "it may be offered again tomorrow");
    counter.now = at(TUESDAY.plusDays(2), 22);
    desk.tick();
    desk.tick();
    assertEquals(List.of(PIGS), gone().stream().map(Elsewhere::way).toList());
  }

  // ---- Again by policy

  private List<String> offered() {
    return counter.entered.stream()
        .flatMap(
            said -> said instanceof Said.OfSurplus(Offer offer) ? Stream.of(offer) : Stream.of())
        .map(offer ->
            offer.lot().name()
                + ": "
                + offer.lot().units()
                + " at "
                + offer.closesAt().atZone(ZONE).toLocalTime())
        .toList();
  }

  /// A member that offers by itself, gives the pigs what nobody takes, and lives where lots close
  /// each hour of the afternoon.
  private void offersByItself() {
    counter.chain = closing(14, 15, 16, 17, 18, 19, 20);
    desk =
        standing(
            new NodeConfig.Policy(
                Consent.ALWAYS,
                Consent.ALWAYS,
                NodeConfig.Wishes.NONE,
                Optional.of(PIGS),
                Grams.ZERO));
  }

  private void ticksAt(int hour) {
    counter.now = at(TUESDAY, hour).plus(Duration.ofMinutes(2));
    desk.tick();
    desk.tick();
  }

  @Test
  void byPolicyWhatNobodyTookGoesIntoTheNextClosingTimesOfTheDayThreeTimesAndThenElsewhere() {
    offersByItself();
    ticksAt(14);
    ticksAt(15);
    ticksAt(16);
    ticksAt(17);
    assertEquals(
        List.of(
            LOT + ": 36 at 15:00",
            LOT + "-2: 36 at 16:00",
            LOT + "-3: 36 at 17:00",
            LOT + "-4: 36 at 18:00"),
        offered());
    assertEquals(List.of(), gone());
    ticksAt(18);
    assertEquals(4, offered().size(), "three times again is the most");
    assertEquals(
        List.of(new Elsewhere(LOT + "-4", 36, new Grams(18_000), PIGS, counter.now)), gone());
  }

  @Test
  void aPersonOffersItAgainNoOftenerThanThat() {
    offersByItself();
    desk = standing(Consent.ASK);
    counter.now = at(TUESDAY, 14);
    for (int hour = 14; hour < 18; hour++) {
      asks("offer", LOT);
      ticksAt(hour + 1);
    }
    assertTrue(why(() -> asks("offer", LOT)).contains("was offered again 3 times today, the most"));
    assertTrue(desk.waiting().stream().noneMatch(each -> each.what().contains("offer them again")));
  }

  @Test
  void byPolicyOnlyWhatIsLeftOfItIsOfferedAgainAndOnlyOnThatDay() {
    offersByItself();
    ticksAt(14);
    asks("withdraw", LOT);
    ticksAt(15);
    assertEquals(1, offered().size(), "a person took it back");
    counter.entered.clear();
    offersByItself();
    counter.now = at(TUESDAY, 19).minus(Duration.ofMinutes(1));
    desk.tick();
    ticksAt(20);
    assertEquals(List.of(LOT + ": 36 at 20:00"), offered(), "the day has no later closing time");
  }

  private static RosterChain closing(int... hours) {
    Charter plain = SomeCharter.of("almacen");
    Rules.Auction auction = plain.rules().auction();
    var rules =
        new Rules(
            plain.rules().time(),
            new Rules.Auction(
                IntStream.of(hours).mapToObj(hour -> LocalTime.of(hour, 0)).toList(),
                auction.bidStep(),
                auction.softClose(),
                auction.hardClose()),
            plain.rules().points(),
            plain.rules().handover(),
            plain.rules().minCohort());
    SignedCharter charter =
        RosterWire.unsigned(new Charter(plain.name(), plain.founded(), plain.founders(), rules));
    return RosterChain.of(
        Roster.of(charter.signedBy(Counter.ALMACEN, SomeCharter.rootKey(0)), SeededKey.VERIFIER));
  }

  /// The night passes, and so many yoghurts are counted in the morning.
  private void isCounted(int units) throws IOException {
    takes("sales", "date,site,item,qty\n2026-11-24,almacen,yoghurt,20\n");
    takes(
        "stock",
        "date,site,item,qty,use_by\n2026-11-25,almacen,yoghurt," + units + ",2026-11-26\n");
    counter.now = at(TUESDAY.plusDays(1), 9);
    outlook.tick();
  }

  private GivingDesk feedingPigs() {
    return standing(
        new NodeConfig.Policy(
            Consent.ASK, Consent.ALWAYS, NodeConfig.Wishes.NONE, Optional.of(PIGS), Grams.ZERO));
  }

  @Test
  void whatIsOfferedAnewIsLeftOverOnceAndNotTwice() throws IOException {
    desk = feedingPigs();
    int units = offeredAndNotTaken();
    isCounted(76);
    JsonObject again = asks("offer", LOT);
    assertEquals(LOT + "-2", name(again));
    assertEquals(
        "what was left of lot " + LOT + " was offered anew as " + LOT + "-2; say it of that",
        why(() -> goes("outlet", "feed", "where", "pig farm")));
    counter.now = at(TUESDAY.plusDays(2), 22);
    desk.tick();
    desk.tick();
    assertEquals(36, units);
    assertEquals(
        List.of(LOT + "-2: " + again.get("units").getAsInt()),
        gone().stream().map(says -> says.lot() + ": " + says.units()).toList());
    assertTrue(desk.waiting().stream().noneMatch(each -> each.what().contains("--outlet")));
  }

  @Test
  void whatWasSaidToBeGoneIsNotOfferedAgainUntilItIsCounted() throws IOException {
    int units = offeredAndNotTaken();
    goes("outlet", "people", "where", "the staff");
    takes("sales", "date,site,item,qty\n2026-11-24,almacen,yoghurt,20\n");
    wakesOn(TUESDAY.plusDays(1));
    heardItself();
    JsonObject offer = asks("offer", LOT);
    assertEquals(LOT + "-2", name(offer));
    assertEquals(left() - units, offer.get("units").getAsInt(), "nobody counted since");
    asks("withdraw", LOT + "-2");
    takes("stock", "date,site,item,qty,use_by\n2026-11-25,almacen,yoghurt,76,2026-11-26\n");
    wakesOn(TUESDAY.plusDays(1));
    heardItself();
    assertEquals(left(), asks("offer", LOT).get("units").getAsInt(), "so many were counted");
  }

  @Test
  void whatWasSoldAfterAllIsTakenOffByTheSalesThemselves() throws IOException {
    offeredAndNotTaken();
    goes("outlet", "sold", "where", "the shop");
    takes("sales", "date,site,item,qty\n2026-11-24,almacen,yoghurt,20\n");
    wakesOn(TUESDAY.plusDays(1));
    heardItself();
    assertEquals(left(), asks("offer", LOT).get("units").getAsInt());
  }

  /// The node starts again, with what it said before.
  private void heardItself() {
    List<Seen> own =
        counter.entered.stream().map(said -> Counter.heard(Counter.ALMACEN, said)).toList();
    desk.recall(
        new Recollection(
            new TreeMap<>(Map.of(Counter.ALMACEN, own)), Map.of(), List.of(), List.of()));
  }

  @Test
  void onlyFoodOfItsOwnIsOfferedUnderANumberedName() {
    assertEquals(Optional.of(LOT + "-2"), LotNames.next(LOT));
    assertEquals(Optional.of(LOT + "-11"), LotNames.next(LOT + "-10"));
    assertEquals(Optional.empty(), LotNames.next(LOT + "-part-1"));
    assertEquals(Optional.empty(), LotNames.next("cheese"));
  }

  // ---- Who is ruled out

  private JsonObject rulesOut(String reason) {
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    question.addProperty("taker", TALLER.name());
    question.addProperty("reason", reason);
    return desk.answer("rule-out", question).orElseThrow();
  }

  @Test
  void aPersonRulesATakerOutOfAnOpenLotForTheSakeOfSafetyAlone() {
    JsonObject lot = asks("offer", LOT);
    counter.now = Instant.parse(lot.get("closes").getAsString()).minus(Duration.ofMinutes(20));
    desk.told(bid(4));
    assertTrue(why(() -> rulesOut("distance")).contains("only cold-chain or safety-record"));
    assertTrue(why(() -> rulesOut("taste")).contains("no taker is ruled out for \"taste\""));
    JsonObject ruled = rulesOut("cold-chain");
    assertEquals(TALLER.name(), ruled.getAsJsonArray("ruledOut").get(0).getAsString());
    assertEquals(0, ruled.get("held").getAsInt());
    assertTrue(
        counter.entered.getLast() instanceof Said.OfNegotiation(RuleOut says)
            && says.bookSize() == counter.book().size());
    counter.now = Instant.parse(lot.get("closes").getAsString()).plus(Duration.ofMinutes(10));
    desk.tick();
    assertTrue(asks("lots", LOT).toString().contains("\"awards\":[]"));
  }

  // ---- What is only expected

  private JsonObject expects(String... more) {
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    question.addProperty("expected", true);
    for (int i = 0; i < more.length; i += 2) {
      question.addProperty(more[i], more[i + 1]);
    }
    return desk.answer("offer", question).orElseThrow();
  }

  private static String why(Executable refused) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, refused).getMessage());
  }

  @Test
  void onlyWhatIsLeftThreeTimesInFourIsExpectedAndAWordIsDueAfterBidding() {
    assertTrue(why(() -> expects("units", "90")).contains("are left three times in four"));
    assertEquals("\"noon\" is no time of day like 18:30", why(() -> expects("firmBy", "noon")));
    assertTrue(why(() -> expects("firmBy", "08:00")).contains("is said after bidding ends"));
    assertTrue(why(() -> expects("firmBy", "23:59")).contains("before it can be collected"));
    assertEquals(0, counter.entered.size());
    JsonObject lot = expects();
    Instant closes = Instant.parse(lot.get("closes").getAsString());
    assertEquals(
        closes.plus(Duration.ofMinutes(30)), Instant.parse(lot.get("firmBy").getAsString()));
  }

  private boolean isAskedForItsWord() {
    return desk.waiting().stream().anyMatch(each -> each.what().contains("--there"));
  }

  @Test
  void nobodyIsAskedForAWordWhileALotIsHeldAndWhatIsTooLateIsNotListed() {
    Instant first = Instant.parse(expects().get("closes").getAsString());
    asks("hold", LOT);
    counter.now = first.minus(Duration.ofMinutes(20));
    desk.told(bid(4));
    counter.now = first.plus(Duration.ofMinutes(10));
    desk.tick();
    assertFalse(isAskedForItsWord(), "it is not awarded yet");
    assertTrue(desk.waiting().stream().anyMatch(each -> each.what().contains("--withdraw")));
    counter.now = first.plus(Duration.ofMinutes(26));
    desk.tick();
    assertTrue(isAskedForItsWord());
    assertFalse(isTooLate());
    counter.now = at(TUESDAY.plusDays(2), 22);
    assertTrue(isTooLate());
  }

  private boolean isTooLate() {
    return outlook
        .answer("outlook", new JsonObject())
        .orElseThrow()
        .getAsJsonArray("surplus")
        .get(0)
        .getAsJsonObject()
        .get("tooLate")
        .getAsBoolean();
  }

  private GivingDesk expectingUpTo(long grams) {
    return standing(
        new NodeConfig.Policy(
            Consent.ASK,
            Consent.ALWAYS,
            NodeConfig.Wishes.NONE,
            Optional.empty(),
            new Grams(grams)));
  }

  @Test
  void byPolicyWhatWillBeLeftIsOfferedAsExpectedBeforeTheDaysLastClosingTime() {
    desk = expectingUpTo(4_000);
    assertEquals("your node offers it as expected", desk.waiting().getFirst().silence());
    counter.now = at(TUESDAY, 10);
    desk.tick();
    assertEquals(0, counter.entered.size(), "at eleven nobody knows what is left in the evening");
    counter.now = at(TUESDAY, 15);
    desk.tick();
    desk.tick();
    assertEquals(1, counter.entered.size());
    var offer = (Offer) ((Said.OfSurplus) counter.entered.getFirst()).says();
    assertTrue(offer.said().firmBy().isPresent());
    assertEquals(8, offer.lot().units(), "no more than 4 kg a day");
    assertEquals(at(TUESDAY, 16).plus(Duration.ofMinutes(30)), offer.closesAt(), "the day's last");
  }

  @Test
  void whoExpectedTooMuchExpectsNothingByPolicyAnyMore() {
    Instant closes = Instant.parse(expects().get("closes").getAsString());
    counter.now = closes.minus(Duration.ofMinutes(20));
    desk.told(bid(4));
    counter.now = closes.plus(Duration.ofMinutes(10));
    desk.tick();
    var accept = new Accept(new LotName(Counter.ALMACEN, LOT), 1, 4, counter.now);
    desk.witnessed(Counter.heard(TALLER, new Said.OfNegotiation(accept)));
    settlements.seen(Counter.heard(TALLER, new Said.OfNegotiation(accept)));
    List<Said> before = List.copyOf(counter.entered);
    before.forEach(said -> settlements.seen(Counter.heard(Counter.ALMACEN, said)));
    counter.now = at(TUESDAY, 15);
    desk = expectingUpTo(4_000);
    assertEquals("your node offers it as expected", desk.waiting().getFirst().silence());
    var none = new FirmUp(LOT, 0, 36, new TreeMap<>(), counter.now);
    settlements.seen(Counter.heard(Counter.ALMACEN, new Said.OfNegotiation(none)));
    assertEquals(
        "not offered; your node expects nothing: of what it expected in 28 days 0 % was there",
        desk.waiting().getFirst().silence());
    desk.tick();
    assertEquals(before, counter.entered);
    assertEquals("not offered", expectingUpTo(0).waiting().getFirst().silence());
  }

  @Test
  void nothingIsExpectedByPolicyUnlessTheFileSaysSo() {
    desk = expectingUpTo(0);
    counter.now = at(TUESDAY, 15);
    desk.tick();
    assertEquals(0, counter.entered.size());
    assertEquals("not offered", desk.waiting().getFirst().silence());
  }

  /// A federation whose rules take bids until so long after a closing time.
  private static RosterChain takingBidsFor(Duration hardClose) {
    Charter plain = SomeCharter.of("almacen");
    Rules.Auction auction = plain.rules().auction();
    var rules =
        new Rules(
            plain.rules().time(),
            new Rules.Auction(
                auction.closings(), auction.bidStep(), auction.softClose(), hardClose),
            plain.rules().points(),
            plain.rules().handover(),
            plain.rules().minCohort());
    return agreed(plain, rules);
  }

  private static RosterChain agreed(Charter plain, Rules rules) {
    SignedCharter charter =
        RosterWire.unsigned(new Charter(plain.name(), plain.founded(), plain.founders(), rules));
    return RosterChain.of(
        Roster.of(charter.signedBy(Counter.ALMACEN, SomeCharter.rootKey(0)), SeededKey.VERIFIER));
  }

  @Test
  void nothingIsExpectedByPolicyWhereRulesLeaveNoTimeForAWord() {
    counter.now = at(TUESDAY, 15);
    counter.chain = takingBidsFor(Duration.ofMinutes(26));
    desk = expectingUpTo(4_000);
    desk.tick();
    assertEquals(0, counter.entered.size(), "and the node goes on");
    assertEquals("not offered", desk.waiting().getFirst().silence());
    assertTrue(why(() -> expects()).contains("is said after bidding ends"));
    counter.chain = takingBidsFor(Duration.ofMinutes(25));
    desk.tick();
    assertEquals(1, counter.entered.size());
  }

  @Test
  void aWordOnWhatIsThereWaitsForAPersonUntilItIsSaid() {
    JsonObject lot = expects();
    Instant closes = Instant.parse(lot.get("closes").getAsString());
    counter.now = closes.minus(Duration.ofMinutes(20));
    desk.told(bid(4));
    counter.now = closes.plus(Duration.ofMinutes(10));
    desk.tick();
    Waiting word =
        desk.waiting().stream()
            .filter(each -> each.what().contains("--there"))
            .findFirst()
            .orElseThrow();
    assertEquals(Instant.parse(lot.get("firmBy").getAsString()), word.until());
    assertEquals("taken back, and counted", word.silence());
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    question.addProperty("units", 3);
    assertEquals(3, desk.answer("firm-up", question).orElseThrow().get("there").getAsInt());
    assertTrue(desk.waiting().stream().noneMatch(each -> each.what().contains("--there")));
    assertTrue(why(() -> desk.answer("firm-up", question)).contains("was said before"));
  }

  // ---- Between own sites

  private void hasAStallAtTheMarketToo() throws IOException {
    takes("sites", "site,lat,lon\nferia,-33.41,-70.61\n");
    outlook = new OutlookDesk(counter, new Foresight(new NodeDirectory(root), ZONE));
    desk = standing(Consent.ASK);
    outlook.tick();
  }

  private JsonObject moves(String to, int units) {
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    question.addProperty("to", to);
    question.addProperty("units", units);
    return desk.answer("move", question).orElseThrow();
  }

  private JsonObject takesOver(int units) {
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    question.addProperty("units", units);
    return desk.answer("take-over", question).orElseThrow();
  }

  @Test
  void anotherSiteOfItsOwnIsAskedBeforeMembersAreAndNobodyElseIsTold() throws IOException {
    hasAStallAtTheMarketToo();
    moves("feria", 10);
    assertEquals(
        List.of(
            new Waiting(
                LOT,
                "feria",
                "almacen would move 10 units: minga offer " + LOT + " --take UNITS",
                counter.now.plus(Duration.ofHours(1)),
                "not moved")),
        desk.waiting());
    assertTrue(why(() -> asks("offer", LOT)).startsWith("feria may take it until 15:00"));
    desk = standing(Consent.ALWAYS);
    counter.now = at(TUESDAY, 14).plus(Duration.ofMinutes(50));
    desk.tick();
    assertEquals(List.of(), counter.entered, "the policy waits for the word, also after a start");
    assertEquals(6, takesOver(6).get("taken").getAsInt());
    assertEquals(List.of(), counter.entered, "a move stands in no ledger");
    int units = asks("offer", LOT).get("units").getAsInt();
    desk = standing(Consent.ASK);
    JsonObject told = desk.answer("lots", new JsonObject()).orElseThrow();
    assertEquals(1, told.getAsJsonArray("moves").size());
    assertTrue(why(() -> moves("feria", 91)).contains("between 1 and 90 units can be moved"));
    assertEquals(left() - 6, units);
  }

  private int left() {
    Outlook seen = outlook.outlook().orElseThrow();
    return Math.toIntExact(seen.leftOvers().getFirst().left().middle());
  }

  @Test
  void silenceMovesNothing() throws IOException {
    hasAStallAtTheMarketToo();
    moves("feria", 10);
    counter.now = at(TUESDAY, 15);
    assertEquals("no site is asked for " + LOT + ", or no longer", why(() -> takesOver(6)));
    assertEquals(left(), asks("offer", LOT).get("units").getAsInt());
    assertEquals(
        LOT + " is offered to members; take that back before", why(() -> moves("feria", 4)));
  }

  @Test
  void onlyWhatThereIsIsMovedToASiteThatThereIs() throws IOException {
    hasAStallAtTheMarketToo();
    String nowhere = "the sites table has no other site %s to which " + LOT + " could be moved";
    assertEquals(nowhere.formatted("luna"), why(() -> moves("luna", 4)));
    assertEquals(nowhere.formatted("almacen"), why(() -> moves("almacen", 4)));
    assertTrue(why(() -> moves("feria", 97)).contains("between 1 and 96 units can be moved"));
    moves("feria", 10);
    assertTrue(why(() -> moves("feria", 4)).startsWith("feria is asked for 10 units"));
    assertTrue(why(() -> takesOver(11)).contains("say 0 to that many, not 11"));
    assertEquals(0, takesOver(0).get("taken").getAsInt());
  }

  private void wakesOn(LocalDate day) {
    counter.now = at(day, 9);
    outlook = new OutlookDesk(counter, new Foresight(new NodeDirectory(root), ZONE));
    desk = standing(Consent.ASK);
    outlook.tick();
  }

  @Test
  void whatWasMovedIsNotPromisedAgainUntilItIsCounted() throws IOException {
    hasAStallAtTheMarketToo();
    moves("feria", 10);
    takesOver(10);
    takes("sales", "date,site,item,qty\n2026-11-24,almacen,yoghurt,20\n");
    wakesOn(TUESDAY.plusDays(1));
    assertEquals(left() - 10, asks("offer", LOT).get("units").getAsInt(), "nobody counted since");
    asks("withdraw", LOT);
    takes("stock", "date,site,item,qty,use_by\n2026-11-25,almacen,yoghurt,66,2026-11-26\n");
    wakesOn(TUESDAY.plusDays(1));
    assertEquals(left(), asks("offer", LOT).get("units").getAsInt(), "the count knows of it");
  }

  @Test
  void aSiteThatSaysNothingLeavesTimeToOfferItToMembers() throws IOException {
    hasAStallAtTheMarketToo();
    LocalDate last = TUESDAY.plusDays(2);
    takes(
        "sales",
        "date,site,item,qty\n2026-11-24,almacen,yoghurt,20\n2026-11-25,almacen,yoghurt,20\n");
    takes("stock", "date,site,item,qty,use_by\n2026-11-26,almacen,yoghurt,56,2026-11-26\n");
    wakesOn(last);
    Instant end = at(last, 20).minus(Duration.ofMinutes(16));
    counter.now = end.minus(Duration.ofMinutes(20));
    assertEquals(end.toString(), moves("feria", 10).get("until").getAsString());
    counter.now = end;
    assertTrue(why(() -> moves("feria", 10)).startsWith("nothing would leave time to eat " + LOT));
    JsonObject offered = asks("offer", LOT);
    assertEquals("open", offered.get("stage").getAsString());
    assertTrue(offered.get("urgent").getAsBoolean(), "it closes by itself in half an hour");
  }

  @Test
  void whatIsBestBeforeTodayIsOfferedUntilADayThatAPersonAnswersFor() throws IOException {
    takes("stock", "date,site,item,qty,best_before\n2026-11-24,almacen,yoghurt,96,2026-11-24\n");
    outlook = new OutlookDesk(counter, new Foresight(new NodeDirectory(root), ZONE));
    desk = standing(Consent.ASK);
    outlook.tick();
    counter.now = at(TUESDAY, 21);
    String name =
        outlook
            .answer("outlook", new JsonObject())
            .orElseThrow()
            .getAsJsonArray("surplus")
            .get(0)
            .getAsJsonObject()
            .get("lot")
            .getAsString();
    assertTrue(why(() -> asks("offer", name)).startsWith("nothing leaves time to eat"));
    var question = new JsonObject();
    question.addProperty("lot", name);
    question.addProperty("checked", "2026-11-24");
    assertTrue(why(() -> desk.answer("offer", question)).contains("is checked until a later day"));
    question.addProperty("checked", "in a week");
    assertTrue(why(() -> desk.answer("offer", question)).contains("is not a day"));
    question.addProperty("checked", "2026-11-27");
    JsonObject offered = desk.answer("offer", question).orElseThrow();
    assertEquals("2026-11-27", offered.get("checkedUntil").getAsString());
    assertEquals("2026-11-24", offered.get("date").getAsString());
    assertFalse(offered.get("urgent").getAsBoolean(), "it closes with others tomorrow");
  }

  private JsonArray toCheck() {
    return outlook.answer("outlook", new JsonObject()).orElseThrow().getAsJsonArray("toCheck");
  }

  @Test
  void whatWasBestBeforeYesterdayIsListedAndOfferedIfSomebodyHasLooked() throws IOException {
    takes("stock", "date,site,item,qty,best_before\n2026-11-24,almacen,yoghurt,96,2026-11-24\n");
    takes("sales", "date,site,item,qty\n2026-11-24,almacen,yoghurt,20\n");
    wakesOn(TUESDAY.plusDays(1));
    assertEquals(List.of(), desk.waiting(), "nobody is rung, and no policy offers it");
    JsonObject lot = toCheck().get(0).getAsJsonObject();
    assertEquals(96, lot.get("stock").getAsInt());
    String name = lot.get("lot").getAsString();
    assertEquals(
        name
            + " was best before 2026-11-24; if one of you has looked, say until when it may be"
            + " eaten: --checked DATE",
        why(() -> asks("offer", name)));
    var question = new JsonObject();
    question.addProperty("lot", name);
    question.addProperty("checked", "2026-11-28");
    question.addProperty("units", 97);
    assertEquals(
        "of " + name + " between 1 and 96 units can be offered, not 97",
        why(() -> desk.answer("offer", question)));
    question.remove("units");
    JsonObject offered = desk.answer("offer", question).orElseThrow();
    assertEquals(96, offered.get("units").getAsInt());
    assertEquals("2026-11-28", offered.get("checkedUntil").getAsString());
    assertEquals("lot " + name + " was offered before", why(() -> desk.answer("offer", question)));
  }

  @Test
  void whatIsPastItsUseByIsListedNowhere() throws IOException {
    takes("stock", "date,site,item,qty,use_by\n2026-11-24,almacen,yoghurt,96,2026-11-24\n");
    takes("sales", "date,site,item,qty\n2026-11-24,almacen,yoghurt,20\n");
    wakesOn(TUESDAY.plusDays(1));
    assertEquals(0, toCheck().size());
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    question.addProperty("checked", "2026-11-28");
    assertTrue(
        why(() -> desk.answer("offer", question)).startsWith("no surplus is foreseen under"));
  }

  private Optional<Allergens> contained(JsonObject question) {
    question.addProperty("lot", LOT);
    JsonObject told = desk.answer("offer", question).orElseThrow();
    var offer = (Offer) ((Said.OfSurplus) counter.entered.getLast()).says();
    Optional<Allergens> contains = offer.lot().product().contains();
    assertEquals(
        contains.map(Allergens::text),
        Optional.ofNullable(told.get("contains")).map(said -> said.getAsString()));
    asks("withdraw", name(told));
    return contains;
  }

  private static JsonObject containing(String said) {
    var question = new JsonObject();
    question.addProperty("contains", said);
    return question;
  }

  @Test
  void whatIsInItIsDeclaredByTheTableOfItemsOrByAPerson() throws IOException {
    assertEquals(Optional.empty(), contained(new JsonObject()), "nobody said anything of it");
    assertEquals(Optional.of(Allergens.NONE), contained(containing("none")));
    takes(
        "items", "item,category,storage,unit_weight_g,allergens\nyoghurt,dairy,chilled,500,milk\n");
    outlook = new OutlookDesk(counter, new Foresight(new NodeDirectory(root), ZONE));
    outlook.tick();
    desk = standing(Consent.ASK);
    assertEquals(Optional.of(Allergens.listed("milk")), contained(new JsonObject()));
    assertEquals(Optional.of(Allergens.listed("milk,nuts")), contained(containing("nuts, milk")));
    assertTrue(why(() -> contained(containing("almonds"))).contains("none of the 14 allergens"));
    desk = standing(Consent.ALWAYS);
    counter.now = at(TUESDAY, 15);
    desk.tick();
    var offer = (Offer) ((Said.OfSurplus) counter.entered.getLast()).says();
    assertEquals(Optional.of(Allergens.listed("milk")), offer.lot().product().contains());
  }

  @Test
  void whatIsKeptHotIsOfferedOnTheDayOfItsUseByAlone() throws IOException {
    takes("items", "item,category,storage,unit_weight_g\nyoghurt,dairy,hot,500\n");
    outlook = new OutlookDesk(counter, new Foresight(new NodeDirectory(root), ZONE));
    outlook.tick();
    desk = standing(Consent.ALWAYS);
    assertEquals(
        "lot " + LOT + " is kept hot, and its use-by is not the day it is offered",
        why(() -> asks("offer", LOT)));
    counter.now = at(TUESDAY, 15);
    desk.tick();
    assertEquals(List.of(), counter.entered, "nor does a policy offer it");
    takes("stock", "date,site,item,qty,use_by\n2026-11-24,almacen,yoghurt,96,2026-11-24\n");
    outlook = new OutlookDesk(counter, new Foresight(new NodeDirectory(root), ZONE));
    outlook.tick();
    desk = standing(Consent.ALWAYS);
    desk.tick();
    var offer = (Offer) ((Said.OfSurplus) counter.entered.getFirst()).says();
    assertEquals(Storage.HOT, offer.lot().product().storage());
    assertEquals(TUESDAY, offer.lot().date().date());
  }

  @Test
  void whatIsRecalledIsNeitherMovedNorDrafted() throws IOException {
    hasAStallAtTheMarketToo();
    moves("feria", 10);
    var question = new JsonObject();
    question.addProperty("category", "dairy");
    question.addProperty("from", "2026-11-26");
    question.addProperty("reason", "glass");
    assertFalse(desk.waiting().isEmpty());
    assertTrue(recalls.answer("recall", question).isPresent());
    assertTrue(why(() -> takesOver(6)).contains("recalled all dairy"));
    counter.now = at(TUESDAY, 15);
    assertTrue(why(() -> moves("feria", 10)).contains("recalled all dairy"));
    assertEquals(List.of(), desk.waiting(), "nobody is asked to offer it");
  }

  // ---- What is held

  private List<Waiting> toTakeBack() {
    return desk.waiting().stream().filter(each -> each.what().startsWith("take it back")).toList();
  }

  @Test
  void whatIsHeldIsTakenBackOnlyWhereNobodyTookOfItFirst() {
    asks("offer", LOT);
    asks("hold", LOT);
    var offer = (Offer) ((Said.OfSurplus) counter.entered.getFirst()).says();
    counter.now = offer.closesAt().plus(Duration.ofMinutes(1));
    desk.tick();
    assertEquals(1, toTakeBack().size());
    asks("withdraw", LOT);
    assertEquals(List.of(), toTakeBack());
  }

  @Test
  void whatSomebodyTookFirstIsHeldAndNotTakenBack() {
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    question.addProperty("first", "taller");
    assertTrue(desk.answer("offer", question).isPresent());
    var take =
        new Take(
            new LotName(Counter.ALMACEN, LOT), "kitchen", 4, new Bid.Reach(10, 60), counter.now);
    desk.witnessed(Counter.heard(TALLER, new Said.OfNegotiation(take)));
    asks("hold", LOT);
    var offer = (Offer) ((Said.OfSurplus) counter.entered.getFirst()).says();
    counter.now = offer.closesAt().plus(Duration.ofMinutes(1));
    desk.tick();
    JsonObject lot =
        desk.answer("lots", new JsonObject())
            .orElseThrow()
            .getAsJsonArray("lots")
            .get(0)
            .getAsJsonObject();
    assertTrue(lot.has("awardsFrom"), "it is held");
    assertEquals(1, lot.getAsJsonArray("awards").size(), "the taller has its own");
    assertEquals(List.of(), toTakeBack());
    assertEquals(
        "lot " + LOT + " is none that may still be taken back: promised, or over",
        why(() -> asks("withdraw", LOT)));
  }

  // ---- What is frozen

  private void membersFreezeFor(int days) {
    Charter plain = SomeCharter.of("almacen");
    counter.chain =
        agreed(
            plain, RuleSheet.changed(plain.rules(), Map.of("frozen-days", Integer.toString(days))));
  }

  private JsonObject freezes(int units) {
    var question = new JsonObject();
    question.addProperty("lot", LOT);
    question.addProperty("units", units);
    return desk.answer("freeze", question).orElseThrow();
  }

  @Test
  void whatNobodyTookIsFrozenBeforeItsDateAndOfferedAsAnotherLot() {
    membersFreezeFor(90);
    offers(10);
    assertEquals(
        "of lot " + LOT + " nobody took 0 units, which can be frozen, not 4",
        why(() -> freezes(4)),
        "it is still open");
    counter.now = at(TUESDAY, 18);
    desk.tick();
    assertTrue(why(() -> freezes(11)).contains("nobody took 10 units"));
    JsonObject ice = freezes(4);
    assertEquals(LOT + "-part-1", name(ice));
    assertEquals("FROZEN", ice.get("storage").getAsString());
    assertEquals("2026-11-26", ice.get("date").getAsString());
    assertEquals(TUESDAY.plusDays(90).toString(), ice.get("frozenUntil").getAsString());
    var offer = (Offer) ((Said.OfSurplus) counter.entered.get(counter.entered.size() - 2)).says();
    assertEquals(
        Optional.of(new Parent(new LotName(Counter.ALMACEN, LOT), Parent.OWN)),
        offer.said().parent());
    var gone = (Elsewhere) ((Said.OfNegotiation) counter.entered.getLast()).says();
    assertEquals("frozen as " + LOT + "-part-1", gone.way().where());
    assertEquals(4, gone.units());
    assertEquals(
        "of lot " + LOT + " nobody took 6 units, which can be frozen, not 7",
        why(() -> freezes(7)));
    assertEquals(LOT + "-part-2", name(freezes(6)));
  }

  /// The node is killed when it has offered what was frozen, and not yet said that it is left over
  /// no more.
  @Test
  void whatIsFrozenIsNotPromisedFreshWheneverTheNodeIsKilled() {
    membersFreezeFor(90);
    offers(10);
    counter.now = at(TUESDAY, 18);
    desk.tick();
    assertEquals(LOT + "-part-1", name(freezes(4)));
    Said word = counter.entered.removeLast();
    desk = standing(Consent.ALWAYS);
    heardItself();
    desk.tick();
    var said = (Elsewhere) ((Said.OfNegotiation) word).says();
    var again =
        counter.entered.stream()
            .filter(each -> each instanceof Said.OfNegotiation(Elsewhere _))
            .map(each -> (Elsewhere) ((Said.OfNegotiation) each).says())
            .toList();
    assertEquals(List.of(said.way()), again.stream().map(Elsewhere::way).toList());
    assertEquals(4, again.getFirst().units());
    desk = standing(Consent.ALWAYS);
    heardItself();
    int entered = counter.entered.size();
    desk.tick();
    assertEquals(entered, counter.entered.size(), "once is enough");
  }

  @Test
  void nothingIsFrozenWhereTheMembersHaveNotAgreed() {
    offers(10);
    counter.now = at(TUESDAY, 18);
    desk.tick();
    int entered = counter.entered.size();
    assertTrue(why(() -> freezes(4)).startsWith("the rules do not let members offer"));
    assertEquals(entered, counter.entered.size());
  }

  @Test
  void whatAHubCollectedItMayFreezeToo() {
    membersFreezeFor(30);
    collectsCheese(6);
    var question = new JsonObject();
    question.addProperty("giver", "taller");
    question.addProperty("lot", "cheese");
    question.addProperty("award", 1);
    question.addProperty("site", "almacen");
    question.addProperty("units", 2);
    question.addProperty("freeze", true);
    JsonObject ice = desk.answer("offer-part", question).orElseThrow();
    assertEquals(TUESDAY.plusDays(30).toString(), ice.get("frozenUntil").getAsString());
    question.addProperty("units", 5);
    assertTrue(why(() -> desk.answer("offer-part", question)).contains("are left to be offered"));
  }

  // ---- What was collected, in parts

  private JsonObject part(int units) {
    var question = new JsonObject();
    question.addProperty("giver", "taller");
    question.addProperty("lot", "cheese");
    question.addProperty("award", 1);
    question.addProperty("site", "almacen");
    question.addProperty("units", units);
    return desk.answer("offer-part", question).orElseThrow();
  }

  private void collectsCheese(int units) {
    desk.opened(Counter.heard(TALLER, new Said.OfSurplus(Town.offer("cheese", "dairy", 10))));
    var leg =
        new Leg(
            new LotName(TALLER, "cheese"),
            1,
            units,
            new Grams(1000L * units),
            41,
            0,
            "",
            at(TUESDAY, 13));
    var because = Counter.heard(TALLER, new Said.OfSurplus(new PickedUp(leg))).id();
    desk.seen(Counter.heard(Counter.ALMACEN, new Said.OfSurplus(new Received(leg, because))));
  }

  @Test
  void whatWasCollectedIsOfferedOnInPartsAndNoMoreOfIt() {
    assertThrows(IllegalArgumentException.class, () -> part(1), "nothing was collected");
    collectsCheese(6);
    assertEquals("cheese-part-1", name(part(4)));
    var refused = assertThrows(IllegalArgumentException.class, () -> part(3));
    assertTrue(refused.toString().contains("only 2 kg are left"), refused.toString());
    assertEquals("cheese-part-2", name(part(2)));
    var offer =
        counter.entered.stream()
            .filter(said -> said instanceof Said.OfSurplus(Offer _))
            .map(said -> (Offer) ((Said.OfSurplus) said).says())
            .findFirst()
            .orElseThrow();
    assertEquals(Optional.of(new Parent(new LotName(TALLER, "cheese"), 1)), offer.said().parent());
    assertEquals("almacen", offer.lot().site());
  }
}
