package coop.minga.node.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.audit.Auditor;
import coop.minga.federation.audit.Demands;
import coop.minga.federation.audit.Report;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Terms;
import coop.minga.node.Await;
import coop.minga.node.bundle.BundleMaker;
import coop.minga.node.clock.SimulatedClock;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.History;
import coop.minga.node.keys.StrictVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DESIGN's line, walked: seven shops and three takers, ten real nodes on loopback with mutual TLS,
/// real training, one simulated clock. What goes into each hop and what comes out of it is looked
/// at from outside, as the members' operators and an auditor would.
class OneLotFromSalesToAuditTest {
  private static final int MEMBERS = 10;
  private static final long NIGHT_RATE = 10_000;
  private static final long BIDDING_RATE = 5_000;

  private final Town town = Town.generate(7, TownSize.small());
  private final Followed followed = town.followed();

  @TempDir Path root;
  private Premises premises;
  private final Jvm nodes = new Jvm();

  @BeforeEach
  void found() throws IOException {
    var choices = new Premises.Choices(followed.giver(), 1);
    premises = Premises.lay(root.toRealPath(), town, choices, at(LocalTime.of(2, 55)));
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
    premises.clock().close();
  }

  @Test
  void oneLotGoesFromTheTillToTheAuditor() throws Exception {
    salesAreImported();
    nodes.start(premises);
    Await.until("all to meet", this::reached, count -> count == MEMBERS * (MEMBERS - 1));
    allLearnOneModel();
    JsonObject surplus = surplusIsForeseen();
    JsonObject offer = aPersonOffersIt(surplus);
    takersBid(offer);
    List<JsonObject> awards = itIsAwardedAndAccepted(offer);
    long grams = itIsHandedOver(offer, awards);
    itIsDebited(offer, awards, grams);
    nodes.close();
    anAuditorVerifiesAll();
  }

  // ---- sales.csv -> history

  private void salesAreImported() throws IOException {
    for (TownMember member : town.members()) {
      TownTables tables = member.tables();
      long rows =
          (long) tables.sites().size()
              + tables.items().size()
              + tables.sales().size()
              + tables.stock().size()
              + tables.needs().size();
      assertEquals(rows, premises.importTables(member), () -> "rows of " + member.id());
      assertEquals(sold(member), soldByHistory(member), 1e-6, () -> "units of " + member.id());
    }
  }

  private static double sold(TownMember member) {
    return member.tables().sales().stream().mapToDouble(s -> s.quantity().doubleValue()).sum();
  }

  private double soldByHistory(TownMember member) {
    double sum = 0;
    try (History history = History.open(premises.directory(member.id()).root())) {
      for (DailySeries series : history.allDaily()) {
        for (int i = 0; i < series.length(); i++) {
          sum += series.closed(i) ? 0 : series.quantity(i);
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return sum;
  }

  // ---- history -> one common model

  private void allLearnOneModel() throws Exception {
    premises.clock().jump(at(LocalTime.of(3, 0)), NIGHT_RATE);
    Await.until(
        "the epoch",
        () -> nodes.askAll(nodes.members(), "rounds"),
        all -> all.stream().allMatch(told -> told.get("ended").getAsInt() == 1));
    var models = new HashSet<String>();
    for (JsonObject told : nodes.askAll(nodes.members(), "rounds")) {
      JsonObject epoch = Nodes.each(told, "epochs").getFirst();
      assertEquals(town.retailers().size(), Jvm.size(epoch, "members"), "masked updates");
      models.add(epoch.get("model").getAsString());
    }
    assertEquals(1, models.size(), () -> "everybody computes the same model: " + models);
    assertNotEquals(
        DemandModel.seeded(premises.roster().federationId()).hash().toString(),
        models.iterator().next());
    for (MemberId member : nodes.members()) {
      Await.until(
          "the RESULT of " + member + " everywhere",
          () -> nodes.holders(member, "RESULT", "", 0),
          holders -> holders.equals(nodes.members()));
    }
    Await.until(
        "trying the common model",
        () -> nodes.askAll(retailers(), "rounds"),
        all -> all.stream().allMatch(told -> told.has("helped")));
    assertTrue(
        nodes.ask(followed.giver(), "rounds").get("helped").getAsBoolean(),
        "the first model is better than none");
  }

  // ---- model -> forecast -> surplus

  private JsonObject surplusIsForeseen() throws Exception {
    premises.clock().jump(at(LocalTime.of(6, 0)), SimulatedClock.REAL_TIME);
    Await.until(
        "looking ahead",
        () -> nodes.askAll(nodes.members(), "outlook"),
        all -> all.stream().allMatch(told -> told.get("ready").getAsBoolean()));
    JsonObject outlook = nodes.ask(followed.giver(), "outlook");
    double wql = outlook.getAsJsonObject("forecast").get("wql").getAsDouble();
    assertTrue(wql > 0 && wql < 1, () -> "the model's loss: " + wql);
    assertTrue(Jvm.size(outlook, "orders") > 0);
    JsonObject lot =
        Nodes.each(outlook, "surplus").stream()
            .filter(each ->
                each.get("site").getAsString().equals(followed.site())
                    && each.get("item").getAsString().equals(followed.item())
                    && each.get("stockLot").getAsString().equalsIgnoreCase(followed.lot()))
            .findFirst()
            .orElseThrow();
    assertEquals(followed.units(), lot.get("stock").getAsInt(), "what stands on the shelf");
    long left = lot.getAsJsonObject("left").get("middle").getAsLong();
    assertTrue(left > 0 && left <= followed.units(), () -> "left over " + left);
    return lot;
  }

  // ---- surplus -> a person's yes -> OFFER in every ledger

  private JsonObject aPersonOffersIt(JsonObject surplus) throws Exception {
    premises.clock().jump(at(LocalTime.of(14, 0)), SimulatedClock.REAL_TIME);
    String name = surplus.get("lot").getAsString();
    assertEquals(Optional.empty(), nodes.lot(followed.giver(), name), "before the yes");
    JsonObject yes = Nodes.question("offer");
    yes.addProperty("lot", name);
    JsonObject offer = nodes.ask(followed.giver(), yes);
    assertEquals(
        surplus.getAsJsonObject("left").get("middle").getAsInt(), offer.get("units").getAsInt());
    assertEquals(surplus.get("date"), offer.get("date"));
    awaitEverywhere(followed.giver(), "OFFER", name, 0);
    return offer;
  }

  // ---- OFFER -> bids

  private void takersBid(JsonObject offer) throws Exception {
    Instant closes = Instant.parse(offer.get("closes").getAsString());
    premises.clock().jump(closes.minus(Terms.BIDDING), BIDDING_RATE);
    String name = offer.get("lot").getAsString();
    Await.until("a bid", () -> held(name), units -> units > 0);
    Await.until(
        "bids to rest",
        () -> nodes.askAll(takers(), "bids"),
        all -> all.stream().allMatch(Session::isQuiet) && standing(all, name) == held(name));
    assertTrue(held(name) <= offer.get("units").getAsInt(), "no unit is held twice");
  }

  private int held(String name) {
    try {
      return nodes.lot(followed.giver(), name).orElseThrow().get("held").getAsInt();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// What the takers believe to hold of a lot, together.
  private static int standing(List<JsonObject> bids, String name) {
    return bids.stream()
        .flatMap(told -> Nodes.each(told, "bids").stream())
        .filter(bid -> bid.get("lot").getAsString().equals(name))
        .mapToInt(bid -> bid.get("standing").getAsInt())
        .sum();
  }

  // ---- bids -> CLOSE, AWARD -> ACCEPT

  private List<JsonObject> itIsAwardedAndAccepted(JsonObject offer) throws Exception {
    String name = offer.get("lot").getAsString();
    int bidFor = held(name);
    Instant closes = Instant.parse(offer.get("closes").getAsString());
    premises.clock().jump(closes.minusSeconds(10), BIDDING_RATE);
    Await.until(
        "the close",
        () -> nodes.askAll(retailers(), "lots"),
        all -> all.stream().allMatch(Session::allClosed));
    Await.until(
        "answers",
        () -> nodes.askAll(retailers(), "lots"),
        all -> all.stream().allMatch(Session::allAnswered));
    awaitEverywhere(followed.giver(), "CLOSE", name, 0);
    List<JsonObject> awards = Nodes.each(nodes.lot(followed.giver(), name).orElseThrow(), "awards");
    int awarded = awards.stream().mapToInt(award -> award.get("awarded").getAsInt()).sum();
    assertTrue(awarded > 0 && awarded <= offer.get("units").getAsInt());
    assertTrue(awarded >= bidFor, "whoever stood at the close is awarded");
    for (JsonObject award : awards) {
      assertEquals("ACCEPTED", award.get("state").getAsString());
      awaitEverywhere(followed.giver(), "AWARD", name, seq(award));
      awaitEverywhere(taker(award), "ACCEPT", name, seq(award));
    }
    return awards;
  }

  // ---- ACCEPT -> two signatures at the door

  private long itIsHandedOver(JsonObject offer, List<JsonObject> awards) throws Exception {
    Instant closes = Instant.parse(offer.get("closes").getAsString());
    premises.clock().jump(closes.plusSeconds(50 * 60), SimulatedClock.REAL_TIME);
    String name = offer.get("lot").getAsString();
    long grams = 0;
    for (JsonObject award : awards) {
      nodes.ask(followed.giver(), door("handover", followed.giver(), offer, award));
      awaitEverywhere(followed.giver(), "PICKED_UP", name, seq(award));
      JsonObject received =
          nodes.ask(taker(award), door("receive", followed.giver(), offer, award));
      assertEquals(award.get("units"), received.get("units"));
      grams += received.get("grams").getAsLong();
      awaitEverywhere(taker(award), "RECEIVED", name, seq(award));
    }
    int units = awards.stream().mapToInt(award -> award.get("units").getAsInt()).sum();
    assertEquals((long) units * offer.get("unitGrams").getAsInt(), grams);
    return grams;
  }

  private static JsonObject door(String verb, MemberId giver, JsonObject lot, JsonObject award) {
    JsonObject door = Nodes.question(verb);
    door.addProperty("lot", lot.get("lot").getAsString());
    door.addProperty("giver", giver.name());
    door.addProperty("seq", seq(award));
    door.addProperty("site", award.get("site").getAsString());
    door.addProperty("units", award.get("units").getAsInt());
    door.addProperty("deciCelsius", Demonstration.reading(lot));
    return door;
  }

  // ---- two signatures -> DEBIT

  private void itIsDebited(JsonObject offer, List<JsonObject> awards, long grams) throws Exception {
    String name = offer.get("lot").getAsString();
    for (JsonObject award : awards) {
      awaitEverywhere(followed.giver(), "DEBIT", name, seq(award));
    }
    JsonObject lot = nodes.lot(followed.giver(), name).orElseThrow();
    assertTrue(lot.get("settled").getAsBoolean());
    long debited =
        Nodes.each(lot, "awards").stream().mapToLong(award -> award.get("grams").getAsLong()).sum();
    assertEquals(grams, debited, "what was received is what counts");
    Await.until("the other doors", this::collectOne, busy -> !busy);
    Await.until("every other lot to be settled", this::unsettled, List::isEmpty);
    for (MemberId giver : retailers()) {
      nodes.ask(giver, AuditTrail.opening());
    }
    Await.until(
        "everything to be witnessed",
        () -> nodes.askAll(nodes.members(), "status").stream().map(Held::of).distinct().toList(),
        held -> held.size() == 1 && held.getFirst().isWitnessed());
  }

  /// One leg of one of the other handovers, if one is left to be signed.
  private boolean collectOne() throws Exception {
    for (MemberId giver : retailers()) {
      for (JsonObject lot : Nodes.each(nodes.ask(giver, "lots"), "lots")) {
        for (JsonObject award : Nodes.each(lot, "awards")) {
          switch (award.get("state").getAsString()) {
            case "ACCEPTED" -> {
              nodes.ask(giver, door("handover", giver, lot, award));
              return true;
            }
            case "PICKED_UP" -> {
              nodes.ask(taker(award), door("receive", giver, lot, award));
              return true;
            }
            default -> {}
          }
        }
      }
    }
    return false;
  }

  private List<JsonObject> unsettled() throws Exception {
    return nodes.askAll(retailers(), "lots").stream()
        .flatMap(told -> Nodes.each(told, "lots").stream())
        .filter(lot -> !lot.get("settled").getAsBoolean())
        .toList();
  }

  private record Held(String held, String witnessed) {
    static Held of(JsonObject status) {
      return new Held(status.get("held").toString(), status.get("witnessed").toString());
    }

    boolean isWitnessed() {
      return held.equals(witnessed);
    }
  }

  // ---- all of it -> an auditor

  private void anAuditorVerifiesAll() throws IOException {
    var verifier = new StrictVerifier();
    Bytes bundle =
        BundleMaker.of(List.copyOf(premises.nodes().values()), verifier)
            .make(premises.clock().instant());
    var auditor =
        new Auditor(verifier, new Demands(Optional.of(premises.roster().federationId()), true));
    Report report = auditor.audit(bundle);
    assertTrue(report.verified(), () -> report.sentence() + " " + report.findings());
    assertEquals(MEMBERS, report.counts().members());
    assertEquals(0, report.counts().entries().unwitnessed());
    AllottedUnits units = AllottedUnits.read(premises, followed.giver());
    assertEquals(List.of(), units.excesses());
    assertEquals(units.awards(), report.counts().deals().awards());
    assertEquals(units.awards(), report.counts().deals().recomputed());
    assertEquals(units.handovers(), report.counts().deals().handovers());
    byte[] changed = bundle.toArray();
    changed[changed.length / 2] ^= 1;
    assertFalse(auditor.audit(Bytes.of(changed)).verified(), "one bit changed");
  }

  // ---- Small things

  private void awaitEverywhere(MemberId author, String kind, String lot, int seq) {
    Await.until(
        kind + " of " + author + " in every member's copy",
        () -> nodes.holders(author, kind, lot, seq),
        holders -> holders.equals(nodes.members()));
  }

  private Instant at(LocalTime time) {
    return town.morning().atTime(time).atZone(Town.ZONE).toInstant();
  }

  private int reached() throws Exception {
    int sum = 0;
    for (JsonObject status : nodes.askAll(nodes.members(), "status")) {
      sum += Jvm.size(status, "reached");
    }
    return sum;
  }

  private List<MemberId> retailers() {
    return ids(town.retailers());
  }

  private List<MemberId> takers() {
    return ids(town.takers());
  }

  private static List<MemberId> ids(List<TownMember> members) {
    var ids = new ArrayList<MemberId>();
    members.forEach(member -> ids.add(member.id()));
    return ids;
  }

  private static int seq(JsonObject award) {
    return award.get("seq").getAsInt();
  }

  private static MemberId taker(JsonObject award) {
    return new MemberId(award.get("taker").getAsString());
  }
}
