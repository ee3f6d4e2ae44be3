package coop.minga.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.negotiation.Elsewhere;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.OutletReason;
import coop.minga.federation.surplus.VetoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTomlTest {
  @Test
  void theExampleHoldsTheDefaults() {
    String named = NodeToml.example().replace("name = \"\"\n# What", "name = \"shop\"\n# What");
    NodeConfig config = NodeToml.parse("node.toml", named);
    assertEquals(new NodeConfig.Member(new MemberId("shop"), "shop"), config.member());
    assertEquals(new NodeConfig.Peers("127.0.0.1", 7420, Duration.ofMinutes(2)), config.peers());
    assertEquals(
        new NodeConfig.Policy(NodeConfig.Consent.ASK, NodeConfig.Consent.ALWAYS), config.policy());
    assertEquals(
        new NodeConfig.Taker(
            Duration.ofHours(1),
            25,
            Grams.ZERO,
            Grams.ZERO,
            Grams.ZERO,
            Grams.ZERO,
            Optional.empty(),
            NodeConfig.Avoids.NOTHING),
        config.taker());
    assertEquals(
        new NodeConfig.Learning(
            true,
            LocalTime.of(3, 0),
            4,
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            new NodeConfig.Models(NodeConfig.Model.ROW64, NodeConfig.Model.ROW64),
            new NodeConfig.Privacy(0, NodeConfig.Hidden.ORGANISATION, 8_000)),
        config.learning());
    assertEquals(new NodeConfig.Orders(.95, .90, Map.of(), 0), config.orders());
    assertEquals(
        new NodeConfig.Watch(Duration.ofHours(4), Duration.ofHours(8), new Grams(20_000)),
        config.watch());
    assertEquals(new NodeConfig.Ledger(false), config.ledger());
    assertEquals(new NodeConfig.Witnesses(List.of()), config.witnesses());
    assertEquals(new NodeConfig.Serve("127.0.0.1", 0), config.serve());
  }

  private static NodeConfig.Avoids avoids(String lines) {
    return NodeToml.parse(
            "node.toml", "[member]\nname = \"shop\"\n[taker]\navoids = [" + lines + "]\n")
        .taker()
        .avoids();
  }

  @Test
  void whatIsKeptOutAtAllSitesAndAtOne() {
    NodeConfig.Avoids avoids = avoids("\"nuts\", \"school = milk, Eggs\"");
    assertEquals(Allergens.listed("nuts"), avoids.at("hub"));
    assertEquals(Allergens.listed("nuts,milk,eggs"), avoids.at("school"));
    assertEquals(avoids.at("school"), avoids.anywhere());
    for (String wrong : List.of("\"hazelnut\"", "\"school =\"", "\"= nuts\"", "\"none\"")) {
      var refused = assertThrows(UserError.class, () -> avoids(wrong), wrong);
      assertTrue(refused.toString().contains("taker.avoids"), refused::toString);
    }
    assertThrows(UserError.class, () -> avoids("\"school = nuts\", \"school = milk\""));
  }

  @Test
  void aCategoryMayHaveALevelOfItsOwn() {
    NodeConfig config =
        NodeToml.parse(
            "node.toml", "member.name = \"a1\"\norders.levels = [\"fresh fish = 0.85\"]");
    assertEquals(Map.of("fresh fish", .85), config.orders().levels());
    for (String wrong : List.of("fish", "fish = 0.5", "fish = 1.0", "fish = 85")) {
      UserError error = refused("member.name = \"a1\"\norders.levels = [\"" + wrong + "\"]");
      assertTrue(error.sentence().contains("orders.levels"), error.sentence());
    }
  }

  @Test
  void aVehicleHasStopsALoadAndHours() {
    NodeConfig config =
        NodeToml.parse(
            "node.toml",
            """
            member.name = "a1"
            vehicle.stops = 4
            vehicle.load-kg = 300
            vehicle.chilled-kg = 80
            vehicle.from = "17:30"
            vehicle.until = "20:00"
            vehicle.stop-kg = 3
            """);
    var van =
        new NodeConfig.Vehicle(
            new Grams(300_000),
            new Grams(80_000),
            4,
            LocalTime.of(17, 30),
            LocalTime.of(20, 0),
            new Grams(3_000));
    assertEquals(Optional.of(van), config.taker().vehicle());
    UserError colder = refused("member.name = \"a1\"\nvehicle.chilled-kg = 1");
    assertTrue(colder.sentence().contains("vehicle.chilled-kg"), colder.sentence());
    UserError back = refused("member.name = \"a1\"\nvehicle.until = \"07:00\"");
    assertTrue(back.sentence().contains("vehicle.until"), back.sentence());
  }

  @Test
  void witnessesOutsideAreNamedWithTheirKeyAndAddress() {
    String key = NoteKey.ofMirror("city.example/w", new SeededKey(9).publicKey()).verifierKey();
    String line = "city " + key + " https://witness.example/w";
    NodeConfig config =
        NodeToml.parse("node.toml", "member.name = \"a1\"\nwitnesses.outside = [\"" + line + "\"]");
    assertEquals("city", config.witnesses().outside().getFirst().name());
    for (String wrong :
        List.of(
            "city " + key,
            "city " + key + " ftp://witness.example",
            "city " + key + " witness.example",
            "city x https://witness.example",
            line + " more",
            line + "\", \"" + line)) {
      UserError error = refused("member.name = \"a1\"\nwitnesses.outside = [\"" + wrong + "\"]");
      assertTrue(error.sentence().contains("witnesses.outside"), error.sentence());
    }
  }

  @Test
  void aFileOfOneKeyIsEnough() {
    NodeConfig config = NodeToml.parse("node.toml", "member.name = \"mapocho\"");
    assertEquals("mapocho", config.member().displayName());
    assertEquals(7420, config.peers().port());
  }

  @Test
  void anUnknownKeyIsAnErrorThatNamesTheNearest() {
    UserError error = refused("member.name = \"a1\"\n[peers]\nprot = 7\n");
    assertTrue(error.sentence().contains("peers.prot"), error.sentence());
    assertTrue(error.mend().contains("peers.port"), error.sentence());
  }

  @Test
  void whatIsNotTomlIsRefusedWithItsLine() {
    UserError error = refused("[member]\nname = \"a1\"\n[peers\n");
    assertTrue(error.where().contains("line 3"), error.sentence());
  }

  @Test
  void valuesOutOfRangeAreRefusedWithTheRange() {
    assertTrue(refused("member.name = \"a1\"\npeers.port = 70000").mend().contains("65535"));
    assertTrue(refused("member.name = \"a1\"\npeers.port = \"7\"").mend().contains("7420"));
    assertTrue(refused("member.name = \"A Shop\"").mend().contains("a-z"));
    assertTrue(refused("member.name = \"a1\"\npolicy.offer = \"yes\"").mend().contains("always"));
    assertTrue(refused("member.name = \"a1\"\nlearning.start = \"3\"").mend().contains("03:00"));
  }

  @Test
  void standingWishesNameEachTakerOnceAndAReason() {
    String name = "member.name = \"a1\"\npolicy.prefer = [\"plaza\"]\n";
    NodeConfig.Wishes wishes =
        NodeToml.parse("node.toml", name + "policy.exclude = [\"rosa = distance\"]")
            .policy()
            .wishes();
    assertEquals(Set.of(new MemberId("plaza")), wishes.prefer());
    assertEquals(Map.of(new MemberId("rosa"), VetoReason.DISTANCE), wishes.exclude());
    for (String bad : List.of("rosa", "rosa = spite", "Rosa = legal", "plaza = legal")) {
      String mend = refused(name + "policy.exclude = [\"" + bad + "\"]").mend();
      assertTrue(mend.contains("cold-chain"), mend);
    }
    assertTrue(
        refused("member.name = \"a1\"\npolicy.prefer = [\"b2\", \"b2\"]").mend().contains("once"));
    assertTrue(refused("member.name = \"a1\"\npolicy.least-percent = 101").mend().contains("100"));
  }

  @Test
  void aCategoryMayBeOfferedByItselfWhileOthersAreAskedFor() {
    String name = "member.name = \"a1\"\npolicy.offer-by-category = ";
    NodeConfig.Policy policy =
        NodeToml.parse("node.toml", name + "[\"bread=always\", \"fresh meat = ask\"]").policy();
    assertTrue(policy.offers("bread") && policy.offersSome());
    assertFalse(policy.offers("dairy") || policy.asksFor("dairy"));
    assertTrue(policy.asksFor("fresh meat"));
    for (String bad : List.of("bread", "bread = yes", "= ask", "bread = ask\", \"bread = always")) {
      assertTrue(refused(name + "[\"" + bad + "\"]").mend().contains("each category once"), bad);
    }
  }

  @Test
  void whatNobodyTookGoesNoBetterWayByPolicyThanToAnimals() {
    String name = "member.name = \"a1\"\n";
    assertEquals(
        Optional.of(
            new Elsewhere.Way(Outlet.COMPOST, OutletReason.NONE_NEAR, "the city's compost")),
        NodeToml.parse("node.toml", name + "policy.left-over = \"compost = the city's compost\"")
            .policy()
            .leftOver());
    for (String bad : List.of("feed", "people = staff", "feed =", "moon = there")) {
      String mend = refused(name + "policy.left-over = \"" + bad + "\"").mend();
      assertTrue(mend.contains("feed, digestion, compost"), bad);
    }
  }

  @Test
  void whoLooksOnDoesSoUntilADay() {
    LocalDate last = LocalDate.of(2026, 12, 11);
    assertEquals(
        Optional.of(last),
        NodeToml.parse(
                "node.toml", "[member]\nname = \"shop\"\n[policy]\nshadow-until = \"2026-12-11\"\n")
            .policy()
            .shadowUntil());
    UserError wrong =
        assertThrows(
            UserError.class,
            () ->
                NodeToml.parse(
                    "node.toml", "[member]\nname = \"shop\"\n[policy]\nshadow-until = \"soon\"\n"));
    assertTrue(wrong.toString().contains("policy.shadow-until = \"soon\" is not a day"));
  }

  @Test
  void thatDayIsWrittenIntoASettingsFileAndNothingElseIsChanged(@TempDir Path root)
      throws IOException {
    LocalDate last = LocalDate.of(2026, 12, 11);
    String whole = NodeToml.example().replace("name = \"\"\n# What", "name = \"shop\"\n# What");
    assertEquals(
        whole.replace("shadow-until = \"\"", "shadow-until = \"2026-12-11\""),
        NodeToml.lookingOn("node.toml", whole, last));
    String named = "[member]\nname = \"shop\"\n";
    String line = "shadow-until = \"2026-12-11\"\n";
    assertEquals(named + "\n[policy]\n" + line, NodeToml.lookingOn("node.toml", named, last));
    assertEquals(
        named + "[policy]\n" + line + "bid = \"ask\"\n",
        NodeToml.lookingOn("node.toml", named + "[policy]\nbid = \"ask\"\n", last));
    String inline = "policy = {bid = \"ask\"}\n" + named;
    assertThrows(UserError.class, () -> NodeToml.lookingOn("node.toml", inline, last));
    Path file = Files.writeString(root.resolve("node.toml"), named);
    NewFile.replace(file, NodeToml.lookingOn("node.toml", named, last));
    assertEquals(Optional.of(last), NodeToml.read(file).policy().shadowUntil());
    assertEquals(1, root.toFile().list().length);
  }

  @Test
  void noiseMayHaveAPointOrNone() {
    String name = "member.name = \"a1\"\n";
    assertEquals(
        new NodeConfig.Privacy(4_000, NodeConfig.Hidden.ORGANISATION, 2_500),
        NodeToml.parse("node.toml", name + "learning.noise = 4\nlearning.epsilon = 2.5")
            .learning()
            .privacy());
    assertTrue(refused(name + "learning.noise = 0.0001").mend().contains("three decimals"));
    assertTrue(refused(name + "learning.noise = -1").mend().contains("0 to 100"));
    assertTrue(refused(name + "learning.noise = nan").mend().contains("0 to 100"));
  }

  @Test
  void noiseHidesAnOrganisationOrASitesWeekAndNothingElse() {
    String name = "member.name = \"a1\"\n";
    NodeConfig weeks = NodeToml.parse("node.toml", name + "learning.unit = \"site-week\"");
    assertEquals(NodeConfig.Hidden.SITE_WEEK, weeks.learning().privacy().unit());
    UserError error = refused(name + "learning.unit = \"week\"");
    assertTrue(error.mend().contains("\"organisation\" or \"site-week\""), error.mend());
  }

  @Test
  void aMissingFileSaysHowToMakeOne() {
    UserError error =
        assertThrows(UserError.class, () -> NodeToml.read(Path.of("no-such-dir/node.toml")));
    assertTrue(error.mend().contains("minga init"), error.sentence());
  }

  private static UserError refused(String text) {
    return assertThrows(UserError.class, () -> NodeToml.parse("node.toml", text));
  }
}
