package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Expire;
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.negotiation.PlateClock;
import coop.minga.federation.negotiation.Rulebook;
import coop.minga.federation.negotiation.Take;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Carrier;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.FirstRefusal;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.StatedNeed;
import coop.minga.federation.surplus.Window;
import coop.minga.federation.surplus.Withdraw;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The taller cooks for its street and needs 6 kg of dairy a day; the almacen offers 12 yoghurts of
/// a kilogram each.
class AKitchenThatIsAskedTest {
  private static final MemberId TALLER = new MemberId("taller");
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final NodeConfig.Taker TAKER =
      new NodeConfig.Taker(
          Duration.ofMinutes(60),
          25,
          new Grams(50_000),
          new Grams(50_000),
          new Grams(0),
          new Grams(0),
          Optional.empty(),
          NodeConfig.Avoids.NOTHING);
  private static final Seen YOGHURT =
      Counter.heard(ALMACEN, new Said.OfSurplus(Town.offer("yoghurt", "dairy", 12)));

  @TempDir private Path root = Path.of("");
  private final Counter counter = new Counter(Town.START, TALLER);
  private OutlookDesk outlook =
      new OutlookDesk(counter, new Foresight(new NodeDirectory(root), Town.ZONE));
  private NeedDesk needs = new NeedDesk(counter, outlook);
  private TakingDesk desk = kitchen(Consent.ASK);

  @BeforeEach
  void theMorning() throws IOException {
    takes("sites", "site,lat,lon\ncocina,-33.4378,-70.6505\n");
    takes(
        "needs",
        """
        site,category,mon,tue,wed,thu,fri,sat,sun
        cocina,dairy,6000,6000,6000,6000,6000,6000,6000
        """);
    outlook = new OutlookDesk(counter, new Foresight(new NodeDirectory(root), Town.ZONE));
    needs = new NeedDesk(counter, outlook);
    outlook.tick();
    desk = kitchen(Consent.ASK);
  }

  private void takes(String table, String csv) throws IOException {
    Path file = Files.writeString(root.resolve(table + ".csv"), csv);
    try (History history = History.open(root)) {
      var settings = ImportSettings.by(Mapping.plain());
      assertEquals(0, new Import(history, settings).file(file).count().rejected(), table);
    }
  }

  private TakingDesk kitchen(Consent policy) {
    return kitchen(policy, TAKER);
  }

  /// The kitchen with a van that calls at two places.
  private TakingDesk driving(int from, int until, int stopKilograms) {
    var van =
        new NodeConfig.Vehicle(
            new Grams(50_000),
            new Grams(10_000),
            2,
            LocalTime.of(from, 0),
            LocalTime.of(until, 0),
            new Grams(1000L * stopKilograms));
    return kitchen(
        Consent.ALWAYS,
        new NodeConfig.Taker(
            TAKER.serve(),
            TAKER.speedKmh(),
            TAKER.ambient(),
            TAKER.chilled(),
            TAKER.frozen(),
            TAKER.hot(),
            Optional.of(van),
            NodeConfig.Avoids.NOTHING));
  }

  private TakingDesk kitchen(Consent policy, NodeConfig.Taker taker) {
    var asked =
        new TakingDesk.Asked(outlook, needs, new RecallDesk(counter), new SettlementDesk(counter));
    var made = new TakingDesk(counter, asked, taker, policy);
    made.recall(new Recollection(new TreeMap<>(Map.of()), Map.of(), List.of(), List.of()));
    return made;
  }

  /// Bidding begins, and the desk does what it does.
  private void biddingBegins() {
    counter.now = Town.CLOSES.minus(Duration.ofMinutes(25));
    desk.tick();
  }

  private JsonObject says(int units) {
    var question = new JsonObject();
    question.addProperty("giver", "almacen");
    question.addProperty("lot", "yoghurt");
    question.addProperty("units", units);
    return desk.answer("bid", question).orElseThrow();
  }

  private List<Bid> bids() {
    return counter.noted.stream()
        .map(said -> ((Said.OfNegotiation) said).says())
        .map(Bid.class::cast)
        .toList();
  }

  private JsonObject near() {
    JsonArray near = desk.answer("bids", new JsonObject()).orElseThrow().getAsJsonArray("near");
    return near.get(0).getAsJsonObject();
  }

  @Test
  void silenceIsNoBid() {
    desk.seen(YOGHURT);
    biddingBegins();
    assertEquals(List.of(), bids());
    assertFalse(near().get("bids").getAsBoolean());
    assertEquals(
        Town.CLOSES.minus(Duration.ofMinutes(10)).toString(), near().get("sayBy").getAsString());
  }

  @Test
  void aLotThatIsTakenBackStoppedOrRecalledWaitsForNobody() {
    var withdraw = new Said.OfSurplus(new Withdraw("yoghurt", "sold after all", 0, Town.START));
    var halt = new Said.OfSurplus(new Halt("yoghurt", YOGHURT.id(), 0, Town.START));
    for (Said end : List.of(withdraw, halt)) {
      desk = kitchen(Consent.ASK);
      desk.seen(YOGHURT);
      desk.seen(Counter.heard(new MemberId("botica"), end));
      assertEquals(1, desk.waiting().size(), "botica has no such lot");
      desk.seen(Counter.heard(ALMACEN, end));
      assertEquals(List.of(), desk.waiting());
    }
    var recalls = new RecallDesk(counter);
    var asked = new TakingDesk.Asked(outlook, needs, recalls, new SettlementDesk(counter));
    var told = new TakingDesk(counter, asked, TAKER, Consent.ASK);
    told.seen(YOGHURT);
    assertEquals(1, told.waiting().size());
    Offer offer = (Offer) ((Said.OfSurplus) YOGHURT.said()).says();
    LocalDate date = offer.lot().date().date();
    var recall =
        new Recall(
            new Recall.Which.OfCategory("dairy"),
            Optional.of(new Recall.Dates(date, date)),
            "",
            "glass",
            counter.now);
    recalls.seen(Counter.heard(ALMACEN, new Said.OfSurplus(recall)));
    assertEquals(List.of(), told.waiting());
  }

  private static Seen yoghurtOf(Optional<Allergens> contains) {
    Offer plain = Town.offer("yoghurt", "dairy", 12);
    Offer declared =
        contains
            .map(some -> plain.of(plain.lot().of(plain.lot().product().containing(some))))
            .orElse(plain);
    return Counter.heard(ALMACEN, new Said.OfSurplus(declared));
  }

  private void keepsOut(String allergens) {
    var avoids =
        new NodeConfig.Avoids(
            Allergens.NONE, new TreeMap<>(Map.of("cocina", Allergens.listed(allergens))));
    desk =
        kitchen(
            Consent.ASK,
            new NodeConfig.Taker(
                TAKER.serve(),
                TAKER.speedKmh(),
                TAKER.ambient(),
                TAKER.chilled(),
                TAKER.frozen(),
                TAKER.hot(),
                Optional.empty(),
                avoids));
  }

  @Test
  void nobodyIsAskedOfWhatIsKeptOutNorIsItBidFor() {
    var kept = List.of(Optional.of(Allergens.listed("milk,nuts")), Optional.<Allergens>empty());
    for (Optional<Allergens> contains : kept) {
      keepsOut("nuts");
      desk.seen(yoghurtOf(contains));
      assertEquals(List.of(), desk.waiting());
      assertEquals("nuts", near().get("keptOut").getAsString());
      says(12);
      biddingBegins();
      assertEquals(List.of(), bids(), "also if a person says so: the kitchen's rule stands");
      counter.now = Town.START;
    }
  }

  @Test
  void whatIsDeclaredToBeWithoutIsBidForWithAWordOfWhatIsKeptOut() {
    keepsOut("nuts");
    desk.seen(yoghurtOf(Optional.of(Allergens.listed("milk"))));
    assertEquals(1, desk.waiting().size());
    assertFalse(near().has("keptOut"));
    assertEquals("milk", near().get("contains").getAsString());
    says(12);
    biddingBegins();
    assertEquals(Allergens.listed("nuts"), bids().getFirst().avoids());
  }

  @Test
  void aLotWaitsForAWordUntilOneIsSaidOrItIsTooLate() {
    desk.seen(YOGHURT);
    Instant by = Town.CLOSES.minus(Duration.ofMinutes(10));
    var word =
        new Waiting(
            "almacen/yoghurt",
            "the kitchens",
            "say how much: minga bids yoghurt --from almacen --all, --part UNITS or --no",
            by,
            "no bid");
    assertEquals(List.of(word), desk.waiting());
    counter.now = by;
    assertEquals(List.of(), desk.waiting());
    counter.now = Town.START;
    says(4);
    assertEquals(List.of(), desk.waiting());
    desk = kitchen(Consent.ALWAYS);
    desk.seen(YOGHURT);
    assertEquals(List.of(), desk.waiting(), "its node bids by itself");
  }

  @Test
  void theFirstRefusalOfALotWaitsOnlySoLong() {
    isAskedFirst();
    Waiting word = desk.waiting().getFirst();
    assertEquals("others bid for it", word.silence());
    assertTrue(word.until().isBefore(Town.CLOSES.minus(Duration.ofMinutes(10))));
  }

  @Test
  void aPartIsASealedMaximum() {
    desk.seen(YOGHURT);
    says(4);
    biddingBegins();
    assertEquals(4, bids().getFirst().units(), "of the 12 that two days' need would ask for");
    assertEquals(4, near().get("said").getAsInt());
  }

  @Test
  void whatIsSaidForOneSiteHoldsForThatSite() throws IOException {
    alsoCooksFor("@olla-sur");
    desk = kitchen(Consent.ALWAYS);
    desk.seen(YOGHURT);
    saysFor("@olla-sur", 0);
    saysFor("cocina", 5);
    saysFor("cocina", 3);
    biddingBegins();
    assertEquals(3, bids().getFirst().units());
    assertEquals(1, bids().size());
    JsonObject said = near().getAsJsonObject("saidFor");
    assertEquals(0, said.get("@olla-sur").getAsInt());
    assertEquals(3, said.get("cocina").getAsInt());
    desk = kitchen(Consent.ALWAYS);
    desk.seen(YOGHURT);
    assertEquals(said, near().getAsJsonObject("saidFor"), "it is kept over a start");
  }

  private void alsoCooksFor(String site) throws IOException {
    takes("sites", "site,lat,lon\n" + site + ",-33.4378,-70.6505\n");
    outlook = new OutlookDesk(counter, new Foresight(new NodeDirectory(root), Town.ZONE));
    outlook.tick();
  }

  @Test
  void aWordForASiteThatNobodyKnowsIsRefusedAndTheSitesAreNamed() throws IOException {
    alsoCooksFor("@olla-sur");
    desk = kitchen(Consent.ALWAYS);
    desk.seen(YOGHURT);
    var refused = assertThrows(IllegalArgumentException.class, () -> saysFor("olla-sur", 0));
    assertEquals(
        "the sites table has no site olla-sur; say one of @olla-sur, cocina", refused.getMessage());
    assertTrue(near().getAsJsonObject("saidFor").isEmpty());
  }

  @Test
  void aNoForAllSitesIsNotTakenBackForOne() {
    desk.seen(YOGHURT);
    says(0);
    var refused = assertThrows(IllegalArgumentException.class, () -> saysFor("cocina", 4));
    assertEquals(
        "you said at most 0 units of almacen/yoghurt; that can only shrink", refused.getMessage());
  }

  private void saysFor(String site, int units) {
    var question = new JsonObject();
    question.addProperty("giver", "almacen");
    question.addProperty("lot", "yoghurt");
    question.addProperty("site", site);
    question.addProperty("units", units);
    desk.answer("bid", question);
  }

  @Test
  void aYesAfterBiddingBeganIsStillInTime() {
    desk.seen(YOGHURT);
    biddingBegins();
    says(12);
    assertEquals(12, bids().getFirst().units());
  }

  @Test
  void whatWasSaidIsKeptOverAStartAndOnlyShrinks() {
    desk.seen(YOGHURT);
    says(4);
    desk = kitchen(Consent.ASK);
    desk.seen(YOGHURT);
    var refused = assertThrows(IllegalArgumentException.class, () -> says(9));
    assertTrue(refused.toString().contains("at most 4 units"), refused.toString());
    says(2);
    biddingBegins();
    assertEquals(2, bids().getFirst().units());
  }

  @Test
  void aLotThatIsOpenedWhenBiddingHasBegunIsBidForThoughNoneOfItsKindWasThere() {
    desk = kitchen(Consent.ALWAYS);
    desk.seen(Counter.heard(ALMACEN, new Said.OfSurplus(Town.offer("rolls", "bread", 5))));
    biddingBegins();
    assertEquals(List.of(), bids(), "the kitchen needs no bread");
    desk.seen(YOGHURT);
    desk.tick();
    assertEquals(12, bids().getFirst().units());
  }

  @Test
  void tenMinutesBeforeTheCloseIsTooLate() {
    desk.seen(YOGHURT);
    counter.now = Town.CLOSES.minus(Duration.ofMinutes(10));
    assertThrows(IllegalArgumentException.class, () -> says(4));
  }

  @Test
  void aStandingPolicyBidsUntilAPersonSaysNo() {
    desk = kitchen(Consent.ALWAYS);
    desk.seen(YOGHURT);
    says(0);
    biddingBegins();
    assertEquals(List.of(), bids());
    desk = kitchen(Consent.ALWAYS);
    Seen milk = Counter.heard(ALMACEN, new Said.OfSurplus(Town.offer("milk", "dairy", 3)));
    desk.seen(milk);
    desk.tick();
    assertEquals(3, bids().getFirst().units());
  }

  // ---- Looking on

  private static final NodeConfig.Policy LOOKING_ON =
      new NodeConfig.Policy(Consent.ASK, Consent.ALWAYS)
          .lookingOnUntil(LocalDate.ofInstant(Town.START, Town.ZONE));

  private TakingDesk lookingOn() {
    var asked =
        new TakingDesk.Asked(outlook, needs, new RecallDesk(counter), new SettlementDesk(counter));
    return new TakingDesk(counter, asked, TAKER, LOOKING_ON);
  }

  private ShadowDesk shadow() {
    Rulebook rules = new SettlementDesk(counter).rules();
    return new ShadowDesk(
        counter,
        new ShadowDesk.Asked(outlook, needs, rules, Optional::empty),
        TAKER,
        LOOKING_ON.shadowUntil());
  }

  private static Seen close(int points) {
    var book = new Close.Book(0, Hash.sha256(Bytes.utf8("book")));
    return Counter.heard(
        ALMACEN,
        new Said.OfNegotiation(
            new Close("yoghurt", book, points, Hash.sha256(Bytes.utf8("book")), Town.CLOSES)));
  }

  private static Seen left(int units) {
    return Counter.heard(
        ALMACEN,
        new Said.OfNegotiation(
            new Expire("yoghurt", units, close(0).id(), "nobody bid for it", Town.CLOSES)));
  }

  @Test
  void whoLooksOnBidsForNothingButWhatAPersonSays() {
    desk = lookingOn();
    desk.seen(YOGHURT);
    assertEquals(List.of(), desk.waiting(), "nobody is asked");
    biddingBegins();
    assertEquals(List.of(), bids());
    says(4);
    assertEquals(4, bids().getFirst().units(), "a person has the last word");
  }

  @Test
  void onceItsDaysAreOverItBidsByItself() {
    desk = lookingOn();
    desk.seen(YOGHURT);
    Instant next = counter.now.plus(Duration.ofDays(1));
    counter.now = next;
    var milk = Town.offer("milk", "dairy", 3);
    var tomorrow =
        new Offer(
            milk.lot(),
            next,
            Town.CLOSES.plus(Duration.ofDays(1)),
            new Window(
                milk.window().from().plus(Duration.ofDays(1)),
                milk.window().until().plus(Duration.ofDays(1))),
            0,
            0);
    desk.seen(Counter.heard(ALMACEN, new Said.OfSurplus(tomorrow)));
    counter.now = Town.CLOSES.plus(Duration.ofDays(1)).minus(Duration.ofMinutes(25));
    desk.tick();
    assertEquals(3, bids().getFirst().units());
  }

  @Test
  void whoLooksOnIsToldWhatItWouldHaveGot() {
    ShadowDesk shadow = shadow();
    shadow.seen(YOGHURT);
    assertEquals(0, got(shadow).size(), "it is not over");
    shadow.seen(close(0));
    shadow.seen(left(8));
    counter.now = Town.CLOSES.plus(Duration.ofHours(5));
    JsonObject lot = got(shadow).get(0).getAsJsonObject();
    assertEquals("cocina", lot.get("site").getAsString());
    assertEquals(8_000, lot.get("surelyGrams").getAsLong());
    assertEquals(12_000, lot.get("atMostGrams").getAsLong());
    counter.now = Town.CLOSES.plus(Duration.ofDays(ShadowDesk.DAYS + 1));
    shadow.tick();
    assertEquals(0, got(shadow).size(), "that is long ago");
  }

  /// The botica says that the almacen's yoghurt was left over, and the almacen that more was than
  /// there is.
  @Test
  void whatOthersSayOfALotChangesNothingOfWhatItWouldHaveGot() {
    var botica = new MemberId("botica");
    ShadowDesk shadow = shadow();
    shadow.seen(YOGHURT);
    shadow.seen(close(0));
    shadow.seen(Counter.heard(botica, left(12).said()));
    shadow.seen(Counter.heard(botica, close(0).said()));
    assertEquals(0, surely(shadow), "it is not the botica's lot");
    shadow.seen(left(Lot.MAX_UNITS));
    shadow.seen(left(Lot.MAX_UNITS));
    assertEquals(12_000, surely(shadow), "there were no more");
  }

  private static long surely(ShadowDesk shadow) {
    return got(shadow).get(0).getAsJsonObject().get("surelyGrams").getAsLong();
  }

  @Test
  void whatIsDearerThanItWouldPayItWouldNotHaveGotAndAStartForgetsNothing() {
    ShadowDesk shadow = shadow();
    var almacens = new TreeMap<>(Map.of(ALMACEN, List.of(YOGHURT, close(99))));
    shadow.recall(new Recollection(almacens, Map.of(), List.of(), List.of()));
    assertEquals(0, got(shadow).size());
    almacens.put(ALMACEN, List.of(YOGHURT, close(1)));
    ShadowDesk cheaper = shadow();
    cheaper.recall(new Recollection(almacens, Map.of(), List.of(), List.of()));
    JsonObject lot = got(cheaper).get(0).getAsJsonObject();
    assertEquals(0, lot.get("surelyGrams").getAsLong());
    assertTrue(lot.get("atMostGrams").getAsLong() > 0);
  }

  private static JsonArray got(ShadowDesk shadow) {
    return shadow.answer("shadow", new JsonObject()).orElseThrow().getAsJsonArray("got");
  }

  /// The almacen offers its yoghurt to the taller first.
  private void isAskedFirst() {
    var first = new FirstRefusal(TALLER, Town.START.plus(Duration.ofMinutes(10)));
    Offer offer =
        Town.offer("yoghurt", "dairy", 12)
            .under(counter.roster().hash())
            .saying(Clauses.PLAIN.firstTo(first));
    desk.seen(Counter.heard(ALMACEN, new Said.OfSurplus(offer)));
    desk.tick();
  }

  private List<Take> taken() {
    return counter.entered.stream()
        .map(said -> ((Said.OfNegotiation) said).says())
        .map(Take.class::cast)
        .toList();
  }

  @Test
  void whatItMayHaveFirstItTakesOnceByTheNeedsOfTheDay() {
    desk = kitchen(Consent.ALWAYS);
    isAskedFirst();
    desk.tick();
    assertEquals(List.of(12), taken().stream().map(Take::units).toList());
    assertEquals("cocina", taken().getFirst().site());
    biddingBegins();
    assertEquals(12, bids().getFirst().units(), "nothing was awarded for it: it bids like others");
  }

  @Test
  void aPersonsYesTakesWhatItMayHaveFirstAndSilenceDoesNot() {
    isAskedFirst();
    assertEquals(List.of(), taken());
    says(4);
    desk.tick();
    assertEquals(List.of(4), taken().stream().map(Take::units).toList());
  }

  @Test
  void aYesForOneSiteTakesForThatSite() {
    isAskedFirst();
    assertEquals(
        Town.START.plus(Duration.ofMinutes(10)).toString(), near().get("firstUntil").getAsString());
    saysFor("cocina", 4);
    desk.tick();
    assertEquals(List.of(4), taken().stream().map(Take::units).toList());
    counter.now = Town.START.plus(Duration.ofMinutes(11));
    assertFalse(near().has("firstUntil"), "that time is over");
  }

  @Test
  void oneSiteTakesItAndNoOtherTakesMore() throws IOException {
    takes("sites", "site,lat,lon\ncocina,-33.4378,-70.6505\npatio,-33.4379,-70.6506\n");
    takes(
        "needs",
        """
        site,category,mon,tue,wed,thu,fri,sat,sun
        patio,dairy,2000,2000,2000,2000,2000,2000,2000
        """);
    outlook = new OutlookDesk(counter, new Foresight(new NodeDirectory(root), Town.ZONE));
    needs = new NeedDesk(counter, outlook);
    outlook.tick();
    desk = kitchen(Consent.ALWAYS);
    isAskedFirst();
    assertEquals(1, taken().size());
    says(12);
    desk.tick();
    assertEquals(1, taken().size(), "what a person says of it afterwards is no second word");
  }

  @Test
  void afterItsTimeNothingIsTakenFirst() {
    counter.now = Town.START.plus(Duration.ofMinutes(10)).plusMillis(1);
    desk = kitchen(Consent.ALWAYS);
    isAskedFirst();
    assertEquals(List.of(), taken());
  }

  @Test
  void whoDrivesOnceBidsForWhatCanBeFetchedThen() {
    desk = driving(18, 22, 0);
    desk.seen(YOGHURT);
    biddingBegins();
    assertEquals(List.of(), bids());
    desk = driving(13, 18, 0);
    desk.seen(YOGHURT);
    biddingBegins();
    assertEquals(12, bids().getFirst().units());
    JsonObject trip =
        desk.answer("bids", new JsonObject())
            .orElseThrow()
            .getAsJsonArray("trips")
            .get(0)
            .getAsJsonObject();
    assertEquals("cocina", trip.get("site").getAsString());
    assertEquals(0, trip.get("stops").getAsInt(), "nothing is awarded yet");
    assertEquals(2, trip.get("mostStops").getAsInt());
  }

  @Test
  void aStopThatIsWorthMoreThanALotIsNotMadeForIt() {
    desk = driving(13, 18, 24);
    desk.seen(YOGHURT);
    biddingBegins();
    assertEquals(List.of(), bids(), "12 kg of yoghurt are worth 24 kg of other food at the most");
    desk = driving(13, 18, 6);
    desk.seen(YOGHURT);
    biddingBegins();
    assertTrue(bids().getFirst().units() < 12, "and only what is needed most at a quarter of that");
  }

  @Test
  void lotsThatAreLongOverAreForgotten() {
    desk = kitchen(Consent.ALWAYS);
    desk.seen(YOGHURT);
    biddingBegins();
    int there = desk.remembered();
    assertTrue(there >= 2, "the offer and our bid");
    counter.now = Town.CLOSES.plus(TakingDesk.REMEMBERED);
    desk.tick();
    assertEquals(there, desk.remembered(), "people may still speak of it");
    counter.now = Town.CLOSES.plus(TakingDesk.REMEMBERED).plus(Duration.ofDays(3));
    desk.tick();
    assertEquals(0, desk.remembered());
    assertEquals(
        0, desk.answer("bids", new JsonObject()).orElseThrow().getAsJsonArray("near").size());
  }

  @Test
  void whatIsSaidOfLotsThatNobodyOfferedHereIsKeptToALimit() {
    for (int i = 0; i < TakingDesk.MAX_EARLY + 10; i++) {
      desk.seen(
          Counter.heard(
              ALMACEN, new Said.OfSurplus(new Withdraw("lot-" + i, "sold", 0, Town.CLOSES))));
    }
    desk.tick();
    assertEquals(TakingDesk.MAX_EARLY, desk.remembered());
  }

  private void statesThatItNeeds(int gramsADay, int most) {
    var question = new JsonObject();
    question.addProperty("site", "cocina");
    question.addProperty("category", "dairy");
    var week = new JsonArray();
    for (int day = 0; day < 7; day++) {
      week.add(gramsADay);
    }
    question.add("grams", week);
    question.addProperty("most", most);
    needs.answer("need", question);
  }

  @Test
  void whatIsStatedLaterIsTakenFirstToo() {
    desk = kitchen(Consent.ALWAYS);
    statesThatItNeeds(0, 20_000);
    isAskedFirst();
    assertTrue(near().has("firstUntil"));
    counter.entered.clear();
    desk.tick();
    assertEquals(List.of(), taken());
    counter.now = counter.now.plusSeconds(60);
    statesThatItNeeds(2000, 20_000);
    counter.entered.clear();
    desk.tick();
    desk.tick();
    assertEquals(List.of(4), taken().stream().map(Take::units).toList());
    assertFalse(near().has("firstUntil"), "it said so");
  }

  @Test
  void whatTheKitchenStatesIsBidForInsteadOfItsTable() {
    desk = kitchen(Consent.ALWAYS);
    statesThatItNeeds(1800, 3000);
    var said = (StatedNeed) ((Said.OfSurplus) counter.entered.getFirst()).says();
    assertEquals(new Grams(2000), said.need().perWeekday().getFirst(), "in steps of 500 g");
    desk.seen(YOGHURT);
    biddingBegins();
    assertEquals(3, bids().getFirst().units(), "two days need 4 kg, and 3 are taken on a day");
  }

  // ---- The clock

  @Test
  void whatIsNearCountsDownToTheLastMomentAtWhichItCanStillBeCooked() {
    desk.seen(YOGHURT);
    counter.now = Town.START;
    JsonObject near = near();
    Instant end =
        Town.offer("yoghurt", "dairy", 12)
            .lot()
            .date()
            .endOfUse(counter.roster().rules().time().zone());
    Instant latest = Instant.parse(near.get("usefulUntil").getAsString());
    assertTrue(!latest.isAfter(end.minus(TAKER.serve())), "an hour to cook, and the way before it");
    assertEquals(new PlateClock(latest).words(Town.START), near.get("useful").getAsString());
  }

  // ---- What another fetches

  private static final MemberId BOTICA = new MemberId("botica");
  private static final LotName MILK = new LotName(BOTICA, "milk");

  private static Leg leg(int units) {
    return new Leg(MILK, 1, units, new Grams(units * 1000L), 41, 0, "", Town.EVENING.from());
  }

  private JsonObject sends(String carrier) {
    var question = new JsonObject();
    question.addProperty("giver", "botica");
    question.addProperty("lot", "milk");
    question.addProperty("seq", 1);
    question.addProperty("carrier", carrier);
    return desk.answer("carrier", question).orElseThrow();
  }

  private String awaits() {
    return desk.waiting().stream()
        .map(Waiting::what)
        .filter(what -> what.startsWith("sign for it"))
        .findFirst()
        .orElse("nothing");
  }

  /// The almacen fetches milk of the botica's for the kitchen. Its ledger is read first.
  @Test
  void whatAnotherFetchesIsSignedForOnceThatSaysItDelivered() {
    desk = kitchen(Consent.ALWAYS);
    Seen offer = Counter.heard(BOTICA, new Said.OfSurplus(Town.offer("milk", "dairy", 12)));
    desk.seen(offer);
    biddingBegins();
    Seen award =
        Counter.heard(
            BOTICA,
            new Said.OfNegotiation(
                new Award(
                    "milk",
                    1,
                    new Party(TALLER, "cocina"),
                    5,
                    7,
                    Town.CLOSES,
                    Town.CLOSES.plus(Duration.ofMinutes(20)),
                    Town.EVENING,
                    offer.id())));
    counter.now = Town.CLOSES.plus(Duration.ofMinutes(2));
    desk.witnessed(award);
    var nobody = assertThrows(IllegalArgumentException.class, () -> sends("carreta"));
    assertTrue(String.valueOf(nobody.getMessage()).startsWith("carreta is no member"));
    sends("almacen");
    var named = (Carrier) ((Said.OfSurplus) counter.entered.getLast()).says();
    assertEquals(ALMACEN, named.carrier());
    Seen says = Counter.heard(TALLER, new Said.OfSurplus(named));
    var to = new PickedUp.Carriage(ALMACEN, says.id());
    Seen left = Counter.heard(BOTICA, new Said.OfSurplus(new PickedUp(leg(5), Optional.of(to))));
    Seen loaded = Counter.heard(ALMACEN, new Said.OfSurplus(new Loaded(leg(5), left.id())));
    Seen delivered = Counter.heard(ALMACEN, new Said.OfSurplus(new Delivered(leg(4), loaded.id())));
    counter.now = Town.EVENING.from().plusSeconds(60);
    desk.seen(loaded);
    desk.seen(delivered);
    assertEquals("nothing", awaits());
    desk.seen(left);
    String sign =
        "sign for it: minga handover milk --from botica --award 1 --site cocina --units 4 --celsius"
            + " C";
    assertEquals(sign, awaits());
    var ledgers =
        new TreeMap<MemberId, List<Seen>>(
            Map.of(
                ALMACEN,
                List.of(loaded, delivered),
                BOTICA,
                List.of(offer, award, left),
                TALLER,
                counter.entered.stream().map(said -> Counter.heard(TALLER, said)).toList()));
    desk =
        new TakingDesk(
            counter,
            new TakingDesk.Asked(
                outlook, needs, new RecallDesk(counter), new SettlementDesk(counter)),
            TAKER,
            Consent.ALWAYS);
    desk.recall(new Recollection(ledgers, Map.of(ALMACEN, 9L, BOTICA, 9L), List.of(), List.of()));
    desk.tick();
    assertEquals(sign, awaits(), "also after a start");
    var question = new JsonObject();
    question.addProperty("giver", "botica");
    question.addProperty("lot", "milk");
    question.addProperty("seq", 1);
    question.addProperty("site", "cocina");
    question.addProperty("units", 3);
    question.addProperty("deciCelsius", 41);
    JsonObject told = desk.answer("receive", question).orElseThrow();
    assertEquals(3, told.get("units").getAsInt());
    assertEquals(0, told.get("rejected").getAsInt(), "there were no more");
  }
}
