package coop.minga.bench;

import coop.minga.federation.learning.CoordinatorKilled;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What masking costs a member, and what opening a sum costs everybody: shares checked, secrets
/// recovered, masks taken off; one thread, in this process. Then the same over mutual TLS between
/// nodes on loopback.
///
/// Then epochs of real nodes, what silent members and a dead coordinator cost, what the model is
/// worth with noise and with poisoners; then whole years, played. Ten and thirty in a hundred fall
/// silent after they dealt and before they hand over. Cohorts above 32 are there for comparison
/// with what others publish.
///
/// @param figures where they go
/// @param which what of it runs
/// @param quick smaller cohorts and models
record LearningBench(Figures figures, Which which, boolean quick) {
  static final List<String> PARTS =
      List.of(
          "masks",
          "mtls",
          "round",
          "rounds",
          "recovery",
          "kills",
          "plain",
          "noise",
          "poisoners",
          "years");

  /// What of the benchmark runs.
  ///
  /// @param parts of [#PARTS]
  /// @param sales of [LearningQuality#SALES]
  /// @param harm of [LearningQuality#HARM]
  record Which(List<String> parts, List<String> sales, List<String> harm) {
    /// Everything, unless some is named by `--part=`, `--sales=` and `--harm=`, with commas
    /// between.
    static Which of(List<String> words) {
      return new Which(
          named(words, "--part=", PARTS),
          named(words, "--sales=", LearningQuality.SALES),
          named(words, "--harm=", LearningQuality.HARM));
    }

    boolean has(String part) {
      return parts.contains(part);
    }
  }

  private static final int HUNDRED = 100;

  private static final Duration SOON = Duration.ofSeconds(10);

  /// As long against the others' patience as nodes take to notice that somebody is away.
  private static final Duration NOTICED = CoordinatorKilled.grace().dividedBy(5);

  /// How many members, and how large a model.
  record Size(int members, int parameters) {
    /// Members that are so many in a hundred, rounded down.
    int share(int percent) {
      return members * percent / HUNDRED;
    }
  }

  private static final List<Size> QUICK = List.of(new Size(16, 8_124), new Size(16, 100_000));
  private static final List<Size> ALL =
      List.of(
          new Size(16, 20_000),
          new Size(16, 100_000),
          new Size(16, 1 << 20),
          new Size(32, 20_000),
          new Size(32, 100_000),
          new Size(32, 1 << 20),
          new Size(100, 20_000),
          new Size(100, 100_000),
          new Size(100, 1 << 20),
          new Size(200, 20_000),
          new Size(200, 100_000),
          new Size(200, 1 << 20));

  static LearningBench of(Figures figures, List<String> words, boolean quick) {
    return new LearningBench(figures, Which.of(words), quick);
  }

  private static List<String> named(List<String> words, String option, List<String> known) {
    List<String> named =
        words.stream()
            .filter(word -> word.startsWith(option))
            .flatMap(word -> Arrays.stream(word.substring(option.length()).split(",", -1)))
            .toList();
    if (!known.containsAll(named)) {
      throw new IllegalArgumentException(option + " takes some of " + known);
    }
    return named.isEmpty() ? known : named;
  }

  void run() throws Exception {
    if (which.has("masks")) {
      masks();
    }
    if (which.has("mtls")) {
      new MasksOverMtls(figures).run(quick ? QUICK.subList(0, 1) : ALL, shares());
    }
    if (which.has("round")) {
      new RoundOnLoopback(figures, quick).run();
    }
    if (which.has("rounds") && !quick) {
      new RoundsOfNodes(figures).run(RoundsOfNodes.ALL);
    }
    if (which.has("recovery")) {
      recover();
      new RecoveryOnLoopback(figures).run();
    }
    if (which.has("kills") && !quick) {
      new RecoveryOfProcesses(figures).run();
    }
    new LearningQuality(figures, which, quick).run();
    if (which.has("years")) {
      new YearsTogether(figures, quick).run();
    }
  }

  private void masks() throws Exception {
    for (Size size : quick ? QUICK : ALL) {
      for (int percent : shares()) {
        measure(size, percent);
      }
    }
  }

  private List<Integer> shares() {
    return quick ? List.of(0, 30) : List.of(0, 10, 30);
  }

  private void recover() {
    var killed = new CoordinatorKilled(Run.SEED, 16, Optional.of(NOTICED));
    for (CoordinatorKilled.Phase phase : CoordinatorKilled.Phase.values()) {
      for (Optional<Duration> away : List.of(Optional.<Duration>empty(), Optional.of(SOON))) {
        CoordinatorKilled.Came came = killed.in(phase, away);
        var params =
            Map.<String, Object>of(
                "n",
                16,
                "phase",
                phase.name().toLowerCase(Locale.ROOT),
                "back-s",
                away.map(pause -> "" + pause.toSeconds()).orElse("never"),
                "clock",
                "simulated",
                "version",
                came.version());
        double grace = CoordinatorKilled.grace().toSeconds();
        figures.print(
            new Figures.Figure(
                "recovery-s",
                params,
                came.seconds(),
                "s",
                Map.of("grace", grace, "noticed", (double) NOTICED.toSeconds())));
      }
    }
  }

  private void measure(Size size, int percent) {
    int dropped = size.share(percent);
    var params = Map.of("n", size.members(), "parameters", size.parameters(), "dropped", dropped);
    int turns = size.members() > HUNDRED / 2 || size.parameters() > 1 << 19 ? 1 : 3;
    double[] mask = new double[turns];
    double[] unmask = new double[turns];
    double bytes = 0;
    double heap = 0;
    for (int turn = 0; turn < turns; turn++) {
      Neighbourhood.Cost cost = new Neighbourhood(size.members(), size.parameters()).run(dropped);
      mask[turn] = cost.maskMillis();
      unmask[turn] = cost.unmaskMillis();
      bytes = cost.bytesRatio();
      heap = Math.max(heap, cost.openMegabytes());
    }
    print("mask-ms", params, Figures.median(mask), "ms");
    print("unmask-verify-ms", params, Figures.median(unmask), "ms");
    print("bytes-up-ratio", params, bytes, "");
    print("peak-heap-mb", params, heap, "MB");
  }

  private void print(String name, Map<String, Integer> params, double value, String unit) {
    figures.print(new Figures.Figure(name, params, value, unit, Map.of()));
  }
}
