package coop.minga.bench;

import coop.minga.federation.identity.MemberId;
import coop.minga.node.assembly.RunningNode;
import coop.minga.node.clock.SimulatedClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/// The epochs of a federation.
final class NightOfRounds implements AutoCloseable {
  private static final Duration SETTLED = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(6);
  private static final long LOOK_MILLIS = 5;

  private final Figures figures;
  private final RoundsOfNodes.Plan plan;
  private final Members members;
  private final SimulatedClock clock;
  private final HeardOfRounds heard;
  private final List<Learner> learners = new ArrayList<>();

  NightOfRounds(Figures figures, RoundsOfNodes.Plan plan, Members members, SimulatedClock clock) {
    this.figures = figures;
    this.plan = plan;
    this.members = members;
    this.clock = clock;
    this.heard = new HeardOfRounds(clock);
  }

  /// Starts the nodes.
  ///
  /// @return whether all have sessions with one another
  boolean start() throws IOException, InterruptedException {
    for (int place = 0; place < plan.nodes(); place++) {
      learners.add(new Learner(plan, members, place, heard));
    }
    return within(() -> heard.haveAllMet(plan.nodes()));
  }

  /// What an epoch took.
  ///
  /// @param beside other figures of it
  private record Took(double seconds, Map<String, Double> beside) {}

  /// The night's epochs, one after the other. What they came to is asked when all are over and
  /// everybody is back: in the next epoch a node may end before it could be asked of one.
  void watch(Instant start) throws Exception {
    var took = new ArrayList<Took>();
    Optional<String> stuck = play(start, took);
    for (int epoch = 1; epoch <= took.size(); epoch++) {
      print(epoch, took.get(epoch - 1));
    }
    stuck.ifPresent(why -> absent(Math.min(took.size() + 1, plan.dropped().size()), why));
  }

  /// @param took is filled
  /// @return why it did not go on, if it did not
  private Optional<String> play(Instant start, List<Took> took) throws Exception {
    Instant before = start;
    int last = plan.dropped().size();
    for (int epoch = 1; epoch <= last; epoch++) {
      long computed = RoundOnLoopback.computedNanos();
      if (!goesOn(epoch)) {
        return Optional.of(
            "no result, or not all fell silent, within %d s".formatted(LONGEST.toSeconds()));
      }
      Instant end = clock.instant();
      took.add(
          new Took(
              Duration.between(before, end).toMillis() / 1e3,
              Map.of(
                  "cpu-s",
                  (RoundOnLoopback.computedNanos() - computed) / 1e9,
                  "set-to-end-s",
                  heard.secondsSinceSet(epoch, end),
                  "coming-back",
                  (double) plan.dropped(epoch - 1L))));
      before = end;
      for (Learner learner : silent(epoch)) {
        learner.startAgain();
      }
    }
    return within(() -> haveEnded(learners, last))
        ? Optional.empty()
        : Optional.of("who came back knew no end of it in " + LONGEST.toSeconds() + " s");
  }

  private static boolean within(BooleanSupplier done) throws InterruptedException {
    long until = System.nanoTime() + LONGEST.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > until) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return true;
  }

  /// Who is to fall silent in the next epoch may have done so before others have ended this one.
  private boolean haveEnded(List<Learner> some, long epoch) {
    List<RunningNode> running =
        some.stream()
            .filter(learner -> !learner.hasEnded() || !plan.ends(learner.place(), epoch + 1))
            .map(learner -> learner.node())
            .toList();
    try {
      return RoundOnLoopback.allEnded(running, epoch);
    } catch (CompletionException e) {
      if (some.stream().anyMatch(each -> each.hasEnded() && !plan.ends(each.place(), epoch + 1))) {
        throw e;
      }
      return false; // it has just ended
    }
  }

  private List<Learner> there(long epoch) {
    return learners.subList(0, plan.nodes() - plan.dropped(epoch));
  }

  private List<Learner> silent(long epoch) {
    return learners.subList(plan.nodes() - plan.dropped(epoch), plan.nodes());
  }

  private Set<MemberId> names(List<Learner> some) {
    var names = new HashSet<MemberId>();
    some.forEach(learner -> names.add(learner.id()));
    return names;
  }

  /// Until all who are there have ended an epoch.
  ///
  /// @return false if they do not
  private boolean goesOn(long epoch) throws Exception {
    Set<MemberId> there = names(there(epoch));
    var dead = new ArrayList<Learner>();
    long settled = Long.MAX_VALUE;
    long until = System.nanoTime() + LONGEST.toNanos();
    while (!haveEnded(there(epoch), epoch)) {
      long now = System.nanoTime();
      if (now > until) {
        return false;
      }
      for (Learner learner : silent(epoch)) {
        if (!dead.contains(learner) && learner.hasEnded()) {
          learner.end(epoch);
          dead.add(learner);
        }
      }
      boolean onlyWaits =
          plan.dropped(epoch) > 0
              && dead.size() == plan.dropped(epoch)
              && heard.haveMasked(epoch, there);
      settled = onlyWaits ? Math.min(settled, now + SETTLED.toNanos()) : Long.MAX_VALUE;
      if (now > settled) {
        heard.jumpTheWait(epoch);
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return dead.size() == plan.dropped(epoch);
  }

  private void print(int epoch, Took took) {
    List<Optional<String>> versions =
        learners.stream()
            .filter(learner -> !learner.hasEnded())
            .map(learner -> RoundOnLoopback.version(learner.node(), epoch))
            .distinct()
            .toList();
    if (versions.contains(Optional.<String>empty())) {
      absent(epoch, "it ended without a version");
      return;
    }
    if (versions.size() != 1) {
      throw new IllegalStateException("epoch " + epoch + " has " + versions.size() + " versions");
    }
    var vs = new HashMap<>(took.beside());
    vs.put("versions", (double) versions.size());
    vs.put("cores", (double) Runtime.getRuntime().availableProcessors());
    if (plan.dropped(epoch) > 0) {
      vs.put("waited-s", heard.waitedSeconds(epoch, names(there(epoch))));
      vs.put("patience-s", (double) RoundsOfNodes.PATIENCE.toSeconds());
    }
    figures.print(
        new Figures.Figure(
            "round-s",
            Map.of(
                "nodes",
                plan.nodes(),
                "parameters",
                plan.parameters(),
                "dropped",
                plan.dropped(epoch),
                "epoch",
                epoch,
                "clock",
                "simulated"),
            took.seconds(),
            "s",
            vs));
  }

  private void absent(int epoch, String why) {
    figures.absent(
        "round-s",
        "%d nodes, %d parameters, %d dropped, epoch %d: %s"
            .formatted(plan.nodes(), plan.parameters(), plan.dropped(epoch), epoch, why));
  }

  @Override
  public void close() throws IOException {
    for (Learner learner : learners) {
      learner.node().close();
    }
  }
}
