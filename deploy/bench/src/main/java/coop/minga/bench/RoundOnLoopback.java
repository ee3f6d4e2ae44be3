package coop.minga.bench;

import com.google.gson.JsonObject;
import com.sun.management.OperatingSystemMXBean;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Parameters;
import coop.minga.node.assembly.RunningNode;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.desk.Trainer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// One epoch of real nodes on loopback: their ledgers on disk, mutual TLS between them, all in this
/// process and on these cores. Training takes no time here, so that what is measured is the rest:
/// from the minute on which the epoch begins until the last node knows the version. What all of
/// them computed meanwhile is told beside it: on these cores no epoch can be shorter than that.
///
/// @param figures where they go
/// @param quick fewer nodes
record RoundOnLoopback(Figures figures, boolean quick) {
  private static final int PARAMETERS = 10_000;
  private static final Duration LONGEST = Duration.ofMinutes(4);
  private static final long LOOK_MILLIS = 10;

  void run() throws Exception {
    int nodes = quick ? 7 : 16;
    try (var scratch = Scratch.make()) {
      Members members = Members.found(scratch.root(), nodes, true);
      Instant start = Instant.now().plusSeconds(60 + 4L * nodes).truncatedTo(ChronoUnit.MINUTES);
      for (NodeDirectory directory : members.directories()) {
        begin(directory, start);
      }
      var running = new ArrayList<RunningNode>();
      try {
        for (int i = 0; i < nodes; i++) {
          running.add(RunningNode.start(members.directories().get(i), new Quick(i)));
        }
        measure(running, start);
      } finally {
        for (RunningNode node : running) {
          node.close();
        }
      }
    }
  }

  private void measure(List<RunningNode> nodes, Instant start) throws Exception {
    waitUntil(start);
    var heap = HeapPeak.begin();
    long computed = computedNanos();
    while (!allEnded(nodes)) {
      if (Instant.now().isAfter(start.plus(LONGEST))) {
        figures.absent(
            "round-16-s",
            "no result within %d s; all nodes computed for %.0f s"
                .formatted(LONGEST.toSeconds(), (computedNanos() - computed) / 1e9));
        return;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1e3;
    long versions =
        nodes.stream().map(node -> rounds(node).get("model").getAsString()).distinct().count();
    if (!nodes.stream().allMatch(node -> rounds(node).get("epoch").getAsLong() == 1)) {
      figures.absent("round-16-s", "the epoch ended without a version");
      return;
    }
    Map<String, Object> params = Map.of("nodes", nodes.size(), "parameters", PARAMETERS);
    figures.print(
        new Figures.Figure(
            "round-16-s",
            params,
            seconds,
            "s",
            Map.of(
                "versions",
                (double) versions,
                "cpu-s",
                (computedNanos() - computed) / 1e9,
                "cores",
                (double) Runtime.getRuntime().availableProcessors())));
    figures.print(
        new Figures.Figure("round-16-heap-mb", params, heap.endMegabytes(), "MB", Map.of()));
  }

  /// What all nodes have computed so far, however many others use this machine.
  private static long computedNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static void waitUntil(Instant start) throws InterruptedException {
    Duration left = Duration.between(Instant.now(), start);
    if (left.isPositive()) {
      Thread.sleep(left.toMillis());
    }
  }

  private static boolean allEnded(List<RunningNode> nodes) {
    return nodes.stream().allMatch(node -> rounds(node).get("ended").getAsLong() >= 1);
  }

  private static JsonObject rounds(RunningNode node) {
    var question = new JsonObject();
    question.addProperty("do", "rounds");
    return node.ask(question).join();
  }

  /// The night begins on the minute that was chosen.
  private static void begin(NodeDirectory directory, Instant start) throws Exception {
    LocalTime time = start.atZone(ZoneOffset.UTC).toLocalTime();
    String before = Files.readString(directory.config());
    String after =
        before
            .replace("start = \"03:00\"", "start = \"%s\"".formatted(time))
            .replace("epochs = 4", "epochs = 1");
    if (after.equals(before)) {
      throw new IllegalStateException("the settings have no [learning] as expected");
    }
    Files.writeString(directory.config(), after);
  }

  /// Has its update ready.
  private record Quick(int member) implements Trainer {
    @Override
    public Encoding encoding() {
      return new Encoding(Hash.sha256(Bytes.utf8("bench")), PARAMETERS, 8_000_000, 9, 64, 0);
    }

    @Override
    public ModelVersion seeded(Hash federation) {
      return ModelVersion.of(0, Parameters.of(new float[PARAMETERS]));
    }

    @Override
    public Optional<Update> train(ModelVersion base, long epoch) {
      var random = new SplittableRandom(Run.SEED + (long) member);
      float[] change = new float[PARAMETERS];
      for (int i = 0; i < change.length; i++) {
        change[i] = (float) (.01 * random.nextGaussian());
      }
      return Optional.of(new Update(Parameters.of(change), 9));
    }

    @Override
    public Adoption adopt(ModelVersion version) {
      return new Adoption(false, Optional.empty(), "Nothing is forecast here.");
    }
  }
}
