package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.Poison;
import coop.minga.federation.learning.Privacy;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeConfig.Hidden;
import coop.minga.node.desk.Lesson;
import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.TrainingData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What the common model is worth: summed as nodes sum it beside plain averaging, with noise, and
/// with members who do harm. On invented sales always, on the cheese's (fifty retailers by the
/// week) and the bakery's, if those are here, unless it is to be quick.
///
/// Judged on the last days, which nobody trained or chose on. Members use the common model as the
/// forecast's figures do: fine-tuned, mixed with their own where their validation days say so.
///
/// @param figures where they go
/// @param which cases, sales and kinds of harm
/// @param quick little training and few cases: shows that it runs, not how good it is
record LearningQuality(Figures figures, LearningBench.Which which, boolean quick) {
  static final List<String> SALES = List.of("invented", "cheese", "bakery");

  /// Nobody, and every kind of [Poison].
  static final List<String> HARM =
      Stream.concat(Stream.of("none"), Stream.of(Poison.values()).map(LearningQuality::said))
          .toList();

  private static final DemandModel.Effort EFFORT = new DemandModel.Effort(1_500, 3);
  private static final int SHOPS = 14;
  private static final int DAYS = 260;
  private static final int JUDGED_DAYS = 28;
  private static final int JUDGED_WEEKS = 14;
  private static final int AHEAD = 4;
  private static final int CHEESE_EPOCHS = 60;
  private static final int MOST_POISONERS = 3;
  private static final double DELTA = 1e-6;
  private static final int[] NOISE_THOUSANDTHS = {100, 500, 1_000, 4_000};
  private static final NodeConfig.Privacy OPEN = noise(0, Hidden.ORGANISATION);

  /// What is sold, and how it is learnt.
  ///
  /// @param name of the sales
  /// @param frozen the members, judged on their last days
  /// @param epochs that all train together, and each alone
  private record Sales(String name, Architecture architecture, Frozen frozen, int epochs) {}

  void run() throws Exception {
    if (Collections.disjoint(which.parts(), List.of("plain", "noise", "poisoners"))) {
      return;
    }
    if (which.sales().contains("invented")) {
      of(days("invented", InventedShops.of(SHOPS, DAYS, Run.SEED)));
    }
    if (!quick && which.sales().contains("cheese")) {
      var weeks = new Frozen(Cheese.organisations(Cheese.file()), JUDGED_WEEKS, 1, AHEAD);
      of(new Sales("cheese", Architecture.WEEK32, weeks, CHEESE_EPOCHS));
    }
    if (which.sales().contains("bakery")) {
      bakery();
    }
  }

  private void bakery() throws Exception {
    Optional<Path> bakery = Bakery.file();
    if (bakery.isEmpty()) {
      List.of("wql-secure-vs-plain", "wql-by-epsilon", "wql-by-poisoners")
          .forEach(name -> figures.absent(name, "bakery"));
    } else if (!quick) {
      of(days("bakery", Bakery.organisations(bakery.get(), Bakery.LAST)));
    }
  }

  private Sales days(String name, List<TrainingData> members) {
    var frozen = new Frozen(members, JUDGED_DAYS, 7, 7);
    return new Sales(name, Architecture.ROW64, frozen, quick ? 3 : 12);
  }

  private void of(Sales sales) {
    var town = new Town(sales, DemandModel.open(EFFORT));
    if (which.has("plain")) {
      secure(town);
    }
    if (which.has("noise")) {
      noise(town);
    }
    if (which.has("poisoners")) {
      poisoners(town);
    }
  }

  private void secure(Town town) {
    double plain = town.judge(town.together(OPEN).plain(town.epochs(), Harm.NONE), 0).used();
    double secure = town.judge(town.together(OPEN).secure(town.epochs(), Harm.NONE), 0).used();
    figures.print(
        new Figures.Figure(
            "wql-secure-vs-plain",
            town.params(),
            secure / plain - 1,
            "",
            Map.of("secure", secure, "plain", plain, "alone", town.alone(0))));
  }

  private static NodeConfig.Privacy noise(int thousandths, Hidden unit) {
    return new NodeConfig.Privacy(thousandths, unit, 0);
  }

  private void noise(Town town) {
    for (Hidden unit : town.units()) {
      for (int thousandths : quick ? new int[] {1_000} : NOISE_THOUSANDTHS) {
        noise(town, noise(thousandths, unit));
      }
    }
  }

  private void noise(Town town, NodeConfig.Privacy privacy) {
    Together together = town.together(privacy);
    var cohort = coop.minga.federation.learning.Cohort.of(together.names(), 6);
    Privacy.Cost cost = Privacy.costOfEpoch(together.encoding(), cohort);
    var params = town.params();
    params.put("unit", privacy.unit().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    params.put("noise", privacy.noiseThousandths() / 1e3);
    params.put("epsilon-of-organisation", epsilon(town.epochs() * cost.organisation()));
    params.put("epsilon-of-site-week", epsilon(town.epochs() * cost.siteWeek()));
    params.put("delta", DELTA);
    Worth worth = town.judge(together.secure(town.epochs(), Harm.NONE), 0);
    figures.print(
        new Figures.Figure(
            "wql-by-epsilon",
            params,
            worth.used(),
            "",
            Map.of("shared", worth.shared(), "alone", town.alone(0))));
  }

  /// Of all epochs together.
  private String epsilon(double rho) {
    return String.format(Locale.ROOT, "%.1f", Privacy.epsilon(rho, DELTA));
  }

  private void poisoners(Town town) {
    if (which.harm().contains("none")) {
      poisoned(town, Optional.empty(), 0);
    }
    List<Poison> kinds =
        Stream.of(Poison.values()).filter(kind -> which.harm().contains(said(kind))).toList();
    for (Poison poison : quick ? List.of(Poison.THOUSANDFOLD) : kinds) {
      for (int count = 1; count <= (quick ? 1 : MOST_POISONERS); count++) {
        poisoned(town, Optional.of(poison), count);
      }
    }
  }

  private static String said(Poison kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private void poisoned(Town town, Optional<Poison> poison, int count) {
    var harm = new Harm(poison, count);
    for (boolean defended : new boolean[] {true, false}) {
      Optional<ModelWeights> shared =
          defended
              ? town.together(OPEN).secure(town.epochs(), harm)
              : town.together(OPEN).plain(town.epochs(), harm);
      var params = town.params();
      params.put("kind", poison.map(LearningQuality::said).orElse("none"));
      params.put("poisoners", count);
      params.put("defended", defended);
      if (shared.isEmpty() && defended) {
        params.put("version", "none");
        double alone = town.alone(count);
        figures.print(
            new Figures.Figure(
                "wql-by-poisoners", params, alone, "", Map.of("used", alone, "alone", alone)));
        continue;
      }
      if (shared.isEmpty()) {
        figures.absent("wql-by-poisoners", params + ": the model is no number any more");
        continue;
      }
      Worth worth = town.judge(shared, count);
      figures.print(
          new Figures.Figure(
              "wql-by-poisoners",
              params,
              worth.used(),
              "",
              Map.of("used", worth.used(), "shared", worth.shared(), "alone", town.alone(count))));
    }
  }

  /// What a common model is worth to the honest.
  ///
  /// @param used the loss of what they would forecast with
  /// @param shared of the common model as it is
  private record Worth(double used, double shared) {}

  /// Members and their own models.
  private static final class Town {
    private final Sales sales;
    private final DemandModel model;
    private final List<TrainingData> known;
    private final List<ModelWeights> own;

    Town(Sales sales, DemandModel model) {
      this.sales = sales;
      this.model = model;
      this.known = sales.frozen().known();
      this.own =
          known.stream().map(data -> model.train(first(), data, Run.SEED, sales.epochs())).toList();
    }

    int epochs() {
      return sales.epochs();
    }

    /// Steps of a week are taken in series of days only.
    List<Hidden> units() {
      return switch (sales.architecture()) {
        case ROW64, GRU32 -> List.of(Hidden.values());
        case WEEK32 -> List.of(Hidden.ORGANISATION);
      };
    }

    Map<String, Object> params() {
      return new TreeMap<>(
          Map.of("sales", sales.name(), "members", known.size(), "epochs", sales.epochs()));
    }

    Together together(NodeConfig.Privacy privacy) {
      return new Together(model, known, first(), new Lesson(sales.architecture(), privacy));
    }

    private ModelWeights first() {
      return sales.architecture().seeded(Hash.sha256(Bytes.utf8("minga bench learning")));
    }

    /// The loss of the honest, who come after so many, by their own models.
    double alone(int poisoners) {
      return wql(
          poisoners,
          member ->
              MemberModel.fit(
                  model, Optional.of(own.get(member)), Optional.empty(), known.get(member)));
    }

    Worth judge(Optional<ModelWeights> common, int poisoners) {
      ModelWeights shared = common.orElseThrow();
      double used =
          wql(
              poisoners,
              member -> {
                TrainingData data = known.get(member);
                ModelWeights tuned = model.fineTune(shared, data, Run.SEED).weights();
                return MemberModel.fit(
                    model, Optional.of(own.get(member)), Optional.of(tuned), data);
              });
      return new Worth(used, wql(poisoners, _ -> MemberModel.of(shared)));
    }

    private double wql(int from, IntFunction<MemberModel> using) {
      List<Judged> judged = new ArrayList<>();
      IntStream.range(from, known.size())
          .forEach(member -> judged.add(sales.frozen().judge(member, model, using.apply(member))));
      return Judged.sum(judged).openDays();
    }
  }
}
