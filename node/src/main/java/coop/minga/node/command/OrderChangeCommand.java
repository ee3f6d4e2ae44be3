package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.node.config.UserError;
import coop.minga.node.forecast.Baselines;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.ChangedOrder;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.History;
import coop.minga.node.history.PlacedOrder;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.planning.ChangesJudged;
import coop.minga.node.planning.OrderLine;
import coop.minga.node.planning.OrderPlan;
import coop.minga.node.planning.Shop;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `minga order change`: keeps that a person ordered another number, and why; without `--units` it
/// lists the changes and says how near they came, beside the model and the plain rule. None of it
/// leaves the node.
///
/// `--json` prints `{changes: [{morning, site, item, arrives, until, model, rule, units, reason}],
/// judged: []}`.
@Command(
    name = "change",
    description = "Keep that you ordered another number, and why; or see how right you were.",
    mixinStandardHelpOptions = true)
final class OrderChangeCommand implements Callable<Integer> {
  private static final int MOST_UNITS = 1_000_000;

  @Mixin private PlanOptions plan = new PlanOptions();

  @Option(names = "--site", description = "The site.")
  private @Nullable String site;

  @Option(names = "--item", description = "The item.")
  private @Nullable String item;

  @Option(names = "--units", description = "What you order instead.")
  private @Nullable Integer units;

  @Option(names = "--reason", paramLabel = "WORDS", description = "Why.")
  private String reason = "";

  @Override
  public Integer call() throws IOException {
    try (History history = plan.open()) {
      if (units == null) {
        list(history);
      } else {
        keep(history, units);
      }
    }
    return 0;
  }

  private void keep(History history, int wanted) throws IOException {
    if (wanted < 0 || wanted > MOST_UNITS || reason.isBlank()) {
      throw new UserError(
          "order change",
          reason.isBlank() ? "there is no reason." : wanted + " units cannot be ordered.",
          "Write --units 0 to " + MOST_UNITS + " and --reason \"school fair\".");
    }
    TrainingData known = plan.known(history);
    Shop shop = Shop.from(history, known.until().plusDays(1));
    OrderPlan orders = plan.orders(history, shop);
    int days = orders.daysAhead(shop);
    OrderLine line = line(orders.plan(shop, plan.forecasts(known, days)));
    checkIsDue(line, shop);
    Forecasts plain = Baselines.forecast(Forecasts.Method.WEEKDAY_MEAN, known, known.until(), days);
    OrderLine rule = line(orders.plan(shop, plain));
    double usable = line.onHand().map(OrderLine.OnHand::usable).orElse(0L);
    history.note(
        new ChangedOrder(
            shop.morning(),
            line.series(),
            line.arrives(),
            line.coveredUntil(),
            new ChangedOrder.Proposals(line.units(), rule.units(), usable),
            wanted,
            reason));
    if (!plan.looksBack()) {
      history.place(
          List.of(new PlacedOrder(shop.morning(), line.series(), line.arrives(), wanted)));
    }
    plan.out()
        .printf(
            "%s for %s: %d ordered, %d proposed (plain rule %d), because: %s%n",
            line.series(), line.arrives(), wanted, line.units(), rule.units(), reason);
  }

  /// What is ordered on a later morning is proposed anew then: a number kept today would count as
  /// on its way, and nobody would order it.
  private static void checkIsDue(OrderLine line, Shop shop) {
    LocalDate due = line.delivery().cover().ordered();
    if (due.isAfter(shop.morning())) {
      throw new UserError(
          "order change",
          "%s for %s is not ordered on %s, but on %s."
              .formatted(line.series(), line.arrives(), shop.morning(), due),
          "Change it on that morning; minga order says when each line is due.");
    }
  }

  private OrderLine line(List<OrderLine> lines) {
    List<OrderLine> asked =
        lines.stream()
            .filter(line -> site == null || site.equals(line.series().site()))
            .filter(line -> line.series().item().equals(item))
            .toList();
    if (asked.size() != 1) {
      throw new UserError(
          "order change",
          asked.isEmpty() ? "no order line is that." : asked.size() + " order lines are that.",
          "Name one with --site and --item; minga order lists them.");
    }
    return asked.getFirst();
  }

  private void list(History history) {
    List<ChangedOrder> all = history.changes();
    ChangesJudged judged =
        ChangesJudged.of(
            all,
            history.allDaily().stream()
                .collect(Collectors.toMap(DailySeries::key, Function.identity())));
    if (plan.json()) {
      plan.print(json(all, judged));
      return;
    }
    if (all.isEmpty()) {
      plan.err().println("No order was changed.");
      return;
    }
    Table table = new Table("MORNING", "SITE", "ITEM", "MODEL", "RULE", "YOU", "WHY");
    for (ChangedOrder change : all) {
      SeriesKey series = change.series();
      table.row(
          change.morning(),
          series.site(),
          series.item(),
          Math.round(change.proposals().model()),
          Math.round(change.proposals().rule()),
          Math.round(change.units()),
          change.reason());
    }
    plan.print(table);
    judged.sentences().forEach(plan.out()::println);
  }

  private static JsonObject json(List<ChangedOrder> all, ChangesJudged judged) {
    JsonArray changes = new JsonArray();
    for (ChangedOrder change : all) {
      JsonObject told = new JsonObject();
      told.addProperty("morning", change.morning().toString());
      told.addProperty("site", change.series().site());
      told.addProperty("item", change.series().item());
      told.addProperty("arrives", change.arrives().toString());
      told.addProperty("until", change.until().toString());
      told.addProperty("model", change.proposals().model());
      told.addProperty("rule", change.proposals().rule());
      told.addProperty("units", change.units());
      told.addProperty("reason", change.reason());
      changes.add(told);
    }
    JsonArray sentences = new JsonArray();
    judged.sentences().forEach(sentences::add);
    JsonObject document = new JsonObject();
    document.add("changes", changes);
    document.add("judged", sentences);
    return document;
  }
}
