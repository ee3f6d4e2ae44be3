package coop.minga.bench;

import coop.minga.node.forecast.TrainingData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The forecast's figures: what a member would order by, beside its own model, the plain rules and
/// what no member may do.
///
/// Judged on the last [#JUDGED_DAYS] days of the bakery's file, from 12 weekly origins, 7 days
/// ahead, and on the last weeks of the cheese's; nothing was chosen on them. What is chosen here
/// (epochs, mixture, ranges) each member chooses on the days before.
///
/// @param figures where they go
/// @param seeds each trains everything anew
/// @param part which of [#PARTS] to run; empty for all
/// @param quick little training: shows that it runs, not how good it is
record ForecastBench(Figures figures, List<Integer> seeds, Optional<String> part, boolean quick) {
  /// The frozen last window of the bakery.
  static final int JUDGED_DAYS = 84;

  /// What can be run alone.
  static final List<String> PARTS = List.of("cost", "hidden", "cheese", "row", "gru", "together");

  /// All seeds, unless one is named by `--seed=`, and all parts, unless one is by `--part=`.
  static ForecastBench of(Figures figures, List<String> words, boolean quick) {
    List<Integer> seeds =
        told(words, "--seed=")
            .map(seed -> List.of(Integer.valueOf(seed)))
            .orElse(quick ? List.of(1) : List.of(1, 2, 3));
    return new ForecastBench(figures, seeds, told(words, "--part="), quick);
  }

  private static Optional<String> told(List<String> words, String option) {
    return words.stream()
        .filter(word -> word.startsWith(option))
        .map(word -> word.substring(option.length()))
        .findFirst();
  }

  void run() throws IOException {
    if (part.filter(word -> !PARTS.contains(word)).isPresent()) {
      throw new IllegalArgumentException("the parts are " + PARTS);
    }
    Optional<Path> bakery = Bakery.file();
    if (wanted("cost")) {
      new Cost(figures, quick).soak();
    }
    if (wanted("hidden")) {
      new HiddenDemand(figures, seeds, quick).run();
    }
    if (wanted("cheese")) {
      CheeseCases.of(figures, Cheese.organisations(Cheese.file()), seeds, quick).run();
    }
    if (bakery.isEmpty()) {
      figures.absent("bakery", "bakery");
    } else {
      bakery(Bakery.organisations(bakery.get(), Bakery.LAST));
    }
  }

  private void bakery(List<TrainingData> members) {
    var cases = new BakeryCases(figures, new Frozen(members, JUDGED_DAYS, 7, 7), seeds, quick);
    if (wanted("cost")) {
      new Cost(figures, quick).largest(members.getFirst());
    }
    if (wanted("row")) {
      cases.row();
    }
    if (wanted("gru")) {
      cases.gru();
    }
    if (wanted("together")) {
      cases.together();
    }
  }

  private boolean wanted(String name) {
    return part.filter(word -> !word.equals(name)).isEmpty();
  }
}
