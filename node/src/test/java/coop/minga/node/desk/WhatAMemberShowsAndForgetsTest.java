package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.disclosure.About;
import coop.minga.federation.disclosure.Appointed;
import coop.minga.federation.disclosure.DisclosureStatement;
import coop.minga.federation.disclosure.Opened;
import coop.minga.federation.disclosure.Served;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.HiddenField;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.wire.Said;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeConfig.Consent;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The almacen offered yoghurt and bread; the botica offered milk, and opened it to the almacen.
class WhatAMemberShowsAndForgetsTest {
  private static final MemberId BOTICA = new MemberId("botica");
  private static final String KEY = "a9".repeat(32);

  private final Counter counter = new Counter(Town.START.plusSeconds(60));
  private final OutlookDesk outlook =
      new OutlookDesk(counter, new Foresight(new NodeDirectory(Path.of("")), Town.ZONE));
  private final GivingDesk giving =
      new GivingDesk(
          counter,
          outlook,
          new RecallDesk(counter),
          new SettlementDesk(counter),
          new NodeConfig.Policy(Consent.ASK, Consent.ALWAYS));
  private final DisclosureDesk desk = new DisclosureDesk(counter, giving);
  private final Seen yoghurt = noticed(Counter.ALMACEN, Town.offer("yoghurt", "dairy", 12));
  private final Seen bread = noticed(Counter.ALMACEN, Town.offer("bread", "bread", 4));
  private final Seen milk = noticed(BOTICA, Town.offer("milk", "dairy", 4));

  private Seen noticed(MemberId author, Offer offer) {
    var about = new About(counter.roster().federationId(), author, offer.lot().name());
    return Counter.heard(
        author, new Said.OfSurplus(Notice.cover(about, offer, counter::salt).notice()));
  }

  @BeforeEach
  void theyAreOpenHere() {
    counter.openable.addAll(List.of(yoghurt, bread, milk));
    giving.recall(new Recollection(new TreeMap<>(Map.of()), Map.of(), List.of(), List.of()));
  }

  private JsonObject asks(String verb, String... pairs) {
    var question = new JsonObject();
    for (int i = 0; i < pairs.length; i += 2) {
      question.addProperty(pairs[i], pairs[i + 1]);
    }
    return desk.answer(verb, question).orElseThrow();
  }

  private <S extends DisclosureStatement> List<S> entered(Class<S> kind) {
    return counter.entered.stream()
        .filter(Said.OfDisclosure.class::isInstance)
        .map(said -> ((Said.OfDisclosure) said).says())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static List<EntryId> sorted(Seen... entries) {
    return List.of(entries).stream().map(Seen::id).sorted().toList();
  }

  // ---- Showing

  @Test
  void thatAnAuditorIsLetInAndWhatItIsShownIsEntered() {
    asks("open-to-auditor", "key", KEY, "name", "City audit");
    Appointed auditor = entered(Appointed.class).getFirst();
    assertEquals(Bytes.hex(KEY), auditor.key().value());
    assertEquals(counter.now.plus(DisclosureDesk.USUAL_TIME), auditor.ends());
    Opened opened = entered(Opened.class).getFirst();
    assertEquals(sorted(yoghurt, bread), opened.entries(), "its own, and no other's");
    assertEquals(HiddenField.NAMES, opened.fields());
    EntryId appointment = Counter.heard(Counter.ALMACEN, new Said.OfDisclosure(auditor)).id();
    assertEquals(new Opened.Auditor(appointment), opened.to());
    assertEquals(List.of(), entered(Served.class), "nothing stands in the book");
  }

  @Test
  void aBookThatIsServedIsEntered() {
    counter.note(
        new Said.OfNegotiation(
            new Bid(
                new LotName(BOTICA, "milk"),
                1,
                "almacen",
                1,
                1,
                Town.CLOSES,
                0,
                new Bid.Reach(1, 1),
                Town.START)));
    asks("open-to-auditor", "key", KEY, "name", "City audit");
    Served served = entered(Served.class).getFirst();
    assertEquals(Tree.BOOK, served.tree());
    assertEquals(1, served.until());
  }

  @Test
  void onlyWhatIsInTheScopeIsOpened() {
    String later = counter.now.toString();
    asks(
        "open-to-auditor",
        "key",
        KEY,
        "name",
        "City audit",
        "from",
        later,
        "until",
        "2027-01-01T00:00:00Z");
    assertEquals(List.of(), entered(Opened.class));
    asks("open-to-auditor", "key", KEY, "name", "City audit", "fields", "units,item");
    assertEquals(List.of("item", "units"), entered(Opened.class).getFirst().fields());
  }

  @Test
  void anAuditorWhoIsInIsNotLetInTwice() {
    String[] question = {
      "key",
      KEY,
      "name",
      "City audit",
      "until",
      Town.CLOSES.toString(),
      "ends",
      Town.CLOSES.plusSeconds(3600).toString()
    };
    asks("open-to-auditor", question);
    desk.seen(
        Counter.heard(Counter.ALMACEN, new Said.OfDisclosure(entered(Appointed.class).getFirst())));
    asks("open-to-auditor", question);
    assertEquals(1, entered(Appointed.class).size());
    assertEquals(2, entered(Opened.class).size());
  }

  @Test
  void whatIsNoFieldOrNoKeyOrNoTimeIsSaid() {
    refused("there is no hidden field \"price\"", "fields", "price", "key", KEY, "name", "x");
    refused("an auditor's key has 32 bytes", "key", "a9", "name", "x");
    refused("\"until\" is not a time", "until", "today", "key", KEY, "name", "x");
    assertEquals(List.of(), counter.entered);
  }

  private void refused(String words, String... pairs) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> asks("open-to-auditor", pairs));
    assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.getMessage());
  }

  // ---- Forgetting

  @Test
  void whatIsOldAndOverIsForgottenAndThatItWasIsSaid() {
    counter.now = Town.EVENING.until().plus(Duration.ofDays(2));
    JsonObject told = asks("erase", "before", counter.now.toString());
    assertEquals(3, told.getAsJsonArray("erased").size());
    assertEquals(0, told.get("kept").getAsInt());
    assertEquals(sorted(yoghurt, bread, milk), forgotten());
    assertEquals(3, asks("erased").getAsJsonArray("erased").size());
    assertEquals(
        0, asks("erase", "before", counter.now.toString()).getAsJsonArray("erased").size());
  }

  @Test
  void whatMayStillBeDisputedIsKept() {
    counter.now = Town.EVENING.until().plus(Duration.ofHours(2));
    JsonObject told = asks("erase", "before", counter.now.toString());
    assertEquals(0, told.getAsJsonArray("erased").size());
    assertEquals(3, told.get("kept").getAsInt());
  }

  @Test
  void whatClosedWithALotThatIsNotSettledIsKept() {
    Instant later = Town.EVENING.until().plus(Duration.ofDays(2));
    Seen open =
        new Seen(
            new EntryId(Hash.sha256(Bytes.utf8("open"))),
            Counter.ALMACEN,
            Tree.LEDGER,
            0,
            new Said.OfSurplus(Town.offer("soup", "dairy", 3)));
    giving.recall(
        new Recollection(
            new TreeMap<>(Map.of(Counter.ALMACEN, List.of(open))), Map.of(), List.of(), List.of()));
    counter.now = later;
    JsonObject told = asks("erase", "before", later.toString());
    assertEquals(List.of(milk.id()), forgotten(), "another's is not in the way");
    assertEquals(2, told.get("kept").getAsInt());
  }

  @Test
  void nothingIsForgottenWithoutSayingHowOld() {
    assertThrows(IllegalArgumentException.class, () -> asks("erase"));
  }

  private List<EntryId> forgotten() {
    return counter.erased.stream().map(forgotten -> forgotten.entry()).sorted().toList();
  }
}
