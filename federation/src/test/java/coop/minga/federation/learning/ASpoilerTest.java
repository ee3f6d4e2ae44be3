package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Suspicion.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// Somebody hands over a vector that no update within the clip can make, epoch after epoch, and
/// masks hide whose it was.
class ASpoilerTest {
  private static final int MEMBERS = 12;
  private static final int PATIENCE = 24;
  private static final MemberId BAD = Samples.members(MEMBERS).get(4);

  private final Course course = new Course(Samples.members(MEMBERS));

  /// Whole epochs, one after the other, by the protocol that nodes run.
  private static final class Course {
    private final List<MemberId> all;
    private final List<Entered<LearningStatement>> said = new ArrayList<>();
    private Suspicion suspicion;
    private ModelVersion latest;
    private Lineage lineage;
    private BiFunction<MemberId, RingVector, RingVector> forge = (_, vector) -> vector;
    private int versions;
    private int epoch = 1;

    Course(List<MemberId> all) {
      this.all = all;
      this.suspicion = Suspicion.none(new Cohort(all, 6));
      this.latest = new LearningWorld(1, all.size(), 0).base;
      this.lineage = Lineage.first(LearningWorld.FEDERATION, latest);
    }

    void epoch() {
      Hash seed = lineage.seedOf(epoch);
      suspicion = suspicion.drawn(seed);
      var base = new LearningWorld.Base(epoch, latest, seed);
      var world = new LearningWorld(epoch, all, suspicion.cohort(), base);
      world.forge = forge;
      world.start().runToTheEnd();
      suspicion = suspicion.after(verdict(world));
      for (LearningWorld.Node node : world.nodes.values()) {
        node.own().forEach(entry -> said.add(as(entry)));
      }
      epoch++;
    }

    private static Entered<LearningStatement> as(Entered<?> entry) {
      return new Entered<>(entry.federation(), entry.id(), entry.author(), entry.statement());
    }

    private Verdict verdict(LearningWorld world) {
      List<RoundOutcome> outcomes =
          world.nodes.values().stream().flatMap(node -> node.outcomes.stream()).distinct().toList();
      assertEquals(1, outcomes.size(), "everybody sees the same: " + outcomes);
      return switch (outcomes.getFirst()) {
        case RoundOutcome.Agreed(var version, var members, _, var seed) -> {
          assertEquals(world.naive(members, 1), version);
          lineage =
              lineage.with(new Lineage.Link(version.epoch(), version.hash(), latest.hash()), seed);
          latest = version;
          versions++;
          yield Verdict.CLEAN;
        }
        case RoundOutcome.Nothing(var reason) -> {
          assertEquals(NoResult.OUT_OF_BOUNDS, reason);
          yield Verdict.SPOILED;
        }
      };
    }

    List<Certificates.Unborne> unborne(Cohort... cohorts) {
      return new Certificates(LearningWorld.FEDERATION, List.of(cohorts)).unborne(said);
    }
  }

  private static RingVector times(RingVector vector, int factor) {
    int[] values = new int[vector.size()];
    int last = values.length - 1;
    for (int i = 0; i < last; i++) {
      values[i] = vector.signedAt(i) * factor;
    }
    values[last] = vector.at(last);
    return RingVector.reduced(vector.bits(), values);
  }

  @Test
  void aThousandfoldUpdateIsTracedToItsMemberWhileTheOthersGoOnLearning() {
    course.forge = (member, vector) -> member.equals(BAD) ? times(vector, 1000) : vector;
    while (course.suspicion.singledOut().isEmpty() && course.epoch < PATIENCE) {
      course.epoch();
    }
    assertEquals(Set.of(BAD), course.suspicion.singledOut());
    assertTrue(course.versions >= 3, course.versions + " versions while it was sought");
    Cohort twelve = course.suspicion.everyone();
    assertEquals(List.of(), course.unborne(twelve));
    var eleven = new TreeSet<>(course.all);
    eleven.remove(BAD);
    Cohort without = new Cohort(List.copyOf(eleven), 6);
    course.suspicion = course.suspicion.among(without);
    int before = course.versions;
    course.epoch();
    assertEquals(before + 1, course.versions);
    assertEquals(List.of(), course.unborne(twelve, without));
    assertFalse(course.unborne(without).isEmpty(), "groups of another cohort are none of its own");
  }

  @Test
  void versionsOfAGroupThatWasNotDrawnAreBorneOutByNobody() {
    var half = new Cohort(course.all.subList(0, 6), 6);
    course.suspicion =
        new Suspicion(
            course.suspicion.everyone(),
            new TreeSet<>(course.all),
            List.of(),
            List.of(),
            List.of(half.members()),
            false);
    course.epoch();
    assertEquals(1, course.versions);
    List<Certificates.Unborne> unborne = course.unborne(course.suspicion.everyone());
    assertEquals(MEMBERS, unborne.size());
    assertEquals(Certificates.Flaw.NO_CIRCLE, unborne.getFirst().flaw());
  }

  @Test
  void oneLiarCannotSayThatASumWasSpoiled() {
    MemberId liar = course.all.getFirst();
    var world =
        new LearningWorld(
            7,
            course.all,
            course.suspicion.cohort(),
            new LearningWorld.Base(1, course.latest, course.lineage.seedOf(1)));
    world.watch =
        (node, statement) ->
            node.self.equals(liar) && statement instanceof LearningStatement.Result
                ? Optional.of(
                    new LearningStatement.Result(
                        1, new LearningStatement.Finding.Nothing(NoResult.OUT_OF_BOUNDS)))
                : Optional.of(statement);
    world.start().runToTheEnd();
    for (LearningWorld.Node node : world.nodes.values()) {
      assertTrue(node.outcomes.getLast() instanceof RoundOutcome.Agreed, node + "");
    }
  }

  @Test
  void noSumWasSpoiledOnWhichNobodyAgreedWhoeverSaysSo() {
    var world =
        new LearningWorld(
            7,
            course.all,
            course.suspicion.cohort(),
            new LearningWorld.Base(1, course.latest, course.lineage.seedOf(1)));
    world.watch =
        (_, statement) ->
            Optional.of(
                statement instanceof LearningStatement.Freeze
                    ? new LearningStatement.Result(
                        1, new LearningStatement.Finding.Nothing(NoResult.OUT_OF_BOUNDS))
                    : statement);
    world.start().runToTheEnd();
    for (LearningWorld.Node node : world.nodes.values()) {
      assertEquals(1, node.said(LearningStatement.Result.class).size());
      assertEquals(
          List.of(new RoundOutcome.Nothing(NoResult.OUT_OF_TIME)), node.outcomes, node + "");
    }
  }

  @Test
  void whatWasRolledBackIsTrainedFromNoMoreWhoeverHeardOfItLate() {
    Hash[] v = new Hash[6];
    for (int i = 0; i < v.length; i++) {
      v[i] = Samples.hash("version " + i);
    }
    Lineage lineage = Lineage.first(LearningWorld.FEDERATION, course.latest);
    Hash seeded = lineage.latest().model();
    List<Hash> bases = List.of(seeded, v[1], v[2]);
    for (int i = 1; i <= 3; i++) {
      lineage =
          lineage.with(new Lineage.Link(i, v[i], bases.get(i - 1)), Samples.hash("seed " + i));
    }
    var back = List.of(new Lineage.Back(v[3], v[1]));
    assertEquals(v[3], lineage.base(List.of()).model());
    assertEquals(v[1], lineage.base(back).model());
    Lineage late = lineage.with(new Lineage.Link(4, v[4], v[3]), Samples.hash("seed 4"));
    assertEquals(v[1], late.base(back).model(), "it came of what was a mistake");
    Lineage after = late.with(new Lineage.Link(5, v[5], v[1]), Samples.hash("seed 5"));
    assertEquals(v[5], after.base(back).model(), "it came of the earlier one");
    assertEquals(v[3], lineage.base(List.of(new Lineage.Back(v[1], v[3]))).model(), "forward");
    assertEquals(v[3], lineage.base(List.of(new Lineage.Back(v[3], v[5]))).model(), "to nothing");
    assertEquals(
        seeded, lineage.base(List.of(back.getFirst(), new Lineage.Back(v[1], seeded))).model());
  }
}
