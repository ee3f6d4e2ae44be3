package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Propose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// A member that was taken out of learning, and goes on as if it had not been; and what everybody
/// computes, whatever order and machine they compute it in.
class ARevokedMemberTest {
  private static final int RUNS = 100;

  @Test
  void whoWasTakenOutAndGoesOnIsInNoCircleAndNoSum() {
    List<MemberId> eight = Samples.members(8);
    MemberId revoked = eight.get(3);
    var rest = new ArrayList<>(eight);
    rest.remove(revoked);
    LearningWorld first = new LearningWorld(5, 8, 0);
    var world =
        new LearningWorld(
            5, eight, new Cohort(rest, 6), new LearningWorld.Base(1, first.base, first.seed));
    world.cohorts.put(revoked, new Cohort(eight, 6));
    world.start().runToTheEnd();
    assertFalse(
        world.node(revoked).said(Propose.class).isEmpty()
            && world.node(revoked).said(Advert.class).isEmpty(),
        "it went on");
    for (MemberId member : rest) {
      LearningWorld.Node node = world.node(member);
      var agreed = (RoundOutcome.Agreed) node.outcomes.getLast();
      assertEquals(rest, agreed.members());
      assertEquals(world.naive(rest, 1), agreed.version());
      assertEquals(Set.of(), node.blamed);
      for (Deal deal : node.said(Deal.class)) {
        assertEquals(rest.size(), deal.sealed().size(), "nothing is dealt to it");
      }
    }
    assertTrue(
        world.node(revoked).outcomes.stream().noneMatch(RoundOutcome.Agreed.class::isInstance));
    world.nothingButOneSumIsOpen(Set.of());
  }

  @Test
  void aHundredRunsInAnyOrderOnAnyNumberOfThreadsGiveOneModel() throws Exception {
    LearningWorld world = new LearningWorld(9, 9, 1);
    MemberId silent = world.someMember(2);
    world.watch =
        (node, statement) -> {
          if (node.self.equals(silent) && statement instanceof LearningStatement.Masked) {
            node.crash();
            node.dead = true;
            return Optional.empty();
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    LearningWorld.Node node = world.node(world.someMember(0));
    SumOrder order = node.order.orElseThrow();
    assertFalse(order.pairs().isEmpty(), "somebody's masks are taken off");
    var random = new Random(3);
    var sums = new HashSet<SumOrder.Summed>();
    for (int threads = 1; threads <= 4; threads++) {
      try (var pool = Executors.newFixedThreadPool(threads)) {
        List<Callable<SumOrder.Summed>> runs = new ArrayList<>();
        for (int run = 0; run < RUNS / 4; run++) {
          SumOrder shuffled = shuffled(order, random);
          runs.add(
              () -> shuffled.add(blob -> Optional.ofNullable(node.store.get(blob))).orElseThrow());
        }
        for (var each : pool.invokeAll(runs)) {
          sums.add(each.get());
        }
      }
    }
    assertEquals(1, sums.size());
    var agreed = (RoundOutcome.Agreed) node.outcomes.getLast();
    assertEquals(agreed.version(), sums.iterator().next().version().orElseThrow());
  }

  private static SumOrder shuffled(SumOrder order, Random random) {
    return new SumOrder(
        order.step(),
        order.codec(),
        order.context(),
        shuffled(order.blobs(), random),
        shuffled(order.ownMasks(), random),
        shuffled(order.pairs(), random));
  }

  private static <T> List<T> shuffled(List<T> list, Random random) {
    var all = new ArrayList<>(list);
    Collections.shuffle(all, random);
    return all;
  }
}
