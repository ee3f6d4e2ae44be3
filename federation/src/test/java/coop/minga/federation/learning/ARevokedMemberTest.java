package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.ledger.EntryId;
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

  /// Seven of eight had not heard yet that one was taken out; the auditor has.
  @Test
  void anEpochIsOfWhomItWasProposedToThoughTheRosterHadChanged() {
    List<MemberId> eight = Samples.members(8);
    Cohort before = new Cohort(eight, 6);
    Cohort since = new Cohort(eight.subList(0, 7), 6);
    LearningWorld world = new LearningWorld(5, 8, 0);
    var first = new LearningWorld.Base(1, world.base, Lineage.firstSeed(LearningWorld.FEDERATION));
    world = new LearningWorld(5, eight, before, first);
    MemberId ahead = world.someMember(0);
    world.cohorts.put(ahead, since);
    world.start().runToTheEnd();
    List<Entered<LearningStatement>> said = said(world);
    assertTrue(Samples.draws(since, before).proposed(said).contains(Cohorts.of(before)));
    assertEquals(Optional.of(Cohorts.of(before)), Samples.draws(since, before).joined(said));
    assertEquals(Optional.empty(), Samples.draws(since).joined(said));
    assertEquals(List.of(), unborne(said, before, since));
    assertFalse(unborne(said, since).isEmpty(), "the roster that it was proposed by is needed");
  }

  /// Eight learn; of the seven that a later roster leaves everything would be borne out as well.
  /// What was not proposed does not count beside what was.
  @Test
  void aProposalOfOneWhoIsNotInItIsOfNobody() {
    LearningWorld world = new LearningWorld(5, 8, 0);
    Cohort seven = new Cohort(world.cohort.members().subList(0, 7), 6);
    MemberId outside = world.cohort.members().getLast();
    var propose = new Propose(1, 1, seven.members(), world.base.hash(), world.encoding.hash());
    var entry =
        new Entered<>(
            LearningWorld.FEDERATION, new EntryId(Samples.hash("entry")), outside, propose);
    assertEquals(List.of(), Samples.draws(seven).proposed(List.of(entry)));
    var own =
        new Entered<>(LearningWorld.FEDERATION, entry.id(), seven.members().getFirst(), propose);
    assertEquals(List.of(Cohorts.of(seven)), Samples.draws(seven).proposed(List.of(own)));
    assertEquals(Optional.empty(), Samples.draws(seven).joined(List.of(own)), "only proposed");
  }

  private static List<Entered<LearningStatement>> said(LearningWorld world) {
    var all = new ArrayList<Entered<LearningStatement>>();
    for (Entered<?> entry : world.everything()) {
      all.add(new Entered<>(entry.federation(), entry.id(), entry.author(), entry.statement()));
    }
    return all;
  }

  private static List<Certificates.Unborne> unborne(
      List<Entered<LearningStatement>> said, Cohort... cohorts) {
    return new Certificates(LearningWorld.FEDERATION, List.of(cohorts)).unborne(said);
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
