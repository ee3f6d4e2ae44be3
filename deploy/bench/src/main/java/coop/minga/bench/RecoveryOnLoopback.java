package coop.minga.bench;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.wire.Said;
import coop.minga.node.assembly.RunningNode;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Epochs of real nodes on loopback whose coordinator's node ends in the midst of its work, as soon
/// as an entry of a phase is durable, and is started anew at once: from its end until all nodes
/// know the version. Its loop throws there, so nothing that would follow is done, as by a kill;
/// what a process has beside the loop is closed.
///
/// @param figures where they go
record RecoveryOnLoopback(Figures figures) {
  private static final int NODES = 7;
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 10;

  static final List<Class<? extends LearningStatement>> PHASES =
      List.of(
          Propose.class,
          Advert.class,
          Deal.class,
          Masked.class,
          Freeze.class,
          Release.class,
          Result.class);

  void run() throws Exception {
    try (var scratch = Scratch.make()) {
      Members members = Members.found(scratch.root(), NODES, true);
      Instant start = Instant.now().plusSeconds(60 + 4L * NODES).truncatedTo(ChronoUnit.MINUTES);
      for (NodeDirectory directory : members.directories()) {
        RoundOnLoopback.begin(directory, start, PHASES.size());
      }
      var ends = new Ends(PHASES.stream().map(_ -> new CompletableFuture<End>()).toList());
      var running = new ArrayList<RunningNode>();
      try {
        for (int i = 0; i < NODES; i++) {
          running.add(node(members, i, ends));
        }
        RoundOnLoopback.waitUntil(start);
        new Night(members, running, ends).watch();
      } finally {
        for (RunningNode node : running) {
          node.close();
        }
      }
    }
  }

  private static RunningNode node(Members members, int place, Ends ends) throws IOException {
    return RunningNode.start(
        members.directories().get(place),
        new Quick(place),
        loop -> loop.add(new Mortal(members.id(place), ends)));
  }

  /// The night's epochs, one after the other; in the next a node may end before all know of one.
  private final class Night {
    private final Members members;
    private final List<RunningNode> running;
    private final Ends ends;
    private int startedAgain;
    private final List<Double> seconds = new ArrayList<>();
    private Instant last = Instant.now();

    Night(Members members, List<RunningNode> running, Ends ends) {
      this.members = members;
      this.running = running;
      this.ends = ends;
    }

    void watch() throws Exception {
      while (seconds.size() < PHASES.size()) {
        if (startedAgain < PHASES.size() && ends.of().get(startedAgain).isDone()) {
          startAgain(ends.of().get(startedAgain++).join());
        } else if (seconds.size() < startedAgain && haveAllEnded(seconds.size() + 1L)) {
          ended(ends.of().get(seconds.size()).join());
        } else if (Instant.now().isAfter(last.plus(LONGEST))) {
          figures.absent(
              "recovery-s",
              "no end within " + LONGEST.toSeconds() + " s in phase " + name(seconds.size()));
          return;
        } else {
          Thread.sleep(LOOK_MILLIS);
        }
      }
      tell();
    }

    private void startAgain(End end) throws IOException {
      int place = List.copyOf(members.roster().members().keySet()).indexOf(end.who());
      running.get(place).close();
      running.set(place, node(members, place, ends));
      last = Instant.now();
    }

    /// A node that has just ended has not.
    private boolean haveAllEnded(long epoch) {
      try {
        return RoundOnLoopback.allEnded(running, epoch);
      } catch (CompletionException _) {
        return false;
      }
    }

    private void ended(End end) {
      last = Instant.now();
      seconds.add(Duration.between(end.at(), last).toMillis() / 1e3);
    }

    /// When nobody ends any more, so that all can be asked.
    private void tell() {
      for (int phase = 0; phase < seconds.size(); phase++) {
        figures.print(
            new Figures.Figure(
                "recovery-s",
                Map.of("n", NODES, "phase", name(phase), "clock", "real", "by", "exception"),
                seconds.get(phase),
                "s",
                Map.of("versions", versions(phase + 1L))));
      }
    }

    /// How many different ones nodes have of an epoch; 0 if one has none.
    private double versions(long epoch) {
      List<Optional<String>> versions =
          running.stream().map(node -> RoundOnLoopback.version(node, epoch)).distinct().toList();
      return versions.contains(Optional.<String>empty()) ? 0 : versions.size();
    }
  }

  static String name(int phase) {
    return PHASES.get(phase).getSimpleName().toLowerCase(Locale.ROOT);
  }

  /// A node's end.
  private record End(MemberId who, Instant at) {}

  /// Whose node ended in which phase; each in the epoch of its number.
  ///
  /// @param of completes as it does
  private record Ends(List<CompletableFuture<End>> of) {
    /// Several may propose an epoch at once; one of them ends.
    boolean isFirst(LearningStatement says, MemberId who) {
      int phase = Math.toIntExact(says.epoch()) - 1;
      return phase < PHASES.size()
          && PHASES.get(phase).isInstance(says)
          && of.get(phase).complete(new End(who, Instant.now()));
    }
  }

  /// Ends its node once, if that proposed the epoch.
  private static final class Mortal implements Desk {
    private final MemberId self;
    private final Ends ends;
    private long proposed;

    Mortal(MemberId self, Ends ends) {
      this.self = self;
      this.ends = ends;
    }

    @Override
    public void recall(Recollection all) {}

    @Override
    public void seen(Seen entry) {
      if (!entry.author().equals(self) || !(entry.said() instanceof Said.OfLearning(var says))) {
        return;
      }
      if (says instanceof Propose) {
        proposed = says.epoch();
      }
      if (proposed == says.epoch() && ends.isFirst(says, self)) {
        throw new IllegalStateException("this node ends here, for the figure");
      }
    }
  }
}
