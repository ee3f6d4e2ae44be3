package coop.minga.bench;

import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.Baselines;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.TrainingData;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The bakery's cases.
///
/// @param school of the pretend organisations, the largest first
/// @param seeds each trains everything anew
record BakeryCases(Figures figures, School school, List<Integer> seeds, boolean quick) {
  private static final int SMALL_SERIES = 6;
  private static final School.Effort ROW = new School.Effort(30, 25, .5);
  private static final School.Effort ROW_PLAIN = new School.Effort(0, 25, 0);
  private static final School.Effort GRU = new School.Effort(15, 12, .5);
  private static final School.Effort LITTLE = new School.Effort(2, 2, .5);

  /// The smaller model: alone, together and mixed.
  void row() {
    row(cases(), rows());
  }

  /// The better model, which is what a member would use.
  void gru() {
    member(cases(), grus());
  }

  /// What is wasted by the orders of the better model.
  void waste() {
    waste("gru32", grus());
  }

  /// The same of the smaller one.
  void wasteOfRow() {
    waste("row64", rows());
  }

  private void waste(String name, List<Learning> learnt) {
    List<List<MemberModel>> used = learnt.stream().map(Learning::mixed).toList();
    new Waste(figures, school.model(), school.frozen(), name)
        .print(used, boosted(seeds.getFirst()), seeds);
  }

  private List<Learning> rows() {
    return learnt(Architecture.ROW64, quick ? LITTLE : ROW);
  }

  private List<Learning> grus() {
    return learnt(Architecture.GRU32, quick ? LITTLE : GRU);
  }

  private List<Learning> learnt(Architecture architecture, School.Effort effort) {
    return seeds.stream().map(seed -> Learning.of(school, architecture, effort, seed)).toList();
  }

  private Boosted boosted(int seed) {
    TrainingData all = TrainingData.pooled(school.frozen().known());
    String name = "bakery/gbm/" + (quick ? "quick/" : "") + seed;
    return Boosted.of(all, seed, quick, school.pantry().folder(name));
  }

  private Cases cases() {
    List<String> names =
        IntStream.range(0, school.frozen().members().size())
            .mapToObj(member ->
                "org%d (%d series)"
                    .formatted(member, school.frozen().members().get(member).series().size()))
            .toList();
    return new Cases(figures, seeds, names);
  }

  /// The plain rules.
  void rules() {
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
        IntStream.range(0, school.frozen().members().size())
            .mapToObj(i -> rule(method, i))
            .toList());
  }

  private Judged rule(Method method, int member) {
    Frozen frozen = school.frozen();
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
    return school.frozen().members().get(member).series().size() <= SMALL_SERIES;
  }

  /// What no member may do.
  void pooled() {
    int epochs = quick ? LITTLE.epochs() : ROW.rounds();
    cases()
        .wql(
            "bakery-pooled-wql",
            seeds.stream()
                .map(seed -> Learning.pooled(school, Architecture.ROW64, epochs, seed))
                .toList());
  }

  /// Plain averaging.
  void fedavg() {
    School.Effort effort = quick ? LITTLE : ROW_PLAIN;
    cases()
        .wql(
            "bakery-row-fedavg-wql",
            learnt(Architecture.ROW64, effort).stream().map(Learning::federated).toList());
  }

  /// What no member may do either, by another learner.
  void gbm() {
    cases()
        .wql(
            "bakery-gbm-wql",
            seeds.stream().map(seed -> boosted(seed).judged(school.frozen())).toList());
  }
}
