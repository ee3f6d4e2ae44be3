package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.NotAvailable;
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Carrier;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Almacen has 20 kg of dairy for Taller, which sends Botica to fetch them.
class WhoFetchesForAnotherTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final MemberId TALLER = new MemberId("taller");
  private static final LotName LOT = new LotName(ALMACEN, "yoghurt");
  private static final Instant EVENING = Town.EVENING.from().plusSeconds(60);
  private static final Seen OFFER =
      Counter.heard(ALMACEN, new Said.OfSurplus(Town.offer("yoghurt", "dairy", 20)));
  private static final Seen AWARD =
      Counter.heard(
          ALMACEN,
          new Said.OfNegotiation(
              new Award(
                  "yoghurt",
                  1,
                  new Party(TALLER, "cocina"),
                  20,
                  0,
                  Town.CLOSES,
                  Town.CLOSES.plusSeconds(60),
                  Town.EVENING,
                  new EntryId(Hash.sha256(Bytes.utf8("close"))))));
  private static final Seen NAMED = named(BOTICA);
  private static final Seen LEFT =
      Counter.heard(
          ALMACEN,
          new Said.OfSurplus(
              new PickedUp(
                  new Leg(LOT, 1, 20, new Grams(20_000), 41, 0, "", EVENING),
                  Optional.of(new PickedUp.Carriage(BOTICA, NAMED.id())))));

  private final Counter counter = new Counter(EVENING, BOTICA);
  private final CarryingDesk desk = new CarryingDesk(counter);

  private static Seen named(MemberId carrier) {
    return Counter.heard(
        TALLER, new Said.OfSurplus(new Carrier(LOT, 1, carrier, Town.CLOSES.plusSeconds(90))));
  }

  private void hears(Seen... entries) {
    List.of(entries).forEach(desk::seen);
  }

  private JsonObject says(String verb, int units, int deciCelsius, String reason) {
    var question = new JsonObject();
    question.addProperty("giver", "almacen");
    question.addProperty("lot", "yoghurt");
    question.addProperty("seq", 1);
    question.addProperty("units", units);
    question.addProperty("deciCelsius", deciCelsius);
    question.addProperty("reason", reason);
    return desk.answer(verb, question).orElseThrow();
  }

  private String refused(String verb, int units, int deciCelsius, String reason) {
    var why =
        assertThrows(IllegalArgumentException.class, () -> says(verb, units, deciCelsius, reason));
    return String.valueOf(why.getMessage());
  }

  private static String state(JsonObject told) {
    return told.getAsJsonArray("carriages").get(0).getAsJsonObject().get("state").getAsString();
  }

  private String waits() {
    return desk.waiting().stream().map(Waiting::what).findFirst().orElse("nothing");
  }

  @Test
  void itSignsBothLegsAndIsToldEachTimeWhatToDoNext() {
    hears(OFFER, AWARD);
    assertEquals("nothing", waits());
    hears(NAMED);
    assertEquals("fetch 20 units for taller, from " + Town.EVENING.from() + " on", waits());
    hears(LEFT);
    assertEquals(
        "sign for it: minga handover yoghurt --from almacen --award 1 --load --units 20"
            + " --celsius C",
        waits());
    assertEquals("LOADED", state(says("load", 19, 41, "a torn box")));
    assertEquals(
        "take it to taller: minga handover yoghurt --from almacen --award 1 --deliver --units 19"
            + " --celsius C",
        waits());
    assertEquals("say what became of the others", refused("deliver", 12, 41, ""));
    assertEquals("DELIVERED", state(says("deliver", 12, 41, "a crate fell")));
    assertEquals("nothing", waits());
    var loaded = (Loaded) ((Said.OfSurplus) counter.entered.getFirst()).says();
    assertEquals(new Loaded(leg(19, 1, "a torn box"), LEFT.id()), loaded);
    var delivered = (Delivered) ((Said.OfSurplus) counter.entered.getLast()).says();
    assertEquals(leg(12, 7, "a crate fell"), delivered.leg());
    assertTrue(refused("load", 1, 41, "").contains("signed for"));
    assertTrue(refused("deliver", 1, 41, "x").contains("has delivered it"));
    Leg taken = new Leg(LOT, 1, 12, new Grams(12_000), 41, 0, "", EVENING);
    hears(Counter.heard(TALLER, new Said.OfSurplus(new Received(taken, LEFT.id()))));
    assertEquals("OVER", state(desk.answer("carriages", new JsonObject()).orElseThrow()));
  }

  private static Leg leg(int units, int others, String reason) {
    return new Leg(LOT, 1, units, new Grams(units * 1000L), 41, others, reason, EVENING);
  }

  @Test
  void whatIsTooWarmIsRefusedWhateverItsDriverSays() {
    hears(OFFER, AWARD, NAMED, LEFT);
    assertEquals("OVER", state(says("load", 20, 95, "")));
    var loaded = (Loaded) ((Said.OfSurplus) counter.entered.getFirst()).says();
    assertEquals(0, loaded.leg().units());
    assertEquals("too warm", loaded.leg().reason());
  }

  @Test
  void whoCameForNothingSaysSoAndNobodyElseMay() {
    hears(OFFER, AWARD);
    assertEquals(Optional.empty(), desk.answer("not-available", asked()));
    hears(NAMED);
    counter.now = Town.EVENING.from().minusSeconds(1);
    assertThrows(IllegalArgumentException.class, () -> desk.answer("not-available", asked()));
    counter.now = EVENING;
    assertTrue(desk.answer("not-available", asked()).isPresent());
    assertEquals(
        new Said.OfNegotiation(new NotAvailable(LOT, 1, "shut", EVENING)),
        counter.entered.getFirst());
  }

  private static JsonObject asked() {
    var question = new JsonObject();
    question.addProperty("giver", "almacen");
    question.addProperty("lot", "yoghurt");
    question.addProperty("seq", 1);
    question.addProperty("reason", "shut");
    return question;
  }

  @Test
  void whoIsNamedNoMoreHasNothingToFetch() {
    hears(OFFER, AWARD, NAMED, named(TALLER));
    assertEquals("nothing", waits());
    hears(NAMED);
    assertTrue(waits().startsWith("fetch 20 units"));
    counter.now = Town.EVENING.until();
    assertEquals("nothing", waits());
  }

  @Test
  void aStartRemembersWhatIsCarriedAndInAMonthItIsForgotten() {
    hears(OFFER, AWARD, NAMED, LEFT);
    says("load", 20, 41, "");
    var own = new ArrayList<Seen>();
    counter.entered.forEach(said -> own.add(Counter.heard(BOTICA, said)));
    var again = new CarryingDesk(counter);
    var ledgers =
        new TreeMap<MemberId, List<Seen>>(
            Map.of(ALMACEN, List.of(OFFER, AWARD, LEFT), BOTICA, own, TALLER, List.of(NAMED)));
    again.recall(new Recollection(ledgers, Map.of(), List.of(), List.of()));
    assertEquals(1, again.waiting().size());
    assertTrue(again.waiting().getFirst().what().startsWith("take it to taller"));
    counter.now = Town.EVENING.until().plus(TakingDesk.REMEMBERED).plus(Duration.ofDays(1));
    again.tick();
    assertEquals(List.of(), again.waiting());
  }
}
