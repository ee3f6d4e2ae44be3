package coop.minga.bench;

import coop.minga.bench.market.MarketBench;
import coop.minga.bench.market.Soak;
import coop.minga.bench.town.TownBench;
import java.util.List;

/// `deploy/bench/run NAME [--quick]`.
public final class Run {
  /// What everything random in a benchmark is drawn from.
  static final int SEED = 7;

  private Run() {}

  /// Runs one benchmark; exit code 2 if there is none of that name.
  public static void main(String[] args) throws Exception {
    List<String> words = List.of(args);
    boolean quick = words.contains("--quick");
    String name = words.stream().filter(word -> !word.startsWith("--")).findFirst().orElse("");
    switch (name) {
      case "import" -> new ImportBench(Figures.of(name), quick).run();
      case "ledger" -> new LedgerBench(Figures.of(name), quick).run();
      case "learning" -> LearningBench.of(Figures.of(name), words, quick).run();
      case "forecast" -> ForecastBench.of(Figures.of(name), words, quick).run();
      case "market" -> new MarketBench(Figures.of(name), quick).run();
      case "soak" -> Soak.of(Figures.of(name), words, quick).run();
      case "town" -> new TownBench(Figures.of(name), quick).run();
      case "watch" -> new WatchBench(Figures.of(name), quick).run();
      default -> {
        System.err.println(
            "There are the benchmarks import, ledger, learning, forecast, market, soak, town and"
                + " watch: run NAME [--quick]");
        System.exit(2);
      }
    }
  }
}
