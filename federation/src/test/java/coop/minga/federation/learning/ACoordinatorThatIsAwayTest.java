package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.CoordinatorKilled.Phase;
import coop.minga.federation.learning.LearningStatement.Propose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A coordinator dies, and the others notice that it is away.
class ACoordinatorThatIsAwayTest {
  private static final Duration NOTICED = Duration.ofSeconds(6);

  @Test
  void nobodyWaitsForTheTurnOfOneThatIsNoticedToBeAway() {
    for (Phase phase : List.of(Phase.PROPOSE, Phase.DEAL, Phase.FREEZE)) {
      CoordinatorKilled.Came waited =
          new CoordinatorKilled(3, 8, Optional.empty()).in(phase, Optional.empty());
      CoordinatorKilled.Came passed =
          new CoordinatorKilled(3, 8, Optional.of(NOTICED)).in(phase, Optional.empty());
      assertTrue(waited.version() && passed.version(), phase + "");
      double spared = waited.seconds() - passed.seconds();
      double turn = CoordinatorKilled.grace().toSeconds() - NOTICED.toSeconds();
      assertTrue(spared > turn / 2, phase + " spared " + spared + " s of " + turn);
    }
  }

  @Test
  void noticingCostsNothingInAnyPhase() {
    for (Phase phase : Phase.values()) {
      CoordinatorKilled.Came waited =
          new CoordinatorKilled(4, 8, Optional.empty()).in(phase, Optional.empty());
      CoordinatorKilled.Came passed =
          new CoordinatorKilled(4, 8, Optional.of(NOTICED)).in(phase, Optional.empty());
      assertEquals(waited.version(), passed.version(), phase + "");
      assertTrue(passed.seconds() < waited.seconds() + 5, phase + ": " + passed + " " + waited);
    }
  }

  /// A vector that could not be had at once is asked for again soon, and not after an eighth of all
  /// patience: here everybody has nothing to give in the second after its word.
  @Test
  void aVectorThatCouldNotBeHadIsAskedForAgainSoon() {
    var world = new LearningWorld(6, 8, 0);
    var said = new ArrayList<Instant>();
    var frozen = new ArrayList<Instant>();
    world.watch =
        (node, statement) -> {
          if (statement instanceof LearningStatement.Masked) {
            said.add(world.now);
            world.busyUntil.put(node.self, world.now.plusSeconds(1));
          } else if (statement instanceof LearningStatement.Freeze) {
            frozen.add(world.now);
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    assertEquals(8, said.size());
    Duration waited = Duration.between(said.getLast(), frozen.getFirst());
    assertTrue(waited.compareTo(Duration.ofSeconds(3)) < 0, "waited " + waited);
  }

  /// Whom everybody wrongly takes for away speaks and is heard; the others speak over it. What they
  /// say differs in nothing but who said it first.
  @Test
  void whoIsTakenForAwayAndIsNotTakesPartAllTheSame() {
    var world = new LearningWorld(5, 8, 0);
    MemberId first = world.coordinator(1);
    world.start();
    world.at(
        LearningWorld.START.minusSeconds(1),
        () ->
            world.nodes.values().stream()
                .filter(node -> !node.self.equals(first))
                .forEach(node -> node.take(new RoundEvent.Away(Set.of(first)))));
    world.runToTheEnd();
    assertFalse(world.node(first).said(Propose.class).isEmpty());
    for (LearningWorld.Node node : world.nodes.values()) {
      var agreed = (RoundOutcome.Agreed) node.outcomes.getFirst();
      assertEquals(world.cohort.members(), agreed.members(), node + "");
      assertEquals(Set.of(), node.blamed);
    }
    world.nothingButOneSumIsOpen(Set.of());
  }
}
