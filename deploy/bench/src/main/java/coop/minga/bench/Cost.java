package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.Parameters;
import coop.minga.federation.learning.RingCodec;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.desk.Lesson;
import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What training costs a machine: processor seconds of its one thread, memory as the kernel counts
/// it, and what is handed over in the end.
record Cost(Figures figures, boolean quick) {
  private static final Path SELF = Path.of("/proc/self/status");
  private static final int ROUNDS = 25;
  private static final int DAYS = 120;
  private static final int FEWEST = 6;
  private static final int MOST = 64;
  private static final double THOUSAND = 1e3;
  private static final RingCodec.Chance CHANCE =
      new RingCodec.Chance(
          Hash.sha256(Bytes.utf8("minga bench rounding")),
          Hash.sha256(Bytes.utf8("minga bench noise")));

  /// So many epochs of the largest member, as in as many nights.
  void largest(TrainingData member) throws IOException {
    DemandModel model = DemandModel.open(DemandModel.Effort.FULL);
    ModelWeights weights = DemandModel.seeded(Hash.sha256(Bytes.utf8("minga bench cost")));
    int rounds = quick ? 2 : ROUNDS;
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (int round = 0; round < rounds; round++) {
      weights = model.trainEpoch(weights, member, round);
    }
    double seconds = (threads.getCurrentThreadCpuTime() - before) / 1e9;
    print("train-largest-member-s", Map.of("rounds", rounds), seconds, "s");
    print("rss-mb", Map.of("of", "largest member"), megabytes("VmHWM:"), "MB");
    update(weights, model.trainEpoch(weights, member, rounds));
  }

  /// What one member hands over in an epoch, as it goes over the wire: turned, rounded and packed
  /// into the ring that a cohort's sum needs, which masks leave as long as it is. Beside it the
  /// bits of a number, and what the change has as it is trained, four bytes a number.
  private void update(ModelWeights before, ModelWeights after) {
    var silent = new NodeConfig.Privacy(0, NodeConfig.Hidden.ORGANISATION, 0);
    Parameters change = Parameters.of(after.toArray()).minus(Parameters.of(before.toArray()));
    for (int members : List.of(FEWEST, MOST)) {
      var codec = new RingCodec(new Lesson(Architecture.ROW64, silent).encoding(), members);
      RingCodec.Encoded encoded = codec.encode(change, 1, CHANCE);
      if (!(encoded instanceof RingCodec.Encoded.Vector(var vector))) {
        throw new IllegalStateException("an honest update was refused: " + encoded);
      }
      figures.print(
          new Figures.Figure(
              "update-kb",
              Map.of("members", members, "model", "row64"),
              vector.pack().size() / THOUSAND,
              "kB",
              Map.of(
                  "bits-a-number",
                  (double) codec.bits(),
                  "as-trained-kb",
                  change.packed().size() / THOUSAND)));
    }
  }

  /// Trains a small model over and over in one process: the memory that is not given back shows. As
  /// many runs go before, in which allocators and code find their size. Before them it says how
  /// long the engine took to start, if it had not yet.
  void soak() throws IOException {
    int runs = quick ? 200 : 1000;
    TrainingData data = small();
    long begun = System.nanoTime();
    DemandModel model = DemandModel.open(DemandModel.Effort.FULL);
    print("engine-start-s", Map.of(), (System.nanoTime() - begun) / 1e9, "s");
    ModelWeights weights = DemandModel.seeded(Hash.sha256(Bytes.utf8("minga bench soak")));
    for (int run = 0; run < runs; run++) {
      model.trainEpoch(weights, data, run);
    }
    double before = nativeMegabytes();
    for (int run = 0; run < runs; run++) {
      model.trainEpoch(weights, data, run);
    }
    print("soak-growth-mb", Map.of("runs", runs), nativeMegabytes() - before, "MB");
    print("rss-mb", Map.of("of", "soak"), megabytes("VmHWM:"), "MB");
  }

  /// What the process holds beside what Java manages.
  private static double nativeMegabytes() throws IOException {
    var memory = ManagementFactory.getMemoryMXBean();
    long managed =
        memory.getHeapMemoryUsage().getCommitted() + memory.getNonHeapMemoryUsage().getCommitted();
    return megabytes("VmRSS:") - managed / (1024.0 * 1024.0);
  }

  private void print(String name, Map<String, ?> params, double value, String unit) {
    figures.print(new Figures.Figure(name, params, value, unit, Map.of()));
  }

  private static TrainingData small() {
    var random = new Random(1);
    List<SalesDay> days = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      days.add(SalesDay.sold(10 + random.nextInt(10)));
    }
    LocalDate first = LocalDate.of(2024, 1, 1);
    DailySeries series = DailySeries.of(new SeriesKey("shop", "bread"), first, days);
    return TrainingData.of(List.of(series), series.lastDay());
  }

  private static double megabytes(String line) throws IOException {
    return Files.readAllLines(SELF).stream()
        .filter(one -> one.startsWith(line))
        .mapToDouble(one -> Double.parseDouble(one.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }
}
