package coop.minga.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.sun.management.OperatingSystemMXBean;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Parameters;
import coop.minga.federation.learning.RingCodec;
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

/// Epochs of real nodes on loopback: their ledgers on disk, mutual TLS between them, all in this
/// process and on these cores. Training takes no time here, so that what is measured is the rest:
/// from the minute on which the first begins, in a process that has just started, or from the end
/// of the one before, until the last node knows the version. What all of them computed meanwhile is
/// told beside it: on these cores no epoch can be shorter than that. The bytes that a member sent
/// are told, too; on average it received as many. The formula beside them is its packed vector,
/// once to each other.
///
/// @param figures where they go
/// @param quick fewer nodes
record RoundOnLoopback(Figures figures, boolean quick) {
  private static final int PARAMETERS = 10_000;
  private static final int EPOCHS = 3;
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
    Instant from = start;
    for (long epoch = 1; epoch <= EPOCHS; epoch++) {
      Map<String, Object> params =
          Map.of("nodes", nodes.size(), "parameters", PARAMETERS, "epoch", epoch);
      var heap = HeapPeak.begin();
      Sent before = Sent.by(nodes);
      Optional<Epoch> measured = epoch(nodes, epoch, from);
      double heapMegabytes = heap.endMegabytes();
      if (measured.isEmpty()) {
        return;
      }
      from = measured.get().end();
      figures.print(
          new Figures.Figure(
              "round-16-s", params, measured.get().seconds(), "s", measured.get().beside()));
      print("round-16-heap-mb", params, heapMegabytes, "MB");
      bytes(params, Sent.by(nodes).less(before), nodes.size());
    }
  }

  /// An epoch that all nodes have ended with one version.
  ///
  /// @param end when the last of them had
  /// @param seconds since the one before
  /// @param beside what is told with it
  private record Epoch(Instant end, double seconds, Map<String, Double> beside) {}

  private Optional<Epoch> epoch(List<RunningNode> nodes, long epoch, Instant from)
      throws InterruptedException {
    long computed = computedNanos();
    while (!allEnded(nodes, epoch)) {
      if (Instant.now().isAfter(from.plus(LONGEST))) {
        figures.absent(
            "round-16-s",
            "no result within %d s; all nodes computed for %.0f s"
                .formatted(LONGEST.toSeconds(), (computedNanos() - computed) / 1e9));
        return Optional.empty();
      }
      Thread.sleep(LOOK_MILLIS);
    }
    Instant end = Instant.now();
    double cpu = (computedNanos() - computed) / 1e9;
    List<Optional<String>> versions =
        nodes.stream().map(node -> version(node, epoch)).distinct().toList();
    if (versions.contains(Optional.<String>empty())) {
      figures.absent("round-16-s", "epoch " + epoch + " ended without a version");
      return Optional.empty();
    }
    return Optional.of(
        new Epoch(
            end,
            Duration.between(from, end).toMillis() / 1e3,
            Map.of(
                "versions",
                (double) versions.size(),
                "cpu-s",
                cpu,
                "cores",
                (double) Runtime.getRuntime().availableProcessors())));
  }

  private void bytes(Map<String, Object> params, Sent sent, int nodes) {
    double vector = new RingCodec(new Quick(0).encoding(), nodes).packedBytes();
    figures.print(
        new Figures.Figure(
            "round-16-bytes",
            params,
            (double) sent.all() / nodes,
            "B",
            Map.of(
                "vectors",
                (double) sent.vectors() / nodes,
                "vectors-by-formula",
                vector * (nodes - 1))));
  }

  private void print(String name, Map<String, Object> params, double value, String unit) {
    figures.print(new Figures.Figure(name, params, value, unit, Map.of()));
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

  /// What an epoch came to at a node, which may be in a later one by now.
  private static Optional<String> version(RunningNode node, long epoch) {
    for (JsonElement each : rounds(node).getAsJsonArray("versions")) {
      JsonObject version = each.getAsJsonObject();
      if (version.get("epoch").getAsLong() == epoch) {
        return Optional.of(version.get("model").getAsString());
      }
    }
    return Optional.empty();
  }

  private static boolean allEnded(List<RunningNode> nodes, long epoch) {
    return nodes.stream().allMatch(node -> rounds(node).get("ended").getAsLong() >= epoch);
  }

  private static JsonObject rounds(RunningNode node) {
    return ask(node, "rounds");
  }

  private static JsonObject ask(RunningNode node, String what) {
    var question = new JsonObject();
    question.addProperty("do", what);
    return node.ask(question).join();
  }

  /// Bytes that all nodes together sent to peers, which is what they received.
  ///
  /// @param all of whatever kind
  /// @param vectors in pieces of blobs
  private record Sent(long all, long vectors) {
    static Sent by(List<RunningNode> nodes) {
      long all = 0;
      long vectors = 0;
      for (RunningNode node : nodes) {
        for (JsonElement each : ask(node, "egress").getAsJsonArray("messages")) {
          JsonObject row = each.getAsJsonObject();
          long bytes = row.get("bytes").getAsLong();
          all += bytes;
          vectors += row.get("kind").getAsString().equals("BLOB_CHUNK") ? bytes : 0;
        }
      }
      return new Sent(all, vectors);
    }

    Sent less(Sent before) {
      return new Sent(all - before.all, vectors - before.vectors);
    }
  }

  /// The night begins on the minute that was chosen.
  private static void begin(NodeDirectory directory, Instant start) throws Exception {
    LocalTime time = start.atZone(ZoneOffset.UTC).toLocalTime();
    String before = Files.readString(directory.config());
    String after =
        before
            .replace("start = \"03:00\"", "start = \"%s\"".formatted(time))
            .replace("epochs = 4", "epochs = " + EPOCHS);
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
