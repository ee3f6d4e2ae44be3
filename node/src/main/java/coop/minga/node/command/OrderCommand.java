package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.DefaultUsed;
import coop.minga.node.history.History;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.WeeklySeries;
import coop.minga.node.planning.Known;
import coop.minga.node.planning.OrderLine;
import coop.minga.node.planning.OrderPlan;
import coop.minga.node.planning.Outcome;
import coop.minga.node.planning.Range;
import coop.minga.node.planning.Shop;
import coop.minga.node.planning.WeeklyOrders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `minga order`: the next order of each item for each site: one number, a range, and why.
///
/// `--json` prints `{morning, note?, assumed: [], lines: [{site, item, name, known, estimated?,
/// orderBy, arrives, coveredUntil, units, pack, range: {low, middle, high}, expected: {...},
/// onHand?: {counted, usable}, enough, missing, left, neverSold, beside: [{units, enough, missing,
/// left, neverSold}], assumed: [], why}]}`.
@Command(
    name = "order",
    description = "Propose the next order of each item for each site, and say why.",
    subcommands = OrderChangeCommand.class,
    mixinStandardHelpOptions = true)
final class OrderCommand implements Callable<Integer> {
  @Mixin private PlanOptions plan = new PlanOptions();

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write what is to be ordered to this file too, as CSV; it counts as placed.")
  private @Nullable Path csv;

  @Option(
      names = "--placed",
      description = "You place these orders: they are on their way until receipts tell of them.")
  private boolean placed;

  @Override
  public Integer call() throws IOException {
    Forecasts forecasts;
    List<OrderLine> lines;
    Known shelves;
    List<String> assumed = new ArrayList<>();
    try (History history = plan.open()) {
      List<WeeklySeries> weekly = weekly(history);
      boolean byDay = history.lastSale().isPresent() || weekly.isEmpty();
      Optional<TrainingData> known = byDay ? Optional.of(plan.known(history)) : Optional.empty();
      LocalDate morning =
          known.map(TrainingData::until).orElseGet(() -> plan.upTo(lastDay(weekly))).plusDays(1);
      Shop shop = Shop.from(history, morning);
      OrderPlan orders = plan.orders(history, shop);
      forecasts =
          known.isPresent()
              ? plan.forecasts(known.get(), orders.daysAhead(shop))
              : new Forecasts(morning.minusDays(1), 1, Map.of(), Optional.empty());
      lines = new ArrayList<>(orders.plan(shop, forecasts));
      lines.addAll(new WeeklyOrders(orders, shop, PlanOptions.SEED).plan(plan.known(weekly)));
      shelves = Known.from(history, shop);
      history.defaultsUsed().stream().map(DefaultUsed::sentence).forEach(assumed::add);
      if (placed || csv != null) {
        place(history, lines, morning);
      }
    }
    if (plan.json()) {
      JsonObject document = json(forecasts, assumed);
      JsonArray told = new JsonArray();
      lines.forEach(line -> told.add(json(line, shelves)));
      document.add("lines", told);
      plan.print(document);
    } else {
      forecasts.note().ifPresent(plan.err()::println);
      assumed.forEach(sentence -> plan.err().println(sentence + "."));
      plan.tell(shelves.levels(), lines.stream().map(OrderLine::series).toList());
      plan.print(table(lines, shelves));
    }
    return 0;
  }

  /// Writes the file, and then keeps what was ordered: whoever looks back to an earlier day orders
  /// nothing.
  private void place(History history, List<OrderLine> lines, LocalDate morning) throws IOException {
    List<Placing> orders = Placing.today(lines, history.changes(), morning);
    if (csv != null) {
      int written = OrderFile.write(csv, orders);
      plan.err()
          .printf(
              written == 1
                  ? "%d line to order today is in %s.%n"
                  : "%d lines to order today are in %s.%n",
              written,
              csv);
    }
    if (plan.looksBack()) {
      plan.err().println("With --until nothing is taken as placed.");
    } else {
      history.place(orders.stream().map(order -> order.on(morning)).toList());
      plan.err()
          .println(
              "They are taken as placed from tomorrow on, until receipts tell what came of them.");
    }
  }

  /// What sells in files of weeks only.
  private static List<WeeklySeries> weekly(History history) {
    Set<SeriesKey> byDay = Set.copyOf(history.series());
    return history.weeklySeries().stream()
        .filter(key -> !byDay.contains(key))
        .map(history::weekly)
        .toList();
  }

  /// All of them end with the same week.
  private static LocalDate lastDay(List<WeeklySeries> weekly) {
    WeeklySeries any = weekly.getFirst();
    return any.firstWeek().plusWeeks(any.weeks().size()).minusDays(1);
  }

  private static Table table(List<OrderLine> lines, Known shelves) {
    Table table = new Table("SITE", "ITEM", "KNOWN", "HAVE", "BY", "ORDER", "RANGE", "WHY");
    for (OrderLine line : lines) {
      table.row(
          line.series().site(),
          line.item().name(),
          shelves.levels().of(line.series()),
          have(line, shelves),
          line.delivery().cover().ordered(),
          line.units(),
          line.range().low() + "-" + line.range().high(),
          line.why());
    }
    return table;
  }

  /// Counted, or estimated, or nobody knows.
  private static String have(OrderLine line, Known shelves) {
    if (line.onHand().isPresent()) {
      return Long.toString(line.onHand().get().counted());
    }
    OptionalLong estimate = shelves.estimate(line.series());
    return estimate.isPresent() ? "about " + estimate.getAsLong() + " (estimated)" : "?";
  }

  private static JsonObject json(Forecasts forecasts, List<String> assumed) {
    JsonObject document = new JsonObject();
    document.addProperty("morning", forecasts.origin().plusDays(1).toString());
    forecasts.note().ifPresent(note -> document.addProperty("note", note));
    JsonArray sentences = new JsonArray();
    assumed.forEach(sentences::add);
    document.add("assumed", sentences);
    return document;
  }

  private static JsonObject json(OrderLine line, Known shelves) {
    JsonObject told = new JsonObject();
    told.addProperty("site", line.series().site());
    told.addProperty("item", line.series().item());
    told.addProperty("name", line.item().name());
    told.addProperty("known", shelves.levels().of(line.series()).name());
    shelves.estimate(line.series()).ifPresent(units -> told.addProperty("estimated", units));
    told.addProperty("orderBy", line.delivery().cover().ordered().toString());
    told.addProperty("arrives", line.arrives().toString());
    told.addProperty("coveredUntil", line.coveredUntil().toString());
    told.addProperty("units", line.units());
    told.addProperty("pack", line.pack());
    told.add("range", json(line.range()));
    told.add("expected", json(line.expected()));
    line.onHand()
        .ifPresent(hand -> {
          JsonObject stock = new JsonObject();
          stock.addProperty("counted", hand.counted());
          stock.addProperty("usable", hand.usable());
          told.add("onHand", stock);
        });
    tell(told, line.proposal());
    JsonArray beside = new JsonArray();
    for (Outcome other : line.beside()) {
      JsonObject one = new JsonObject();
      one.addProperty("units", other.units());
      tell(one, other);
      beside.add(one);
    }
    told.add("beside", beside);
    JsonArray assumed = new JsonArray();
    line.delivery().assumed().forEach(assumed::add);
    told.add("assumed", assumed);
    told.addProperty("why", line.why());
    return told;
  }

  private static void tell(JsonObject told, Outcome outcome) {
    told.addProperty("enough", outcome.enough());
    told.addProperty("missing", outcome.lost());
    told.addProperty("left", outcome.left());
    told.addProperty("neverSold", outcome.outdated());
  }

  static JsonObject json(Range range) {
    JsonObject told = new JsonObject();
    told.addProperty("low", range.low());
    told.addProperty("middle", range.middle());
    told.addProperty("high", range.high());
    return told;
  }
}
