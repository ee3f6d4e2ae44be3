package coop.minga.node.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Terms;
import coop.minga.node.Await;
import coop.minga.node.assembly.Joining;
import coop.minga.node.clock.SimulatedClock;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.peering.Doorkeeper.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real nodes: three shops found a federation in which nobody takes. A kitchen joins, and the rules
/// change; what is offered then it bids for by the new rules, collects, and is debited.
class AKitchenJoinsAndIsFedTest {
  private static final long BIDDING_RATE = 5_000;

  /// A minute of theirs is two seconds of ours.
  private static final long DECIDING_RATE = 30 * SimulatedClock.REAL_TIME;

  private final Town whole = Town.generate(7, TownSize.small());
  private final MemberId giver = whole.followed().giver();
  private final TownMember kitchen = whole.takers().getFirst();
  private final Town shops = shops(whole);

  @TempDir Path root;
  private Premises premises;
  private final Jvm nodes = new Jvm();

  private static Town shops(Town whole) {
    MemberId giver = whole.followed().giver();
    var three = new ArrayList<TownMember>();
    three.add(whole.member(giver).orElseThrow());
    whole.retailers().stream()
        .filter(member -> !member.id().equals(giver))
        .limit(2)
        .forEach(three::add);
    return new Town(whole.seed(), whole.morning(), three, whole.invented(), whole.followed());
  }

  @BeforeEach
  void found() throws IOException {
    var choices = new Premises.Choices(giver, 1);
    premises = Premises.lay(root.toRealPath(), shops, choices, at(LocalTime.of(13, 0)));
    for (TownMember member : shops.members()) {
      premises.importTables(member);
    }
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
    premises.clock().close();
  }

  @Test
  void aKitchenThatJoinedBidsByChangedRulesCollectsAndIsDebited() throws Exception {
    nodes.start(premises);
    premises.clock().jump(at(LocalTime.of(13, 5)), DECIDING_RATE);
    Await.until("the shops to meet", () -> reached(giver), count -> count == 2);
    kitchenJoins();
    rulesChange();

    JsonObject offer = offered();
    Instant closes = Instant.parse(offer.get("closes").getAsString());
    String name = offer.get("lot").getAsString();
    premises.clock().jump(closes.minus(Terms.BIDDING), BIDDING_RATE);
    Await.until("its bid to stand", () -> lot(name).get("held").getAsInt(), units -> units > 0);
    premises.clock().jump(closes.minusSeconds(10), BIDDING_RATE);
    JsonObject award =
        Await.until(
                "its answer to the award",
                () -> Nodes.each(lot(name), "awards"),
                awards ->
                    awards.size() == 1
                        && awards.getFirst().get("state").getAsString().equals("ACCEPTED"))
            .getFirst();
    assertEquals(kitchen.id().name(), award.get("taker").getAsString());

    premises.clock().jump(closes.plusSeconds(50 * 60), SimulatedClock.REAL_TIME);
    nodes.ask(giver, door("handover", offer, award));
    Await.until(
        "the giver's leg at the kitchen",
        () -> nodes.holders(giver, "PICKED_UP", name, 1),
        holders -> holders.contains(kitchen.id()));
    nodes.ask(kitchen.id(), door("receive", offer, award));
    Await.until(
        "the debit in every ledger",
        () -> nodes.holders(giver, "DEBIT", name, 1),
        holders -> holders.equals(nodes.members()));
    assertTrue(lot(name).get("settled").getAsBoolean());
    restartedItFoldsTheSame(name);
  }

  private void kitchenJoins() throws Exception {
    var directory = new NodeDirectory(premises.root().resolve(kitchen.id().name()));
    var none = new Premises.Choices(giver, 1);
    Premises.init(directory, kitchen, none, new SecureRandom());
    keepsOutNuts(directory);
    Files.createSymbolicLink(directory.clock(), Path.of("..", "clock"));
    var all = new TreeMap<>(premises.nodes());
    all.put(kitchen.id(), directory);
    premises = new Premises(premises.root(), premises.roster(), premises.clock(), all);
    premises.importTables(kitchen);

    String invite = nodes.ask(giver, "invite").get("invite").getAsString();
    Joining joining = Joining.of(directory, invite);
    var _ = joining.knock();
    JsonObject confirm = Nodes.question("confirm");
    confirm.addProperty("member", kitchen.id().name());
    nodes.ask(giver, confirm);
    approve();
    Await.until("the kitchen to belong", joining::knock, Outcome.Admitted.class::isInstance);
    joining.settle();
    nodes.start(premises, kitchen.id());
    awaitRoster(1);
    Await.until("all to meet", () -> reached(kitchen.id()), count -> count == 3);
  }

  private static void keepsOutNuts(NodeDirectory kitchen) throws IOException {
    String before = Files.readString(kitchen.config());
    String text = before.replace("avoids = []", "avoids = [\"nuts\"]");
    assertNotEquals(before, text);
    Files.writeString(kitchen.config(), text);
  }

  private void rulesChange() throws Exception {
    var rules = new JsonObject();
    rules.addProperty("bid-step-points", "7");
    rules.addProperty("hard-close-seconds", "900");
    JsonObject propose = Nodes.question("propose-rules");
    propose.add("rules", rules);
    String says = nodes.ask(giver, propose).get("says").getAsString();
    assertEquals(
        "change the rules: bid-step-points from 5 to 7; hard-close-seconds from 600 to 900", says);
    approve();
    awaitRoster(2);
    JsonObject told = nodes.ask(kitchen.id(), "rules").getAsJsonObject("rules");
    assertEquals("7", told.get("bid-step-points").getAsString());
  }

  /// The people of the other members say yes to the one change that is proposed.
  private void approve() throws Exception {
    for (MemberId member : nodes.members()) {
      if (!member.equals(giver)) {
        List<JsonObject> changes =
            Await.until(
                member + " to hear of the change",
                () -> Nodes.each(nodes.ask(member, "members"), "changes"),
                found -> found.size() == 1);
        JsonObject yes = Nodes.question("approve");
        yes.addProperty("change", changes.getFirst().get("change").getAsString());
        nodes.ask(member, yes);
      }
    }
  }

  private void awaitRoster(int number) throws Exception {
    for (MemberId member : nodes.members()) {
      Await.until(
          member + " to have roster " + number,
          () -> nodes.ask(member, "members").get("number").getAsInt(),
          is -> is == number);
    }
  }

  private JsonObject offered() throws Exception {
    premises.clock().jump(at(LocalTime.of(14, 0)), SimulatedClock.REAL_TIME);
    Await.until(
        "looking ahead",
        () -> nodes.askAll(nodes.members(), "outlook"),
        all -> all.stream().allMatch(told -> told.get("ready").getAsBoolean()));
    Followed followed = shops.followed();
    JsonObject surplus =
        Nodes.each(nodes.ask(giver, "outlook"), "surplus").stream()
            .filter(each ->
                each.get("site").getAsString().equals(followed.site())
                    && each.get("item").getAsString().equals(followed.item())
                    && each.get("stockLot").getAsString().equalsIgnoreCase(followed.lot()))
            .findFirst()
            .orElseThrow();
    JsonObject yes = Nodes.question("offer");
    yes.add("lot", surplus.get("lot"));
    yes.addProperty("contains", "milk");
    return nodes.ask(giver, yes);
  }

  /// A start is a fold: by the rosters that the offers name.
  private void restartedItFoldsTheSame(String name) throws Exception {
    JsonObject before = lot(name);
    nodes.close();
    nodes.start(premises);
    assertEquals(before, lot(name));
  }

  private JsonObject lot(String name) throws Exception {
    return nodes.lot(giver, name).orElseThrow();
  }

  private int reached(MemberId member) throws Exception {
    return Jvm.size(nodes.ask(member, "status"), "reached");
  }

  private JsonObject door(String verb, JsonObject lot, JsonObject award) {
    JsonObject door = Nodes.question(verb);
    door.add("lot", lot.get("lot"));
    door.addProperty("giver", giver.name());
    door.add("seq", award.get("seq"));
    door.add("site", award.get("site"));
    door.add("units", award.get("units"));
    door.addProperty("deciCelsius", Demonstration.reading(lot));
    return door;
  }

  private Instant at(LocalTime time) {
    return shops.morning().atTime(time).atZone(Town.ZONE).toInstant();
  }
}
