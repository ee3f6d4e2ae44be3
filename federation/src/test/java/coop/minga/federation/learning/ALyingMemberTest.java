package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.ledger.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ALyingMemberTest {
  private final LearningWorld world = new LearningWorld(7, 7, 2);
  private final MemberId liar = world.someMember(2);

  @Test
  @LiesIn(Kind.RESULT)
  void whoeverSaysAnotherVersionIsNamedAndOutvoted() {
    lies(Result.class, ALyingMemberTest::anotherModel);
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
    honestBlame(Fault.WRONG_RESULT);
  }

  @Test
  @LiesIn(Kind.MASKED)
  void aSwappedVectorIsRefusedAndItsAuthorLeftOut() {
    lies(
        Masked.class,
        masked -> {
          LearningWorld.Node node = world.node(liar);
          node.store.put(masked.blob(), Bytes.utf8("x".repeat(masked.bytes())));
          return masked;
        });
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
    coordinatorBlames(Fault.SWAPPED_VECTOR);
  }

  @Test
  @LiesIn(Kind.MASKED)
  void aVectorWithBitsToSpareIsRefusedAndItsAuthorLeftOut() {
    lies(
        Masked.class,
        masked -> {
          byte[] packed = stored(masked.blob()).toArray();
          packed[packed.length - 1] |= (byte) 0x80;
          return replaced(masked, Bytes.of(packed));
        });
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
    coordinatorBlames(Fault.MALFORMED_VECTOR);
  }

  @Test
  @LiesIn(Kind.MASKED)
  void aVectorBoundToOtherAdvertsIsRefusedAndItsAuthorLeftOut() {
    lies(
        Masked.class,
        masked ->
            new Masked(
                masked.epoch(),
                masked.attempt(),
                masked.proposal(),
                Samples.hash("other adverts"),
                masked.blob(),
                masked.bytes()));
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
    honestBlame(Fault.WRONG_VECTOR_NAME);
  }

  @Test
  @LiesIn(Kind.ADVERT)
  void aKeyThatGivesNoSecretIsRefusedAndItsAuthorLeftOut() {
    MaskKey zero = new MaskKey(Bytes.of(new byte[MaskKey.SIZE]));
    lies(
        Advert.class,
        advert -> new Advert(advert.epoch(), advert.attempt(), advert.proposal(), zero));
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
    honestBlame(Fault.WEAK_KEY);
  }

  @Test
  @LiesIn(Kind.MASKED)
  void aVectorOutOfBoundsGivesNoResultToAnyone() {
    lies(
        Masked.class,
        masked -> {
          byte[] noise = new byte[masked.bytes()];
          new Random(1).nextBytes(noise);
          noise[noise.length - 1] = 0;
          return replaced(masked, Bytes.of(noise));
        });
    world.start().runToTheEnd();
    for (LearningWorld.Node node : world.nodes.values()) {
      assertEquals(
          List.of(new RoundOutcome.Nothing(NoResult.OUT_OF_BOUNDS)), node.outcomes, "" + node);
    }
  }

  @Test
  @LiesIn(Kind.PROPOSE)
  void aProposalByWhoeverDoesNotCoordinateIsRefused() {
    world.at(
        LearningWorld.START,
        () ->
            world
                .node(liar)
                .append(
                    new Propose(
                        1,
                        1,
                        Optional.empty(),
                        world.cohort.members(),
                        world.base.hash(),
                        world.encoding.hash(),
                        LearningWorld.TIMES.from(LearningWorld.START))));
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
    honestBlame(Fault.WRONG_PROPOSAL);
  }

  @Test
  void entriesOfAnotherFederationOrEpochChangeNothing() {
    world.start();
    world.runUntil(LearningWorld.START.plusSeconds(10));
    Round before = world.node(world.someMember(0)).round;
    for (Entered<?> entry : world.everything()) {
      RoundStep elsewhere =
          before.on(
              new RoundEvent.Seen(
                  new Entered<>(
                      Samples.hash("elsewhere"), entry.id(), entry.author(), entry.statement())));
      assertEquals(List.of(), elsewhere.effects());
      assertEquals(before.wakeAt(), elsewhere.next().wakeAt());
    }
    replay(
        new Advert(
            2, 1, firstProposal().id(), MaskSecret.publicKey(Samples.secret(new Random(1)))));
    world.runToTheEnd();
    honestAgreeOn(world.cohort.members());
  }

  @Test
  @LiesIn(Kind.ADVERT)
  void anAdvertUnderAnotherAttemptsNumberDoesNotCount() {
    lies(
        Advert.class,
        advert ->
            advert.attempt() == 1
                ? new Advert(advert.epoch(), 2, advert.proposal(), advert.maskKey())
                : advert);
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
  }

  @Test
  void aVectorThatComesAfterItsSetIsClosedIsThrownAwayUnread() {
    LearningWorld.Node late = world.node(liar);
    LearningWorld.Node coordinator = world.node(world.coordinator(1));
    world.watch =
        (node, statement) -> {
          if (statement instanceof Masked masked && masked.attempt() == 1 && node == late) {
            node.cutOff = true;
            world.after(Duration.ofMinutes(4).toMillis(), () -> node.cutOff = false);
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
    Masked masked = late.said(Masked.class).getFirst();
    assertTrue(coordinator.ledger(liar).size() >= 2, "the name of the vector did arrive");
    assertFalse(coordinator.everHeld.contains(masked.blob()));
    assertFalse(late.store.containsKey(masked.blob()), "nobody can have it any more");
    RoundStep step =
        coordinator.round.on(new RoundEvent.Fetched(masked.blob(), Bytes.utf8("late")));
    assertEquals(List.of(new RoundEffect.Discard(masked.blob())), step.effects());
  }

  @Test
  @LiesIn(Kind.FREEZE)
  void aSetThatSomebodyElseClosesIsNotClosed() {
    world.watch =
        (node, statement) -> {
          if (node.self.equals(liar) && statement instanceof Masked masked) {
            world.after(
                10,
                () ->
                    replay(
                        new Freeze(
                            masked.epoch(),
                            masked.attempt(),
                            masked.proposal(),
                            List.of(masked.proposal()))));
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
    assertEquals(1, world.node(liar).said(Freeze.class).size(), "it did lie");
  }

  @Test
  @LiesIn(Kind.FREEZE)
  void aCoordinatorWhoClosesAnotherSetIsNamedAndNothingComesOfIt() {
    MemberId coordinator = world.coordinator(1);
    world.watch =
        (node, statement) ->
            Optional.of(
                node.self.equals(coordinator) && statement instanceof Freeze right
                    ? new Freeze(
                        right.epoch(),
                        right.attempt(),
                        right.proposal(),
                        right.masked().subList(1, right.masked().size()))
                    : statement);
    world.start().runToTheEnd();
    for (LearningWorld.Node node : world.nodes.values()) {
      if (!node.self.equals(coordinator)) {
        assertEquals(
            List.of(coordinator + " " + Fault.WRONG_FREEZE), List.copyOf(node.blamed), "" + node);
        assertTrue(node.kept.isEmpty(), "nobody opens a set that is not whole");
      }
    }
  }

  @Test
  @LiesIn({Kind.FREEZE, Kind.ABANDON})
  void aCoordinatorWhoGivesUpWhatItClosedHasClosedIt() {
    MemberId coordinator = world.coordinator(1);
    world.watch =
        (node, statement) -> {
          if (node.self.equals(coordinator) && statement instanceof Freeze right) {
            world.after(
                5,
                () ->
                    node.append(
                        new Abandon(
                            right.epoch(), right.attempt(), right.proposal(), List.of(liar))));
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    for (LearningWorld.Node node : world.nodes.values()) {
      var agreed = (RoundOutcome.Agreed) node.outcomes.getFirst();
      assertEquals(world.naive(world.cohort.members()), agreed.version(), node.toString());
    }
    assertEquals(1, world.node(coordinator).said(Abandon.class).size(), "it did lie");
  }

  @Test
  @LiesIn(Kind.ABANDON)
  void whoGivesUpInOthersNamesLeavesOnlyItselfOut() {
    world.watch =
        (node, statement) -> {
          if (node.self.equals(liar)
              && statement instanceof Masked masked
              && masked.attempt() == 1) {
            List<MemberId> others =
                world.cohort.members().stream().filter(m -> !m.equals(liar)).toList();
            return Optional.of(new Abandon(masked.epoch(), 1, masked.proposal(), others));
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    assertEquals(1, world.node(liar).said(Abandon.class).size(), "it did lie");
    for (LearningWorld.Node node : world.nodes.values()) {
      if (!node.self.equals(liar)) {
        assertTrue(
            node.outcomes.getFirst() instanceof RoundOutcome.Agreed, node + " " + node.outcomes);
      }
    }
  }

  private Entered<?> firstProposal() {
    return world.everything().stream()
        .filter(entry -> entry.statement() instanceof Propose)
        .findFirst()
        .orElseThrow();
  }

  private void replay(LearningStatement statement) {
    world.node(liar).append(statement);
  }

  private Bytes stored(Hash blob) {
    return Optional.ofNullable(world.node(liar).store.get(blob)).orElseThrow();
  }

  private Masked replaced(Masked masked, Bytes packed) {
    Hash blob = Hash.sha256(packed);
    world.node(liar).store.put(blob, packed);
    return new Masked(
        masked.epoch(),
        masked.attempt(),
        masked.proposal(),
        masked.advertsRoot(),
        blob,
        packed.size());
  }

  private static Result anotherModel(Result result) {
    var version = (Finding.Version) result.finding();
    return new Result(
        result.epoch(),
        new Finding.Version(
            version.attempt(), version.freeze(), Samples.hash("a lie"), version.weight()));
  }

  private <T extends LearningStatement> void lies(Class<T> kind, UnaryOperator<T> lie) {
    world.watch =
        (node, statement) ->
            Optional.of(
                node.self.equals(liar) && kind.isInstance(statement)
                    ? lie.apply(kind.cast(statement))
                    : statement);
  }

  private List<MemberId> without(MemberId absent) {
    return world.cohort.members().stream().filter(member -> !member.equals(absent)).toList();
  }

  private void honestAgreeOn(List<MemberId> members) {
    for (LearningWorld.Node node : world.nodes.values()) {
      if (!node.self.equals(liar)) {
        var agreed = (RoundOutcome.Agreed) node.outcomes.getFirst();
        assertEquals(world.naive(members), agreed.version(), node.toString());
      }
    }
  }

  private void honestBlame(Fault fault) {
    for (LearningWorld.Node node : world.nodes.values()) {
      if (!node.self.equals(liar)) {
        assertEquals(List.of(liar + " " + fault), List.copyOf(node.blamed), node.toString());
      }
    }
  }

  private void coordinatorBlames(Fault fault) {
    assertEquals(List.of(liar + " " + fault), List.copyOf(world.node(world.coordinator(1)).blamed));
  }
}
