package coop.minga.node.desk;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Parameters;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.FineTuned;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.ModelFile;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.OwnModel;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.History;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Trains the common model on the node's own history, and a model of the node's own beside it.
///
/// The last [#JUDGED_DAYS] days are never trained or tuned on here: by them the node says how good
/// it is. Where a person's training has learnt from some of them, those say nothing. The history is
/// opened for each piece of work and closed after it, so that imports find it free.
public final class DemandTrainer implements Trainer {
  /// Days at the end of the history that only judge.
  public static final int JUDGED_DAYS = 14;

  private final NodeDirectory directory;
  private final Plan plan;
  private final Lesson lesson;
  private Optional<TrainingData> known = Optional.empty();
  private volatile boolean held;

  /// What is trained.
  ///
  /// @param common what all learn together; every member must train the same
  /// @param own what this member trains for itself
  /// @param effort what one epoch may cost
  /// @param ownPasses of the own model a night: usually as many as the night has epochs
  public record Plan(
      Architecture common, Architecture own, DemandModel.Effort effort, int ownPasses) {}

  /// @param privacy the noise on each update, and what it hides
  public DemandTrainer(NodeDirectory directory, Plan plan, NodeConfig.Privacy privacy) {
    this.directory = directory;
    this.plan = plan;
    this.lesson = new Lesson(plan.common(), privacy);
  }

  @Override
  public Encoding encoding() {
    return lesson.encoding();
  }

  @Override
  public ModelVersion seeded(Hash federation) {
    return ModelVersion.of(0, Parameters.of(plan.common().seeded(federation).toArray()));
  }

  @Override
  public Optional<Update> train(ModelVersion base, long epoch) throws IOException {
    Optional<TrainingData> data = data();
    if (data.filter(TrainingData::trainable).isEmpty()) {
      return Optional.empty();
    }
    ModelWeights trained =
        lesson.trained(DemandModel.open(plan.effort()), weights(base), data.get(), epoch);
    Parameters change = Parameters.of(trained.toArray()).minus(base.parameters());
    return Optional.of(new Update(change, Lesson.WEIGHT));
  }

  @Override
  public OptionalDouble attack(ModelVersion base, Update update) throws IOException {
    Optional<TrainingData> data = data();
    if (data.filter(TrainingData::trainable).isEmpty()) {
      return OptionalDouble.empty();
    }
    ModelVersion after = ModelVersion.of(base.epoch(), base.parameters().plus(update.change()));
    return new OwnAttack(DemandModel.open(plan.effort()), data.get())
        .rightPairs(weights(base), weights(after));
  }

  @Override
  public Adoption adopt(ModelVersion version) throws IOException {
    Optional<TrainingData> all = data();
    if (all.isEmpty()) {
      return new Adoption(false, Optional.empty(), "There are no sales to try it on.");
    }
    TrainingData data = all.get();
    if (!data.trainable()) {
      return untried(version, data);
    }
    DemandModel model = DemandModel.open(plan.effort());
    FineTuned tuned = model.fineTune(weights(version), data, version.epoch());
    return tried(new Night(model, data, version.epoch()), Optional.of(tuned.weights()));
  }

  @Override
  public Adoption alone(long night) throws IOException {
    Optional<TrainingData> data = data().filter(TrainingData::trainable);
    if (data.isEmpty()) {
      return new Adoption(false, uses(), "There is too little to train an own model on.");
    }
    Optional<ModelWeights> common = kept().map(ModelFile.Kept::model).flatMap(MemberModel::shared);
    return tried(new Night(DemandModel.open(plan.effort()), data.get(), night), common);
  }

  /// What a night trains with.
  ///
  /// @param seed of it
  private record Night(DemandModel model, TrainingData data, long seed) {}

  /// Goes on with the own model, mixes it, and uses that if it is better than what is in use.
  private Adoption tried(Night night, Optional<ModelWeights> common) throws IOException {
    DemandModel model = night.model();
    TrainingData data = night.data();
    Optional<ModelFile.Kept> kept = kept();
    Optional<MemberModel> present = kept.map(ModelFile.Kept::model);
    var alone = new OwnModel(model, plan.own(), plan.ownPasses());
    Optional<ModelWeights> own = Optional.of(alone.train(present, data, night.seed()));
    MemberModel fitted = MemberModel.fit(model, own, common, data);
    var trial =
        new Trial(
            fitted,
            fitted.validationLoss(model, data),
            present.map(used -> used.validationLoss(model, data)).orElse(OptionalDouble.empty()));
    if (held) {
      return kept(present);
    }
    if (trial.better()) {
      inUse().write(fitted, until(kept, data));
    }
    return new Adoption(
        trial.better() && fitted.uses() != MemberModel.Uses.OWN,
        Optional.of((trial.better() ? fitted : present.orElseThrow()).uses()),
        trial.sentence());
  }

  @Override
  public void hold(boolean stays) {
    held = stays;
  }

  /// A person kept what is in use while a night trained.
  private static Adoption kept(Optional<MemberModel> present) {
    return new Adoption(
        false, present.map(MemberModel::uses), "What is in use stays, because you keep it.");
  }

  @Override
  public Optional<MemberModel.Uses> uses() throws IOException {
    return kept().map(ModelFile.Kept::model).map(MemberModel::uses);
  }

  @Override
  public boolean back() throws IOException {
    return inUse().back();
  }

  /// Whoever is too new to train has the common model as it is: it knows such food from the others.
  private Adoption untried(ModelVersion version, TrainingData data) throws IOException {
    if (held) {
      return kept(kept().map(ModelFile.Kept::model));
    }
    inUse().write(MemberModel.shared(weights(version)), data.until());
    return new Adoption(
        false,
        Optional.of(MemberModel.Uses.COMMON),
        "There is too little history to try the common model on: it is used as it is.");
  }

  /// What is in use; empty if there is nothing, or nothing that can be read: it is made anew then.
  private Optional<ModelFile.Kept> kept() throws IOException {
    try {
      return inUse().read();
    } catch (IllegalArgumentException e) {
      DeskLog.modelMadeAnew(e);
      return Optional.empty();
    }
  }

  /// The last day that anything in what is used from now on has learnt from. A person's training
  /// leaves no days out, and the own model goes on from it.
  private static LocalDate until(Optional<ModelFile.Kept> before, TrainingData data) {
    LocalDate lastSale = data.until().plusDays(JUDGED_DAYS);
    return before.map(kept -> kept.untilAfter(data.until(), lastSale)).orElse(data.until());
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

  private ModelWeights weights(ModelVersion version) {
    return ModelWeights.of(plan.common().schema(), version.parameters().toArray());
  }

  /// What came of a version: what would be used with it, beside what is in use.
  ///
  /// @param now the loss of the first on the member's validation days, as a share of what was sold
  /// @param before the loss of the second; empty if there was none
  private record Trial(MemberModel fitted, OptionalDouble now, OptionalDouble before) {
    boolean better() {
      return before.isEmpty() || (now.isPresent() && now.getAsDouble() < before.getAsDouble());
    }

    String sentence() {
      String loss =
          now.isPresent()
              ? String.format(
                  Locale.ROOT, " misses by %.3f of sales on our held-out days", now.getAsDouble())
              : " could not be tried";
      String than =
          before.isPresent()
              ? String.format(Locale.ROOT, "; what we used misses by %.3f.", before.getAsDouble())
              : "; there was nothing before it.";
      return what() + loss + than;
    }

    private String what() {
      return switch (fitted.uses()) {
        case OWN ->
            fitted.shared().isPresent()
                ? "Our own model, without anything of the common one,"
                : "Our own model";
        case COMMON -> "The common model alone";
        case BOTH ->
            "A mixture, %d %% the common model and the rest our own,"
                .formatted(fitted.sharedPercent());
      };
    }
  }
}
