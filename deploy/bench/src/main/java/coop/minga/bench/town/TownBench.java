package coop.minga.bench.town;

import coop.minga.bench.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Plays the towns of `MINGA_DATA` (`town-1`, `town-2`, `town-3`) and prints what every arm came
/// to.
///
/// @param figures where they go
/// @param quick one town, and no arm whose model must be trained
public record TownBench(Figures figures, boolean quick) {
  private static final List<Integer> TOWNS = List.of(1, 2, 3);

  /// Plays them.
  public void run() throws IOException {
    for (int number : quick ? TOWNS.subList(0, 1) : TOWNS) {
      String name = "town-" + number;
      Path folder = Path.of(System.getenv().getOrDefault("MINGA_DATA", "")).resolve(name);
      if (System.getenv().containsKey("MINGA_DATA") && Files.isDirectory(folder)) {
        print(folder, number);
      } else {
        Report.CASES.forEach(each -> figures.absent(each, name));
      }
    }
  }

  private void print(Path folder, int number) throws IOException {
    var town = TownReader.read(folder);
    var arms = Arms.play(town, quick);
    new Report(figures.of(town.seed()), Map.of("town", number), arms)
        .print(TownReader.json(folder.resolve("reference.json")));
  }
}
