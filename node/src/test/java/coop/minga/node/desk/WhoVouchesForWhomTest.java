package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Attest;
import coop.minga.federation.surplus.KitchenServes;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.PeopleServed;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.Sponsor;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Seen;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/// Taller takes donations and claims 180 people; Almacen takes none and is asked to bear it out.
class WhoVouchesForWhomTest {
  private static final Instant NOW = Instant.parse("2026-11-02T15:00:00Z");
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId TALLER = new MemberId("taller");
  private static final Hash SHEET = Hash.sha256(Bytes.utf8("the count"));

  private final Counter counter = new Counter(NOW);
  private final SettlementDesk settlements = new SettlementDesk(counter);
  private final PeopleDesk almacen = new PeopleDesk(counter, settlements);

  private static PeopleServed claim() {
    var from = LocalDate.of(2026, 8, 1);
    return new PeopleServed(180, 1000, "heads", from, from.plusDays(91), SHEET, NOW);
  }

  private static JsonObject attest(Hash document) {
    var question = new JsonObject();
    question.addProperty("taker", "taller");
    question.addProperty("document", document.toString());
    return question;
  }

  private static JsonObject people() {
    var question = new JsonObject();
    question.addProperty("people", 180);
    question.addProperty("need", 1000);
    question.addProperty("method", "heads");
    question.addProperty("from", "2026-08-01");
    question.addProperty("until", "2026-10-31");
    question.addProperty("document", SHEET.toString());
    return question;
  }

  private void heardOfTheClaim() {
    settlements.seen(Counter.heard(TALLER, new Said.OfSurplus(claim())));
  }

  @Test
  void whoTakesNothingBearsAClaimOutOnceItSawTheDocument() {
    heardOfTheClaim();
    almacen.answer("attest-people", attest(SHEET));
    var said = (Said.OfSurplus) counter.entered.getLast();
    assertEquals(
        Counter.heard(TALLER, new Said.OfSurplus(claim())).id(), ((Attest) said.says()).claim());
  }

  @Test
  void whatWasCollectedInItsTimeStandsBesideAClaim() {
    heardOfTheClaim();
    var award =
        new Award(
            "milk",
            1,
            new Party(TALLER, "cocina"),
            10,
            0,
            Town.CLOSES,
            Town.CLOSES.plusSeconds(60),
            Town.EVENING,
            new EntryId(SHEET));
    settlements.seen(Counter.heard(ALMACEN, new Said.OfNegotiation(award)));
    Instant lastDay = LocalDate.of(2026, 10, 31).atTime(20, 0).atZone(Town.ZONE).toInstant();
    assertEquals(0, meals());
    var lot = new LotName(ALMACEN, "milk");
    var leg = new Leg(lot, 1, 10, new Grams(8_400), 41, 0, "", lastDay);
    Seen left = Counter.heard(ALMACEN, new Said.OfSurplus(new PickedUp(leg)));
    settlements.seen(left);
    settlements.seen(Counter.heard(TALLER, new Said.OfSurplus(new Received(leg, left.id()))));
    assertEquals(20, meals());
  }

  private long meals() {
    return settlements
        .answer("share", new JsonObject())
        .orElseThrow()
        .getAsJsonArray("people")
        .get(0)
        .getAsJsonObject()
        .get("collectedMeals")
        .getAsLong();
  }

  @Test
  void anotherDocumentThanTheClaimsIsNotAttestedTo() {
    heardOfTheClaim();
    JsonObject other = attest(Hash.sha256(Bytes.utf8("another count")));
    assertThrows(IllegalArgumentException.class, () -> almacen.answer("attest-people", other));
    assertTrue(counter.entered.isEmpty());
  }

  @Test
  void nobodyAttestsToWhatWasNotClaimed() {
    assertThrows(
        IllegalArgumentException.class, () -> almacen.answer("attest-people", attest(SHEET)));
  }

  @Test
  void whoTakesNothingClaimsNothing() {
    assertThrows(IllegalArgumentException.class, () -> almacen.answer("claim-people", people()));
  }

  @Test
  void aSponsorClaimsThePeopleOfItsKitchenAndOfNoOther() {
    var huerta = new Counter(NOW, TALLER);
    var counts = new SettlementDesk(huerta);
    var desk = new PeopleDesk(huerta, counts);
    JsonObject olla = people();
    olla.addProperty("for", "@olla");
    var refused =
        assertThrows(IllegalArgumentException.class, () -> desk.answer("claim-people", olla));
    assertTrue(String.valueOf(refused.getMessage()).endsWith("minga sponsor olla --paper FILE"));
    var kitchen = new MemberId("olla");
    counts.seen(Counter.heard(TALLER, new Said.OfSurplus(new Sponsor(kitchen, SHEET, NOW))));
    desk.answer("claim-people", olla);
    var said = (KitchenServes) ((Said.OfSurplus) huerta.entered.getLast()).says();
    assertEquals(kitchen, said.kitchen());
    assertEquals(180, said.claim().people());
  }

  @Test
  void aTakerClaimsAndDoesNotVouchForOthers() {
    var kitchen = new Counter(NOW, TALLER);
    var desk = new PeopleDesk(kitchen, new SettlementDesk(kitchen));
    desk.answer("claim-people", people());
    var said = (Said.OfSurplus) kitchen.entered.getLast();
    assertEquals(claim(), said.says());
    assertThrows(IllegalArgumentException.class, () -> desk.answer("attest-people", attest(SHEET)));
  }

  // ---- Kitchens without a computer

  private static JsonObject olla(Hash paper) {
    var question = new JsonObject();
    question.addProperty("kitchen", "olla-sur");
    question.addProperty("paper", paper.toString());
    return question;
  }

  private void heardOfTheKitchen() {
    var says = new Sponsor(new MemberId("olla-sur"), SHEET, NOW);
    settlements.seen(Counter.heard(TALLER, new Said.OfSurplus(says)));
  }

  @Test
  void aTakerBidsForAKitchenAndSomebodyElseVouchesForIt() {
    var kitchen = new Counter(NOW, TALLER);
    var desk = new PeopleDesk(kitchen, new SettlementDesk(kitchen));
    desk.answer("sponsor", olla(SHEET));
    var said = (Said.OfSurplus) kitchen.entered.getLast();
    assertEquals(new Sponsor(new MemberId("olla-sur"), SHEET, NOW), said.says());
    heardOfTheKitchen();
    almacen.answer("attest-sponsor", olla(SHEET));
    var word = (Attest) ((Said.OfSurplus) counter.entered.getLast()).says();
    assertEquals(Counter.heard(TALLER, said).id(), word.claim());
    JsonObject told =
        almacen
            .answer("sponsors", new JsonObject())
            .orElseThrow()
            .getAsJsonArray("sponsors")
            .get(0)
            .getAsJsonObject();
    assertEquals("@olla-sur", told.get("site").getAsString());
    assertEquals("taller", told.get("sponsor").getAsString());
    assertFalse(told.get("counts").getAsBoolean(), "no ledger was counted since");
  }

  @Test
  void nobodySponsorsAMemberAndNobodyVouchesForAPaperThatItDidNotSee() {
    var kitchen = new Counter(NOW, TALLER);
    var desk = new PeopleDesk(kitchen, new SettlementDesk(kitchen));
    JsonObject tia = olla(SHEET);
    tia.addProperty("kitchen", "tia");
    assertThrows(IllegalArgumentException.class, () -> desk.answer("sponsor", tia));
    assertThrows(IllegalArgumentException.class, () -> almacen.answer("sponsor", olla(SHEET)));
    heardOfTheKitchen();
    JsonObject other = olla(Hash.sha256(Bytes.utf8("another paper")));
    assertThrows(IllegalArgumentException.class, () -> almacen.answer("attest-sponsor", other));
    assertThrows(IllegalArgumentException.class, () -> desk.answer("attest-sponsor", olla(SHEET)));
    assertTrue(counter.entered.isEmpty());
  }
}
