package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ASilentMemberTest {
  private final LearningWorld world = new LearningWorld(7, 7, 2);

  @Test
  void everyoneComesToTheSameVersionWhenAllAnswer() {
    world.start().runToTheEnd();
    allAgreeOn(world.cohort.members());
    world.nodes.values().forEach(node -> assertEquals(List.of(), List.copyOf(node.blamed)));
  }

  @Test
  void aMemberSilentBeforeItsKeyIsLeftOutOfTheNextAttempt() {
    MemberId silent = world.someMember(2);
    silentBefore(silent, Advert.class);
    world.start().runToTheEnd();
    allAgreeOn(without(silent));
    assertEquals(List.of(silent), coordinatorsWord().absent());
  }

  @Test
  void aMemberSilentBeforeItsVectorIsLeftOutOfTheNextAttempt() {
    MemberId silent = world.someMember(0);
    silentBefore(silent, Masked.class);
    world.start().runToTheEnd();
    allAgreeOn(without(silent));
    assertEquals(List.of(silent), coordinatorsWord().absent());
  }

  @Test
  void aMemberThatFallsSilentAfterHandingItsVectorOverIsInTheSum() {
    MemberId silent = world.someMember(3);
    world.watch =
        (node, statement) -> {
          if (statement instanceof Freeze) {
            goSilent(silent);
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    allAgreeOn(world.cohort.members());
  }

  @Test
  void aCoordinatorThatNeverProposesIsPassedOver() {
    MemberId silent = world.coordinator(1);
    goSilentFromTheStart(silent);
    world.start().runToTheEnd();
    allAgreeOn(without(silent));
  }

  @Test
  void aCoordinatorThatDiesBeforeTheFreezeIsGivenUp() {
    MemberId silent = world.coordinator(1);
    silentBefore(silent, Freeze.class);
    world.start().runToTheEnd();
    allAgreeOn(without(silent));
  }

  @Test
  void aCoordinatorThatDiesRightAfterTheFreezeWasToldDoesNoHarm() {
    MemberId silent = world.coordinator(1);
    world.watch =
        (node, statement) -> {
          if (statement instanceof Freeze) {
            world.after(1000, () -> goSilent(silent));
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    allAgreeOn(world.cohort.members());
  }

  @Test
  void afterACoordinatorThatMayHoldEverythingNoThirdSetIsTried() {
    MemberId first = world.coordinator(1);
    var rest = new ArrayList<>(without(first));
    LearningWorld eight = new LearningWorld(11, 8, 1);
    MemberId coordinator = eight.coordinator(1);
    MemberId other = eight.someMember(4);
    eight.watch =
        (node, statement) -> {
          if (statement instanceof Freeze && node.self.equals(coordinator)) {
            silence(eight, coordinator);
            return Optional.empty();
          }
          if (statement instanceof Advert advert
              && advert.attempt() > 1
              && node.self.equals(other)) {
            silence(eight, other);
            return Optional.empty();
          }
          return Optional.of(statement);
        };
    eight.start().runToTheEnd();
    assertEquals(6, rest.size());
    assertEquals(0, eight.versions().size());
    for (LearningWorld.Node node : eight.nodes.values()) {
      if (!node.dead) {
        assertEquals(List.of(new RoundOutcome.Nothing(NoResult.UNSAFE_TO_RETRY)), node.outcomes);
      }
    }
  }

  @Test
  void fiveLeftAreTooFewAndSaySo() {
    MemberId one = world.someMember(1);
    MemberId two = world.someMember(5);
    goSilentFromTheStart(one);
    goSilentFromTheStart(two);
    world.start().runToTheEnd();
    assertTrue(world.versions().isEmpty());
    for (LearningWorld.Node node : world.nodes.values()) {
      if (!node.dead) {
        assertEquals(
            List.of(new RoundOutcome.Nothing(NoResult.TOO_FEW_LEFT)),
            node.outcomes,
            node.toString());
      }
    }
  }

  @Test
  void aNodeThatLosesItsSecretGivesTheAttemptUpAndTakesPartInTheNext() {
    MemberId forgetful = world.someMember(1);
    world.watch =
        (node, statement) -> {
          if (statement instanceof Masked masked
              && masked.attempt() == 1
              && node.self.equals(forgetful)) {
            node.crash();
            node.secrets.clear();
            node.vectors.clear();
            world.after(500, node::restart);
            return Optional.empty();
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    allAgreeOn(world.cohort.members());
    assertEquals(2, world.node(forgetful).said(Advert.class).size());
  }

  @Test
  void aCrashAfterTheSecretWasKeptCostsNoAttempt() {
    MemberId quick = world.someMember(1);
    world.watch =
        (node, statement) -> {
          if (statement instanceof Masked
              && node.self.equals(quick)
              && node.blamed.add("crashed")) {
            node.crash();
            world.after(500, node::restart);
            return Optional.empty();
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    allAgreeOn(world.cohort.members());
    assertEquals(1, world.node(quick).said(Advert.class).size());
  }

  @Test
  void keysAreFreshInEveryAttempt() {
    silentBefore(world.someMember(0), Masked.class);
    world.start().runToTheEnd();
    List<MaskKey> keys =
        world.nodes.values().stream()
            .flatMap(node -> node.said(Advert.class).stream())
            .map(Advert::maskKey)
            .toList();
    assertEquals(13, keys.size());
    assertEquals(13, keys.stream().distinct().count());
  }

  private Abandon coordinatorsWord() {
    return world.node(world.coordinator(1)).said(Abandon.class).getFirst();
  }

  private void silentBefore(MemberId member, Class<? extends LearningStatement> kind) {
    world.watch =
        (node, statement) -> {
          if (node.self.equals(member) && kind.isInstance(statement)) {
            goSilent(member);
            return Optional.empty();
          }
          return Optional.of(statement);
        };
  }

  private void goSilent(MemberId member) {
    silence(world, member);
  }

  private static void silence(LearningWorld where, MemberId member) {
    where.node(member).crash();
    where.node(member).dead = true;
  }

  private void goSilentFromTheStart(MemberId member) {
    world.node(member).dead = true;
  }

  private List<MemberId> without(MemberId silent) {
    return world.cohort.members().stream().filter(member -> !member.equals(silent)).toList();
  }

  private void allAgreeOn(List<MemberId> members) {
    ModelVersion expected = world.naive(members);
    for (LearningWorld.Node node : world.nodes.values()) {
      if (!node.dead) {
        assertEquals(1, node.outcomes.size(), node + " " + node.outcomes);
        var agreed = (RoundOutcome.Agreed) node.outcomes.getFirst();
        assertEquals(expected, agreed.version(), node.toString());
        assertEquals(members, agreed.members());
      }
    }
    assertEquals(1, world.versions().size());
    assertTrue(world.everything().stream().anyMatch(entry -> entry.statement() instanceof Propose));
  }
}
