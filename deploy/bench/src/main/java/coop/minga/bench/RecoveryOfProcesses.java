package coop.minga.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.wire.Said;
import coop.minga.node.assembly.RunningNode;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Epochs of nodes in processes of their own, whose coordinator's process is killed (SIGKILL) as
/// soon as a neighbour's ledger shows its entry of a phase, and started anew at once: from the kill
/// until all nodes, that one too, have ended the epoch. The neighbour does not train, so it never
/// coordinates; its node is in this process.
///
/// @param figures where they go
record RecoveryOfProcesses(Figures figures) {
  private static final int LEARN = 7;
  private static final Duration LONGEST = Duration.ofMinutes(4);
  private static final long LOOK_MILLIS = 50;

  void run() throws Exception {
    int phases = RecoveryOnLoopback.PHASES.size();
    try (var scratch = Scratch.make()) {
      Members members = Members.found(scratch.root(), LEARN + 1, place -> place < LEARN);
      Instant start = Instant.now().plusSeconds(60 + 8L * LEARN).truncatedTo(ChronoUnit.MINUTES);
      for (var directory : members.directories()) {
        RoundOnLoopback.begin(directory, start, phases);
      }
      var learners = new HashMap<MemberId, LearnerProcess>();
      try {
        for (int i = 0; i < LEARN; i++) {
          learners.put(members.id(i), LearnerProcess.start(members.directories().get(i), i));
        }
        var neighbour = new Neighbour(learners);
        try (RunningNode _ =
            RunningNode.start(
                members.directories().getLast(), new Quick(LEARN), loop -> loop.add(neighbour))) {
          RoundOnLoopback.waitUntil(start);
          watch(neighbour, learners);
        }
      } finally {
        learners.values().forEach(LearnerProcess::close);
      }
    }
  }

  /// The night's epochs, one after the other; in the next a process may end before all know of one.
  private void watch(Neighbour neighbour, Map<MemberId, LearnerProcess> learners) throws Exception {
    var nodes = new Learners(List.copyOf(learners.values()));
    int phases = neighbour.kills.size();
    var seconds = new ArrayList<Double>();
    int startedAgain = 0;
    Instant last = Instant.now();
    while (seconds.size() < phases) {
      if (startedAgain < phases && neighbour.kills.get(startedAgain).isDone()) {
        Kill kill = neighbour.kills.get(startedAgain++).join();
        Optional.ofNullable(learners.get(kill.who())).orElseThrow().startAgain();
        last = Instant.now();
      } else if (seconds.size() < startedAgain && nodes.haveEnded(seconds.size() + 1L)) {
        last = Instant.now();
        Kill kill = neighbour.kills.get(seconds.size()).join();
        seconds.add(Duration.between(kill.at(), last).toMillis() / 1e3);
      } else if (Instant.now().isAfter(last.plus(LONGEST))) {
        figures.absent(
            "recovery-s",
            "no end within %d s of a kill in phase %s"
                .formatted(LONGEST.toSeconds(), RecoveryOnLoopback.name(seconds.size())));
        return;
      } else {
        Thread.sleep(LOOK_MILLIS);
      }
    }
    for (int phase = 0; phase < phases; phase++) {
      figures.print(
          new Figures.Figure(
              "recovery-s",
              Map.of(
                  "n",
                  LEARN,
                  "phase",
                  RecoveryOnLoopback.name(phase),
                  "clock",
                  "real",
                  "by",
                  "SIGKILL"),
              seconds.get(phase),
              "s",
              Map.of("versions", nodes.versions(phase + 1L))));
    }
  }

  /// A process's end.
  private record Kill(MemberId who, Instant at) {}

  /// All that learn.
  private record Learners(List<LearnerProcess> all) {
    boolean haveEnded(long epoch) {
      try {
        for (LearnerProcess each : all) {
          if (each.rounds().get("ended").getAsLong() < epoch) {
            return false;
          }
        }
        return true;
      } catch (IOException _) {
        return false; // one of them is just starting
      }
    }

    /// How many different versions nodes have of an epoch; 0 if one has none.
    double versions(long epoch) throws IOException {
      Set<Optional<String>> versions = new HashSet<>();
      for (LearnerProcess each : all) {
        versions.add(version(each.rounds(), epoch));
      }
      return versions.contains(Optional.<String>empty()) ? 0 : versions.size();
    }

    private static Optional<String> version(JsonObject rounds, long epoch) {
      for (JsonElement each : rounds.getAsJsonArray("versions")) {
        JsonObject version = each.getAsJsonObject();
        if (version.get("epoch").getAsLong() == epoch) {
          return Optional.of(version.get("model").getAsString());
        }
      }
      return Optional.empty();
    }
  }

  /// Kills whoever proposed an epoch first when its entry of the epoch's phase comes.
  private static final class Neighbour implements Desk {
    private final Map<MemberId, LearnerProcess> learners;
    private final Map<Long, MemberId> proposed = new HashMap<>();
    private final List<CompletableFuture<Kill>> kills = new ArrayList<>();

    Neighbour(Map<MemberId, LearnerProcess> learners) {
      this.learners = learners;
      RecoveryOnLoopback.PHASES.forEach(_ -> kills.add(new CompletableFuture<>()));
    }

    @Override
    public void recall(Recollection all) {}

    @Override
    public void seen(Seen entry) {
      if (!(entry.said() instanceof Said.OfLearning(var says))) {
        return;
      }
      if (says instanceof Propose) {
        proposed.putIfAbsent(says.epoch(), entry.author());
      }
      int phase = Math.toIntExact(says.epoch()) - 1;
      if (entry.author().equals(proposed.get(says.epoch())) && isOf(phase, says)) {
        LearnerProcess coordinator = learners.get(entry.author());
        if (coordinator != null && !kills.get(phase).isDone()) {
          coordinator.kill();
          kills.get(phase).complete(new Kill(entry.author(), Instant.now()));
        }
      }
    }

    private static boolean isOf(int phase, LearningStatement says) {
      return phase < RecoveryOnLoopback.PHASES.size()
          && RecoveryOnLoopback.PHASES.get(phase).isInstance(says);
    }
  }
}
