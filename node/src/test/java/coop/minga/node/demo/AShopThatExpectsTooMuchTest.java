package coop.minga.node.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.audit.Auditor;
import coop.minga.federation.audit.Demands;
import coop.minga.federation.audit.Report;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Terms;
import coop.minga.node.Await;
import coop.minga.node.bundle.BundleMaker;
import coop.minga.node.clock.SimulatedClock;
import coop.minga.node.keys.StrictVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten real nodes on loopback. A shop offers what it only expects to be left over, says of one lot
/// that less is there, and more than there is, and of the others nothing.
class AShopThatExpectsTooMuchTest {
  private static final long BIDDING_RATE = 5_000;
  private static final int MOST_LOTS = 4;

  private final Town town = Town.generate(7, TownSize.small());
  private final MemberId shop = town.followed().giver();

  @TempDir Path root;
  private Premises premises;
  private final Jvm nodes = new Jvm();

  @BeforeEach
  void found() throws IOException {
    premises =
        Premises.lay(
            root.toRealPath(), town, new Premises.Choices(shop, 1), at(LocalTime.of(5, 55)));
    for (TownMember member : town.members()) {
      premises.importTables(member);
    }
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
    premises.clock().close();
  }

  @Test
  void lessIsThereThanWasAwardedAndNothingOfWhatItIsSilentAbout() throws Exception {
    nodes.start(premises);
    List<JsonObject> offers = itOffersWhatItExpects();
    Instant closes = time(offers.getFirst(), "closes");
    bidsAreMadeAndAwarded(closes);
    List<JsonObject> awarded = awarded(offers);
    JsonObject lot = awarded.getFirst();
    nothingIsHandedOverYet(lot);
    int there = awardedUnits(lot) / 2;
    itNeverGrows(lot);
    JsonObject firm = nodes.ask(shop, word(lot, there));
    assertEquals(there, firm.get("there").getAsInt());
    premises.clock().jump(time(lot, "firmBy"), SimulatedClock.REAL_TIME);
    itIsSilentOfTheOthers(awarded.subList(1, awarded.size()));
    takersKnowWhatIsLeft(lot, there);
    whatIsThereIsHandedOver(lot, there);
    everybodySeesIt(awarded.size());
    nodes.close();
    anAuditorVerifiesAll();
  }

  private List<JsonObject> itOffersWhatItExpects() throws Exception {
    premises.clock().jump(at(LocalTime.of(6, 0)), SimulatedClock.REAL_TIME);
    Await.until(
        "looking ahead",
        () -> nodes.askAll(nodes.members(), "outlook"),
        all -> all.stream().allMatch(told -> told.get("ready").getAsBoolean()));
    premises.clock().jump(at(LocalTime.of(14, 0)), SimulatedClock.REAL_TIME);
    var offers = new ArrayList<JsonObject>();
    for (JsonObject foreseen : Nodes.each(nodes.ask(shop, "outlook"), "surplus")) {
      long low = foreseen.getAsJsonObject("left").get("low").getAsLong();
      if (low > 1 && offers.size() < MOST_LOTS) {
        JsonObject much = yes(foreseen);
        much.addProperty("units", low + 1);
        String why = refusal(shop, much);
        assertTrue(why.contains("are left three times in four"), why);
        JsonObject offer = nodes.ask(shop, yes(foreseen));
        assertEquals(low, offer.get("units").getAsLong());
        offers.add(offer);
      }
    }
    assertFalse(offers.isEmpty(), "something is left over three times in four");
    return offers;
  }

  private static JsonObject yes(JsonObject foreseen) {
    JsonObject yes = Nodes.question("offer");
    yes.add("lot", foreseen.get("lot"));
    yes.addProperty("expected", true);
    return yes;
  }

  private void bidsAreMadeAndAwarded(Instant closes) throws Exception {
    premises.clock().jump(closes.minus(Terms.BIDDING), BIDDING_RATE);
    Await.until("a bid", () -> held(nodes.ask(shop, "lots")), units -> units > 0);
    Await.until(
        "bids to rest",
        () -> nodes.askAll(takers(), "bids"),
        all -> all.stream().allMatch(Session::isQuiet));
    premises.clock().jump(closes.minusSeconds(10), BIDDING_RATE);
    Await.until(
        "the close",
        () -> nodes.ask(shop, "lots"),
        lots -> Session.allClosed(lots) && Session.allAnswered(lots));
    premises.clock().jump(premises.clock().instant(), SimulatedClock.REAL_TIME);
  }

  private static int held(JsonObject lots) {
    return Nodes.each(lots, "lots").stream().mapToInt(lot -> lot.get("held").getAsInt()).sum();
  }

  private List<MemberId> takers() {
    return town.takers().stream().map(TownMember::id).toList();
  }

  private List<JsonObject> awarded(List<JsonObject> offers) throws Exception {
    var awarded = new ArrayList<JsonObject>();
    for (JsonObject offer : offers) {
      JsonObject lot = nodes.lot(shop, offer.get("lot").getAsString()).orElseThrow();
      if (awardedUnits(lot) > 0) {
        assertEquals(offer.get("firmBy"), lot.get("wordBy"), "it waits for a person's word");
        awarded.add(lot);
      }
    }
    assertFalse(awarded.isEmpty(), "somebody needs what is expected");
    return awarded;
  }

  private static int awardedUnits(JsonObject lot) {
    return Nodes.each(lot, "awards").stream()
        .mapToInt(award -> award.get("units").getAsInt())
        .sum();
  }

  private void nothingIsHandedOverYet(JsonObject lot) throws Exception {
    JsonObject award =
        Nodes.each(lot, "awards").stream()
            .filter(each -> each.get("state").getAsString().equals("ACCEPTED"))
            .findFirst()
            .orElseThrow();
    String why = refusal(shop, door("handover", lot, award));
    assertTrue(why.contains("nobody has said yet how much"), why);
  }

  private void itNeverGrows(JsonObject lot) throws Exception {
    String why = refusal(shop, word(lot, lot.get("units").getAsInt() + 1));
    assertTrue(why.contains("which may be fewer and never more"), why);
  }

  private void itIsSilentOfTheOthers(List<JsonObject> lots) {
    for (JsonObject lot : lots) {
      Await.until(
          "nothing is there of " + lot.get("lot"),
          () -> nodes.lot(shop, lot.get("lot").getAsString()).orElseThrow(),
          now -> now.has("there") && now.get("there").getAsInt() == 0 && awardedUnits(now) == 0);
    }
  }

  private void takersKnowWhatIsLeft(JsonObject lot, int there) {
    String name = lot.get("lot").getAsString();
    Await.until(
        "the takers know what is left",
        () -> {
          int units = 0;
          for (TownMember taker : town.takers()) {
            units += claimed(nodes.ask(taker.id(), "bids"), name);
          }
          return units;
        },
        units -> units == there);
  }

  private static int claimed(JsonObject bids, String lot) {
    return Nodes.each(bids, "bids").stream()
        .filter(bid -> bid.get("lot").getAsString().equals(lot))
        .flatMap(bid -> Nodes.each(bid, "claims").stream())
        .mapToInt(claim -> claim.get("units").getAsInt())
        .sum();
  }

  private void whatIsThereIsHandedOver(JsonObject before, int there) throws Exception {
    String name = before.get("lot").getAsString();
    premises.clock().jump(time(before, "closes").plusSeconds(50 * 60), SimulatedClock.REAL_TIME);
    JsonObject lot = nodes.lot(shop, name).orElseThrow();
    int handed = 0;
    for (JsonObject award : Nodes.each(lot, "awards")) {
      if (award.get("units").getAsInt() > 0) {
        var taker = new MemberId(award.get("taker").getAsString());
        nodes.ask(shop, door("handover", lot, award));
        Await.until(
            "the giver's signature at the taker's",
            () -> nodes.holders(shop, "PICKED_UP", name, award.get("seq").getAsInt()),
            holders -> holders.contains(taker));
        handed += nodes.ask(taker, door("receive", lot, award)).get("units").getAsInt();
      }
    }
    assertEquals(there, handed);
  }

  private void everybodySeesIt(int lots) throws Exception {
    for (TownMember taker : town.takers()) {
      Await.until(
          taker.id() + " sees what became of what was expected",
          () -> expected(nodes.ask(taker.id(), "share")),
          seen ->
              seen.filter(of -> of.get("part").getAsInt() == 1)
                  .filter(of -> of.get("silent").getAsInt() == lots - 1)
                  .filter(of -> of.get("percentThere").getAsInt() < 100)
                  .isPresent());
    }
  }

  private Optional<JsonObject> expected(JsonObject share) {
    return Nodes.each(share, "expected").stream()
        .filter(of -> of.get("member").getAsString().equals(shop.name()))
        .findFirst();
  }

  private void anAuditorVerifiesAll() throws IOException {
    var verifier = new StrictVerifier();
    Report report =
        new Auditor(verifier, new Demands(Optional.of(premises.roster().federationId()), true))
            .audit(
                BundleMaker.of(List.copyOf(premises.nodes().values()), verifier)
                    .make(premises.clock().instant()));
    assertTrue(report.verified(), () -> report.sentence() + " " + report.findings());
  }

  // ---- Small things

  private static JsonObject word(JsonObject lot, int units) {
    JsonObject word = Nodes.question("firm-up");
    word.add("lot", lot.get("lot"));
    word.addProperty("units", units);
    return word;
  }

  private JsonObject door(String verb, JsonObject lot, JsonObject award) {
    JsonObject door = Nodes.question(verb);
    door.add("lot", lot.get("lot"));
    door.addProperty("giver", shop.name());
    door.add("seq", award.get("seq"));
    door.add("site", award.get("site"));
    door.add("units", award.get("units"));
    door.addProperty("deciCelsius", Demonstration.reading(lot));
    return door;
  }

  private String refusal(MemberId member, JsonObject question) {
    return assertThrows(Exception.class, () -> nodes.ask(member, question)).toString();
  }

  private static Instant time(JsonObject lot, String key) {
    return Instant.parse(lot.get(key).getAsString());
  }

  private Instant at(LocalTime time) {
    return town.morning().atTime(time).atZone(Town.ZONE).toInstant();
  }
}
