package coop.minga.node.command;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.NodeToml;
import coop.minga.node.config.UserError;
import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.Baselines;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.KeptRules;
import coop.minga.node.forecast.ModelFile;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.History;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.WeeklySeries;
import coop.minga.node.planning.Aims;
import coop.minga.node.planning.Levels;
import coop.minga.node.planning.OrderPlan;
import coop.minga.node.planning.Shop;
import coop.minga.node.planning.Supply;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What the commands that look ahead have in common: whose history, up to which day, told how.
final class PlanOptions {
  /// Paths of demand are drawn from it, so that the same history gives the same plan.
  static final long SEED = 7;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = "--dir", paramLabel = "DIR", description = "The node's directory.")
  private @Nullable Path dir;

  @Option(
      names = "--until",
      paramLabel = "DATE",
      description = "The last day whose sales are known. Default: the last in the history.")
  private @Nullable LocalDate until;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  boolean json() {
    return json;
  }

  /// The node's directory.
  ///
  /// @throws UserError if none was named
  Path dir() {
    if (dir == null) {
      throw new UserError(
          "--dir", "no node's directory is named.", "Name the one that minga import filled.");
    }
    return dir;
  }

  History open() throws IOException {
    if (!Files.isDirectory(dir())) {
      throw new UserError(
          "--dir " + dir(), "there is no such directory.", "Name a node's directory.");
    }
    return History.open(dir());
  }

  /// Everything known up to the day asked for.
  TrainingData known(History history) throws IOException {
    LocalDate last = history.lastSale().orElseThrow(() -> noSales(history));
    return TrainingData.from(history, upTo(last));
  }

  /// The same, of sales by the week if there are none by the day.
  TrainingData knownByDayOrWeek(History history) throws IOException {
    if (history.lastSale().isPresent() || history.weeklySeries().isEmpty()) {
      return known(history);
    }
    List<WeeklySeries> weekly =
        known(history.weeklySeries().stream().map(history::weekly).toList());
    if (weekly.isEmpty()) {
      throw new UserError(
          "--until " + until, "no week of sales had ended by then.", "Name a later day.");
    }
    return TrainingData.byTheWeek(weekly);
  }

  /// The day asked for, or the last that is known.
  LocalDate upTo(LocalDate last) {
    if (until != null && until.isAfter(last)) {
      throw new UserError(
          "--until " + until, "sales are known up to " + last + " only.", "Name an earlier day.");
    }
    return until == null ? last : until;
  }

  /// Whether an earlier day was asked for.
  boolean looksBack() {
    return until != null;
  }

  /// The same, of sales by the week.
  List<WeeklySeries> known(List<WeeklySeries> weekly) {
    if (until == null) {
      return weekly;
    }
    LocalDate next = until.plusDays(1);
    return weekly.stream().flatMap(sold -> sold.before(next).stream()).toList();
  }

  private static UserError noSales(History history) {
    return history.weeklySeries().isEmpty()
        ? new UserError(
            history.dir().toString(),
            "there are no daily sales in this node's history.",
            "Take some in with: minga import --dir " + history.dir() + " sales.csv")
        : new UserError(
            history.dir().toString(),
            "its sales are weekly, and a week does not tell its days.",
            "Export them by the day.");
  }

  /// The forecast by the node's model, or by the weekday mean where it has none yet.
  Forecasts forecasts(TrainingData known, int days) throws IOException {
    Optional<ModelFile.Kept> kept = model();
    boolean canBeAsked =
        kept.filter(one -> known.trainable() || one.model().shared().isPresent()).isPresent();
    if (canBeAsked) {
      Forecasts said =
          DemandModel.open(DemandModel.Effort.FULL)
              .forecast(kept.orElseThrow().model(), known, known.until(), days);
      return KeptRules.in(modelFile().directory()).over(said, known);
    }
    Forecasts plain = Baselines.forecast(Forecasts.Method.WEEKDAY_MEAN, known, known.until(), days);
    String why =
        known
            .shortfall()
            .orElse(
                "No model is trained yet, so this is the mean of the last 4 open days of the same"
                    + " weekday. Train one with: minga train --dir "
                    + dir());
    return new Forecasts(plain.origin(), days, plain.bySeries(), Optional.of(why));
  }

  /// The architecture of the node's own model: as its settings say, if it has any.
  Architecture architecture() {
    Path settings = new NodeDirectory(dir()).config();
    NodeConfig.Model own =
        Files.exists(settings)
            ? NodeToml.read(settings).learning().models().own()
            : NodeConfig.Model.ROW64;
    return switch (own) {
      case ROW64 -> Architecture.ROW64;
      case GRU32 -> Architecture.GRU32;
    };
  }

  /// Orders by the node's supply table and settings.
  OrderPlan orders(History history, Shop shop) {
    Aims aims = Aims.in(new NodeDirectory(dir()));
    return new OrderPlan(Supply.from(history, shop, aims), SEED);
  }

  Optional<ModelFile.Kept> model() throws IOException {
    try {
      return modelFile().read();
    } catch (IllegalArgumentException e) {
      throw new UserError(
          modelFile().directory().resolve(ModelFile.NAME).toString(),
          "it holds no model that this program can use: " + e.getMessage() + ".",
          "Remove it and train again.",
          e);
    }
  }

  ModelFile modelFile() {
    return new ModelFile(new NodeDirectory(dir()).models());
  }

  /// Says on stderr what is known of the series that are told of, and what follows from it.
  void tell(Levels levels, Iterable<SeriesKey> series) {
    levels.sentences(series).forEach(err()::println);
  }

  void print(JsonElement document) {
    Gson gson = new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
    out().println(gson.toJson(document));
  }

  void print(Table table) {
    table.lines().forEach(out()::println);
  }

  PrintWriter out() {
    return commandLine().getOut();
  }

  PrintWriter err() {
    return commandLine().getErr();
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("picocli gives a command its spec before it calls it");
    }
    return spec.commandLine();
  }
}
