package coop.minga.bench;

import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// One architecture from one seed, each member alone and all together, judged on the frozen window.
///
/// *Local* is trained to convergence on the member's own data and its ranges set right by them;
/// *federated* is the shared model, fine-tuned, its ranges likewise; *member* is what the member
/// would use: both in the mixture that its own validation days chose.
///
/// @param mixed by member
/// @param local judged by member
/// @param federated judged by member
/// @param member judged by member, with the mixed model
record Learning(
    List<MemberModel> mixed, List<Judged> local, List<Judged> federated, List<Judged> member) {
  static Learning of(School school, Architecture architecture, School.Effort effort, int seed) {
    DemandModel model = school.model();
    Frozen frozen = school.frozen();
    List<TrainingData> known = frozen.known();
    List<MemberModel> pairs = school.pairs(architecture, effort, seed);
    var found =
        new Learning(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < known.size(); i++) {
      TrainingData data = known.get(i);
      MemberModel pair = pairs.get(i);
      MemberModel alone = MemberModel.fit(model, pair.own(), Optional.empty(), data);
      MemberModel theirs = MemberModel.fit(model, Optional.empty(), pair.shared(), data);
      MemberModel both = MemberModel.fit(model, pair.own(), pair.shared(), data);
      found.mixed().add(both);
      found.local().add(frozen.judge(i, model, alone));
      found.federated().add(frozen.judge(i, model, theirs));
      found.member().add(frozen.judge(i, model, both));
    }
    return found;
  }

  /// Everybody's data in one place.
  static List<Judged> pooled(School school, Architecture architecture, int epochs, int seed) {
    List<MemberModel> models = school.pooled(architecture, epochs, seed);
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      judged.add(school.frozen().judge(i, school.model(), models.get(i)));
    }
    return judged;
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
