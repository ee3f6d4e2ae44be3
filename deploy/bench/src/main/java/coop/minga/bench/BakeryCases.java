package coop.minga.bench;

import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.Baselines;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.TrainingData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The bakery's cases.
///
/// @param members the pretend organisations, the largest first, with the days to judge by
/// @param seeds each trains everything anew
record BakeryCases(
    Figures figures, List<TrainingData> members, List<Integer> seeds, boolean quick) {
  private static final int SMALL_SERIES = 6;
  private static final Learning.Effort ROW = new Learning.Effort(30, 25);
  private static final Learning.Effort GRU = new Learning.Effort(15, 12);
  private static final Learning.Effort LITTLE = new Learning.Effort(2, 2);

  void run() {
    DemandModel model = DemandModel.open(DemandModel.Effort.FULL);
    plain();
    List<Learning> rows = new ArrayList<>();
    List<Learning> grus = new ArrayList<>();
    for (int seed : seeds) {
      rows.add(Learning.of(model, Architecture.ROW64, members, quick ? LITTLE : ROW, seed));
      grus.add(Learning.of(model, Architecture.GRU32, members, quick ? LITTLE : GRU, seed));
    }
    row(rows);
    member(grus);
    pooled(model);
    new Waste(figures, model, members).print(grus.getFirst().mixed(), seeds.subList(0, 1));
  }

  private void plain() {
    double naive = rule(Method.SEASONAL_NAIVE).wql();
    double smoothing = rule(Method.EXPONENTIAL_SMOOTHING).wql();
    figures.print(
        new Figures.Figure(
            "bakery-weekday-average-wql",
            Map.of(),
            rule(Method.WEEKDAY_MEAN).wql(),
            "",
            Map.of("seasonal-naive", naive, "smoothing", smoothing)));
  }

  private Judged rule(Method method) {
    return Judged.sum(
        members.stream()
            .map(data ->
                Judged.of(
                    data,
                    ForecastBench.WEEKS,
                    origin -> Baselines.forecast(method, data, origin, 7)))
            .toList());
  }

  private void row(List<Learning> rows) {
    print("bakery-row-local-wql", rows.stream().map(one -> wqls(one.local())).toList());
    print("bakery-row-gain", rows.stream().map(Learning::gains).toList());
  }

  private void member(List<Learning> grus) {
    print("bakery-gru-local-wql", grus.stream().map(one -> wqls(one.local())).toList());
    print("bakery-member-wql", grus.stream().map(one -> wqls(one.member())).toList());
    print("bakery-gru-gain", grus.stream().map(Learning::gains).toList());
    print("bakery-small-member-gain", grus.stream().map(one -> one.gain(this::small)).toList());
    print("bakery-worst-member-loss", grus.stream().map(Learning::worstLoss).toList());
    print("coverage-80", grus.stream().map(one -> coverages(one.member())).toList());
    print("coverage-80-worst-member", grus.stream().map(one -> furthest(one.member())).toList());
    print("members-adopting", grus.stream().map(Learning::adopting).toList());
  }

  private boolean small(int member) {
    return members.get(member).series().size() <= SMALL_SERIES;
  }

  private void pooled(DemandModel model) {
    List<Outcome> found = new ArrayList<>();
    for (int seed : seeds) {
      List<Judged> judged =
          Learning.pooled(model, members, quick ? LITTLE.epochs() : ROW.rounds(), seed);
      found.add(wqls(judged));
    }
    print("bakery-pooled-wql", found);
  }

  private static Outcome wqls(List<Judged> judged) {
    return new Outcome(Judged.sum(judged).wql(), judged.stream().map(Judged::wql).toList());
  }

  private static Outcome coverages(List<Judged> judged) {
    return new Outcome(
        Judged.sum(judged).coverage(), judged.stream().map(Judged::coverage).toList());
  }

  /// The coverage that is furthest from .80.
  private static Outcome furthest(List<Judged> judged) {
    Outcome all = coverages(judged);
    double worst = .8;
    for (double one : all.byMember()) {
      worst = Math.abs(one - .8) > Math.abs(worst - .8) ? one : worst;
    }
    return new Outcome(worst, all.byMember());
  }

  private void print(String name, List<Outcome> bySeed) {
    double value = Figures.median(bySeed.stream().mapToDouble(Outcome::value).toArray());
    Map<String, Double> byMember = new LinkedHashMap<>();
    for (int member = 0; member < bySeed.getFirst().byMember().size(); member++) {
      int which = member;
      byMember.put(
          "org%d (%d series)".formatted(member, members.get(member).series().size()),
          Figures.median(bySeed.stream().mapToDouble(one -> one.byMember().get(which)).toArray()));
    }
    figures.print(new Figures.Figure(name, Map.of(), value, "", Map.of()), seeds, byMember);
  }
}
