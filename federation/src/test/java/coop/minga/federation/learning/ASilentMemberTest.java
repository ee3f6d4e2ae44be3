package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Expose;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.LearningStatement.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ASilentMemberTest {
  private static final List<Class<? extends LearningStatement>> STEPS =
      List.of(Advert.class, Deal.class, Masked.class, Freeze.class, Release.class, Result.class);

  private LearningWorld world = new LearningWorld(7, 7, 2);

  @Test
  void everyoneComesToTheSameVersionWhenAllAnswer() {
    world.start().runToTheEnd();
    allAgreeOn(world.cohort.members(), 1);
    world.nodes.values().forEach(node -> assertEquals(List.of(), List.copyOf(node.blamed)));
    assertEquals(1, said(Propose.class));
    assertEquals(0, said(Abandon.class) + said(Expose.class));
  }

  @Test
  void whoseVectorLeftKnowsItByItsOwnEntryAndWhoseDidNotHasNone() {
    MemberId late = world.someMember(1);
    world.watch =
        (node, statement) ->
            node.self.equals(late) && statement instanceof Masked
                ? Optional.empty()
                : Optional.of(statement);
    world.start().runToTheEnd();
    for (LearningWorld.Node node : world.nodes.values()) {
      List<Masked> said = node.said(Masked.class);
      assertEquals(said.stream().findFirst(), node.round.ownVector(), node + "");
      assertEquals(
          world.cohort.members().contains(node.self) && !node.self.equals(late),
          node.round.ownVector().isPresent());
    }
  }

  /// Every set of up to c - t members of six and of seven falls silent for good before any step:
  /// always the exact sum, in one attempt, of those whose vector was handed over.
  @Test
  void whoeverFallsSilentAnyTimeTheSumOfTheOthersIsExact() {
    for (int members = 6; members <= 7; members++) {
      for (Set<Integer> silent : subsetsOfUpToTwo(members)) {
        for (Class<? extends LearningStatement> step : STEPS) {
          fallsSilent(members, silent, step);
        }
      }
    }
  }

  private void fallsSilent(
      int members, Set<Integer> which, Class<? extends LearningStatement> step) {
    String what = members + " " + which + " before " + step.getSimpleName();
    world = new LearningWorld(members, members, 0);
    var silent = new HashSet<MemberId>();
    which.forEach(index -> silent.add(world.cohort.members().get(index)));
    world.watch =
        (node, statement) -> {
          if (silent.contains(node.self) && step.isInstance(statement)) {
            silence(node.self);
            return Optional.empty();
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    var summed = new ArrayList<>(world.cohort.members());
    if (STEPS.indexOf(step) <= STEPS.indexOf(Masked.class)) {
      summed.removeAll(silent);
    }
    try {
      allAgreeOn(summed, 1);
      world.nothingButOneSumIsOpen(Set.of());
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(what, e);
    }
  }

  @Test
  void aCoordinatorThatNeverProposesIsPassedOver() {
    MemberId silent = world.coordinator(1);
    world.node(silent).dead = true;
    world.start().runToTheEnd();
    allAgreeOn(without(silent), 1);
  }

  @Test
  void aMemberThatDealtNothingIsReplacedByTheStreamsThatTheOthersShareWithIt() {
    MemberId silent = world.someMember(2);
    silentBefore(silent, Deal.class);
    world.start().runToTheEnd();
    allAgreeOn(without(silent), 1);
    assertEquals(6, said(Expose.class));
  }

  @Test
  void oneTooFewEndsWithoutAResultAndSaysSo() {
    for (Class<? extends LearningStatement> step :
        List.of(Advert.class, Deal.class, Masked.class, Freeze.class, Release.class)) {
      world = new LearningWorld(7, 7, 1);
      Set<MemberId> silent = Set.copyOf(world.cohort.members().subList(1, 4));
      world.watch =
          (node, statement) -> {
            if (silent.contains(node.self) && step.isInstance(statement)) {
              silence(node.self);
              return Optional.empty();
            }
            return Optional.of(statement);
          };
      world.start().runToTheEnd();
      assertTrue(world.versions().isEmpty(), step.getSimpleName());
      for (LearningWorld.Node node : world.nodes.values()) {
        if (!node.dead) {
          assertEquals(1, node.outcomes.size(), node + " at " + step.getSimpleName());
          assertTrue(node.outcomes.getFirst() instanceof RoundOutcome.Nothing);
          assertTrue(node.secrets.isEmpty(), "a secret was left");
        }
      }
    }
  }

  @Test
  void aCohortOfFiveNeedsEveryone() {
    world = new LearningWorld(5, 5, 0, 4);
    world.start().runToTheEnd();
    allAgreeOn(world.cohort.members(), 1);
    world = new LearningWorld(5, 5, 0, 4);
    silentBefore(world.someMember(1), Masked.class);
    world.start().runToTheEnd();
    assertTrue(world.versions().isEmpty());
  }

  @Test
  void aCohortBelowTheChartersMinimumLearnsNothing() {
    world = new LearningWorld(5, 5, 0);
    world.start().runToTheEnd();
    assertEquals(0, said(Propose.class));
  }

  @Test
  void aNodeThatLosesItsSecretIsLeftOutAndItsStreamsAreRecovered() {
    MemberId forgetful = world.someMember(1);
    world.watch =
        (node, statement) -> {
          if (statement instanceof Masked && node.self.equals(forgetful)) {
            node.crash();
            node.secrets.clear();
            node.vectors.clear();
            world.after(500, node::restart);
            return Optional.empty();
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    allAgreeOn(without(forgetful), 1);
    assertEquals(1, world.node(forgetful).said(Abandon.class).size());
  }

  @Test
  void aCrashAtAnyStepCostsNothingWhileTheSecretIsKept() {
    for (Class<? extends LearningStatement> step : STEPS) {
      world = new LearningWorld(9, 7, 1);
      var crashed = new HashSet<MemberId>();
      world.watch =
          (node, statement) -> {
            if (step.isInstance(statement) && crashed.add(node.self)) {
              node.crash();
              world.after(500, node::restart);
              return Optional.empty();
            }
            return Optional.of(statement);
          };
      world.start().runToTheEnd();
      allAgreeOn(world.cohort.members(), 1);
      world.nothingButOneSumIsOpen(Set.of());
    }
  }

  @Test
  void whatIsGivenUpByAllIsTriedAgainWithFreshKeys() {
    world.watch =
        (node, statement) -> {
          boolean lost = statement instanceof Freeze freeze && freeze.attempt() == 1;
          return lost ? Optional.empty() : Optional.of(statement);
        };
    world.start().runToTheEnd();
    allAgreeOn(world.cohort.members(), 2);
    List<MaskKey> keys =
        world.nodes.values().stream()
            .flatMap(node -> node.said(Advert.class).stream())
            .map(Advert::maskKey)
            .toList();
    assertEquals(14, keys.size());
    assertEquals(14, keys.stream().distinct().count());
    world.nothingButOneSumIsOpen(Set.of());
  }

  @Test
  void secretsAreErasedWhenTheEpochHasEnded() {
    world.start().runToTheEnd();
    world.nodes.values().forEach(node -> assertTrue(node.secrets.isEmpty(), node.toString()));
  }

  @Test
  void aWrongClockChangesNothing() {
    // The plan's times are each node's own; here every second node's are ten minutes off.
    world.skew = member -> world.cohort.members().indexOf(member) % 2 == 0 ? 0 : 600;
    world.start().runToTheEnd();
    allAgreeOn(world.cohort.members(), 1);
  }

  private static List<Set<Integer>> subsetsOfUpToTwo(int members) {
    var all = new ArrayList<Set<Integer>>();
    for (int i = 0; i < members; i++) {
      for (int j = i; j < members; j++) {
        all.add(i == j ? Set.of(i) : Set.of(i, j));
      }
    }
    return all;
  }

  private long said(Class<? extends LearningStatement> kind) {
    return world.everything().stream().filter(entry -> kind.isInstance(entry.statement())).count();
  }

  private void silentBefore(MemberId member, Class<? extends LearningStatement> kind) {
    world.watch =
        (node, statement) -> {
          if (node.self.equals(member) && kind.isInstance(statement)) {
            silence(member);
            return Optional.empty();
          }
          return Optional.of(statement);
        };
  }

  private void silence(MemberId member) {
    world.node(member).crash();
    world.node(member).dead = true;
  }

  private List<MemberId> without(MemberId silent) {
    return world.cohort.members().stream().filter(member -> !member.equals(silent)).toList();
  }

  private void allAgreeOn(List<MemberId> members, int attempt) {
    ModelVersion expected = world.naive(members, attempt);
    for (LearningWorld.Node node : world.nodes.values()) {
      if (!node.dead) {
        assertFalse(node.outcomes.isEmpty(), node + " has no outcome");
        var agreed = (RoundOutcome.Agreed) node.outcomes.getLast();
        assertEquals(members, agreed.members());
        assertEquals(expected, agreed.version(), node.toString());
      }
    }
    assertEquals(1, world.versions().size());
  }
}
