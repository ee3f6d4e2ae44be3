package coop.minga.bench;

import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.TrainingData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The forecast's figures: what a member would order by, beside its own model, the plain rules and
/// what no member may do; and at the end those of the watch and of the import, which benchmarks of
/// these names measure alone.
///
/// Judged on the last [#JUDGED_DAYS] days of the bakery's file, from 12 weekly origins, 7 days
/// ahead, and on the last weeks of the cheese's; nothing was chosen on them. What is chosen here
/// (epochs, mixture, ranges) each member chooses on the days before.
///
/// @param figures where they go
/// @param seeds each trains everything anew
/// @param parts which of [#PARTS] and [#NAMED_ONLY] to run
/// @param pantry where trained models are kept
/// @param quick little training: shows that it runs, not how good it is
record ForecastBench(
    Figures figures, List<Integer> seeds, List<String> parts, Pantry pantry, boolean quick) {
  /// The frozen last window of the bakery.
  static final int JUDGED_DAYS = 84;

  /// What is run unless parts are named; each can be run alone.
  static final List<String> PARTS =
      List.of(
          "cost",
          "hidden",
          "cheese",
          "cheese-pooled",
          "rules",
          "row",
          "gru",
          "pooled",
          "fedavg",
          "gbm",
          "waste",
          "watch",
          "import");

  /// What is run only if it is named.
  static final List<String> NAMED_ONLY = List.of("waste-row");

  /// All seeds, unless one is named by `--seed=`, and all parts, unless some are by `--part=`, with
  /// commas between; `--keep=` names a directory that trained models are kept in.
  static ForecastBench of(Figures figures, List<String> words, boolean quick) {
    List<Integer> seeds =
        told(words, "--seed=")
            .map(seed -> List.of(Integer.valueOf(seed)))
            .orElse(quick ? List.of(1) : List.of(1, 2, 3));
    List<String> parts =
        told(words, "--part=").map(named -> List.of(named.split(","))).orElse(PARTS);
    if (!parts.stream().allMatch(part -> PARTS.contains(part) || NAMED_ONLY.contains(part))) {
      throw new IllegalArgumentException("the parts are " + PARTS + " and " + NAMED_ONLY);
    }
    var pantry = new Pantry(told(words, "--keep=").map(Path::of));
    return new ForecastBench(figures, seeds, parts, pantry, quick);
  }

  private static Optional<String> told(List<String> words, String option) {
    return words.stream()
        .filter(word -> word.startsWith(option))
        .map(word -> word.substring(option.length()))
        .findFirst();
  }

  void run() throws IOException {
    if (wanted("cost")) {
      new Cost(figures, quick).soak();
    }
    if (wanted("hidden")) {
      new HiddenDemand(figures, seeds, quick).run();
    }
    if (wanted("cheese") || wanted("cheese-pooled")) {
      cheese(Cheese.organisations(Cheese.file()));
    }
    Optional<Path> bakery = Bakery.file();
    if (bakery.isEmpty()) {
      figures.absent("bakery", "bakery");
    } else {
      bakery(Bakery.organisations(bakery.get(), Bakery.LAST));
    }
    if (wanted("watch")) {
      new WatchBench(figures, quick).run();
    }
    if (wanted("import")) {
      new ImportBench(figures, quick).run();
    }
  }

  private void cheese(List<TrainingData> members) {
    var cases =
        new CheeseCases(figures, school("cheese", CheeseCases.frozen(members)), seeds, quick);
    if (wanted("cheese")) {
      cases.run();
    }
    if (wanted("cheese-pooled")) {
      cases.together();
    }
  }

  private void bakery(List<TrainingData> members) throws IOException {
    var frozen = new Frozen(members, JUDGED_DAYS, 7, 7);
    var cases = new BakeryCases(figures, school("bakery", frozen), seeds, quick);
    if (wanted("cost")) {
      new Cost(figures, quick).largest(members.getFirst());
    }
    Map<String, Runnable> parts = new LinkedHashMap<>();
    parts.put("rules", cases::rules);
    parts.put("row", cases::row);
    parts.put("gru", cases::gru);
    parts.put("pooled", cases::pooled);
    parts.put("fedavg", cases::fedavg);
    parts.put("gbm", cases::gbm);
    parts.put("waste", cases::waste);
    parts.put("waste-row", cases::wasteOfRow);
    parts.forEach((name, part) -> {
      if (wanted(name)) {
        part.run();
      }
    });
  }

  private School school(String name, Frozen frozen) {
    return new School(DemandModel.open(DemandModel.Effort.FULL), name, frozen, pantry);
  }

  private boolean wanted(String name) {
    return parts.contains(name);
  }
}
