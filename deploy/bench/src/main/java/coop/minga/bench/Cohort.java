package coop.minga.bench;

import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.TrainingData;
import java.util.List;

/// Some members that learn one model together, in this process and without masks: what the nodes do
/// each night, for its outcome and not for its secrecy.
///
/// @param model trains
/// @param members their data, none of which the others see
/// @param momentum how much of the last round's change is kept in the next (FedAvgM: Hsu, Qi, Brown
///   2019); 0 is plain averaging (McMahan et al. 2017)
record Cohort(DemandModel model, List<TrainingData> members, double momentum) {
  /// So many rounds of one local epoch each.
  ModelWeights learn(ModelWeights base, int rounds, long seed) {
    ModelWeights shared = base;
    double[] kept = new double[base.size()];
    for (int round = 0; round < rounds; round++) {
      double[] change = change(shared, seed * 1000 + round);
      float[] next = shared.toArray();
      for (int i = 0; i < next.length; i++) {
        kept[i] = momentum * kept[i] + change[i];
        next[i] += (float) kept[i];
      }
      shared = ModelWeights.of(base.schema(), next);
    }
    return shared;
  }

  /// Every member's counts alike, as nodes count them.
  private double[] change(ModelWeights base, long seed) {
    double[] mean = new double[base.size()];
    for (int member = 0; member < members.size(); member++) {
      TrainingData data = members.get(member);
      ModelWeights trained = model.trainEpoch(base, data, seed * members.size() + member);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += (double) (trained.get(i) - base.get(i)) / members.size();
      }
    }
    return mean;
  }
}
