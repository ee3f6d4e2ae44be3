package coop.minga.node.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.Await;
import coop.minga.node.clock.SimulatedClock;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One federation of five nodes, a process each, that is kept running for a day while power cuts
/// hit its nodes one after the other: while they offer and bid, while they award and accept, while
/// food is handed over. Each is started again at once.
class TwentyKillsTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int WHILE_OFFERING = 4;
  private static final int WHILE_BIDDING = 6;
  private static final int WHILE_AWARDING = 5;
  private static final int WHILE_HANDING_OVER = 5;
  private static final int MOST_MILLIS_BETWEEN = 2500;
  private static final long SLOW = 10_000;
  private static final long BRISK = 20_000;
  private static final long FAST = 60_000;
  private static final List<LocalTime> CLOSINGS = List.of(LocalTime.of(11, 0), LocalTime.of(16, 0));

  @TempDir Path root;

  private final Dice dice = new Dice(SEED, "kills");
  private final Town town = fiveOf(Town.generate(7, TownSize.small()));
  private Premises premises;
  private Nodes nodes;

  @BeforeEach
  void start() throws IOException {
    System.out.println("TwentyKillsTest -Dseed=" + SEED);
    var choices = new Premises.Choices(town.followed().giver(), 0);
    premises = Premises.lay(root.toRealPath(), town, choices, at(LocalTime.of(9, 58)));
    for (TownMember member : town.members()) {
      premises.importTables(member);
    }
    nodes = Nodes.start(premises);
  }

  @AfterEach
  void stop() {
    nodes.close();
    premises.clock().close();
  }

  @Test
  void afterTwentyPowerCutsEverybodyHoldsTheSameAndNothingWasAwardedTwice() throws Exception {
    Await.until("all to meet", this::reached, count -> count == 5 * 4);
    premises.clock().jump(at(LocalTime.of(10, 0)), SLOW);
    kill(WHILE_OFFERING, this::offerOne);
    Await.until("offers by hand", this::offerOne, offered -> !offered);
    premises.clock().jump(at(LocalTime.of(10, 30)), SLOW);
    kill(WHILE_BIDDING, () -> false);
    Await.until("bids", this::standing, count -> count > 0);
    Await.until("bids to rest", this::bids, all -> all.stream().allMatch(Session::isQuiet));
    premises.clock().jump(at(CLOSINGS.getFirst()).minusSeconds(10), BRISK);
    kill(WHILE_AWARDING, () -> false);
    awaitAnswers(CLOSINGS.getFirst());
    premises.clock().jump(doors(CLOSINGS.getFirst()), SLOW);
    kill(WHILE_HANDING_OVER, this::handOverOne);
    finishTheDay();
    awaitTheSameEverywhere();
    nodes.close();
    assertNoFork();
    assertNothingAwardedTwice();
  }

  private interface Deed {
    /// @return whether there was something to do
    boolean once() throws Exception;
  }

  /// So many blows at seeded nodes after seeded times, while the people go on with what they do.
  private void kill(int times, Deed meanwhile) throws InterruptedException, IOException {
    for (int i = 0; i < times; i++) {
      long end = System.nanoTime() + Duration.ofMillis(dice.below(MOST_MILLIS_BETWEEN)).toNanos();
      while (System.nanoTime() < end) {
        attempt(meanwhile);
        Await.pause(Duration.ofMillis(50));
      }
      MemberId victim = dice.oneOf(nodes.members());
      assertAllAlive();
      System.out.println(premises.clock().instant() + " kill -9 " + victim);
      nodes.process(victim).kill();
      nodes.process(victim).restart();
    }
  }

  /// People whose node does not answer try again later.
  private static void attempt(Deed deed) {
    try {
      deed.once();
    } catch (Exception e) {
      System.out.println("later: " + e.getMessage());
    }
  }

  // ---- What people do

  /// The asked shop's manager offers the next lot that is foreseen as surplus and not offered yet.
  private boolean offerOne() throws IOException {
    MemberId giver = town.followed().giver();
    JsonObject outlook = nodes.ask(giver, "outlook");
    if (!outlook.get("ready").getAsBoolean()) {
      throw new IOException(giver + " has not looked ahead yet");
    }
    var known = new HashSet<String>();
    lots(giver).forEach(lot -> known.add(lot.get("lot").getAsString()));
    Optional<JsonObject> next =
        Nodes.each(outlook, "surplus").stream()
            .filter(lot -> lot.getAsJsonObject("left").get("middle").getAsLong() > 0)
            .filter(lot -> !known.contains(lot.get("lot").getAsString()))
            .filter(lot -> lot.get("date").getAsString().compareTo(town.morning() + "") > 0)
            .findFirst();
    if (next.isPresent()) {
      JsonObject yes = Nodes.question("offer");
      yes.addProperty("lot", next.get().get("lot").getAsString());
      nodes.ask(giver, yes);
    }
    return next.isPresent();
  }

  /// One side of one handover: the giver's leg of an accepted award, or the taker's of one that the
  /// giver has signed for.
  private boolean handOverOne() throws IOException {
    for (Awarded awarded : awards()) {
      JsonObject door = door(awarded);
      switch (awarded.state()) {
        case "ACCEPTED" -> {
          door.addProperty("do", "handover");
          nodes.ask(awarded.giver(), door);
          return true;
        }
        case "PICKED_UP" -> {
          door.addProperty("do", "receive");
          nodes.ask(new MemberId(awarded.award().get("taker").getAsString()), door);
          return true;
        }
        default -> {}
      }
    }
    return false;
  }

  private record Awarded(MemberId giver, JsonObject lot, JsonObject award) {
    String state() {
      return award.get("state").getAsString();
    }
  }

  private static JsonObject door(Awarded awarded) {
    var door = new JsonObject();
    door.addProperty("giver", awarded.giver().name());
    door.addProperty("site", awarded.award().get("site").getAsString());
    door.addProperty("lot", awarded.lot().get("lot").getAsString());
    door.addProperty("seq", awarded.award().get("seq").getAsInt());
    door.addProperty("units", awarded.award().get("units").getAsInt());
    door.addProperty("deciCelsius", Demonstration.reading(awarded.lot()));
    return door;
  }

  private void finishTheDay() {
    for (LocalTime closing : CLOSINGS) {
      premises.clock().jump(at(closing), BRISK);
      awaitAnswers(closing);
      premises.clock().jump(doors(closing), SimulatedClock.REAL_TIME);
      Await.until("the doors", this::handOverOne, busy -> !busy);
    }
    premises.clock().jump(at(LocalTime.of(23, 30)), FAST);
    Await.until(
        "debits", this::allLots, lots -> lots.stream().allMatch(TwentyKillsTest::isSettled));
    premises.clock().run(SimulatedClock.REAL_TIME);
  }

  /// Every lot of a closing time is closed, and every award answered or lapsed.
  private void awaitAnswers(LocalTime closing) {
    Instant time = at(closing);
    Await.until(
        "awards and answers of " + closing,
        this::allLots,
        lots ->
            lots.stream()
                .filter(lot -> !Instant.parse(lot.get("closes").getAsString()).isAfter(time))
                .noneMatch(TwentyKillsTest::isPending));
  }

  private static boolean isPending(JsonObject lot) {
    return lot.get("stage").getAsString().equals("open")
        || Nodes.each(lot, "awards").stream()
            .anyMatch(award -> award.get("state").getAsString().equals("OPEN"));
  }

  private static boolean isSettled(JsonObject lot) {
    return lot.get("settled").getAsBoolean();
  }

  // ---- What is looked at

  private Instant at(LocalTime time) {
    return town.morning().atTime(time).atZone(Town.ZONE).toInstant();
  }

  private Instant doors(LocalTime closing) {
    return at(closing.plusMinutes(50));
  }

  private int reached() throws IOException {
    int sum = 0;
    for (MemberId member : nodes.members()) {
      sum += nodes.ask(member, "status").getAsJsonArray("reached").size();
    }
    return sum;
  }

  private int standing() throws IOException {
    return allLots().stream().mapToInt(lot -> lot.get("held").getAsInt()).sum();
  }

  private List<JsonObject> bids() throws IOException {
    var all = new ArrayList<JsonObject>();
    for (TownMember taker : town.takers()) {
      all.add(nodes.ask(taker.id(), "bids"));
    }
    return all;
  }

  private List<JsonObject> lots(MemberId giver) throws IOException {
    return Nodes.each(nodes.ask(giver, "lots"), "lots");
  }

  private List<JsonObject> allLots() throws IOException {
    assertAllAlive();
    var all = new ArrayList<JsonObject>();
    for (TownMember giver : town.retailers()) {
      all.addAll(lots(giver.id()));
    }
    return all;
  }

  private List<Awarded> awards() throws IOException {
    var all = new ArrayList<Awarded>();
    for (TownMember giver : town.retailers()) {
      for (JsonObject lot : lots(giver.id())) {
        Nodes.each(lot, "awards").forEach(award -> all.add(new Awarded(giver.id(), lot, award)));
      }
    }
    return all;
  }

  // ---- What must hold

  /// A start that found its own entries not to replay, or anything else wrong, would have ended.
  private void assertAllAlive() {
    for (MemberId member : nodes.members()) {
      assertTrue(
          nodes.process(member).isAlive(), () -> member + " ended by itself: " + log(member));
    }
  }

  private void awaitTheSameEverywhere() throws IOException {
    List<Holding> all =
        Await.until(
            "equal frontiers, all witnessed",
            this::holdings,
            seen -> seen.stream().allMatch(holding -> holding.agrees(seen.getFirst())));
    System.out.println(all.size() + " nodes hold the same: " + all.getFirst().held());
    assertEquals(5, all.size());
    assertAllAlive();
  }

  private record Holding(String frontier, String held, String witnessed, int reached) {
    boolean agrees(Holding other) {
      return frontier.equals(other.frontier) && held.equals(witnessed) && reached == 4;
    }
  }

  private List<Holding> holdings() throws IOException {
    var all = new ArrayList<Holding>();
    for (MemberId member : nodes.members()) {
      JsonObject status = nodes.ask(member, "status");
      all.add(
          new Holding(
              status.get("frontier").getAsString(),
              status.get("held").toString(),
              status.get("witnessed").toString(),
              status.getAsJsonArray("reached").size()));
    }
    return all;
  }

  private void assertNoFork() throws IOException {
    for (MemberId member : nodes.members()) {
      NodeDirectory directory = premises.directory(member);
      try (StateDatabase state = StateDatabase.open(directory.state())) {
        assertTrue(state.all("fork").isEmpty(), () -> member + " has evidence of a fork");
      }
      String log = log(member);
      for (String bad : List.of("event=fork", "event=node-stopped", "do not replay", "ERROR")) {
        assertFalse(log.contains(bad), () -> member + ": " + bad + " in " + log);
      }
    }
  }

  private void assertNothingAwardedTwice() throws IOException {
    for (MemberId member : nodes.members()) {
      AllottedUnits units = AllottedUnits.read(premises, member);
      assertTrue(units.awards() > 0, "no award at all");
      assertTrue(units.handovers() > 0, "no handover at all");
      assertEquals(List.of(), units.excesses(), () -> "as held by " + member);
      System.out.println(member + " holds " + units.awards() + " awards, " + units.handovers());
    }
  }

  private String log(MemberId member) {
    try {
      return Files.readString(premises.directory(member).root().resolve("node.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// The shop that is asked and the two largest others, and two takers: four of five witness.
  private static Town fiveOf(Town whole) {
    MemberId asked = whole.followed().giver();
    List<TownMember> five =
        Stream.of(
                whole.retailers().stream().filter(shop -> shop.id().equals(asked)),
                whole.retailers().stream().filter(shop -> !shop.id().equals(asked)).limit(2),
                whole.takers().stream().limit(2))
            .flatMap(some -> some)
            .toList();
    return new Town(whole.seed(), whole.morning(), five, whole.invented(), whole.followed());
  }
}
