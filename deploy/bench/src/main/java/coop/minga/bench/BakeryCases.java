package coop.minga.bench;

import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.Baselines;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.TrainingData;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The bakery's cases.
///
/// @param frozen the pretend organisations, the largest first
/// @param seeds each trains everything anew
record BakeryCases(Figures figures, Frozen frozen, List<Integer> seeds, boolean quick) {
  private static final int SMALL_SERIES = 6;
  private static final Learning.Effort ROW = new Learning.Effort(30, 25, .5);
  private static final Learning.Effort ROW_PLAIN = new Learning.Effort(0, 25, 0);
  private static final Learning.Effort GRU = new Learning.Effort(15, 12, .5);
  private static final Learning.Effort LITTLE = new Learning.Effort(2, 2, .5);

  /// The plain rules, and the smaller model: alone, together and mixed.
  void row() {
    rules();
    row(cases(), learnt(Architecture.ROW64, quick ? LITTLE : ROW));
  }

  /// The better model, which is what a member would use, and what its orders waste.
  void gru() {
    List<Learning> learnt = learnt(Architecture.GRU32, quick ? LITTLE : GRU);
    member(cases(), learnt);
    Boosted trees = Boosted.train(TrainingData.pooled(frozen.known()), seeds.getFirst(), quick);
    new Waste(figures, model(), frozen)
        .print(learnt.getFirst().mixed(), trees, seeds.subList(0, 1));
  }

  private List<Learning> learnt(Architecture architecture, Learning.Effort effort) {
    return seeds.stream()
        .map(seed -> Learning.of(model(), architecture, frozen, effort, seed))
        .toList();
  }

  private static DemandModel model() {
    return DemandModel.open(DemandModel.Effort.FULL);
  }

  private Cases cases() {
    List<String> names =
        IntStream.range(0, frozen.members().size())
            .mapToObj(member ->
                "org%d (%d series)".formatted(member, frozen.members().get(member).series().size()))
            .toList();
    return new Cases(figures, seeds, names);
  }

  private void rules() {
    figures.print(
        new Figures.Figure(
            "bakery-weekday-average-wql",
            Map.of(),
            rule(Method.WEEKDAY_MEAN).wql(),
            "",
            Map.of(
                "seasonal-naive", rule(Method.SEASONAL_NAIVE).wql(),
                "smoothing", rule(Method.EXPONENTIAL_SMOOTHING).wql(),
                "seven-levels-open-days", rule(Method.WEEKDAY_MEAN).openDays())));
  }

  private Judged rule(Method method) {
    return Judged.sum(
        IntStream.range(0, frozen.members().size()).mapToObj(i -> rule(method, i)).toList());
  }

  private Judged rule(Method method, int member) {
    TrainingData data = frozen.members().get(member);
    return frozen.judge(member, origin -> Baselines.forecast(method, data, origin, frozen.ahead()));
  }

  private void row(Cases cases, List<Learning> rows) {
    cases.wql("bakery-row-local-wql", rows.stream().map(Learning::local).toList());
    cases.wql("bakery-row-federated-wql", rows.stream().map(Learning::federated).toList());
    cases.wql("bakery-row-member-wql", rows.stream().map(Learning::member).toList());
    cases.print("bakery-row-gain", rows.stream().map(Learning::gains).toList());
    cases.print("bakery-row-small-member-gain", gains(rows));
  }

  private void member(Cases cases, List<Learning> grus) {
    cases.wql("bakery-gru-local-wql", grus.stream().map(Learning::local).toList());
    cases.wql("bakery-gru-federated-wql", grus.stream().map(Learning::federated).toList());
    cases.wql("bakery-member-wql", grus.stream().map(Learning::member).toList());
    cases.print("bakery-gru-gain", grus.stream().map(Learning::gains).toList());
    cases.print("bakery-small-member-gain", gains(grus));
    cases.print("bakery-worst-member-loss", grus.stream().map(Learning::worstLoss).toList());
    cases.coverage(grus.stream().map(Learning::member).toList());
    cases.print("members-adopting", grus.stream().map(Learning::adopting).toList());
  }

  private List<Outcome> gains(List<Learning> bySeed) {
    return bySeed.stream().map(one -> one.gain(this::small)).toList();
  }

  private boolean small(int member) {
    return frozen.members().get(member).series().size() <= SMALL_SERIES;
  }

  /// What no member may do, and plain averaging.
  void together() {
    Cases cases = cases();
    DemandModel model = model();
    int epochs = quick ? LITTLE.epochs() : ROW.rounds();
    cases.wql(
        "bakery-pooled-wql",
        seeds.stream()
            .map(seed -> Learning.pooled(model, Architecture.ROW64, frozen, epochs, seed))
            .toList());
    if (!quick) {
      cases.wql(
          "bakery-row-fedavg-wql",
          seeds.stream()
              .map(seed ->
                  Learning.of(model, Architecture.ROW64, frozen, ROW_PLAIN, seed).federated())
              .toList());
    }
    TrainingData all = TrainingData.pooled(frozen.known());
    cases.wql(
        "bakery-gbm-wql",
        seeds.stream().map(seed -> Boosted.train(all, seed, quick).judged(frozen)).toList());
  }
}
