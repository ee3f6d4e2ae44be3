package coop.minga.bench.town;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.TrainingData;
import java.util.ArrayList;
import java.util.List;

/// A demand model for each retailer, learnt together: rounds in which each trains the same model on
/// its own sales and the mean of all goes on, then each for itself, kept where its own last weeks
/// say so.
///
/// @param model what trains and asks
/// @param weights one a retailer
record Learned(DemandModel model, List<ModelWeights> weights) {
  private static final DemandModel.Effort EFFORT = new DemandModel.Effort(1_500, 3);
  private static final int ROUNDS = 10;

  /// Learns from what is known.
  static Learned from(Known known, int retailers) {
    DemandModel model = DemandModel.open(EFFORT);
    List<TrainingData> own = new ArrayList<>();
    for (int retailer = 0; retailer < retailers; retailer++) {
      own.add(known.of(retailer));
    }
    ModelWeights shared = DemandModel.seeded(Hash.sha256(Bytes.utf8("town")));
    for (int round = 0; round < ROUNDS; round++) {
      List<ModelWeights> trained = new ArrayList<>();
      for (TrainingData data : own) {
        trained.add(model.trainEpoch(shared, data, round));
      }
      shared = mean(trained);
    }
    List<ModelWeights> weights = new ArrayList<>();
    for (TrainingData data : own) {
      weights.add(model.fineTune(shared, data, ROUNDS).weights());
    }
    return new Learned(model, weights);
  }

  private static ModelWeights mean(List<ModelWeights> all) {
    float[] mean = new float[all.getFirst().size()];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (ModelWeights one : all) {
        sum += one.get(i);
      }
      mean[i] = (float) (sum / all.size());
    }
    return ModelWeights.of(all.getFirst().schema(), mean);
  }
}
