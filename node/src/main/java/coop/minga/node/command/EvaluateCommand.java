package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.node.config.UserError;
import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.DemandModel.Effort;
import coop.minga.node.forecast.Evaluation;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.ModelFile;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.OwnModel;
import coop.minga.node.forecast.SeriesLine;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.History;
import coop.minga.node.history.ImportSettings;
import coop.minga.node.history.Mapping;
import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `minga evaluate`: how good a model trained alone would have been on the last weeks, beside the
/// plain rules, and for which items the shop should keep its own rule.
///
/// The model is trained anew on what was known before those weeks: the one in use has seen them.
/// With `--in-use` it is that one, with what it has of the common model, on the whole weeks since
/// the last day that it has learnt from. With `--sales` it judges a file of somebody who has no
/// node yet, and keeps nothing of it.
///
/// What is wasted is told at the same service: how much would be left over, had all of it to be
/// sold on its day, where each way of ordering serves .95 of what is asked for.
///
/// Sales by the week are judged by the week, 4 of them ahead, with epochs seven times as many; of
/// them no waste is told.
///
/// `--keep-rules` remembers the items for which the rule is clearly better: from then on the node
/// forecasts those by it, until the command is run so again.
///
/// `--json` prints `{firstDay, lastDay, weeks, epochs?, rule, verdict: [], lines: [{method, days,
/// wql, wape, mase?, coverage, wasteAt95?}], series: [{site, item, days, sold, wql: {...},
/// better}]}`, in which `better` is `model`, `rule` or `too-close`. With `--in-use` there is a line
/// of the method `own-model-alone` if the common model is mixed in.
@Command(
    name = "evaluate",
    description = "Judge the model and the plain rules on the last weeks, item by item.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  /// There are so many times fewer numbers to pass over by the week.
  private static final int DAYS_OF_A_WEEK = 7;

  private static final String UNSAID =
      "Nobody says on which days items sold out: ranges reach further up than sales did, and more"
          + " than .80 of the days may lie in them.";

  @Mixin private PlanOptions plan = new PlanOptions();

  @Option(
      names = "--sales",
      paramLabel = "FILE",
      description = "Judge this file's sales instead of a node's, and keep nothing of it.")
  private @Nullable Path sales;

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "How the file of --sales is written (TOML), as for minga import.")
  private @Nullable Path mapping;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description =
          "Your plain rule: weekday-mean, seasonal-naive or exponential-smoothing"
              + " (${DEFAULT-VALUE}).")
  private String rule = "weekday-mean";

  @Option(
      names = "--all",
      description = "Show every item, not only those where the rule is better.")
  private boolean all;

  @Option(
      names = "--in-use",
      description = "Judge the model in use, on what was sold since it last learnt.")
  private boolean inUse;

  @Option(
      names = "--keep-rules",
      description =
          "From now on forecast the items for which your rule is better by it, and no others.")
  private boolean keepRules;

  @Option(names = "--epochs", description = "Passes over all windows (${DEFAULT-VALUE}).")
  private int epochs = 20;

  @Option(names = "--seed", description = "The order of training (${DEFAULT-VALUE}).")
  private long seed = 1;

  /// How often what is known is gone through: of weeks there are fewer.
  private int passes;

  @Override
  public Integer call() throws IOException {
    TrainCommand.checkEpochs(epochs);
    Method own = ItemVerdict.rule(rule);
    if (keepRules && sales != null) {
      throw new UserError(
          "--keep-rules", "a file of sales has no node.", "Name the node's directory by --dir.");
    }
    TrainingData data = data();
    if (data.isByTheWeek() && (keepRules || inUse)) {
      throw new UserError(
          keepRules ? "--keep-rules" : "--in-use",
          "sales by the week are planned by a plain rule, and no model is in use for them.",
          "Leave it out, and see what a model would be worth.");
    }
    Judgement judgement = inUse ? judgeInUse(data) : judge(data);
    Evaluation evaluation = judgement.evaluation();
    ItemVerdict verdict = new ItemVerdict(evaluation, own);
    List<String> sentences = new ArrayList<>(verdict.sentences());
    judgement.sentence(own).ifPresent(sentences::add);
    if (keepRules) {
      verdict.kept().write(plan.modelFile().directory());
    }
    if (plan.json()) {
      plan.print(json(judgement, verdict, sentences));
    } else {
      plan.err().printf("Judged from %s to %s.%n", evaluation.firstDay(), evaluation.lastDay());
      if (data.series().stream().anyMatch(data::unsaidSoldOut)) {
        plan.err().println(UNSAID);
      }
      plan.print(judgement.table());
      plan.out().println();
      sentences.forEach(plan.out()::println);
      verdict.table(all).ifPresent(plan::print);
      if (keepRules) {
        int kept = verdict.kept().byItem().size();
        plan.out().printf("From now on %d of them are forecast by your rule.%n", kept);
      }
    }
    return 0;
  }

  private TrainingData data() throws IOException {
    if (sales == null) {
      try (History history = plan.open()) {
        return plan.knownByDayOrWeek(history);
      }
    }
    Mapping read = mapping == null ? Mapping.plain() : Mapping.read(mapping);
    try (SalesFile file = SalesFile.read(sales, ImportSettings.by(read), plan.err())) {
      return plan.knownByDayOrWeek(file.history());
    }
  }

  private Judgement judgeInUse(TrainingData data) throws IOException {
    ModelFile.Kept kept =
        plan.model()
            .orElseThrow(() ->
                new UserError(
                    "--in-use", "no model is in use yet.", "Train one, or leave --in-use out."));
    int weeks = kept.unseenWeeks(data.until(), Evaluation.WEEKS);
    if (weeks < 1) {
      throw new UserError(
          "--in-use",
          "no whole week was sold since the model in use last learnt.",
          "Leave --in-use out: a model is then trained anew on what came before.");
    }
    return Judgement.of(DemandModel.open(Effort.FULL), kept.model(), data, weeks);
  }

  private Judgement judge(TrainingData data) {
    int weeks = Evaluation.weeksOf(data);
    if (weeks == 0) {
      throw new UserError(
          "evaluate",
          "nothing can be set aside to judge by. " + data.shortfall().orElse(""),
          "Import at least %d %s of sales."
              .formatted(data.leastToJudge(), data.isByTheWeek() ? "weeks" : "days"));
    }
    TrainingData before = Evaluation.before(data, weeks);
    passes = data.isByTheWeek() ? epochs * DAYS_OF_A_WEEK : epochs;
    plan.err()
        .printf(
            "Training on what was known %d %s before the end, %d epochs ...%n",
            before.until().until(data.until(), ChronoUnit.DAYS),
            data.isByTheWeek() ? "weeks" : "days",
            passes);
    DemandModel model = DemandModel.open(Effort.FULL);
    try (Progress progress = Progress.on(plan.err(), "training", passes)) {
      var alone = new OwnModel(model.telling(progress::at), architecture(data), passes);
      Optional<ModelWeights> own = Optional.of(alone.train(Optional.empty(), before, seed));
      MemberModel used = MemberModel.fit(model, own, Optional.empty(), before);
      return Judgement.of(model, used, data, weeks);
    }
  }

  private Architecture architecture(TrainingData data) {
    if (data.isByTheWeek()) {
      return Architecture.WEEK32;
    }
    return sales == null ? plan.architecture() : Architecture.ROW64;
  }

  private JsonObject json(Judgement judgement, ItemVerdict verdict, List<String> said) {
    Evaluation evaluation = judgement.evaluation();
    JsonObject document = new JsonObject();
    document.addProperty("firstDay", evaluation.firstDay().toString());
    document.addProperty("lastDay", evaluation.lastDay().toString());
    document.addProperty(
        "weeks", (ChronoUnit.DAYS.between(evaluation.firstDay(), evaluation.lastDay()) + 1) / 7);
    if (!inUse) {
      document.addProperty("epochs", passes);
    }
    document.addProperty("rule", rule);
    JsonArray sentences = new JsonArray();
    said.forEach(sentences::add);
    document.add("verdict", sentences);
    document.add("lines", judgement.lines());
    JsonArray series = new JsonArray();
    evaluation.series().forEach(one -> series.add(json(one, verdict)));
    document.add("series", series);
    return document;
  }

  private static JsonObject json(SeriesLine line, ItemVerdict verdict) {
    JsonObject told = new JsonObject();
    told.addProperty("site", line.series().site());
    told.addProperty("item", line.series().item());
    told.addProperty("days", line.days());
    told.addProperty("sold", line.sold());
    JsonObject wql = new JsonObject();
    for (Method method : Method.values()) {
      wql.addProperty(ForecastCommand.word(method), line.wql(method));
    }
    told.add("wql", wql);
    told.addProperty("better", verdict.word(line));
    return told;
  }
}
