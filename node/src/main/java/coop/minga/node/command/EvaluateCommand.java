package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.config.UserError;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.DemandModel.Effort;
import coop.minga.node.forecast.Evaluation;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.History;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `minga evaluate`: how good a model trained alone would have been on the last weeks, beside the
/// plain rules.
///
/// The model is trained anew on what was known before those weeks: the one in use has seen them.
///
/// `--json` prints `{firstDay, lastDay, weeks, epochs, lines: [{method, days, wql, wape,
/// coverage}]}`.
@Command(
    name = "evaluate",
    description = "Judge the model and the plain rules on the last weeks.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  private static final Hash FIRST = Hash.sha256(Bytes.utf8("minga evaluate"));

  @Mixin private PlanOptions plan = new PlanOptions();

  @Option(names = "--epochs", description = "Passes over all windows (${DEFAULT-VALUE}).")
  private int epochs = 20;

  @Option(names = "--seed", description = "The order of training (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Override
  public Integer call() throws IOException {
    TrainCommand.checkEpochs(epochs);
    TrainingData data;
    try (History history = plan.open()) {
      data = plan.known(history);
    }
    int weeks = Evaluation.weeksOf(data);
    if (weeks == 0) {
      throw new UserError(
          "evaluate",
          "no week can be set aside to judge by. " + data.shortfall().orElse(""),
          "Import at least %d days of sales.".formatted(TrainingData.MIN_DAYS + 7));
    }
    TrainingData before = Evaluation.before(data, weeks);
    plan.err().printf("Training on what was known on %s, %d epochs ...%n", before.until(), epochs);
    DemandModel model = DemandModel.open(Effort.FULL);
    ModelWeights trained = model.train(DemandModel.seeded(FIRST), before, seed, epochs);
    Evaluation evaluation = Evaluation.of(model, trained, data, weeks);
    if (plan.json()) {
      plan.print(json(evaluation, weeks));
    } else {
      plan.err().printf("Judged from %s to %s.%n", evaluation.firstDay(), evaluation.lastDay());
      plan.print(table(evaluation));
    }
    return 0;
  }

  private static Table table(Evaluation evaluation) {
    Table table = new Table("BY", "DAYS", "WQL", "WAPE", "IN RANGE OF .80");
    for (Evaluation.Line line : evaluation.lines()) {
      table.row(
          ForecastCommand.word(line.method()),
          line.days(),
          String.format(Locale.ROOT, "%.4f", line.wql()),
          String.format(Locale.ROOT, "%.4f", line.wape()),
          String.format(Locale.ROOT, "%.2f", line.coverage()));
    }
    return table;
  }

  private JsonObject json(Evaluation evaluation, int weeks) {
    JsonObject document = new JsonObject();
    document.addProperty("firstDay", evaluation.firstDay().toString());
    document.addProperty("lastDay", evaluation.lastDay().toString());
    document.addProperty("weeks", weeks);
    document.addProperty("epochs", epochs);
    JsonArray lines = new JsonArray();
    for (Evaluation.Line line : evaluation.lines()) {
      JsonObject told = new JsonObject();
      told.addProperty("method", ForecastCommand.word(line.method()));
      told.addProperty("days", line.days());
      told.addProperty("wql", line.wql());
      told.addProperty("wape", line.wape());
      told.addProperty("coverage", line.coverage());
      lines.add(told);
    }
    document.add("lines", lines);
    return document;
  }
}
