package coop.minga.bench;

import coop.minga.node.clock.SimulatedClock;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.desk.LearningDesk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// Epochs of real nodes with models of several sizes, and with members that fall silent: their
/// nodes end when a quorum holds what they dealt, before they hand anything over, as by a kill; the
/// others wait as long as they are set to, recover what they need, and have a version. Then the
/// nodes are started anew, and take part in the epoch that follows.
///
/// The nodes go by one clock, as fast as the real one. Where all who are there have only the silent
/// to wait for, and do nothing, it is set ahead, to 20 s before the end of their patience. Seconds
/// are that clock's, so that the wait is in them whole.
///
/// @param figures where they go
record RoundsOfNodes(Figures figures) {
  private static final Duration TRAIN = Duration.ofMinutes(1);
  private static final Duration RETRY = Duration.ofSeconds(5);

  /// How long those who are there wait for the silent before they sum without them.
  static final Duration PATIENCE = LearningDesk.GRACE.plus(TRAIN);

  /// The end of the wait passes as it is: others' clocks began it earlier than the first vector.
  static final Duration NOT_JUMPED = Duration.ofSeconds(20);

  /// A federation, and how many fall silent in each of its epochs.
  ///
  /// @param dropped by epoch; after one in which some do, the next begins while they come back
  record Plan(int nodes, int parameters, List<Integer> dropped) {
    /// Copies the list.
    Plan {
      dropped = List.copyOf(dropped);
    }

    /// Whether a member's node ends in an epoch; the last ones do.
    boolean ends(int place, long epoch) {
      return place >= nodes - dropped(epoch);
    }

    /// Members that fall silent; none in an epoch that there is not.
    int dropped(long epoch) {
      return epoch < 1 || epoch > dropped.size() ? 0 : dropped.get(Math.toIntExact(epoch) - 1);
    }
  }

  /// What runs: ten and thirty in a hundred of sixteen, and thirty of thirty-two, rounded down.
  static final List<Plan> ALL =
      List.of(
          new Plan(16, 20_000, List.of(0, 0, 0, 1, 0, 4)),
          new Plan(16, 100_000, List.of(0, 0, 0, 1, 0, 4)),
          new Plan(16, 1 << 20, List.of(0, 0, 0, 1, 0, 4)),
          new Plan(32, 20_000, List.of(0, 0, 9)));

  void run(List<Plan> plans) throws Exception {
    for (Plan plan : plans) {
      try (var scratch = Scratch.make()) {
        run(plan, scratch.root());
      }
    }
  }

  private void run(Plan plan, Path root) throws Exception {
    Members members = Members.found(root, plan.nodes(), _ -> true, true);
    Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(10));
    try (SimulatedClock clock =
        SimulatedClock.create(root.resolve("clock"), start.minus(Duration.ofMinutes(5)))) {
      for (NodeDirectory directory : members.directories()) {
        Files.createSymbolicLink(directory.clock(), Path.of("..", "clock"));
        RoundOnLoopback.begin(directory, start, plan.dropped().size());
        RoundOnLoopback.set(
            directory,
            Map.of(
                "train-minutes = 30",
                "train-minutes = " + TRAIN.toMinutes(),
                "retry-seconds = 120",
                "retry-seconds = " + RETRY.toSeconds()));
      }
      clock.run(SimulatedClock.REAL_TIME);
      var night = new NightOfRounds(figures, plan, members, clock);
      try {
        if (!night.start()) {
          figures.absent("round-s", plan + ": not all nodes reached one another");
          return;
        }
        clock.jump(start, SimulatedClock.REAL_TIME);
        night.watch(start);
      } finally {
        night.close();
      }
    }
  }
}
