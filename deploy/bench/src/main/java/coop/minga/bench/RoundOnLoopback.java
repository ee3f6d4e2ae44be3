package coop.minga.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.sun.management.OperatingSystemMXBean;
import coop.minga.federation.learning.RingCodec;
import coop.minga.node.assembly.RunningNode;
import coop.minga.node.config.NodeDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

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
  private static final int EPOCHS = 8;

  private static final int QUICK_EPOCHS = 3;

  /// In those before it there is still much to compile.
  private static final int FIRST_WARM = 4;

  private static final Duration LONGEST = Duration.ofMinutes(4);
  private static final long LOOK_MILLIS = 100;

  void run() throws Exception {
    int nodes = quick ? 7 : 16;
    try (var scratch = Scratch.make()) {
      Members members = Members.found(scratch.root(), nodes, true);
      Instant start = Instant.now().plusSeconds(60 + 4L * nodes).truncatedTo(ChronoUnit.MINUTES);
      for (NodeDirectory directory : members.directories()) {
        begin(directory, start, epochs());
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

  private int epochs() {
    return quick ? QUICK_EPOCHS : EPOCHS;
  }

  /// All epochs of the night follow on one another: their ends are looked for as they come, and
  /// what was sent, which takes questions to busy nodes, when all are over.
  private void measure(List<RunningNode> nodes, Instant start) throws Exception {
    waitUntil(start);
    Sent before = Sent.by(nodes);
    var heap = HeapPeak.begin();
    var ends = new ArrayList<End>();
    ends.add(new End(start, computedNanos()));
    while (ends.size() <= epochs()) {
      if (!allEnded(nodes, ends.size())) {
        if (Instant.now().isAfter(ends.getLast().at().plus(LONGEST))) {
          figures.absent(
              "round-16-s",
              "no result of epoch %d within %d s; all nodes computed for %.0f s"
                  .formatted(
                      ends.size(), LONGEST.toSeconds(), new End(start).since(ends.getLast())));
          return;
        }
        Thread.sleep(LOOK_MILLIS);
      } else {
        ends.add(new End(Instant.now()));
      }
    }
    double heapMegabytes = heap.endMegabytes();
    var warm = new ArrayList<Double>();
    for (int epoch = 1; epoch <= epochs(); epoch++) {
      OptionalDouble seconds = ended(nodes, epoch, ends);
      if (epoch >= FIRST_WARM) {
        seconds.ifPresent(warm::add);
      }
    }
    if (warm.size() == EPOCHS - FIRST_WARM + 1) {
      figures.print(
          new Figures.Figure(
              "round-16-s",
              Map.of(
                  "nodes",
                  nodes.size(),
                  "parameters",
                  Quick.PARAMETERS,
                  "epoch",
                  "median of %d..%d".formatted(FIRST_WARM, EPOCHS)),
              Figures.median(warm.stream().mapToDouble(Double::doubleValue).toArray()),
              "s",
              Map.of()));
    }
    Map<String, Object> params =
        Map.of("nodes", nodes.size(), "parameters", Quick.PARAMETERS, "epochs", epochs());
    figures.print(new Figures.Figure("round-16-heap-mb", params, heapMegabytes, "MB", Map.of()));
    bytes(params, Sent.by(nodes).less(before), nodes.size());
  }

  /// When all nodes had ended an epoch.
  ///
  /// @param computed by all of them since their start, in nanoseconds
  private record End(Instant at, long computed) {
    End(Instant at) {
      this(at, computedNanos());
    }

    double since(End before) {
      return (computed - before.computed) / 1e9;
    }
  }

  private OptionalDouble ended(List<RunningNode> nodes, int epoch, List<End> ends) {
    List<Optional<String>> versions =
        nodes.stream().map(node -> version(node, epoch)).distinct().toList();
    if (versions.contains(Optional.<String>empty())) {
      figures.absent("round-16-s", "epoch " + epoch + " ended without a version");
      return OptionalDouble.empty();
    }
    End end = ends.get(epoch);
    End before = ends.get(epoch - 1);
    double seconds = Duration.between(before.at(), end.at()).toMillis() / 1e3;
    figures.print(
        new Figures.Figure(
            "round-16-s",
            Map.of("nodes", nodes.size(), "parameters", Quick.PARAMETERS, "epoch", epoch),
            seconds,
            "s",
            Map.of(
                "versions",
                (double) versions.size(),
                "cpu-s",
                end.since(before),
                "cores",
                (double) Runtime.getRuntime().availableProcessors())));
    return OptionalDouble.of(seconds);
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
                vector * (nodes - 1) * epochs())));
  }

  /// What all nodes have computed so far, however many others use this machine.
  static long computedNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  static void waitUntil(Instant start) throws InterruptedException {
    Duration left = Duration.between(Instant.now(), start);
    if (left.isPositive()) {
      Thread.sleep(left.toMillis());
    }
  }

  /// What an epoch came to at a node, which may be in a later one by now.
  static Optional<String> version(RunningNode node, long epoch) {
    for (JsonElement each : rounds(node).getAsJsonArray("versions")) {
      JsonObject version = each.getAsJsonObject();
      if (version.get("epoch").getAsLong() == epoch) {
        return Optional.of(version.get("model").getAsString());
      }
    }
    return Optional.empty();
  }

  /// All are asked at once: a busy one takes its time to answer.
  static boolean allEnded(List<RunningNode> nodes, long epoch) {
    List<CompletableFuture<JsonObject>> answers =
        nodes.stream().map(node -> asked(node, "rounds")).toList();
    return answers.stream().allMatch(each -> each.join().get("ended").getAsLong() >= epoch);
  }

  private static JsonObject rounds(RunningNode node) {
    return ask(node, "rounds");
  }

  private static JsonObject ask(RunningNode node, String what) {
    return asked(node, what).join();
  }

  private static CompletableFuture<JsonObject> asked(RunningNode node, String what) {
    var question = new JsonObject();
    question.addProperty("do", what);
    return node.ask(question);
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
  static void begin(NodeDirectory directory, Instant start, int epochs) throws IOException {
    set(
        directory,
        Map.of(
            "start = \"03:00\"",
            "start = \"%s\"".formatted(start.atZone(ZoneOffset.UTC).toLocalTime()),
            "epochs = 4",
            "epochs = " + epochs));
  }

  /// Changes lines of a node's settings.
  ///
  /// @param lines each that is there, and what it shall be
  static void set(NodeDirectory directory, Map<String, String> lines) throws IOException {
    String text = Files.readString(directory.config());
    for (var line : lines.entrySet()) {
      if (!text.contains(line.getKey())) {
        throw new IllegalStateException("the settings have no \"" + line.getKey() + "\"");
      }
      text = text.replace(line.getKey(), line.getValue());
    }
    Files.writeString(directory.config(), text);
  }
}
