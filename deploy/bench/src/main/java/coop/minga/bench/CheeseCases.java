package coop.minga.bench;

import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.Baselines;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The cheese's cases: row32 over weeks, by 50 real retailers most of whom have one shop.
///
/// @param school of the retailers, judged on the last [#WEEKS] weeks from each week, 4 ahead
/// @param seeds each trains everything anew
record CheeseCases(Figures figures, School school, List<Integer> seeds, boolean quick) {
  private static final int WEEKS = 14;
  private static final int AHEAD = 4;
  private static final int POOLED_EPOCHS = 60;

  /// Rounds and momentum were chosen on the 14 weeks before those judged: most retailers have one
  /// shop and take a step or two a round, so that 60 rounds at .5 leave the common model far from
  /// learnt (.156 there, 200 rounds .148, 60 at .8 .148, 120 at .8 .145, pooled .143).
  private static final School.Effort EFFORT = new School.Effort(150, 120, .8);

  private static final School.Effort PLAIN = new School.Effort(0, 120, 0);
  private static final School.Effort LITTLE = new School.Effort(10, 4, .5);

  static Frozen frozen(List<TrainingData> members) {
    return new Frozen(members, WEEKS, 1, AHEAD);
  }

  /// The plain rules, and the model: alone, together and mixed.
  void run() {
    var cases = new Cases(figures, seeds, List.of());
    figures.print(
        new Figures.Figure(
            "cheese-weekly-mean-wql",
            Map.of(),
            rule(Method.WEEKDAY_MEAN),
            "",
            Map.of(
                "last-week", rule(Method.SEASONAL_NAIVE),
                "smoothing", rule(Method.EXPONENTIAL_SMOOTHING))));
    List<Learning> found = new ArrayList<>();
    for (int seed : seeds) {
      found.add(Learning.of(school, Architecture.WEEK32, quick ? LITTLE : EFFORT, seed));
    }
    cases.wql("cheese-local-wql", found.stream().map(Learning::local).toList());
    cases.wql("cheese-federated-wql", found.stream().map(Learning::federated).toList());
    cases.wql("cheese-member-wql", found.stream().map(Learning::member).toList());
    cases.print("cheese-gain", whole(found.stream().map(Learning::gains).toList()));
    cases.print("cheese-members-adopting", whole(found.stream().map(Learning::adopting).toList()));
    cases.print("cheese-worst-member-loss", found.stream().map(Learning::worstLoss).toList());
  }

  /// What no member may do, and plain averaging.
  void together() {
    var cases = new Cases(figures, seeds, List.of());
    int epochs = quick ? LITTLE.epochs() : POOLED_EPOCHS;
    cases.wql("cheese-pooled-wql", pooled(epochs));
    if (!quick) {
      cases.wql(
          "cheese-fedavg-wql",
          seeds.stream()
              .map(seed -> Learning.of(school, Architecture.WEEK32, PLAIN, seed).federated())
              .toList());
    }
  }

  private List<List<Judged>> pooled(int epochs) {
    return seeds.stream()
        .map(seed -> Learning.pooled(school, Architecture.WEEK32, epochs, seed))
        .toList();
  }

  /// Fifty members are no table.
  private static List<Outcome> whole(List<Outcome> bySeed) {
    return bySeed.stream().map(one -> new Outcome(one.value(), List.of())).toList();
  }

  private double rule(Method method) {
    List<Judged> judged =
        IntStream.range(0, school.frozen().members().size())
            .mapToObj(i -> rule(method, i))
            .toList();
    return Judged.sum(judged).wql();
  }

  private Judged rule(Method method, int member) {
    Frozen frozen = school.frozen();
    TrainingData data = frozen.members().get(member);
    return frozen.judge(member, origin -> Baselines.forecast(method, data, origin, AHEAD));
  }
}
