package coop.minga.node.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.audit.Auditor;
import coop.minga.federation.audit.Demands;
import coop.minga.federation.audit.Report;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.Await;
import coop.minga.node.bundle.BundleMaker;
import coop.minga.node.clock.SimulatedClock;
import coop.minga.node.keys.StrictVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Seven shops and three takers on loopback, real training. One shop's node is not running, another
/// deals its shares and then has nothing to train on: the sum of the other five is opened without
/// them, their masks recovered from shares, and whoever comes later computes the same.
class TwoShopsThatAreMissingAtNightTest {
  private static final long NIGHT_RATE = 40_000;

  private final Town town = Town.generate(7, TownSize.small());
  private final MemberId absent = town.retailers().get(2).id();
  private final MemberId without = town.retailers().get(4).id();

  @TempDir Path root;
  private Premises premises;
  private final Jvm nodes = new Jvm();

  @BeforeEach
  void found() throws IOException {
    var choices = new Premises.Choices(town.followed().giver(), 1);
    premises = Premises.lay(root.toRealPath(), town, choices, at(LocalTime.of(2, 55)));
    for (TownMember member : town.members()) {
      if (!member.id().equals(without)) {
        premises.importTables(member);
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
    premises.clock().close();
  }

  @Test
  void theSumOfTheOthersIsOpenedAndWhoComesLaterComputesTheSame() throws Exception {
    for (TownMember member : town.members()) {
      if (!member.id().equals(absent)) {
        nodes.start(premises, member.id());
      }
    }
    premises.clock().jump(at(LocalTime.of(3, 0)), NIGHT_RATE);
    String model = ended(nodes.members());
    premises.clock().run(SimulatedClock.REAL_TIME);
    nodes.start(premises, absent);
    assertEquals(model, ended(List.of(absent)), "who comes later");
    Await.until(
        "everything to be witnessed",
        () -> nodes.askAll(nodes.members(), "status"),
        all -> all.stream().allMatch(told -> told.get("held").equals(told.get("witnessed"))));
    nodes.close();
    anAuditorRecomputesIt();
  }

  private String ended(List<MemberId> members) throws Exception {
    Await.until(
        "the epoch",
        () -> nodes.askAll(members, "rounds"),
        all -> all.stream().allMatch(told -> told.get("ended").getAsInt() == 1));
    var models = new HashSet<String>();
    for (JsonObject told : nodes.askAll(members, "rounds")) {
      JsonObject epoch = Nodes.each(told, "epochs").getFirst();
      assertTrue(epoch.has("model"), () -> "no result: " + epoch);
      assertEquals(5, Jvm.size(epoch, "members"), epoch::toString);
      assertEquals(Set.of(absent.name(), without.name()), missing(epoch));
      assertEquals(0, Jvm.size(epoch, "faults"), epoch::toString);
      models.add(epoch.get("model").getAsString());
    }
    assertEquals(1, models.size(), () -> "one model: " + models);
    return models.iterator().next();
  }

  private static Set<String> missing(JsonObject epoch) {
    var names = new HashSet<String>();
    epoch.getAsJsonArray("missing").forEach(name -> names.add(name.getAsString()));
    return names;
  }

  private void anAuditorRecomputesIt() throws IOException {
    var verifier = new StrictVerifier();
    Bytes bundle =
        BundleMaker.of(List.copyOf(premises.nodes().values()), verifier)
            .make(premises.clock().instant());
    Report report =
        new Auditor(verifier, new Demands(Optional.of(premises.roster().federationId()), true))
            .audit(bundle);
    assertTrue(report.verified(), report.findings().toString());
    assertTrue(
        report.findings().stream().noneMatch(finding -> finding.sentence().contains("epoch")),
        report.findings().toString());
  }

  private Instant at(LocalTime time) {
    return town.morning().atTime(time).atZone(Town.ZONE).toInstant();
  }
}
