package coop.minga.node.desk;

import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.UserError;
import coop.minga.node.forecast.Baselines;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.Evaluation;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.KeptRules;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.ModelFile;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.History;
import coop.minga.node.planning.Aims;
import coop.minga.node.planning.Allowances;
import coop.minga.node.planning.OrderPlan;
import coop.minga.node.planning.Shop;
import coop.minga.node.planning.Supply;
import coop.minga.node.planning.Surplus;
import coop.minga.node.planning.SurplusFinder;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks ahead with the model in use. Runs on the worker; the history is open only meanwhile.
///
/// @param directory the node's
/// @param zone where its sites are
public record Foresight(NodeDirectory directory, ZoneId zone) {
  private static final int DAYS = 14;
  private static final int JUDGED_WEEKS = DemandTrainer.JUDGED_DAYS / 7;
  private static final long SEED = 7;

  /// What is foreseen for a day, from the sales of the days before it. If the last sales are older,
  /// the day after them is looked at, and the notes say so.
  public Outlook look(LocalDate today) throws IOException {
    try (History history = History.open(directory.root())) {
      Optional<LocalDate> last = history.lastSale();
      return last.isEmpty() ? withoutSales(history, today) : withSales(history, today, last.get());
    }
  }

  private static Outlook withoutSales(History history, LocalDate today) {
    return new Outlook(
        today,
        List.of(),
        List.of(),
        List.of(),
        history.needs(),
        history.sites(),
        Optional.empty(),
        List.of());
  }

  private Outlook withSales(History history, LocalDate today, LocalDate last) throws IOException {
    var notes = new ArrayList<String>();
    LocalDate morning = last.plusDays(1);
    if (!morning.equals(today)) {
      notes.add("The last sales are of " + last + ": this looks at " + morning + ", not today.");
    }
    TrainingData known = TrainingData.from(history, last);
    Optional<ModelFile.Kept> kept = inUse(notes);
    Optional<MemberModel> used = kept.map(ModelFile.Kept::model);
    Shop shop = Shop.from(history, morning);
    OrderPlan orders = new OrderPlan(Supply.from(history, shop, Aims.in(directory)), SEED);
    int days = Math.max(DAYS, orders.daysAhead(shop));
    Forecasts forecasts = keptRules(notes).over(forecasts(used, known, days), known);
    forecasts.note().ifPresent(notes::add);
    Surplus surplus = new SurplusFinder(zone, Allowances.ASSUMED, SEED).find(shop, forecasts);
    notes.addAll(surplus.notes());
    return new Outlook(
        morning,
        orders.plan(shop, forecasts),
        surplus.lots(),
        surplus.pastBest(),
        history.needs(),
        history.sites(),
        kept.flatMap(model -> evaluation(model, known, notes)),
        notes);
  }

  /// Starts the engine: only for a node that has a model.
  private static DemandModel model() {
    return DemandModel.open(DemandModel.Effort.FULL);
  }

  /// How good the model was on the last weeks, of those only that it has not seen; absent if there
  /// are none, which the notes then say.
  private static Optional<Evaluation> evaluation(
      ModelFile.Kept kept, TrainingData known, List<String> notes) {
    int weeks = kept.unseenWeeks(known.until(), JUDGED_WEEKS);
    if (weeks == 0) {
      notes.add("How good the model is cannot be said: it has learnt from the last days.");
      return Optional.empty();
    }
    return Optional.of(Evaluation.of(model(), kept.model(), known, weeks));
  }

  /// What is forecast with; empty if there is no model yet, or none that can be read, which the
  /// notes then say.
  private Optional<ModelFile.Kept> inUse(List<String> notes) throws IOException {
    try {
      return new ModelFile(directory.models()).read();
    } catch (IllegalArgumentException e) {
      notes.add(
          "The model cannot be used ("
              + e.getMessage()
              + "): forecasts are the weekday mean until one is trained again.");
      return Optional.empty();
    }
  }

  /// The plain rules that a person keeps; none if they cannot be read, which the notes then say.
  private KeptRules keptRules(List<String> notes) throws IOException {
    try {
      return KeptRules.in(directory.models());
    } catch (UserError e) {
      notes.add("Your kept plain rules are not followed: " + e.sentence());
      return KeptRules.NONE;
    }
  }

  private static Forecasts forecasts(Optional<MemberModel> used, TrainingData known, int days) {
    return used.map(model -> model().forecast(model, known, known.until(), days))
        .orElseGet(
            () -> Baselines.forecast(Forecasts.Method.WEEKDAY_MEAN, known, known.until(), days));
  }
}
