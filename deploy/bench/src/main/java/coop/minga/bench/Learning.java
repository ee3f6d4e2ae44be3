package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// One architecture from one seed, each member alone and all together, judged on the frozen window.
///
/// *Local* is trained to convergence on the member's own data and its ranges set right by them;
/// *mixed* is what the member would use: that model and the shared one, fine-tuned, in the mixture
/// that its own validation days chose.
///
/// @param mixed by member
/// @param local judged by member
/// @param member judged by member, with the mixed model
record Learning(List<MemberModel> mixed, List<Judged> local, List<Judged> member) {
  private static final double MOMENTUM = .5;

  /// @param epochs that a member trains alone; the best by its validation days is kept
  /// @param rounds that all train together
  record Effort(int epochs, int rounds) {}

  static Learning of(
      DemandModel model,
      Architecture architecture,
      List<TrainingData> members,
      Effort effort,
      int seed) {
    List<TrainingData> known = members.stream().map(Learning::known).toList();
    ModelWeights first = architecture.seeded(hash(seed));
    ModelWeights shared = new Cohort(model, known, MOMENTUM).learn(first, effort.rounds(), seed);
    List<MemberModel> mixed = new ArrayList<>();
    List<Judged> local = new ArrayList<>();
    List<Judged> member = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      TrainingData data = known.get(i);
      Optional<ModelWeights> own = Optional.of(model.train(first, data, seed, effort.epochs()));
      Optional<ModelWeights> tuned = Optional.of(model.fineTune(shared, data, seed).weights());
      mixed.add(MemberModel.fit(model, own, tuned, data));
      MemberModel alone = MemberModel.fit(model, own, Optional.empty(), data);
      local.add(judge(model, alone, members.get(i)));
      member.add(judge(model, mixed.getLast(), members.get(i)));
    }
    return new Learning(mixed, local, member);
  }

  /// Everybody's data in one place.
  static List<Judged> pooled(DemandModel model, List<TrainingData> members, int epochs, int seed) {
    TrainingData all = TrainingData.pooled(members.stream().map(Learning::known).toList());
    ModelWeights trained = model.train(Architecture.ROW64.seeded(hash(seed)), all, seed, epochs);
    return members.stream().map(data -> judge(model, MemberModel.of(trained), data)).toList();
  }

  static TrainingData known(TrainingData data) {
    return data.until(data.until().minusDays(ForecastBench.JUDGED_DAYS));
  }

  private static Judged judge(DemandModel model, MemberModel used, TrainingData data) {
    return Judged.of(data, ForecastBench.WEEKS, origin -> model.forecast(used, data, origin, 7));
  }

  private static Hash hash(int seed) {
    return Hash.sha256(Bytes.utf8("minga bench forecast " + seed));
  }

  /// How much less members lose than by their own models, as a share of that.
  Outcome gains() {
    List<Double> byMember = new ArrayList<>();
    for (int i = 0; i < local.size(); i++) {
      byMember.add(1 - member.get(i).wql() / local.get(i).wql());
    }
    return new Outcome(1 - Judged.sum(member).wql() / Judged.sum(local).wql(), byMember);
  }

  /// The same of some members together.
  Outcome gain(IntPredicate which) {
    Judged theirs = Judged.NOTHING;
    Judged alone = Judged.NOTHING;
    for (int i = 0; i < local.size(); i++) {
      if (which.test(i)) {
        theirs = theirs.plus(member.get(i));
        alone = alone.plus(local.get(i));
      }
    }
    return new Outcome(1 - theirs.wql() / alone.wql(), List.of());
  }

  /// How much the one that gains least loses; below 0 if everybody gains.
  Outcome worstLoss() {
    List<Double> gains = gains().byMember();
    double least = gains.stream().mapToDouble(gain -> gain).min().orElseThrow();
    return new Outcome(-least, List.of());
  }

  /// How many members mix any of the shared model in.
  Outcome adopting() {
    List<Double> percents = mixed.stream().map(one -> one.sharedPercent() / 100.0).toList();
    return new Outcome(percents.stream().filter(percent -> percent > 0).count(), percents);
  }
}
