package coop.minga.bench;

import coop.minga.node.forecast.TrainingData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The forecast's figures: what a member would order by, beside its own model, the plain rules and
/// what no member may do.
///
/// Judged on the last [#JUDGED_DAYS] days of the file, from 12 weekly origins, 7 days ahead;
/// nothing was chosen on them. What is chosen here (epochs, mixture, ranges) each member chooses on
/// the days before.
///
/// @param figures where they go
/// @param quick one seed and little training: shows that it runs, not how good it is
record ForecastBench(Figures figures, boolean quick) {
  /// The frozen last window.
  static final int JUDGED_DAYS = 84;

  /// Its weekly origins.
  static final int WEEKS = JUDGED_DAYS / 7;

  void run() throws IOException {
    List<Integer> seeds = quick ? List.of(1) : List.of(1, 2, 3);
    var cost = new Cost(figures, quick);
    cost.soak();
    new HiddenDemand(figures, seeds, quick).run();
    Optional<Path> bakery = Bakery.file();
    if (bakery.isEmpty()) {
      figures.absent("bakery", "bakery");
      return;
    }
    List<TrainingData> members = Bakery.organisations(bakery.get(), Bakery.LAST);
    cost.largest(members.getFirst());
    new BakeryCases(figures, members, seeds, quick).run();
  }
}
