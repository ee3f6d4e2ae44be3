package coop.minga.node.command;

import com.google.gson.JsonObject;
import coop.minga.node.config.UserError;
import coop.minga.node.forecast.Baselines;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.DemandModel.Effort;
import coop.minga.node.forecast.Forecasts.Method;
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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `minga train`: trains this node's own demand model on its own sales, and mixes it with the
/// common one if there is one.
///
/// What is in use already is replaced only by what has a lower loss on the validation days.
///
/// `--json` prints `{until, series, windows, epochs, validationDays, lossBefore?, lossAfter?,
/// lossOfRule?, kept, uses?, model?, note?}`; losses are wQL on the validation days, that of the
/// rule the weekday mean's, `uses` is `own`, `common` or `both`, `model` the own one's hash.
@Command(
    name = "train",
    description = "Train this node's demand model on its own sales.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  private static final int MAX_EPOCHS = 1000;

  @Mixin private PlanOptions plan = new PlanOptions();

  @Option(names = "--epochs", description = "Passes over all windows (${DEFAULT-VALUE}).")
  private int epochs = 20;

  @Option(names = "--seed", description = "The order of training (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Override
  public Integer call() throws IOException {
    checkEpochs(epochs);
    TrainingData data;
    try (History history = plan.open()) {
      data = plan.known(history);
    }
    JsonObject told = new JsonObject();
    told.addProperty("until", data.until().toString());
    told.addProperty("series", data.series().size());
    told.addProperty("windows", data.trainingWindows());
    told.addProperty("epochs", epochs);
    told.addProperty("validationDays", data.validationDays());
    Optional<String> shortfall = data.shortfall();
    if (shortfall.isPresent()) {
      told.addProperty("kept", false);
      told.addProperty("note", shortfall.get());
    } else {
      train(data, told);
    }
    tell(told);
    return 0;
  }

  static void checkEpochs(int epochs) {
    if (epochs < 1 || epochs > MAX_EPOCHS) {
      throw new UserError(
          "--epochs " + epochs, "that is no number of epochs.", "Use 1 to " + MAX_EPOCHS + ".");
    }
  }

  private void train(TrainingData data, JsonObject told) throws IOException {
    plan.err()
        .printf(
            "Training on %d series, %,d windows, %d epochs ...%n",
            data.series().size(), data.trainingWindows(), epochs);
    DemandModel model = DemandModel.open(Effort.FULL);
    Optional<ModelFile.Kept> present = plan.model();
    Optional<MemberModel> there = present.map(ModelFile.Kept::model);
    ModelWeights own;
    try (Progress progress = Progress.on(plan.err(), "training", epochs)) {
      var alone = new OwnModel(model.telling(progress::at), plan.architecture(), epochs);
      own = alone.train(there, data, seed);
    }
    Optional<ModelWeights> shared = there.flatMap(MemberModel::shared);
    MemberModel trained = MemberModel.fit(model, Optional.of(own), shared, data);
    OptionalDouble before =
        there.map(used -> used.validationLoss(model, data)).orElse(OptionalDouble.empty());
    OptionalDouble after = trained.validationLoss(model, data);
    boolean better = before.isEmpty() || after.orElseThrow() < before.getAsDouble();
    if (better) {
      LocalDate learnt = data.until();
      plan.modelFile()
          .write(trained, present.map(kept -> kept.untilAfter(learnt, learnt)).orElse(learnt));
    }
    before.ifPresent(loss -> told.addProperty("lossBefore", loss));
    after.ifPresent(loss -> told.addProperty("lossAfter", loss));
    Baselines.validationLoss(Method.WEEKDAY_MEAN, data)
        .ifPresent(loss -> told.addProperty("lossOfRule", loss));
    told.addProperty("kept", better);
    MemberModel used = better ? trained : there.orElseThrow();
    told.addProperty("uses", used.uses().name().toLowerCase(Locale.ROOT));
    used.own().ifPresent(weights -> told.addProperty("model", weights.hash().toString()));
  }

  private void tell(JsonObject told) {
    if (plan.json()) {
      plan.print(told);
    } else if (told.has("note")) {
      plan.out().println(told.get("note").getAsString());
    } else {
      plan.out()
          .printf(
              "%s %s. Loss on the last %d days: %s before, %s after.%n",
              words(told.get("uses").getAsString()),
              told.get("kept").getAsBoolean()
                  ? "is in use from now on"
                  : "stays: training did not make it better",
              told.get("validationDays").getAsInt(),
              loss(told, "lossBefore"),
              loss(told, "lossAfter"));
      besideTheRule(told).ifPresent(plan.out()::println);
    }
  }

  /// What is in use, beside what a shop can do in its head.
  private static Optional<String> besideTheRule(JsonObject told) {
    String used = told.get("kept").getAsBoolean() ? "lossAfter" : "lossBefore";
    if (!told.has(used) || !told.has("lossOfRule")) {
      return Optional.empty();
    }
    boolean better = told.get(used).getAsDouble() < told.get("lossOfRule").getAsDouble();
    return Optional.of(
        "The mean of the last 4 same weekdays had %s there%s"
            .formatted(
                loss(told, "lossOfRule"),
                better
                    ? "."
                    : ": it is the better one yet. See for which items: minga evaluate, and keep it"
                        + " by --keep-rules."));
  }

  /// What forecasts are made with, of an answer that may name it.
  static String inUse(JsonObject told) {
    return told.has("uses")
        ? words(told.get("uses").getAsString()) + " is in use here."
        : "No model is in use here yet.";
  }

  private static String words(String uses) {
    return switch (MemberModel.Uses.valueOf(uses.toUpperCase(Locale.ROOT))) {
      case OWN -> "Your own model";
      case COMMON -> "The common model";
      case BOTH -> "A mixture of your own model and the common one";
    };
  }

  private static String loss(JsonObject told, String name) {
    return told.has(name)
        ? String.format(Locale.ROOT, "%.4f", told.get(name).getAsDouble())
        : "unknown";
  }
}
