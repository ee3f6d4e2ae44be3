package coop.minga.bench;

import coop.minga.federation.learning.AYearTogether;
import coop.minga.federation.learning.AYearTogether.Came;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Simulated federations that learn once a week, while a third drops out in each: how many epochs
/// end with an exact sum, and how many otherwise than with that or with none.
///
/// @param figures where they go
/// @param quick fewer and for fewer weeks
record YearsTogether(Figures figures, boolean quick) {
  private static final int FEDERATIONS = 50;
  private static final int WEEKS = 52;

  void run() {
    int federations = quick ? 4 : FEDERATIONS;
    int weeks = quick ? 4 : WEEKS;
    long start = System.nanoTime();
    List<Came> all =
        LongStream.rangeClosed(Run.SEED, Run.SEED + federations - 1L)
            .parallel()
            .mapToObj(seed -> new AYearTogether(seed, weeks).run())
            .toList();
    double epochs = (double) federations * weeks;
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<String, Integer> params = Map.of("federations", federations, "weeks", weeks);
    print("rounds-completed", params, all.stream().mapToInt(Came::completed).sum() / epochs, "");
    print("rounds-without", params, all.stream().mapToInt(Came::without).sum() / epochs, "");
    print("rounds-wrong", params, all.stream().mapToInt(Came::wrong).sum(), "");
    print("rounds-hung", params, all.stream().mapToInt(Came::hung).sum(), "");
    print("epoch-simulated-ms", params, 1000 * seconds / epochs, "ms");
  }

  private void print(String name, Map<String, Integer> params, double value, String unit) {
    figures.print(new Figures.Figure(name, params, value, unit, Map.of()));
  }
}
