package coop.minga.federation.learning;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.LearningStatement.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// An epoch whose first coordinator dies as it is about to enter something, by a simulated clock.
///
/// @param seed what the network and everybody's training are drawn from
/// @param members of the cohort
/// @param noticed after how long the others notice that it is away; absent: never
public record CoordinatorKilled(long seed, int members, Optional<Duration> noticed) {
  /// What it was about to enter.
  public enum Phase {
    /// The epoch begins.
    PROPOSE(Propose.class),
    /// Its keys.
    ADVERT(Advert.class),
    /// Who takes part.
    DEAL(Deal.class),
    /// Its vector.
    MASKED(Masked.class),
    /// Whose vectors are summed.
    FREEZE(Freeze.class),
    /// Its shares.
    RELEASE(Release.class),
    /// What the sum came to.
    RESULT(Result.class);

    private final Class<? extends LearningStatement> statement;

    Phase(Class<? extends LearningStatement> statement) {
      this.statement = statement;
    }
  }

  /// What the others came to.
  ///
  /// @param seconds from its death until all others knew the result
  /// @param version whether they had one, all the same
  public record Came(double seconds, boolean version) {}

  /// How long a member leaves to a silent coordinator here.
  public static Duration grace() {
    return LearningWorld.TIMES.grace();
  }

  /// Plays it.
  ///
  /// @param away how long it is gone; absent: for good
  public Came in(Phase phase, Optional<Duration> away) {
    var world = new LearningWorld(seed, members, 0);
    world.noticed = noticed;
    MemberId coordinator = world.coordinator(1);
    var killed = new Instant[] {Instant.MIN};
    world.watch =
        (node, statement) -> {
          if (!node.self.equals(coordinator)
              || !phase.statement.isInstance(statement)
              || !killed[0].equals(Instant.MIN)) {
            return Optional.of(statement);
          }
          killed[0] = world.now;
          node.crash();
          node.dead = away.isEmpty();
          away.ifPresent(pause -> world.at(world.now.plus(pause), node::restart));
          return Optional.empty();
        };
    world.start().runToTheEnd();
    Instant last =
        world.nodes.values().stream()
            .filter(node -> !node.dead)
            .map(node -> node.endedAt.orElseThrow())
            .max(Instant::compareTo)
            .orElseThrow();
    boolean version =
        world.nodes.values().stream()
            .filter(node -> !node.dead)
            .allMatch(node -> node.outcomes.getLast() instanceof RoundOutcome.Agreed);
    return new Came(Duration.between(killed[0], last).toMillis() / 1e3, version);
  }
}
