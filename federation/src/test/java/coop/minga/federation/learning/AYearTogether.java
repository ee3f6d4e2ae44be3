package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A federation that learns once a week: in each week a third of the cohort falls silent for good
/// at some moment of the epoch, another member may crash and start again, another be cut off, and
/// the network loses, doubles and reorders. The next week begins with what the last one came to.
///
/// @param seed what all of it is drawn from
/// @param weeks how many
public record AYearTogether(long seed, int weeks) {
  private static final int FEWEST = 7;
  private static final int SIZES = 4;
  private static final int SECONDS = 300;

  /// What the weeks came to.
  ///
  /// @param completed epochs with a version, which is the exact sum of who is said to be in it
  /// @param without epochs that ended without a result
  /// @param wrong epochs with two versions, with another sum, or with an honest member blamed
  /// @param hung epochs that did not end for somebody who was there
  /// @param members of the cohort
  public record Came(int completed, int without, int wrong, int hung, int members) {}

  private enum Week {
    COMPLETED,
    WITHOUT,
    WRONG,
    HUNG
  }

  /// Plays them.
  public Came run() {
    int members = FEWEST + (int) (seed % SIZES);
    var weeksSeen = new ArrayList<Week>();
    ModelVersion latest = new LearningWorld(seed, members, 1).base;
    Lineage lineage = Lineage.first(LearningWorld.FEDERATION, latest);
    for (int week = 1; week <= weeks; week++) {
      long drawn = seed * 1_000 + week;
      var base = new LearningWorld.Base(week, latest, lineage.seedOf(week));
      var world = new LearningWorld(drawn, members, 1, FEWEST - 1, base);
      troubled(world, new Random(drawn * 7919)).start().runToTheEnd();
      weeksSeen.add(judged(world));
      Optional<RoundOutcome.Agreed> agreed = agreed(world);
      if (agreed.isPresent()) {
        Hash from = latest.hash();
        latest = agreed.get().version();
        lineage =
            lineage.with(
                new Lineage.Link(latest.epoch(), latest.hash(), from), agreed.get().seed());
      }
    }
    return new Came(
        Collections.frequency(weeksSeen, Week.COMPLETED),
        Collections.frequency(weeksSeen, Week.WITHOUT),
        Collections.frequency(weeksSeen, Week.WRONG),
        Collections.frequency(weeksSeen, Week.HUNG),
        members);
  }

  private static LearningWorld troubled(LearningWorld world, Random dice) {
    world.loss = dice.nextInt(3) * 0.1;
    world.duplicates = 0.2;
    world.slowestMillis = 1 + dice.nextInt(3_000);
    var cohort = new ArrayList<>(world.cohort.members());
    Collections.shuffle(cohort, dice);
    int third = world.cohort.slack();
    cohort.subList(0, third).forEach(member -> fallsSilent(world, member, dice));
    LearningWorld.Node crashing = world.node(cohort.get(third));
    if (dice.nextBoolean()) {
      later(world, dice.nextInt(SECONDS), crashing::crash);
      later(world, SECONDS + dice.nextInt(SECONDS), crashing::restart);
    }
    LearningWorld.Node alone = world.node(cohort.get(third + 1));
    if (dice.nextInt(3) == 0) {
      int from = dice.nextInt(SECONDS);
      later(world, from, () -> alone.cutOff = true);
      later(world, from + dice.nextInt(SECONDS), () -> alone.cutOff = false);
    }
    return world;
  }

  private static void fallsSilent(LearningWorld world, MemberId member, Random dice) {
    LearningWorld.Node node = world.node(member);
    later(
        world,
        dice.nextInt(SECONDS),
        () -> {
          node.crash();
          node.dead = true;
        });
  }

  private static void later(LearningWorld world, int seconds, Runnable what) {
    world.at(LearningWorld.START.plus(Duration.ofSeconds(seconds)), what);
  }

  private static Week judged(LearningWorld world) {
    Set<Hash> versions = world.versions();
    boolean blamed = world.nodes.values().stream().anyMatch(node -> !node.blamed.isEmpty());
    if (versions.size() > 1
        || blamed
        || !agreed(world).map(it -> isExact(world, it)).orElse(true)) {
      return Week.WRONG;
    }
    if (world.nodes.values().stream()
        .anyMatch(node -> node.up && !node.dead && node.outcomes.isEmpty())) {
      return Week.HUNG;
    }
    return agreed(world).isPresent() ? Week.COMPLETED : Week.WITHOUT;
  }

  private static Optional<RoundOutcome.Agreed> agreed(LearningWorld world) {
    return world.nodes.values().stream()
        .flatMap(node -> node.outcomes.stream())
        .filter(RoundOutcome.Agreed.class::isInstance)
        .map(RoundOutcome.Agreed.class::cast)
        .findFirst();
  }

  private static boolean isExact(LearningWorld world, RoundOutcome.Agreed agreed) {
    int attempt =
        world.everything().stream()
            .map(Entered::statement)
            .filter(Result.class::isInstance)
            .map(Result.class::cast)
            .map(Result::finding)
            .filter(Finding.Version.class::isInstance)
            .map(finding -> ((Finding.Version) finding).opened().attempt())
            .findFirst()
            .orElseThrow();
    return world.naive(agreed.members(), attempt).equals(agreed.version())
        && agreed.members().size() >= world.cohort.threshold();
  }
}
