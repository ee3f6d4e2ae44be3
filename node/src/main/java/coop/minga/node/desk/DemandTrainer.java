package coop.minga.node.desk;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Parameters;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.FineTuned;
import coop.minga.node.forecast.ModelFile;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.History;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Trains row64 on the node's own history.
///
/// The last [#JUDGED_DAYS] days are never trained or tuned on: by them the node says how good it
/// is. The history is opened for each piece of work and closed after it, so that imports find it
/// free.
public final class DemandTrainer implements Trainer {
  /// Days at the end of the history that only judge.
  public static final int JUDGED_DAYS = 14;

  private static final long CLIP_MICROS = 8_000_000;
  private static final int STEP_BITS = 9;
  private static final int MAX_WEIGHT = 64;
  private static final int WINDOWS_OF_WEIGHT_ONE = 25;

  private final NodeDirectory directory;
  private final DemandModel.Effort effort;
  private final int noiseThousandths;
  private Optional<TrainingData> known = Optional.empty();

  /// @param effort what one epoch may cost
  /// @param noiseThousandths of each update; with noise every weight is 1
  public DemandTrainer(NodeDirectory directory, DemandModel.Effort effort, int noiseThousandths) {
    this.directory = directory;
    this.effort = effort;
    this.noiseThousandths = noiseThousandths;
  }

  @Override
  public Encoding encoding() {
    return new Encoding(
        DemandModel.schema(),
        DemandModel.size(),
        CLIP_MICROS,
        STEP_BITS,
        noiseThousandths == 0 ? MAX_WEIGHT : 1,
        noiseThousandths);
  }

  @Override
  public ModelVersion seeded(Hash federation) {
    return ModelVersion.of(0, Parameters.of(DemandModel.seeded(federation).toArray()));
  }

  @Override
  public Optional<Update> train(ModelVersion base, long epoch) throws IOException {
    Optional<TrainingData> data = data();
    if (data.filter(TrainingData::trainable).isEmpty()) {
      return Optional.empty();
    }
    ModelWeights trained = DemandModel.open(effort).trainEpoch(weights(base), data.get(), epoch);
    Parameters change = Parameters.of(trained.toArray()).minus(base.parameters());
    return Optional.of(new Update(change, weight(data.get().trainingWindows())));
  }

  @Override
  public Adoption adopt(ModelVersion version) throws IOException {
    Optional<TrainingData> data = data();
    if (data.filter(TrainingData::trainable).isEmpty()) {
      return new Adoption(false, "There is too little history to try it on.");
    }
    DemandModel model = DemandModel.open(effort);
    FineTuned tuned = model.fineTune(weights(version), data.get(), version.epoch());
    OptionalDouble candidate = model.validationLoss(tuned.weights(), data.get());
    Optional<ModelWeights> present = inUse().read();
    OptionalDouble before =
        present.isEmpty()
            ? OptionalDouble.empty()
            : model.validationLoss(present.get(), data.get());
    boolean better =
        before.isEmpty()
            || (candidate.isPresent() && candidate.getAsDouble() < before.getAsDouble());
    if (better) {
      inUse().write(tuned.weights());
    }
    return new Adoption(better, sentence(tuned.kept(), candidate, before));
  }

  /// What is trained on: everything but the judged days. Read again only when later sales have
  /// come: a night's epochs share it.
  private Optional<TrainingData> data() throws IOException {
    try (History history = History.open(directory.root())) {
      Optional<LocalDate> until = history.lastSale().map(day -> day.minusDays(JUDGED_DAYS));
      if (!until.equals(known.map(TrainingData::until))) {
        known =
            until.isEmpty()
                ? Optional.empty()
                : Optional.of(TrainingData.from(history, until.get()));
      }
    }
    return known;
  }

  private ModelFile inUse() {
    return new ModelFile(directory.models());
  }

  /// Bounded, and less than proportional: the largest member must not be the model.
  private int weight(int windows) {
    if (noiseThousandths > 0) {
      return 1;
    }
    double root = Math.sqrt((double) windows / WINDOWS_OF_WEIGHT_ONE);
    return Math.clamp(Math.round(root), 1, MAX_WEIGHT);
  }

  private static ModelWeights weights(ModelVersion version) {
    return ModelWeights.of(DemandModel.schema(), version.parameters().toArray());
  }

  private static String sentence(boolean tuned, OptionalDouble now, OptionalDouble before) {
    String what = tuned ? "The common model, fine-tuned here," : "The common model";
    String loss =
        now.isPresent()
            ? String.format(
                Locale.ROOT, " misses by %.3f of sales on our held-out days", now.getAsDouble())
            : " could not be tried";
    String than =
        before.isPresent()
            ? String.format(Locale.ROOT, "; what we used misses by %.3f.", before.getAsDouble())
            : "; there was nothing before it.";
    return what + loss + than;
  }
}
